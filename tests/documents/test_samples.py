"""The two lists that come with the product, row by row."""

from datetime import date
from functools import cache

import pytest

from documents.rectification_list import NoteKind, Outcome, ParsedRow
from tests.documents.lists import sample
from workflow.facts import Due, Figure, Kind, Precision

ASKED, ACCEPTED, MENDED, REFUSED, SKIPPED = (
    Outcome.ASKED, Outcome.ACCEPTED, Outcome.MENDED, Outcome.REFUSED, Outcome.SKIPPED,
)  # fmt: skip
OUTCOMES = {
    4: ACCEPTED, 5: ASKED, 6: MENDED, 7: REFUSED, 8: MENDED, 9: ACCEPTED, 10: REFUSED, 11: REFUSED, 12: ASKED,
    13: REFUSED, 14: ACCEPTED, 15: ACCEPTED, 16: REFUSED, 17: ACCEPTED, 18: ASKED, 19: ASKED, 20: SKIPPED,
    21: MENDED, 22: SKIPPED, 23: ACCEPTED, 24: SKIPPED,
}  # fmt: skip
APRIL_8 = Due(Precision.DAY, date(2020, 4, 8))


@cache
def messy() -> dict[int, ParsedRow]:
    return {row.row: row for row in sample("整改清单-问题样本.xlsx").rows}


def note(row: int, cell: str, kind: NoteKind):
    return next(note for note in messy()[row].notes if note.cell == cell and note.kind is kind)


def test_the_clean_list_gives_82_items_of_which_one_is_the_centers_own():
    parsed = sample("整改清单-2019年度.xlsx")
    drafts = [draft for row in parsed.rows for draft in row.drafts]
    assert parsed.counts == {ACCEPTED: 82, MENDED: 0, ASKED: 0, REFUSED: 0, SKIPPED: 0}
    assert len({draft.key for draft in drafts}) == 82
    assert [draft.bureau for draft in drafts].count("center") == 1


def test_the_heading_of_the_clean_list_is_read():
    parsed = sample("整改清单-2019年度.xlsx")
    assert (parsed.title, parsed.issuer, parsed.number) == ("2019年度评价问题整改清单", "市法律援助中心", None)
    assert (parsed.listed_on, parsed.sheet, parsed.header_row) == (date(2020, 3, 12), "整改清单", 3)
    assert parsed.ignored_columns == parsed.other_sheets == ()


@pytest.mark.parametrize("row", OUTCOMES)
def test_each_row_of_the_messy_list_comes_to_what_is_written_of_it(row: int):
    assert messy()[row].outcome is OUTCOMES[row]


def test_no_row_of_the_messy_list_is_dropped():
    assert list(messy()) == list(OUTCOMES)


def test_all_but_plain_rows_say_why():
    assert [number for number, row in messy().items() if not row.notes] == [4, 23]
    assert all(n.reason.zh and n.reason.en and n.cell for row in messy().values() for n in row.notes)


def test_only_refused_and_skipped_rows_and_an_unknown_area_have_no_draft():
    assert [n for n, row in messy().items() if not row.drafts] == [7, 10, 11, 13, 16, 19, 20, 22, 24]


def test_an_unknown_unit_is_asked_about_with_the_unit_it_resembles():
    asked = note(5, "G5", NoteKind.ASKED)
    assert (asked.column, asked.given, asked.suggestion) == ("责任单位", "石桥司法局", "石桥市司法局")
    assert messy()[5].drafts[0].bureau == "u8"


def test_once_the_unit_is_understood_the_row_that_repeats_it_is_named():
    assert "第 9 行" in note(5, "E5", NoteKind.ASKED).reason.zh


@pytest.mark.parametrize("row", [4, 5, 6])
def test_a_source_merged_over_three_rows_fills_them_all(row: int):
    assert messy()[row].drafts[0].source == "第三方评价机构"


@pytest.mark.parametrize("row", [5, 6])
def test_that_a_value_comes_from_a_merged_cell_is_shown(row: int):
    assert "B4" in note(row, f"B{row}", NoteKind.SHOWN).reason.zh


@pytest.mark.parametrize(("row", "given"), [(6, "2020.4.8"), (8, "43929")])
def test_a_date_in_another_form_is_mended_and_shown(row: int, given: str):
    assert note(row, f"N{row}", NoteKind.MENDED).given == given
    assert messy()[row].drafts[0].due == APRIL_8


def test_a_ten_day_period_keeps_its_precision_and_takes_the_lists_year():
    assert messy()[9].drafts[0].due == Due(Precision.XUN, date(2020, 4, 1))
    assert note(9, "N9", NoteKind.SHOWN)


@pytest.mark.parametrize("cell", ["N7", "N10", "E11", "F13", "I16"])
def test_a_refusal_points_at_its_cell(cell: str):
    assert note(int(cell[1:]), cell, NoteKind.REFUSED)


def test_another_word_for_a_type_is_asked_about():
    assert note(12, "H12", NoteKind.ASKED).suggestion == "立行立改"
    assert messy()[12].drafts[0].kind is Kind.IMMEDIATE


def test_two_units_in_one_cell_are_two_items_and_shown():
    assert [draft.bureau for draft in messy()[14].drafts] == ["u0", "u1"]
    assert note(14, "G14", NoteKind.SHOWN)


def test_a_full_width_phone_is_mended_and_a_missing_name_pointed_out():
    assert messy()[15].drafts[0].phone == "0000-7010012"
    assert note(15, "M15", NoteKind.MENDED)
    assert note(15, "L15", NoteKind.SHOWN)


def test_a_formula_in_the_remark_is_left_out_and_said_so():
    assert messy()[17].drafts[0].remark == ""
    assert note(17, "O17", NoteKind.SHOWN).given == "=cmd|' /C calc'!A0"


def test_a_repeated_problem_of_a_unit_is_asked_about():
    assert "第 4 行" in note(18, "E18", NoteKind.ASKED).reason.zh
    assert messy()[18].drafts


def test_markup_stays_text_and_is_no_area():
    asked = note(19, "D19", NoteKind.ASKED)
    assert (asked.given, asked.suggestion) == ("<script>alert(1)</script>", None)
    assert "信息化应用" in asked.reason.zh


def test_the_figure_of_row_4_keeps_the_words_of_the_list():
    assert messy()[4].drafts[0].figure == Figure("9个单位中有6个", 6, 9, "个单位")
