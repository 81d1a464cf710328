"""A year's calendar comes from a workbook: whole, or with the row that is wrong."""

from datetime import date, datetime

import pytest

from documents.calendar_list import TYPES, read_calendar
from tests import said
from tests.documents.lists import workbook
from workflow.calendar_errors import CalendarFile, CalendarRow, CalendarRowTwice, CalendarRowYear
from workflow.file_errors import FileMissing
from workflow.messages import DayType, SpecialDay

GOOD = (("2020-05-01", "放假"), (date(2020, 5, 4), "休"), ("2020年5月9日", "调休上班"))


def listed(*rows, columns=("日期", "类型")):
    return workbook([["2020年节假日安排"], columns, *rows])


def read(*rows, **how):
    return read_calendar(listed(*rows, **how), "日历.xlsx", 2020)


def test_days_are_read_as_people_write_them():
    assert read(*GOOD) == (
        SpecialDay(date(2020, 5, 1), DayType.OFF), SpecialDay(date(2020, 5, 4), DayType.OFF),
        SpecialDay(date(2020, 5, 9), DayType.WORK),
    )  # fmt: skip
    assert read((datetime(2020, 5, 1, 8), "OFF"), columns=("Date", "Type")) == (
        SpecialDay(date(2020, 5, 1), DayType.OFF),
    )
    assert read(*GOOD, ("", "")) == read(*GOOD)
    assert set(TYPES.values()) == set(DayType)


@pytest.mark.parametrize(
    ("row", "refusal", "saying"),
    [
        (("五一", "放假"), CalendarRow, "row 6, the day “五一”"),
        (("2020-02-30", "放假"), CalendarRow, "row 6"),
        (("", "放假"), CalendarRow, "row 6"),
        (("2020-05-05", "半天"), CalendarRow, "row 6, the type “半天”"),
        (("2020-05-05", ""), CalendarRow, "row 6"),
        (("2020-05-01", "上班"), CalendarRowTwice, "Row 6 names 1 May 2020, as row 3 does"),
        (("2021-05-01", "放假"), CalendarRowYear, "Row 6 names 1 May 2021"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_taken(row, refusal, saying):
    with pytest.raises(refusal, match=saying) as told:
        read(*GOOD, row)
    said.require(told.value)


@pytest.mark.parametrize("data", [b"", b"PK", listed(columns=("日期", "备注"))])
def test_what_is_no_list_says_why(data):
    with pytest.raises(CalendarFile, match="was not published") as told:
        read_calendar(data, "日历.xlsx", 2020)
    said.require(told.value)
    with pytest.raises(FileMissing):
        read_calendar(b"", "", 2020)
