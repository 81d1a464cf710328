"""Facts as offices state them: a due date with its precision, a figure that may be no number. Pure values.

Due(Precision.XUN, date(2020, 4, 1))      4月上旬: from 1 to 10 April
Figure(stated="9个单位中有6个", count=6, of=9, unit="个单位")
Figure(stated="抽15份,普遍", of=15, unit="份", quantifier="普遍")      no count is known, none is made up
"""

import hashlib
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID


class Precision(StrEnum):
    DAY = "day"
    XUN = "xun"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Kind(StrEnum):
    """整改类型, set when the item is issued."""

    IMMEDIATE = "immediate"
    STAGED = "staged"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an item was raised by the system itself.

    `kind` is what found it (an obligation, a register), `subject` which one, `row` which row or period of it; the three
    raise one item, whoever looks how often. `stated` says it in words.
    """

    kind: str
    subject: UUID
    row: str
    stated: str


class Conclusion(StrEnum):
    """认定结论, set when the report is verified."""

    COMPLETED = "completed"
    PARTLY_COMPLETED = "partly_completed"
    ONGOING = "ongoing"
    NOT_COMPLETED = "not_completed"


class FollowUp(StrEnum):
    """What a follow-up check of a closed item found: it holds, or the problem is back (反弹)."""

    PASSED = "passed"
    FAILED = "failed"


class Light(StrEnum):
    """督办: blue is near its due date, yellow behind, red overdue."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {light: rank for rank, light in enumerate(Light)}


class Decision(StrEnum):
    """What comes of a request for more time."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as precise as it was stated. `first` is the first day of the period it names."""

    precision: Precision
    first: date

    @property
    def last(self) -> date:
        """The last day that is still in time."""
        year, month, first_day = self.first.year, self.first.month, self.first.day
        match self.precision:
            case Precision.DAY:
                return self.first
            case Precision.XUN if first_day < 21:
                return self.first + timedelta(days=9)
            case Precision.XUN | Precision.MONTH:
                return date(year, month, monthrange(year, month)[1])
            case Precision.QUARTER:
                return date(year, month + 2, monthrange(year, month + 2)[1])
            case Precision.YEAR:
                return date(year, 12, 31)

    def __str__(self) -> str:
        """The written form that `Due.parse` reads: 2020-04-08, 2020-04-xun1, 2020-04, 2020-Q2, 2020."""
        match self.precision:
            case Precision.DAY:
                return self.first.isoformat()
            case Precision.XUN:
                return f"{self.first.isoformat()[:7]}-xun{self.first.day // 10 + 1}"
            case Precision.MONTH:
                return self.first.isoformat()[:7]
            case Precision.QUARTER:
                return f"{self.first.isoformat()[:4]}-Q{(self.first.month + 2) // 3}"
            case Precision.YEAR:
                return self.first.isoformat()[:4]

    @classmethod
    def parse(cls, text: str) -> "Due":
        """The due date written as `text`; ValueError if it is no such form or no such day."""
        for pattern, precision in _WRITTEN:
            if found := pattern.fullmatch(text.strip()):
                year, *rest = (int(part) for part in found.groups())
                return cls(precision, _first_day(precision, year, rest))
        raise ValueError(f"{text!r} is no due date")


_WRITTEN = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), Precision.DAY),
    (re.compile(r"(\d{4})-(\d\d)-xun([1-3])"), Precision.XUN),
    (re.compile(r"(\d{4})-(\d\d)"), Precision.MONTH),
    (re.compile(r"(\d{4})-Q([1-4])"), Precision.QUARTER),
    (re.compile(r"(\d{4})"), Precision.YEAR),
)


def _first_day(precision: Precision, year: int, rest: list[int]) -> date:
    match precision:
        case Precision.DAY:
            return date(year, rest[0], rest[1])
        case Precision.XUN:
            return date(year, rest[0], rest[1] * 10 - 9)
        case Precision.MONTH:
            return date(year, rest[0], 1)
        case Precision.QUARTER:
            return date(year, rest[0] * 3 - 2, 1)
        case Precision.YEAR:
            return date(year, 1, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """How much, as the finding states it: `count` of `of`, in `unit`; or a quantifier, which is never made a number.

    `stated` keeps the words of the list. A figure that gives a count above its whole is refused by `problem`.
    """

    stated: str
    count: int | None = None
    of: int | None = None
    unit: str = ""
    quantifier: str | None = None

    @property
    def exceeds_whole(self) -> bool:
        return self.count is not None and self.of is not None and self.count > self.of


def stated_as(count: int | None = None, of: int | None = None, unit: str = "", quantifier: str | None = None) -> str:
    """The words for a figure that was given in parts; "" where nothing was given."""
    if quantifier:
        return f"抽{of}{unit}，{quantifier}" if of is not None else f"{quantifier}{unit}"
    if count is None:
        return f"共{of}{unit}" if of is not None else ""
    return f"{count}{unit}" if of is None else f"{of}{unit}中有{count}{unit}"


def normalise(text: str) -> str:
    """`text` as two problems are compared: half-width, case folded, without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(4096)
def problem_key(problem: str) -> str:
    """What two statements of the same problem share, however long they are: the hex SHA-256 of them normalised."""
    return hashlib.sha256(normalise(problem).encode()).hexdigest()
