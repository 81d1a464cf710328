"""A disclosure list as it is posted: an .xlsx of one A4 sheet; and the table found again in a file that was posted.

The same list gives the same bytes. Another way of writing it, such as .docx, is a line of `WRITERS`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from documents.cells import clean_text
from documents.ledger_xlsx import safe_text
from documents.workbook import Cell, read_workbook
from workflow.disclosure_errors import NotADisclosureTable
from workflow.public_table import BY_NAME, SERIAL, PublicTable

WIDTHS = {SERIAL: 6, "受援人": 10, "援助事项": 19, "援助方式": 18, "受理日期": 10, "承办机构": 22, "乡镇（街道）": 13}
HEIGHT, HEADING = 21, 34  # points
SHOWN = 12  # characters of the digest
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 3


class Posted(NamedTuple):
    """What is printed: the table, whose it is, when, and where to complain."""

    table: PublicTable
    unit: str
    persons: int
    day: date
    hotline: str
    made_at: datetime

    @property
    def line(self) -> str:
        """The line under the title."""
        return f"公示单位：{self.unit}    人数：{self.persons}    日期：{_day(self.day)}"

    @property
    def foot(self) -> str:
        """The line under the table."""
        phone = f"监督电话：{self.hotline}    " if self.hotline else ""
        return f"{phone}校验码：{self.table.digest[:SHOWN]}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def write_xlsx(posted: Posted) -> bytes:
    """Title, line, header, rows and foot on A4; every text a text cell."""
    target = BytesIO()
    with Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": posted.table.title, "created": posted.made_at.replace(tzinfo=None)})
        page = book.add_worksheet("公示表")
        cell = {"border": 1, "valign": "vcenter", "text_wrap": True, "align": "center"}
        heading = book.add_format({"bold": True, "font_size": 16, "center_across": True, "valign": "vcenter"})
        note = book.add_format({"valign": "vcenter"})
        header, text = book.add_format({**cell, "bold": True, "bg_color": "#E7ECF3"}), book.add_format(cell)
        page.set_default_row(HEIGHT)
        page.set_row(0, HEADING)
        page.write_string(0, 0, safe_text(posted.table.title), heading)
        for column in range(1, len(posted.table.columns)):
            page.write_blank(0, column, None, heading)
        page.write_string(1, 0, safe_text(posted.line), note)
        for number, row in enumerate((posted.table.columns, *posted.table.rows), start=FIRST_ROW - 1):
            for column, said in enumerate(row):
                page.write_string(number, column, safe_text(said), header if number < FIRST_ROW else text)
        page.write_string(FIRST_ROW + len(posted.table.rows) + 1, 0, safe_text(posted.foot), note)
        _set_page(page, posted.table.columns)
    return target.getvalue()


def _set_page(page: Worksheet, columns: tuple[str, ...]) -> None:
    for number, name in enumerate(columns):
        page.set_column(number, number, WIDTHS.get(name, 16))
    page.freeze_panes(FIRST_ROW, 0)
    page.repeat_rows(FIRST_ROW - 1)
    page.set_paper(9)  # A4
    page.center_horizontally()
    page.set_margins(left=0.6, right=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")


WRITERS: Mapping[str, tuple[str, Callable[[Posted], bytes]]] = {"xlsx": (XLSX, write_xlsx)}
"""By extension: the media type, and what writes it."""


def found_table(data: bytes, name: str) -> PublicTable:
    """The table in a file that was found posted, read as text from its cells, however it was saved since.

    NotADisclosureTable where there is none; `UnreadableFile` for what is no workbook.
    """
    for sheet in read_workbook(data, name).sheets:
        lines = [_texts(row) for row in sheet.rows]
        for number, line in enumerate(lines):
            if line and line[0] == SERIAL and all(one in BY_NAME for one in line[1:]) and len(line) > 1:
                title = next((above[0] for above in lines[:number] if above), "")
                return PublicTable(title, line, tuple(_below(lines[number + 1 :], len(line))))
    raise NotADisclosureTable(name=name)


def _texts(row: Mapping[int, Cell]) -> tuple[str, ...]:
    """The cells of a row from its first column on; () for an empty row. What is merged counts once."""
    said = {at: _plain(cell) for at, cell in row.items() if cell.merged_from is None}
    told = {at: text for at, text in said.items() if text}
    return tuple(said.get(at, "") for at in range(1, max(told, default=0) + 1))


def _plain(cell: Cell) -> str:
    text = clean_text(cell.value)[0]
    return text.removeprefix("'") if safe_text(text.removeprefix("'")) == text else text


def _below(lines: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """The rows under the header, up to the first that is empty, each as wide as the header."""
    found = []
    for line in lines:
        if not line:
            break
        found.append((*line, *("",) * (width - len(line)))[: max(width, len(line))])
    return found
