"""A document in the official format, filled from above to below; what it says comes from whoever fills it."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import ClassVar

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm

from documents.official import packing, tables
from documents.official.measures import (
    FACE_OF_LEVEL,
    FOOTER,
    HEITI,
    MARGINS,
    NUMBER,
    PAGE,
    RED,
    SMALL,
    SONGTI,
    TITLE,
    XIAOBIAOSONG,
)
from documents.official.numbering import number_of
from documents.official.parts import CHARACTER, SPACES, WIDOWS, Bookmarks, Face, Setting, Slot, paragraph, run, runs
from documents.official.title import lines_of, width_of

Piece = str | Slot
INDENTED, FLUSH = Setting(first=2 * CHARACTER), Setting()
CENTRED = Setting(align="center")
PLAIN = Face()


class Paper:
    """A4, bound at the left, numbered — 1 — outside; levels 一、 (一) 1. (1) number themselves.

    `created` is the date that its properties state: the same content with the same date has the same bytes.
    """

    across: ClassVar[int] = tables.WIDTH  # twips of the text block

    def __init__(self, subject: str, *, created: datetime, language: str = "zh-CN"):
        self.subject, self.created = subject, created
        self._document = Document()
        self._marks = Bookmarks()
        self._levels = [0, 0, 0, 0]
        self._set_page(self._document.sections[0])
        packing.furnish(self._document, subject, created, language)

    def head(self, issuer: str, number: str, signer: str = "签发人：") -> None:
        """The issuing office in red over a red line; its document number at the left, who signs at the right, as what
        goes upward has them; two lines below it comes the title."""
        self._add(CENTRED, run(f"{issuer}文件", Face(XIAOBIAOSONG, TITLE, color=RED, closer=0)))
        self._blank()
        line = Setting(align="left", left=CHARACTER, right=CHARACTER)
        self._add(line, run(f"{number}\t{signer}　　　　", PLAIN), border=RED, tab=True)
        self._blank()
        self._blank()

    def title(self, text: str = "") -> None:
        """The title, 2号 小标宋, broken so that its lines widen or narrow evenly; then a blank line."""
        for line in lines_of(text or self.subject):
            self._add(CENTRED, run(line, Face(XIAOBIAOSONG, TITLE, closer=0)), style="Title")
        self._blank()

    def addressee(self, name: str) -> None:
        """To whom it goes, flush left, with a full-width colon."""
        self._add(FLUSH, run(f"{name}：", PLAIN))

    def heading(self, level: int, *pieces: Piece, name: str = "") -> None:
        """A heading of level 1 to 4 with its number; it stays with what follows. `name` bookmarks it."""
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (4 - level)
        face = Face(FACE_OF_LEVEL[level])
        numbered = [number_of(level, self._levels[level - 1]), *pieces]
        inner = self._marks.around(name, runs(numbered, face, self._marks))
        self._add(Setting(first=2 * CHARACTER, keep=True), inner, style=f"Heading{level}")

    def body(self, *pieces: Piece) -> None:
        """A paragraph of the text, its first line two characters in."""
        self._add(INDENTED, runs(pieces, PLAIN, self._marks))

    def centred(self, *pieces: Piece) -> None:
        self._add(CENTRED, runs(pieces, PLAIN, self._marks))

    def small(self, *pieces: Piece) -> None:
        """A note in small type, flush left."""
        self._add(Setting(align="left", line=360), runs(pieces, Face(size=SMALL, closer=0), self._marks))

    def enclosures(self, names: Sequence[str]) -> None:
        """附件说明: one line after the text, two characters in, without a stop."""
        self._blank()
        for n, name in enumerate(names, start=1):
            lead = "附件：" if n == 1 else "　　　"
            self._add(INDENTED, run(f"{lead}{n}.{name}" if len(names) > 1 else f"{lead}{name}", PLAIN))

    def signed(self, unit: str, on: date | str) -> None:
        """Unit and date at the right, four characters in; the unit is centred over the date, as a seal wants it.

        Words in place of the date say why there is none yet.
        """
        self._blank()
        day = on if isinstance(on, str) else f"{on.year}年{on.month}月{on.day}日"
        over = max(0, round((width_of(day) - width_of(unit)) / 2 * CHARACTER))
        self._add(Setting(align="right", right=4 * CHARACTER + over, keep=True), run(unit, PLAIN))
        self._add(Setting(align="right", right=4 * CHARACTER), run(day, PLAIN))

    def colophon(self, office: str, on: date, copies: str = "") -> None:
        """版记: who is sent a copy, who printed it and when, between lines, in 4号."""
        face = Face(size=NUMBER)
        if copies:
            self._add(Setting(left=CHARACTER, right=CHARACTER), run(f"抄送：{copies}", face), border="000000")
        day = f"{on.year}年{on.month}月{on.day}日印发"
        self._add(Setting(left=CHARACTER, right=CHARACTER), run(f"{office}\t{day}", face), border="000000", tab=True)

    def enclosure(self, number: int | None, title: str) -> None:
        """A new page for an annex: 附件 in 黑体 at the left, its title centred two lines below."""
        label = "附件" if number is None else f"附件{number}"
        self._add(Setting(page_before=True), run(label, Face(HEITI)))
        self._blank()
        for line in lines_of(title):
            self._add(CENTRED, run(line, Face(XIAOBIAOSONG, TITLE, closer=0)))
        self._blank()

    def table(self, columns: Sequence[tables.Column], rows: Sequence[Sequence[tables.Content]]) -> None:
        """A ruled table as wide as the text block; its header is repeated on each page."""
        self._append(tables.xml(columns, rows, self._marks, self.across))
        self._add(Setting(line=240), "")

    def letterhead(self, issuer: str, number: str) -> None:
        """The same for what goes to offices below: the number stands in the middle, and nobody is named."""
        self._add(CENTRED, run(f"{issuer}文件", Face(XIAOBIAOSONG, TITLE, color=RED, closer=0)))
        self._blank()
        self._add(CENTRED, run(number, PLAIN), border=RED)
        self._blank()
        self._blank()

    def form(self, rows: Sequence[Sequence[tuple[str, tables.Content]]]) -> None:
        """A form as wide as the text block: labels with their values, one or two to a row."""
        self._add(Setting(line=240, keep=True), "")
        self._append(tables.form_xml(rows, self._marks, self.across))
        self._add(Setting(line=240), "")

    def bytes(self) -> bytes:
        """The .docx; the same content, the same bytes."""
        written = BytesIO()
        self._document.save(written)
        return packing.settled(written.getvalue())

    def _blank(self) -> None:
        self._add(FLUSH, "")

    def _add(self, setting: Setting, inner: str, *, style: str = "", border: str = "", tab: bool = False) -> None:
        text = paragraph(setting, inner, style, declared=True)
        if border:
            text = text.replace(WIDOWS, WIDOWS + _ruled(border), 1)
        if tab:
            stop = '<w:tabs><w:tab w:val="right" w:pos="8524"/></w:tabs>'
            text = text.replace(SPACES, stop + SPACES, 1)
        self._append(text)

    def _append(self, text: str) -> None:
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(text))  # the last is the section's own

    def _set_page(self, section: Section) -> None:
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.top_margin, section.bottom_margin = Mm(MARGINS.top), Mm(MARGINS.bottom)
        section.left_margin, section.right_margin = Mm(MARGINS.left), Mm(MARGINS.right)
        section.footer_distance, section.header_distance = Mm(FOOTER), Mm(15)
        self._document.settings.odd_and_even_pages_header_footer = True
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            _number(footer, align)


def _number(footer: _Footer, align: str) -> None:
    """— 1 —, one character in from the outside."""
    face = Face(SONGTI, NUMBER, closer=0)
    field = "".join(
        f"<w:r>{face.xml()}{part}</w:r>"
        for part in ('<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                     '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>')
    )  # fmt: skip
    setting = Setting(align=align, left=CHARACTER if align == "left" else 0, right=CHARACTER if align == "right" else 0,
                      line=0)  # fmt: skip
    element = footer._element
    for old in element.findall(qn("w:p")):
        element.remove(old)
    inner = run("— ", face) + field + run(" —", face)
    element.append(parse_xml(paragraph(setting, inner, declared=True)))


def _ruled(color: str) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{color}"/></w:pBdr>'
