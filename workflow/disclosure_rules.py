"""What of a column is published: the rule that holds on a day, and what follows from setting another. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.event import Recorded, Told
from workflow import messages as m
from workflow.disclosure_errors import TreatmentNotAllowed
from workflow.errors import Words
from workflow.messages.disclosure_rule import (
    ALLOWED,
    PUBLIC_COLUMNS,
    TREATMENTS,
    ColumnRule,
    DisclosureRuleSet,
    PublicColumn,
    SetDisclosureRule,
    Treatment,
)
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SETS = Words("设定公布方式", "set how a column is published")


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """What was set for one column, in the order it was."""

    version: int = 0
    said: tuple[DisclosureRuleSet, ...] = ()


def fold(past: Iterable[Told | Recorded]) -> RuleSaid:
    said = tuple(told.event for told in past)
    return RuleSaid(len(said), said)


def admit(command: SetDisclosureRule, _: RuleSaid) -> None:
    """The center sets the rules."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SETS, MAY)


def decide(command: SetDisclosureRule, rule: RuleSaid) -> list[m.DomainEvent]:
    """The event that records the command; refused for what is not allowed of the column."""
    admit(command, rule)
    allowed = ALLOWED[command.column]
    if command.treatment not in allowed:
        words = [TREATMENTS[one] for one in allowed]
        raise TreatmentNotAllowed(
            field="treatment", column=PUBLIC_COLUMNS[command.column],
            allowed=Words("；".join(one.zh for one in words), "; ".join(one.en for one in words)),
        )  # fmt: skip
    return [
        DisclosureRuleSet(
            column=command.column, treatment=command.treatment, since=command.since, reason=command.reason
        )
    ]


def in_force(said: Sequence[DisclosureRuleSet], column: PublicColumn, on: date) -> Treatment:
    """The treatment of a column on a day: the latest to begin, the last one said; else the first that is allowed."""
    begun = [one for one in said if one.since <= on]
    if not begun:
        return ALLOWED[column][0]
    return max(enumerate(begun), key=lambda one: (one[1].since, one[0]))[1].treatment


def rules_on(said: Mapping[PublicColumn, Sequence[DisclosureRuleSet]], on: date) -> tuple[ColumnRule, ...]:
    """Every column's rule of a day."""
    return tuple(ColumnRule(column, in_force(said.get(column, ()), column, on)) for column in PublicColumn)
