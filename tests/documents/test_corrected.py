"""The corrected workbook: filled in as far as it can be, coloured, said why; sent again it comes in."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from documents.corrected_looks import COLOURS
from documents.corrected_xlsx import write_corrected
from documents.draft_list import draft_list
from documents.issue_list import import_list, register
from documents.readings import NoteKind
from documents.row_choice import EVERY_ROW, RowChoice, rows_of
from tests import examples as x
from tests.documents.lists import DATA, a_list, item
from tests.documents.test_issue_list import city  # noqa: F401 - the city of the sample, for its ledger
from workflow import messages as m
from workflow.batch_errors import NoRowNumbers
from workflow.messages import draft as d

MESSY = (DATA / "整改清单-问题样本.xlsx").read_bytes()
CREATED = datetime(2020, 3, 12, 9)
STILL_ASKED = (5, 18, 19)  # two repeat another row, one names an area that nobody can guess


def corrected(office, report, language="zh") -> bytes:
    with office.ledger.database.reading() as connection:
        known = register(connection)
    return write_corrected(
        report.parsed, report.rows, known, written=report.written, language=language, created=CREATED
    )


def look(office, data, **how):
    return import_list(office.ledger, x.CENTER, data, "清单.xlsx", dry_run=True, **how)


@pytest.fixture
def twice(city):  # noqa: F811
    """The messy list looked at, corrected, and looked at again."""
    first = look(city, MESSY)
    made = corrected(city, first)
    assert corrected(city, first) == made
    return first, made, look(city, made)


def test_the_corrected_sample_comes_in_with_what_was_asked_and_refuses_what_was_refused(twice):
    first, _, again = twice
    before = {row.read.row: row.outcome.value for row in first.rows}
    after = {row.read.row: row.outcome.value for row in again.rows}
    clean = {"mended": "accepted", "asked": "accepted"}
    expected = {row: clean.get(came, came) for row, came in before.items()} | dict.fromkeys(STILL_ASKED, "asked")
    assert after == expected
    assert (again.parsed.title, again.notice) == (first.parsed.title, first.notice)
    assert again.parsed.ignored_columns == ("处理结果",)
    same = [row.read.drafts for row in first.rows if row.outcome.value in ("accepted", "mended")]
    assert [row.read.drafts for row in again.rows if before[row.read.row] in ("accepted", "mended")] == same


def test_each_cell_in_question_is_coloured_and_says_why(twice):
    _, made, _ = twice
    sheet = load_workbook(BytesIO(made)).active
    colours = {kind: "FF" + colour[1:] for kind, colour in COLOURS.items()}
    for cell, kind, value, says in (
        ("N6", NoteKind.MENDED, datetime(2020, 4, 8), "2020-04-08"),
        ("H12", NoteKind.ASKED, "立行立改", "建议：立行立改"),
        ("N7", NoteKind.REFUSED, "2020年4月31日", "没有这一天"),
        ("D19", NoteKind.ASKED, "<script>alert(1)</script>", "问题类别"),
        ("M15", NoteKind.MENDED, "0000-7010012", "半角"),
        ("G5", NoteKind.ASKED, "石桥司法局", "石桥市司法局"),
    ):
        assert (sheet[cell].value, sheet[cell].fill.fgColor.rgb) == (value, colours[kind]), cell
        assert says in sheet[cell].comment.text, cell
    assert sheet["P3"].value == "处理结果"
    assert sheet["P4"].value == "接受"
    assert "没有这一天" in sheet["P7"].value
    assert sheet["P22"].value.startswith("跳过")
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:O1", "A2:O2"]


def test_no_formula_goes_out(city):  # noqa: F811
    bad = ("=1+1", "+1", "-1", "@x", "＝1", "\t=1", "=cmd|' /C calc'!A0")
    rows = [item(具体问题=f"{text}问题", 备注=text, 整改要求=text) for text in bad]
    formulas = item(整改要求=("=1+1", 2), 备注=("=cmd|' /C calc'!A0", ""))
    made = corrected(city, look(city, a_list(*rows, formulas)))
    for line in load_workbook(BytesIO(made)).active.iter_rows():
        for cell in line:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "@", "＝")), cell.coordinate
    assert len(look(city, made).rows) == len(bad) + 1


def test_what_was_issued_is_marked_with_its_numbers_and_comes_in_as_there(city):  # noqa: F811
    real = import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx")
    sheet = load_workbook(BytesIO(corrected(city, real))).active
    numbers = {row.read.row: [one.number for one in row.items] for row in real.rows if row.items}
    for row, said in numbers.items():
        assert all(f"已下发 {number}" in sheet[f"P{row}"].value for number in said)
    again = look(city, corrected(city, real))
    assert (again.there_already, again.issued) == (real.issued, 1)  # row 12, now that its type is filled in
    assert "已在台账" in load_workbook(BytesIO(corrected(city, again))).active[f"P{min(numbers)}"].value


@pytest.mark.big
def test_a_list_that_was_corrected_before_gets_no_second_column_of_results(twice, city):  # noqa: F811
    *_, again = twice
    header = [cell.value for cell in load_workbook(BytesIO(corrected(city, again))).active[3]]
    assert header.count("处理结果") == 1


@pytest.mark.big
def test_it_speaks_english_to_who_reads_english(city):  # noqa: F811
    sheet = load_workbook(BytesIO(corrected(city, look(city, MESSY), "en"))).active
    assert sheet["P4"].value == "accepted"
    assert "no such day" in sheet["N7"].comment.text


def test_rows_are_chosen_by_number_and_by_unit(city):  # noqa: F811
    assert rows_of("4-6, 9；12".replace("；", ";")) == {4, 5, 6, 9, 12}
    assert rows_of("") == frozenset()
    for text in ("x", "4-", "-4", "4.5", "٤"):
        with pytest.raises(NoRowNumbers):
            rows_of(text)
    every = look(city, MESSY)
    some = look(city, MESSY, choice=RowChoice(rows=frozenset({4, 23})))
    assert [row.read.row for row in some.rows if row.items] == [4, 23]
    assert (some.passed_over, every.passed_over) == (True, False)
    one = look(city, MESSY, choice=RowChoice(units=frozenset({"baishi"})))
    assert {item.bureau for row in one.rows if row.items for item in row.read.drafts} == {"baishi"}
    assert 14 not in [row.read.row for row in one.rows if row.items]  # it names another unit as well
    assert EVERY_ROW.takes(every.rows[0].read)


@pytest.mark.big
def test_only_the_chosen_rows_are_issued_and_all_or_nothing_asks_them_alone(city):  # noqa: F811
    how = {"choice": RowChoice(rows=frozenset({4, 23})), "all_or_nothing": True}
    report = import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx", **how)
    assert (report.written, report.issued) == (True, 2)
    rest = import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx")
    assert (rest.there_already, rest.issued > 0) == (2, True)
    assert rest.batch != report.batch


def test_after_its_import_was_withdrawn_a_list_is_issued_anew(city):  # noqa: F811
    first = import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx")
    for n in (1, 2):
        city.do(m.WithdrawBatch, x.CENTER, first.batch, {"reason": "发错了版本"})
        again = import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx")
        assert (again.issued, again.there_already) == (first.issued, 0), n
        assert import_list(city.ledger, x.CENTER, MESSY, "清单.xlsx").there_already == first.issued
        first = again


@pytest.mark.big
def test_a_list_into_a_draft_is_corrected_too(city):  # noqa: F811
    draft = uuid4()
    city.do(d.DraftNotice, x.CENTER, draft, {"title": "通知", "year": 2020})
    report = draft_list(city.ledger, x.CENTER, draft, MESSY, "清单.xlsx", dry_run=True)
    assert load_workbook(BytesIO(corrected(city, report))).active["H12"].value == "立行立改"
