"""What the rows above the header say: the list's title, issuer, number (文号) and date."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from documents.cells import clean_text
from documents.workbook import Cell

LONGEST = 300
DAY = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
LABELLED = re.compile(r"(?:日期|时间|填报日|制表日)(?:\([^)]*\))?\s*:?\s*" + DAY.pattern)
NOT_THE_DATE = re.compile(r"(?:截至|截止|至|于)\s*" + DAY.pattern + "|" + DAY.pattern + r"\s*(?:前|以前|之前|止|至)")
NUMBER = re.compile(r"([一-鿿]{0,12})\s*[〔\[(【]\s*(20\d\d)\s*[〕\])】]\s*第?\s*(\d{1,5})\s*号")
ISSUER = re.compile(r"(?:填报|制表|下发|印发|填表|报送|编制|发文)(?:单位|部门|机关)(?:\([^)]*\))?\s*:\s*(\S+)")
ONLY_LABELS = re.compile(r"^(?:附件\s*\d*\s*:?|文号.*|编号.*|.{0,6}(?:单位|部门|机关|日期|时间)(?:\([^)]*\))?\s*:.*)$")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Stated above the table; what is not stated is empty or None."""

    title: str
    issuer: str
    number: str | None
    listed_on: date | None
    lines: tuple[str, ...]


def read_heading(rows: Iterable[Mapping[int, Cell]]) -> Heading:
    """The heading in the rows above the header."""
    lines = tuple(line for row in rows if (line := row_text(row)))
    text = "\n".join(unicodedata.normalize("NFKC", line) for line in lines)
    issuer, number = ISSUER.search(text), NUMBER.search(text)
    return Heading(
        title=_kept(" ".join(line for line in lines if not _is_label(line))),
        issuer=_kept(issuer[1]) if issuer else "",
        number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else None,
        listed_on=_date(text),
        lines=lines,
    )


def _kept(text: str) -> str:
    return clean_text(text)[0][:LONGEST]


def row_text(cells: Mapping[int, Cell]) -> str:
    """What a row itself says (the rest of merged ranges left out), cells parted by a space."""
    values = (_text(cell) for cell in cells.values() if cell.merged_from is None and cell.value is not None)
    return " ".join(part for value in values if (part := " ".join(value.split())))


def _text(cell: Cell) -> str:
    return cell.value.date().isoformat() if isinstance(cell.value, datetime) else str(cell.value)


def _is_label(line: str) -> bool:
    """Is this line only labels, a number or a date, and no part of the title?"""
    plain = unicodedata.normalize("NFKC", line).strip("() ")
    return any(pattern.fullmatch(plain) for pattern in (ONLY_LABELS, NUMBER, DAY))


def _date(text: str) -> date | None:
    """The labelled date, else the only day named; days of a reporting deadline are not the list's."""
    text = re.sub(r"[〇零○一二三四五六七八九]{4}年[^日\n]{2,6}日", lambda found: _arabic(found[0]), text)
    if labelled := LABELLED.search(text):
        return _day(labelled)
    days = {_day(found) for found in DAY.finditer(NOT_THE_DATE.sub("", text))}
    return days.pop() if len(days) == 1 else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _arabic(text: str) -> str:
    """二〇二〇年三月十二日 → 2020年3月12日"""
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text).replace("十", "10")
    return text.translate(DIGITS)
