"""What of each column of a disclosure list the public sees: a rule per column, with the day it holds from.

A stream is one column. Where nothing was set, the strictest way that still tells something holds: `ALLOWED`'s first.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class PublicColumn(StrEnum):
    """The columns of a published list, in the order they are printed."""

    NAME = "name"
    MATTER = "matter"
    WAY = "way"
    ACCEPTED = "accepted"
    AGENCY = "agency"
    PLACE = "place"


class Treatment(StrEnum):
    SURNAME = "surname"
    STARS = "stars"
    AS_WRITTEN = "as_written"
    MONTH = "month"
    YEAR = "year"
    TOWNSHIP = "township"
    LEFT_OUT = "left_out"


PUBLIC_COLUMNS = {
    PublicColumn.NAME: Words("受援人", "recipient"),
    PublicColumn.MATTER: Words("援助事项", "matter"),
    PublicColumn.WAY: Words("援助方式", "way of aid"),
    PublicColumn.ACCEPTED: Words("受理日期", "accepted"),
    PublicColumn.AGENCY: Words("承办机构", "agency"),
    PublicColumn.PLACE: Words("乡镇（街道）", "township"),
}
TREATMENTS = {
    Treatment.SURNAME: Words("只留姓氏，其余写作 *", "the surname, the rest as *"),
    Treatment.STARS: Words("全部写作 *", "all of it as *"),
    Treatment.AS_WRITTEN: Words("按填写的内容公布", "as it is written"),
    Treatment.MONTH: Words("只到月份", "the month alone"),
    Treatment.YEAR: Words("只到年份", "the year alone"),
    Treatment.TOWNSHIP: Words("只到乡镇（街道）", "the township alone"),
    Treatment.LEFT_OUT: Words("不公布这一列", "the column is left out"),
}
ALLOWED = {
    PublicColumn.NAME: (Treatment.SURNAME, Treatment.STARS),
    PublicColumn.MATTER: (Treatment.AS_WRITTEN, Treatment.LEFT_OUT),
    PublicColumn.WAY: (Treatment.AS_WRITTEN, Treatment.LEFT_OUT),
    PublicColumn.ACCEPTED: (Treatment.MONTH, Treatment.YEAR, Treatment.LEFT_OUT),
    PublicColumn.AGENCY: (Treatment.AS_WRITTEN, Treatment.LEFT_OUT),
    PublicColumn.PLACE: (Treatment.TOWNSHIP, Treatment.LEFT_OUT),
}
"""What a rule may say of a column, the one that holds without a rule first. No rule publishes a name, a day or an
address whole."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one column is published."""

    column: PublicColumn
    treatment: Treatment


@event("disclosure_rule.set")
class DisclosureRuleSet(DomainEvent):
    """From `since` on, until another is set. Lists that were prepared before stay as they are."""

    column: PublicColumn
    treatment: Treatment
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class SetDisclosureRule(Command):
    stream_kind = "disclosure_rule"
    trigger = "set"
    records = DisclosureRuleSet
    column: PublicColumn
    treatment: Treatment = asked(Words("公布方式", "How it is published"))
    since: date = asked(Words("自何日起", "Since"))
    reason: str = asked(Words("依据", "Basis"), max=200)
