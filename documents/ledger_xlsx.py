"""A ledger out, as .xlsx: every text a text cell, never a formula or a link; the same rows give the same bytes."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workflow.errors import Refusal, Words

Value = str | int | date | None
FORMULA_MARKS = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")  # half-width, full-width
LONGEST = 32_767
CUT = "…（过长，已截断）"
EXACT = 10**15  # a spreadsheet keeps no more than fifteen digits of a number
FIRST_ROW = 3
LAST_ROW = 1_048_575
WIDEST, NARROWEST = 48, 6


class LedgerTooLong(Refusal):
    code = "ledger_too_long"
    says = Words(
        "台账超过一张工作表的 1048576 行，请按条件筛选后分次导出。",
        "The ledger is longer than the 1,048,576 rows of a sheet. Filter it and export in parts.",
    )


def write_ledger(
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    title: str,
    note: str,
    created: datetime,
    sheet: str = "整改台账",
) -> bytes:
    """An A4 landscape sheet: title, note, frozen header with filter, rows. `created` is the file's stated date."""
    target = BytesIO()
    with Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        page, formats = book.add_worksheet(sheet), _formats(book)
        _write_heading(page, columns, title, note, formats)
        widths = [_width(name) + 2 for name in columns]
        last = FIRST_ROW - 1
        for last, row in enumerate(rows, start=FIRST_ROW):
            if last > LAST_ROW:
                raise LedgerTooLong
            for column, (value, width) in enumerate(zip(row, widths, strict=True)):
                _write(page, last, column, value, formats)
                widths[column] = max(width, _width(value))
        _set_page(page, widths, last)
    return target.getvalue()


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: `'` before = + - @ tab and line ends; cut at a cell's limit."""
    guarded = f"'{text}" if text.startswith(FORMULA_MARKS) else text
    return guarded if len(guarded) <= LONGEST else guarded[: LONGEST - len(CUT)] + CUT


def _formats(book: Workbook) -> dict[str, Format]:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 18}),
        "note": book.add_format({}),
        "header": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E7ECF3"}),
        "text": book.add_format(cell),
        "number": book.add_format({**cell, "num_format": "0"}),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd"}),
    }


def _write_heading(sheet: Worksheet, columns: Sequence[str], title: str, note: str, formats: dict[str, Format]) -> None:
    sheet.write_string(0, 0, safe_text(title), formats["title"])
    sheet.write_string(1, 0, safe_text(note), formats["note"])
    for column, name in enumerate(columns):
        sheet.write_string(2, column, safe_text(name), formats["header"])


def _write(sheet: Worksheet, row: int, column: int, value: Value, formats: dict[str, Format]) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, formats["text"])
        case int() if not isinstance(value, bool) and abs(value) < EXACT:
            sheet.write_number(row, column, value, formats["number"])
        case date() if value.year >= 1900:
            day = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, column, day, formats["date"])
        case _:
            sheet.write_string(row, column, safe_text(str(value)), formats["text"])


def _set_page(sheet: Worksheet, widths: Sequence[int], last: int) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))
    sheet.freeze_panes(FIRST_ROW, 0)
    if widths:
        sheet.autofilter(FIRST_ROW - 1, 0, max(last, FIRST_ROW - 1), len(widths) - 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _width(value: Value) -> int:
    """How many half-width characters the value takes; a date takes eleven."""
    text = str(value or "")[: WIDEST + 1]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text) + 1
