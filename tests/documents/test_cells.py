"""One cell at a time: due dates, figures, units, areas, types, phones."""

from datetime import date, datetime

import pytest
from hypothesis import given as any_
from hypothesis import settings
from hypothesis import strategies as st

from documents.cells import clean_text, parse_figure, parse_kind, parse_phone
from documents.due_dates import parse_due
from documents.readings import NoteKind
from documents.register import match_area, match_units
from tests.documents.lists import REGISTER
from workflow.dates import due_words
from workflow.facts import Due, Figure, normalise

LISTED = date(2020, 3, 12)
WIDE = str.maketrans(
    "0123456789-,()", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0d\uff0c\uff08\uff09"
)


@pytest.mark.parametrize(
    "given",
    [
        datetime(2020, 4, 8),
        date(2020, 4, 8),
        "2020-04-08",
        "2020年4月8日",
        "2020年4月中旬",
        "2020年4月",
        "2020年第二季度",
        "2020年",
    ],
)
def test_a_full_due_date_is_taken_without_a_word(given):
    reading = parse_due(given, LISTED)
    assert reading.value
    assert reading.kind is None


@pytest.mark.parametrize(
    "given",
    [
        "2020.4.8",
        "2020/4/8",
        "2020-4-8",
        "2020年04月08日前",
        43929,
        43929.99,
        "43929",
        20200408,
        "2020-04-08 23:59",
        "2020年4月8日".translate(WIDE),
        "二〇二〇年四月八日",
        datetime(2020, 4, 8, 12),
    ],
)
def test_a_day_in_another_form_is_mended(given):
    reading = parse_due(given, LISTED)
    assert (str(reading.value), reading.kind) == ("2020-04-08", NoteKind.MENDED)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("4月8日", "2020-04-08"),
        ("4月上旬", "2020-04-xun1"),
        ("四月下旬", "2020-04-xun3"),
        ("4月", "2020-04"),
        ("二季度", "2020-Q2"),
        ("Q2", "2020-Q2"),
        (2020, "2020"),
    ],
)
def test_a_period_or_a_year_taken_from_the_list_is_shown(given, due):
    reading = parse_due(given, LISTED)
    assert (str(reading.value), reading.kind) == (due, NoteKind.SHOWN)


@pytest.mark.parametrize(
    ("given", "suggestion"),
    [
        ("4月底", "2020年4月30日"),
        ("2020年4月底前", "2020年4月30日"),
        ("年底前", "2020年12月31日"),
        ("2020年底", "2020年12月31日"),
        ("1月8日", "2021年1月8日"),
        ("20.4.8", "2020年4月8日"),
        ("4.8", "2020年4月8日"),
        ("上半年", "2020年6月30日"),
        ("长期", None),
        ("立即", None),
        ("2020年6月前", None),
        (4.8, None),
        (2020.4, None),
        (True, None),
        ("尽快", None),
    ],
)
def test_a_vague_due_date_is_asked_about(given, suggestion):
    reading = parse_due(given, LISTED)
    assert (reading.kind, reading.suggestion) == (NoteKind.ASKED, suggestion)


@pytest.mark.parametrize("given", ["4月底", "年底前", "1月8日", "20.4.8", "上半年"])
def test_a_suggested_due_date_is_taken_when_it_is_written(given):
    reading = parse_due(given, LISTED)
    again = parse_due(reading.suggestion, LISTED)
    assert (again.value, again.kind) == (reading.value, None)


@pytest.mark.parametrize("given", ["2020年4月31日", "2020-02-30", "2020年13月", "2019-12-31", "2019年", "1999年1月1日",
                                   datetime(2019, 1, 1), datetime(2150, 1, 1)])  # fmt: skip
def test_an_impossible_or_past_due_date_is_refused(given):
    reading = parse_due(given, LISTED)
    assert (reading.value, reading.kind) == (None, NoteKind.REFUSED)


@pytest.mark.parametrize("given", ["4月8日", "4月上旬", "二季度", "年底"])
def test_without_a_date_of_the_list_the_year_is_asked_for(given):
    assert parse_due(given, None).kind is NoteKind.ASKED


def test_without_a_date_of_the_list_nothing_is_too_early():
    assert parse_due("2019-12-31", None).value == Due.parse("2019-12-31")


@pytest.mark.parametrize("written", ["2020-04-08", "2020-04-xun1", "2020-04-xun3", "2020-12", "2020-Q4", "2021"])
def test_every_due_date_can_be_said_and_read_again(written):
    due = Due.parse(written)
    assert parse_due(due_words(due).zh, LISTED).value == parse_due(written, LISTED).value == due


