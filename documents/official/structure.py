"""Which part of an official document each paragraph is: title, addressee, heading, text, signature, annex. Pure."""

import re
from collections.abc import Callable
from enum import StrEnum

from documents.official.document import Document, Paragraph
from documents.official.headings import number_in
from documents.official.measures import SMALL


class Part(StrEnum):
    BLANK = "blank"
    HEAD = "head"
    NUMBER = "number"
    TITLE = "title"
    UNDER_TITLE = "under_title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    TEXT = "text"
    CENTRED = "centred"
    NOTE = "note"
    ENCLOSURE = "enclosure"
    UNIT = "unit"
    DATE = "date"
    ANNEX = "annex"
    COLOPHON = "colophon"


DOCUMENT_NUMBER = re.compile(r"[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*第?\d+号(?=\s|$)")
DAY = re.compile(
    r"[0-9０-９〇○零一二三四五六七八九]{4}年[0-9０-９一二三四五六七八九十]{1,3}月[0-9０-９一二三四五六七八九十]{1,3}日$"
)
UNDATED = re.compile(r"【[^】]{1,12}】$")
ANNEX = re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}$")
ENCLOSED = re.compile(r"附\s*件\s*[0-9０-９]?\s*[:：]")
SENT = re.compile(r"抄\s*送|.*印发$")
TELLING = re.compile(r"如下|以下|汇报|报告如|特此")
LARGE, SHORT = 36, 60


def parts_of(document: Document) -> list[Part]:
    """One part for each paragraph, in order."""
    paragraphs = document.paragraphs
    parts = [Part.BLANK if one.blank else Part.TEXT for one in paragraphs]
    title = _title(paragraphs)
    begins = _head(paragraphs, parts, title)
    ends = _mark_end(paragraphs, parts, begins)
    _addressee(paragraphs, parts, begins, ends)
    tables = _beside_tables(document)
    for n in range(begins, ends):
        if parts[n] is Part.TEXT:
            parts[n] = _within(paragraphs[n], aside=paragraphs[n].number in tables or _aside(parts[:n]))
    return parts


def _title(paragraphs: list[Paragraph]) -> int | None:
    """Where the title begins: by its style, else by its size, else the first centred line near the top."""

    def first(fits: Callable[[Paragraph], bool], within: int) -> int | None:
        return next((n for n, one in enumerate(paragraphs[:within]) if not one.blank and fits(one)), None)

    for fits, within in ((_styled, 60), (_large, 30), (_centred, 8)):
        if (found := first(fits, within)) is not None:
            return found
    return None


def _styled(one: Paragraph) -> bool:
    return one.style.lower() in ("title", "标题") and not _red(one)


def _large(one: Paragraph) -> bool:
    return _centred(one) and one.first_run.size >= LARGE


def _centred(one: Paragraph) -> bool:
    return one.look.align == "center" and not _red(one) and not DOCUMENT_NUMBER.search(one.text.strip())


def _red(one: Paragraph) -> bool:
    color = one.first_run.color
    return len(color) == 6 and color[:2] > "B0" and color[2:] < "5000"


def _head(paragraphs: list[Paragraph], parts: list[Part], title: int | None) -> int:
    """Mark what stands before the text; where that begins."""
    if title is None:
        return 0
    for n in range(title):
        if parts[n] is not Part.BLANK:
            parts[n] = Part.NUMBER if DOCUMENT_NUMBER.search(paragraphs[n].text.strip()) else Part.HEAD
    n = title
    size, style = paragraphs[title].first_run.size, paragraphs[title].style
    while n < len(paragraphs) and not paragraphs[n].blank and _alike(paragraphs[n], size, style, n == title):
        parts[n] = Part.TITLE
        n += 1
    while n < len(paragraphs) and (paragraphs[n].blank or _centred(paragraphs[n])):
        parts[n] = Part.BLANK if paragraphs[n].blank else Part.UNDER_TITLE
        n += 1
    return n


