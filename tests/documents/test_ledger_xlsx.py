"""A ledger written out and read back by another library: text stays text, and the same rows give the same bytes."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from documents.ledger_xlsx import safe_text, write_ledger

MADE = datetime(2020, 4, 8, 9, 0)
DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20a",
]
LINKS = ["http://evil.example/", "mailto:a@b", "internal:Sheet1!A1", "external:c:\\x.xlsx", "{=1+1}"]


def ledger(*rows, columns=("问题", "件数", "时限")):
    return write_ledger(columns, rows, title="整改台账", note="截至2020年4月8日", created=MADE)


def sheet(data: bytes):
    return load_workbook(BytesIO(data)).active


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_a_text_cell_with_a_mark(text):
    cell = sheet(ledger([text, 1, None]))["A4"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", LINKS)
def test_a_link_is_written_as_text(text):
    cell = sheet(ledger([text, 1, None]))["A4"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


@pytest.mark.parametrize("text", DANGEROUS)
def test_titles_and_headers_are_guarded_too(text):
    page = sheet(write_ledger([text], [], title=text, note=text, created=MADE))
    assert all(page[ref].data_type == "s" and page[ref].value.startswith("'") for ref in ("A1", "A2", "A3"))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_comes_back_as_text(text):
    cell = sheet(ledger([text, None, None]))["A4"]
    assert (cell.value or "") == safe_text(text)
    assert cell.data_type in ("s", "n") if not text else cell.data_type == "s"


def test_numbers_and_dates_keep_their_type():
    page = sheet(ledger(["卷宗", 15, date(2020, 4, 8)], ["卷宗", 10**18, date(1850, 1, 1)]))
    assert (page["B4"].value, page["C4"].value) == (15, datetime(2020, 4, 8))
    assert (page["B5"].value, page["C5"].value) == (str(10**18), "1850-01-01")


def test_the_sheet_is_ready_to_print_and_filter():
    page = sheet(ledger(["a", 1, None], ["b", 2, None]))
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:C5")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)


def test_the_same_rows_give_the_same_bytes():
    assert ledger(["a", 1, None]) == ledger(["a", 1, None])


def test_a_text_beyond_a_cells_limit_is_cut_and_says_so():
    value = sheet(ledger(["字" * 40_000, 1, None]))["A4"].value
    assert len(value) == 32_767
    assert value.endswith("已截断）")


def test_a_row_of_another_width_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        ledger(["a", 1])
