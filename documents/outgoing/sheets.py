"""Workbooks to be printed and signed: sheets written row by row in little memory, every text a text, never a formula.

book = Book("汇总台账", created=moment, language="zh")
page = book.sheet("台账", columns, title="整改汇总台账", note="…", paper=A3)
page.row([1, "〔2020〕1-白石-01", Money(1234560), Marked("红灯（已逾期）", "red")])
page.total(["合计", ""])
book.bytes()
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.ledger_xlsx import EXACT, FIRST_ROW, LAST_ROW, LedgerTooLong, safe_text
from documents.official.measures import FANGSONG, HEITI, XIAOBIAOSONG
from documents.official.packing import WRITER
from workflow import money

A3, A4 = 8, 9
LIGHTS = {"red": ("9C0006", "F8B4A8"), "yellow": ("7F6000", "FFE699"), "blue": ("1F4E79", "BDD7EE"),
          "green": ("375623", "C6E0B4")}  # fmt: skip


class Money(NamedTuple):
    """An amount in fen, shown in yuan."""

    fen: int


class Marked(NamedTuple):
    """Words on a coloured ground; they say the same without the colour."""

    text: str
    colour: str


LINE, TALLEST = 13.5, 409.0  # points: of a line, and of the tallest row there is
Value = str | int | date | Money | Marked | None


class Column(NamedTuple):
    """A column's name and its width in half-width characters."""

    name: str
    width: float


class Book:
    """An .xlsx in memory, its rows on disk meanwhile."""

    def __init__(self, title: str, *, created: datetime):
        self._target = BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._target, options)
        self._book.set_properties({"title": title[:250], "author": WRITER, "created": created.replace(tzinfo=None)})
        self.formats = _formats(self._book)

    def sheet(
        self, name: str, columns: Sequence[Column], *, title: str, note: str = "", paper: int = A4
    ) -> "Sheet":  # fmt: skip
        return Sheet(self._book.add_worksheet(name), self.formats, columns, title, note, paper)

    def bytes(self) -> bytes:
        self._book.close()
        return self._target.getvalue()


class Sheet:
    """Title, note, a header that stays and is printed on each page, rows with a filter over them."""

    def __init__(
        self, page: Worksheet, formats: dict[str, Format], columns: Sequence[Column], title: str, note: str, paper: int
    ):
        self._page, self._formats, self._columns = page, formats, columns
        self._next = FIRST_ROW
        _set_page(page, columns, paper)
        page.set_row(0, 30)
        page.write_string(0, 0, safe_text(title), formats["title"])
        page.write_string(1, 0, safe_text(note), formats["note"])
        for column, one in enumerate(columns):
            page.write_string(FIRST_ROW - 1, column, safe_text(one.name), formats["header"])

    def row(self, values: Sequence[Value], *, of: str = "") -> None:
        """One row; LedgerTooLong past the last one of a sheet."""
        if self._next > LAST_ROW:
            raise LedgerTooLong
        lines = 1
        for value, one in zip(values, self._columns, strict=True):
            if isinstance(value, str | Marked):
                lines = max(lines, _lines(value if isinstance(value, str) else value.text, one.width))
        if lines > 1:
            self._page.set_row(self._next, min(TALLEST, lines * LINE + 2))
        for column, value in enumerate(values):
            self._write(column, value, of)
        self._next += 1

    def total(self, values: Sequence[Value]) -> None:
        """A row of sums: values, never formulas."""
        self.row(values, of="total_")

    def finish(self, *, filtered: bool = True, below: str = "") -> None:
        """The filter over all rows; a note below them."""
        last = max(self._next - 1, FIRST_ROW - 1)
        if filtered:
            self._page.autofilter(FIRST_ROW - 1, 0, last, len(self._columns) - 1)
        if below:
            self._page.write_string(self._next, 0, safe_text(below), self._formats["note"])

    def _write(self, column: int, value: Value, of: str) -> None:
        row, page, formats = self._next, self._page, self._formats
        match value:
            case None | "":
                page.write_blank(row, column, None, formats[f"{of}text"])
            case str():
                page.write_string(row, column, safe_text(value), formats[f"{of}text"])
            case int() if abs(value) < EXACT:
                page.write_number(row, column, value, formats[f"{of}number"])
            case Marked(text=text, colour=colour):
                page.write_string(row, column, safe_text(text), formats[colour])
            case Money(fen=fen) if abs(fen) < EXACT:
                page.write_number(row, column, fen / 100, formats[f"{of}money"])
            case Money(fen=fen):
                page.write_string(row, column, money.plain(fen), formats[f"{of}text"])
            case date() if value.year >= 1900:
                page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats[f"{of}date"])
            case _:
                page.write_string(row, column, safe_text(str(value)), formats[f"{of}text"])


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: two half-width characters for each that is not of the Latin alphabet."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return sum(max(1, -(-len(part.encode("gb18030", "replace")) // max(1, int(width)))) for part in text.split("\n"))


def _formats(book: Workbook) -> dict[str, Format]:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": FANGSONG, "font_size": 10}
    total = {**cell, "font_name": HEITI, "bg_color": "#EDEDED"}
    kinds = {"text": {}, "number": {"num_format": "0"}, "date": {"num_format": "yyyy-mm-dd"},
             "money": {"num_format": "#,##0.00"}}  # fmt: skip
    made = {name: book.add_format({**cell, **more}) for name, more in kinds.items()}
    made |= {f"total_{name}": book.add_format({**total, **more}) for name, more in kinds.items()}
    for name, (ink, ground) in LIGHTS.items():
        made[name] = book.add_format({**cell, "font_color": f"#{ink}", "bg_color": f"#{ground}", "align": "center"})
    return made | {
        "plain": book.add_format({**cell, "align": "center"}),
        "title": book.add_format({"font_name": XIAOBIAOSONG, "font_size": 20}),
        "note": book.add_format({"font_name": FANGSONG, "font_size": 10}),
        "header": book.add_format(
            {**cell, "font_name": HEITI, "align": "center", "bg_color": "#E7ECF3", "font_size": 10}
        ),
    }  # fmt: skip


def _set_page(page: Worksheet, columns: Sequence[Column], paper: int) -> None:
    for column, one in enumerate(columns):
        page.set_column(column, column, one.width)
    page.freeze_panes(FIRST_ROW, 0)
    page.repeat_rows(FIRST_ROW - 1)
    page.set_landscape()
    page.set_paper(paper)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
