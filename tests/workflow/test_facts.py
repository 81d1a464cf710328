"""Due dates keep the precision they were stated with; figures stay what was stated."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.facts import Due, Figure, Precision

LAST_DAYS = {
    "2020-04-08": date(2020, 4, 8),
    "2020-04-xun1": date(2020, 4, 10),
    "2020-04-xun2": date(2020, 4, 20),
    "2020-04-xun3": date(2020, 4, 30),
    "2020-02-xun3": date(2020, 2, 29),
    "2020-04": date(2020, 4, 30),
    "2020-Q2": date(2020, 6, 30),
    "2020-Q4": date(2020, 12, 31),
    "2020": date(2020, 12, 31),
}


@pytest.mark.parametrize(("written", "last"), LAST_DAYS.items())
def test_a_due_date_ends_with_the_last_day_of_what_was_stated(written, last):
    assert Due.parse(written).last == last
    assert str(Due.parse(written)) == written


@pytest.mark.parametrize("wrong", ["", "2020-04-31", "2020-13", "2020-Q5", "2020-04-xun4", "soon", "20200408", "0000"])
def test_what_is_no_due_date_is_refused(wrong):
    with pytest.raises(ValueError, match=r".*"):
        Due.parse(wrong)


@given(st.dates(min_value=date(1, 1, 1)), st.sampled_from(Precision))
def test_a_written_due_date_reads_back(day, precision):
    first = {
        Precision.DAY: day,
        Precision.XUN: day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1),
        Precision.MONTH: day.replace(day=1),
        Precision.QUARTER: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        Precision.YEAR: date(day.year, 1, 1),
    }[precision]
    due = Due(precision, first)
    assert Due.parse(str(due)) == due
    assert due.first <= day <= due.last


def test_a_quantifier_is_never_a_number():
    assert not Figure(stated="个别地方", quantifier="个别", unit="地方").exceeds_whole
    assert Figure(stated="9个中有12个", count=12, of=9).exceeds_whole