@pytest.mark.parametrize(("given", "figure"), [
    ("9个单位中有6个", Figure("9个单位中有6个", 6, 9, "个单位")),
    ("抽15份,普遍", Figure("抽15份,普遍", None, 15, "份", "普遍")),
    ("抽15份,普遍".translate(WIDE), Figure("抽15份,普遍".translate(WIDE), None, 15, "份", "普遍")),
    ("个别工作站", Figure("个别工作站", unit="工作站", quantifier="个别")),
    ("少部分", Figure("少部分", quantifier="少部分")),
    ("各地", Figure("各地", quantifier="各地")),
    ("6个", Figure("6个", 6, unit="个")),
    ("1个区", Figure("1个区", 1, unit="个区")),
    ("六成左右", Figure("六成左右")),
    ("35%", Figure("35%")),
    ("个别工作站3个", Figure("个别工作站3个")),
    ("", None),
])  # fmt: skip
def test_a_figure_is_what_is_stated_and_no_more(given, figure):
    assert parse_figure(given).value == figure


def test_a_count_above_its_whole_is_refused():
    assert parse_figure("9个中有12个").kind is NoteKind.REFUSED


@pytest.mark.parametrize(
    "given",
    [
        "白石县司法局、青岚县司法局",
        "白石县司法局\n青岚县司法局",
        "白石县司法局及青岚县司法局",
        "白石县司法局 青岚县司法局",
        "白石县司法局,青岚县司法局",
        "白石县司法局和青岚县司法局",
        "白石县司法局、青岚县司法局、白石县司法局",
    ],
)
def test_several_units_are_told_apart(given):
    assert [unit.id for unit in match_units(given, REGISTER.units).value] == ["u0", "u1"]


@pytest.mark.parametrize(
    ("given", "suggestion"),
    [
        ("石桥司法局", "石桥市司法局"),
        ("白石县", "白石县司法局"),
        ("白石", "白石县司法局"),
        ("市法援中心", "市法律援助中心"),
        ("白石县司法局、石桥司法局", "白石县司法局、石桥市司法局"),
        ("南渡区司法局", None),
        ("县财政局", None),
        ("各县(市、区)司法局", None),
    ],
)
def test_a_unit_not_in_the_register_is_asked_about_and_never_corrected(given, suggestion):
    reading = match_units(given, REGISTER.units)
    assert (reading.kind, reading.suggestion) == (NoteKind.ASKED, suggestion)


@pytest.mark.parametrize(("given", "code", "kind"), [("档案管理", "a2", None), ("卷宗管理", "a2", NoteKind.SHOWN),
                                                     ("档案的管理", "a2", NoteKind.ASKED)])  # fmt: skip
def test_an_area_is_matched_by_name_or_alias_else_asked(given, code, kind):
    reading = match_area(given, REGISTER.areas)
    assert (reading.value.code, reading.kind) == (code, kind)


def test_a_word_that_is_no_type_is_answered_with_the_types():
    reading = parse_kind("随便")
    assert (reading.kind, reading.value) == (NoteKind.ASKED, None)
    assert "立行立改、分阶段整改、持续整改" in reading.reason.zh


@pytest.mark.parametrize("given", ["0000-7010012", "0000-7010012".translate(WIDE)])
def test_a_phone_keeps_its_zeros(given):
    assert parse_phone(given).value == "0000-7010012"


@pytest.mark.parametrize(("given", "text"), [(13800000000.0, "13800000000"), (2.1, "2.1"), ("a\tb\nc", "a b c"),
                                             ("a\0b\x01\u202ec", "abc"), (None, "")])  # fmt: skip
def test_text_is_one_line_that_can_be_seen(given, text):
    assert clean_text(given)[0] == text


def test_two_spellings_of_a_problem_are_the_same():
    assert normalise(" 卷宗编页有误(15份)。") == normalise("卷宗编页有误(15份)".translate(WIDE))


def test_many_unknown_units_in_one_cell_are_not_guessed_at():
    reading = match_units("、".join(["石桥司法局"] * 4), REGISTER.units)
    assert (reading.kind, reading.suggestion) == (NoteKind.ASKED, None)


PIECES = st.sampled_from(
    [*"0123456789年月日旬底前上中下一二三十季度Q.-/ 个有抽份,、及和%", "2020", "普遍", "白石县司法局"]
)


@any_(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30) | st.floats() | st.integers())
@settings(max_examples=500, deadline=None, derandomize=True)
def test_no_cell_whatever_it_says_breaks_the_reading(value):
    text, _ = clean_text(value)
    due = parse_due(value, LISTED)
    assert due.value is None or due.value.last >= LISTED
    assert (due.kind is None) <= (due.value is not None)
    assert parse_figure(text).kind in (None, NoteKind.REFUSED)
    assert (match_units(text, REGISTER.units).kind is NoteKind.ASKED) or match_units(text, REGISTER.units).value
    area = match_area(text, REGISTER.areas)
    assert area.kind or area.value
    assert parse_phone(text)
    assert parse_kind(text).kind is NoteKind.ASKED
