"""What the rows of a register come to: how often in a year, how many adopted; by unit or by station. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from workflow.errors import Words
from workflow.messages.row import RegisterKind
from workflow.row_frequency import Frequency, by_quarter, frequency, months_of
from workflow.row_matching import Line

Counted = tuple[Words, Words]
"""What is counted, and how much it is, in words."""
TIMES = Words("次数", "times")
AVERAGE = Words("月均一次", "once a month on average")
EVERY = Words("每月一次", "every month")
MISSED = Words("缺少的月份", "months missed")


def counted(
    kind: RegisterKind, lines: Sequence[Line], year: int, today: date, codes: Iterable[str] = ()
) -> dict[str, list[Counted]]:
    """By the code of a unit, or of a station, what is counted of its rows in a year; nothing for kinds without.

    `codes` are those that are told of though they have no row.
    """
    count = COUNTS.get(kind)
    if count is None:
        return {}
    by = "station" if kind is RegisterKind.STATION_ACTIVITY else ""
    found: dict[str, list[Line]] = {code: [] for code in codes}
    for line in lines:
        found.setdefault(line.values[by] if by else line.bureau, []).append(line)
    return {code: count(found[code], year, today) for code in sorted(found)}


def _number(value: int) -> Words:
    return Words(str(value), str(value))


def _passed(passed: bool) -> Words:
    return Words("达到", "yes") if passed else Words("未达到", "no")


def _days(lines: Iterable[Line], name: str) -> list[date]:
    return [date.fromisoformat(line.values[name]) for line in lines if line.values.get(name)]


def _missed(seen: Frequency) -> Words:
    said = "、".join(map(str, seen.missed))
    return Words(said or "无", said.replace("、", ", ") or "none")


def _payments(lines: Sequence[Line], year: int, today: date) -> list[Counted]:
    """A day on which anything is paid is once; the average is of the months of the year that have ended."""
    window = months_of(year, today)
    seen = frequency(sorted(set(_days(lines, "paid_on"))), window)
    if not window:
        return [(TIMES, _number(seen.times))]
    return [(TIMES, _number(seen.times)), (AVERAGE, _passed(seen.monthly_average)), (MISSED, _missed(seen))]


def _disclosures(lines: Sequence[Line], year: int, today: date) -> list[Counted]:
    """A month's list counts in the month in which it was disclosed."""
    window = months_of(year, today)
    seen = frequency(_days(lines, "disclosed_on"), window)
    if not window:
        return [(TIMES, _number(seen.times))]
    return [(TIMES, _number(seen.times)), (EVERY, _passed(seen.every_month)), (MISSED, _missed(seen))]


def _news(lines: Sequence[Line], year: int, today: date) -> list[Counted]:
    mine = [line for line in lines if line.values["submitted_on"].startswith(f"{year}-")]
    adopted = [line for line in mine if line.values.get("adopted_by") or line.values.get("adopted_on")]
    published = [line for line in mine if line.values.get("link")]
    words = Words("报送", "submitted"), Words("采用", "adopted"), Words("刊发", "published")
    return [(said, _number(len(rows))) for said, rows in zip(words, (mine, adopted, published), strict=True)]


def _activities(lines: Sequence[Line], year: int, today: date) -> list[Counted]:
    """How many in each quarter; once in each is the rule."""
    quarters = by_quarter(_days(lines, "held_on"), year)
    return [(Words(name, name), _number(number)) for name, number in quarters.items()]


def _trainings(lines: Sequence[Line], year: int, today: date) -> list[Counted]:
    mine = [line for line in lines if line.values["held_on"].startswith(f"{year}-")]
    people = sum(int(line.values.get("people", "0")) for line in mine)
    return [(TIMES, _number(len(mine))), (Words("人次", "people"), _number(people))]


COUNTS: Mapping[RegisterKind, Callable[[Sequence[Line], int, date], list[Counted]]] = {
    RegisterKind.PAYMENT: _payments,
    RegisterKind.DISCLOSURE: _disclosures,
    RegisterKind.NEWS: _news,
    RegisterKind.STATION_ACTIVITY: _activities,
    RegisterKind.TRAINING: _trainings,
}
