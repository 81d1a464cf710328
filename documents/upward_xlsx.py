"""The annexes of the report upward as a workbook: its figures, the items and records they rest on, how it was taken."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from documents.ledger_xlsx import safe_text
from documents.official.tables import Column
from documents.upward_docx import EVENTS, FACTS, FIGURES, REFS, SOURCES, TAKEN, events_of, resting, said_how, taken
from workflow.upward import UpwardReport
from workflow.upward_reports import Made

UNIT = 6  # characters of a column's share


def write_annexes(report: UpwardReport, made: Made) -> bytes:
    """Three sheets; every cell is text, and the same report gives the same bytes."""
    assert report.as_of is not None
    target = BytesIO()
    with Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = made.content.text(made.content.blocks[0])
        book.set_properties({"title": title[:250], "created": report.as_of.replace(tzinfo=None, microsecond=0)})
        figures = (
            [str(number), one.label, one.value, said_how(one), rests]
            for number, (one, rests) in enumerate(
                zip(made.content.figures, resting(made.content), strict=True), start=1
            )
        )
        _sheet(book, SOURCES, FIGURES, figures)
        _sheet(book, EVENTS, REFS, (map(str, row) for row in events_of(made)))
        _sheet(book, TAKEN, FACTS, taken(report, made))
    return target.getvalue()


def _sheet(book: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Iterable[str]]) -> None:
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#E7ECF3"})
    cell = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
    page = book.add_worksheet(name)
    for number, column in enumerate(columns):
        page.set_column(number, number, column.share * UNIT)
        page.write_string(0, number, column.name, head)
    for row, said in enumerate(rows, start=1):
        for number, text in enumerate(said):
            page.write_string(row, number, safe_text(text), cell)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