def _alike(one: Paragraph, size: int, style: str, first: bool) -> bool:
    return first or (one.style == style and one.first_run.size == size and one.look.align == "center")


def _mark_end(paragraphs: list[Paragraph], parts: list[Part], begins: int) -> int:
    """Mark annexes, colophon, enclosures and signature; where the text ends."""
    ends = next((n for n in range(begins, len(paragraphs)) if ANNEX.match(paragraphs[n].text.strip())), len(paragraphs))
    for n in range(ends, len(paragraphs)):
        if parts[n] is not Part.BLANK:
            parts[n] = Part.COLOPHON if SENT.match(paragraphs[n].text.strip()) else Part.ANNEX
    for n in range(begins, ends):
        if parts[n] is not Part.BLANK and SENT.match(paragraphs[n].text.strip()):
            parts[n] = Part.COLOPHON
    _enclosures(paragraphs, parts, begins, ends)
    _signature(paragraphs, parts, begins, ends)
    return ends


def _enclosures(paragraphs: list[Paragraph], parts: list[Part], begins: int, ends: int) -> None:
    """附件说明, with the further names on lines of their own."""
    at = next((n for n in range(begins, ends) if ENCLOSED.match(paragraphs[n].text.strip())), None)
    while at is not None and at < ends and parts[at] is not Part.BLANK:
        number = number_in(paragraphs[at].text)
        if not ENCLOSED.match(paragraphs[at].text.strip()) and (number is None or number.level != 3):
            return
        parts[at] = Part.ENCLOSURE
        at += 1


def _signature(paragraphs: list[Paragraph], parts: list[Part], begins: int, ends: int) -> None:
    """The last date that stands alone, and the unit above it."""
    at = next((n for n in reversed(range(begins, ends)) if dated(paragraphs[n].text)), None)
    if at is None:
        return
    parts[at] = Part.DATE
    above = next((n for n in reversed(range(begins, at)) if parts[n] is not Part.BLANK), None)
    if above is not None and parts[above] is Part.TEXT:
        one = paragraphs[above]
        if len(one.text.strip()) <= 30 and not re.search("[。：；]", one.text) and not number_in(one.text):
            parts[above] = Part.UNIT


def dated(text: str) -> bool:
    """Whether a paragraph is a date, or holds its place until the document is issued."""
    return bool(DAY.match(text.strip()) or UNDATED.match(text.strip()))


def _addressee(paragraphs: list[Paragraph], parts: list[Part], begins: int, ends: int) -> None:
    """The first paragraph, if it names somebody and ends with a colon."""
    at = next((n for n in range(begins, ends) if parts[n] is not Part.BLANK), None)
    if at is None or parts[at] is not Part.TEXT:
        return
    text = paragraphs[at].text.strip()
    if text.endswith((":", "：")) and len(text) <= SHORT and not TELLING.search(text) and not number_in(text):
        parts[at] = Part.ADDRESSEE


def _aside(before: list[Part]) -> bool:
    """Whether a note may stand here: under the title, or after the signature."""
    above = next((part for part in reversed(before) if part is not Part.BLANK), Part.TEXT)
    return above in (Part.TITLE, Part.UNDER_TITLE, Part.NOTE, Part.DATE)


def _within(one: Paragraph, *, aside: bool) -> Part:
    small = 0 < one.first_run.size <= SMALL
    if small and (aside or one.text.strip().startswith(("注", "说明", "资料来源", "数据来源"))):
        return Part.NOTE
    if number_in(one.text) or (1 <= one.look.level <= 4):
        return Part.HEADING
    return Part.CENTRED if one.look.align == "center" else Part.TEXT


def _beside_tables(document: Document) -> set[int]:
    """The paragraph that says something before each table, and the one after it."""
    found, waiting, last = set(), False, 0
    for kind, number in document.order:
        if kind == "t":
            waiting = True
            found.add(last)
        elif not document.paragraphs[number - 1].blank:
            last = number
            if waiting:
                found.add(number)
            waiting = False
    return found
