"""Commands and events of a finding (问题): what was found wrong, by whom, against which clause, in which units.

A stream is one finding. What was said of it before a correction stays in its history.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.facts import Figure
from workflow.messages.base import Command, DomainEvent, asked

LONG, SHORT = 20_000, 500


class Source(StrEnum):
    """Who found it; a county's own difficulty is reported by itself."""

    PROVINCE = "province"
    THIRD_PARTY = "third_party"
    SELF_REPORTED = "self_reported"
    CENTER = "center"


class Concerns(StrEnum):
    """Which units it concerns: those named, all bureaus, or some that were not named (个别)."""

    NAMED = "named"
    ALL = "all"
    UNKNOWN = "unknown"


SOURCES = {
    Source.PROVINCE: Words("省厅", "province"),
    Source.THIRD_PARTY: Words("第三方评价", "third-party evaluation"),
    Source.SELF_REPORTED: Words("各地反映", "reported by the county itself"),
    Source.CENTER: Words("市中心", "city center"),
}
CONCERNS = {
    Concerns.NAMED: Words("写明的单位", "the units named"),
    Concerns.ALL: Words("各单位", "all bureaus"),
    Concerns.UNKNOWN: Words("没有写明是哪些单位", "units that were not named"),
}
QUANTIFIERS = {
    "个别": Words("个别", "a few"),
    "少数": Words("少数", "a minority"),
    "少部分": Words("少部分", "a small part"),
    "部分": Words("部分", "some"),
    "多数": Words("多数", "a majority"),
    "大部分": Words("大部分", "a large part"),
    "普遍": Words("普遍", "widespread"),
    "各地": Words("各地", "everywhere"),
}


REPEATED = Words("重复的往年问题", "Earlier finding repeated")


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingSaid(DomainEvent):
    """What is said of a finding. `clause` is a code of the register's version `clause_register`; `clause_text` the
    clause as stated where the register has none. `amount` is in fen."""

    clause: str
    clause_register: int
    clause_text: str
    area: str
    text: str
    concerns: Concerns
    units: tuple[str, ...]
    figure: Figure | None
    amount: int | None


@event("finding.entered")
class FindingEntered(FindingSaid):
    """`year` is the year that was evaluated; `repeats` an earlier finding that this one repeats."""

    number: str
    source: Source
    year: int
    repeats: UUID | None


@event("finding.corrected")
class FindingCorrected(FindingSaid):
    reason: str


@event("finding.linked")
class FindingLinked(DomainEvent):
    """A person said which earlier finding this one repeats."""

    repeats: UUID


@event("finding.withdrawn")
class FindingWithdrawn(DomainEvent):
    """Items that were issued from it go on."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class FindingCommand(Command):
    stream_kind = "finding"
    records: ClassVar[type[DomainEvent]]


@dataclass(frozen=True, kw_only=True)
class SayFinding(FindingCommand):
    """What is asked whenever a finding is said; the register's version is looked up, and the area of its clause."""

    clause: str = asked(Words("依据条款", "Clause"), default="", max=64, choice="clauses")
    clause_text: str = asked(
        Words("条款原文（目录中没有时填写）", "Clause as stated (if the register has none)"), default="", max=SHORT
    )
    area: str = asked(Words("问题类别", "Problem area"), default="", max=64, choice="areas")
    text: str = asked(Words("问题", "Finding"), max=LONG, rows=3)
    concerns: Concerns = asked(Words("涉及单位", "Units concerned"))
    units: tuple[str, ...] = asked(Words("具体单位", "Which units"), default=(), choice="units")
    figure: Figure | None = asked(Words("量化情况", "Figure"), default=None, parts=True)
    amount: int | None = asked(Words("涉及金额（元）", "Amount (yuan)"), default=None, money=True)
    clause_register: int = 0


@dataclass(frozen=True, kw_only=True)
class EnterFinding(SayFinding):
    """`number` is given by the service."""

    trigger = "enter"
    records = FindingEntered
    source: Source = asked(Words("问题来源", "Source"))
    year: int = asked(Words("评价年度", "Year evaluated"), min=1949, max=9999)
    repeats: UUID | None = asked(REPEATED, default=None, choice="earlier")
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectFinding(SayFinding):
    trigger = "correct"
    records = FindingCorrected
    reason: str = asked(Words("更正原因", "Reason"), max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class LinkFinding(FindingCommand):
    trigger = "link"
    records = FindingLinked
    repeats: UUID = asked(REPEATED, choice="earlier")


@dataclass(frozen=True, kw_only=True)
class WithdrawFinding(FindingCommand):
    trigger = "withdraw"
    records = FindingWithdrawn
    reason: str = asked(Words("撤回原因", "Reason"), max=SHORT, rows=2)
