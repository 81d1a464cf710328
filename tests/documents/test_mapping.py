"""Columns that somebody chose: read so once, remembered for the header, told again whatever the list is called."""

from datetime import date

import pytest

from documents.issue_list import import_list
from documents.mapping import Chosen, Wanted, columns_of, header_cells, place_of, signature
from documents.rectification_list import Column, read_list
from documents.refusals import ColumnsMissing, NoHeader
from documents.remembering import as_remembered, forget, remember
from documents.workbook import read_workbook
from tests import examples as x
from tests.documents.lists import REGISTER, item, read, workbook
from workflow.batch_errors import ColumnTwice, ColumnUnmapped, UnknownColumn
from workflow.errors import NotPermitted

NAMES = {"查出什么": "具体问题", "归哪一类": "问题类别", "谁来改": "责任单位", "怎么改": "整改要求",
         "改到哪天": "整改时限", "见效": "整改类型"}  # fmt: skip
CODES = "problem=A, area=2 整改时限:E;bureau=C,requirement=d，kind=F"
LIST = [["某局自查清单"], ["日期:2020年3月12日"], list(NAMES)]


def foreign(*items, header=NAMES, **how) -> bytes:
    rows = [[one[column] for column in NAMES.values()] for one in items or (item(),)]
    return workbook([*LIST[:2], list(header), *rows], **how)


def test_columns_are_written_with_our_codes_or_names_and_letters_or_numbers():
    assert columns_of(CODES) == {
        Column.PROBLEM: 1, Column.AREA: 2, Column.DUE: 5, Column.UNIT: 3, Column.REQUIREMENT: 4, Column.KIND: 6,
    }  # fmt: skip
    for text, refusal in (("moon=3", UnknownColumn), ("problem", UnknownColumn), ("problem=A,problem=B", ColumnTwice),
                          ("problem=", UnknownColumn), ("=A", UnknownColumn)):  # fmt: skip
        with pytest.raises(refusal):
            columns_of(text)


def test_a_list_whose_header_says_nothing_is_read_as_it_was_said():
    with pytest.raises(NoHeader):
        read(foreign())
    parsed = read_wanted(foreign(), Wanted(Chosen(columns_of(CODES))))
    assert [(row.row, row.outcome, row.drafts[0].problem) for row in parsed.rows] == [(4, "accepted", "卷宗编页有误")]
    assert (parsed.listed_on, parsed.header_row, parsed.chosen) == (date(2020, 3, 12), 3, True)


def read_wanted(data, wanted):
    return read_list(data, "清单.xlsx", REGISTER, wanted)


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [("problem=A,area=B,bureau=C,requirement=D", ColumnUnmapped), (f"{CODES},remark=A", ColumnTwice),
     (f"{CODES},remark=257", UnknownColumn)],
)  # fmt: skip
def test_no_two_are_one_and_none_that_is_needed_is_missing(columns, refusal):
    with pytest.raises(refusal):
        read_wanted(foreign(), Wanted(Chosen(columns_of(columns))))


@pytest.mark.big
def test_the_header_may_be_named_by_sheet_and_row_and_must_be_there():
    assert read_wanted(foreign(), Wanted(Chosen(columns_of(CODES), "整改清单", 3))).header_row == 3
    for sheet, row in (("别的表", 3), ("整改清单", 9), ("整改清单", 31)):
        with pytest.raises(UnknownColumn):
            read_wanted(foreign(), Wanted(Chosen(columns_of(CODES), sheet, row)))


@pytest.mark.big
def test_three_values_under_each_column_are_shown_cut_to_what_can_be_seen():
    book = read_workbook(foreign(*(item(具体问题=f"问题{n}" + "长" * 99) for n in range(5))), "a.xlsx")
    sheet, row = place_of(book, Chosen({}))
    cells = header_cells(sheet, row)
    assert (row, [cell.text for cell in cells]) == (3, list(NAMES))
    assert [len(sample) for sample in cells[0].samples] == [60, 60, 60]
    assert cells[1].samples == ("档案管理",)


def test_a_header_is_told_again_in_other_widths_and_brackets_and_not_in_another_order():
    def told(header):
        book = read_workbook(foreign(header=header), "a.xlsx")
        return signature(book.sheets[0].rows[2])

    names = list(NAMES)
    assert told(names) == told([f" {name}（ ）" for name in names]) == told([*names, "处理结果"])
    assert told(names) != told([*reversed(names)])
    assert told(names) != told([*names[:5], "又一列"])


def test_what_is_remembered_is_used_the_next_time_until_it_is_forgotten(office):
    ledger = office.ledger
    with pytest.raises(NoHeader):
        import_list(ledger, x.CENTER, foreign(), "a.xlsx", dry_run=True)
    done = remember(ledger, x.CENTER, foreign(), "a.xlsx", Chosen(columns_of(CODES)))
    report = import_list(ledger, x.SECOND, foreign(item(具体问题="另一件")), "另一份.xlsx", dry_run=True)
    assert (report.issued, report.parsed.known.mapping_id) == (1, done.subject)
    assert remember(ledger, x.SECOND, foreign(), "a.xlsx", Chosen(columns_of(CODES))).events == ()
    with ledger.database.reading() as connection:
        assert len(as_remembered(connection, x.CENTER).known) == 1
    forget(ledger, x.CENTER, done.subject)
    with pytest.raises(NoHeader):
        import_list(ledger, x.CENTER, foreign(), "a.xlsx", dry_run=True)
    with pytest.raises(NotPermitted):
        remember(ledger, x.AUDITOR, foreign(), "a.xlsx", Chosen(columns_of(CODES)))


@pytest.mark.big
def test_a_header_that_lacks_one_column_names_it_and_can_be_said(office):
    data = foreign(header=["具体问题", "问题类别", "责任单位", "整改要求", "改到哪天", "整改类型"])
    with pytest.raises(ColumnsMissing) as refused:
        import_list(office.ledger, x.CENTER, data, "a.xlsx", dry_run=True)
    assert "整改时限" in refused.value.message("zh")
    wanted = Wanted(Chosen(columns_of(CODES)))
    assert import_list(office.ledger, x.CENTER, data, "a.xlsx", dry_run=True, wanted=wanted).issued == 1
