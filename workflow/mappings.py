"""Remembered columns of a list's header: what stands so far, and what follows from a command on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from events.event import Recorded, Told
from workflow import messages as m
from workflow.batch_errors import ColumnTwice, ColumnUnmapped, NoSuchMapping, UnknownColumn
from workflow.errors import Words
from workflow.messages.mapping import MappedColumn
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SAYS = {
    "remember": Words("记住列的对应", "remember which column holds what"),
    "forget": Words("忘记列的对应", "forget which column holds what"),
}
COLUMNS = {
    "serial": Words("序号", "Serial number"),
    "source": Words("问题来源", "Source"),
    "clause": Words("依据条款", "Clause"),
    "area": Words("问题类别", "Problem area"),
    "problem": Words("具体问题", "Problem"),
    "figure": Words("量化情况", "Figure"),
    "amount": Words("涉及金额", "Amount"),
    "bureau": Words("责任单位", "Responsible unit"),
    "kind": Words("整改类型", "Kind of rectification"),
    "requirement": Words("整改要求", "Requirement"),
    "lead": Words("牵头单位", "Lead unit"),
    "leader": Words("责任领导", "Leader responsible"),
    "contact": Words("责任人", "Person responsible"),
    "phone": Words("联系电话", "Phone"),
    "due": Words("整改时限", "Due date"),
    "remark": Words("备注", "Remark"),
}
REQUIRED = ("area", "problem", "bureau", "requirement", "due")
WIDEST = 256


@dataclass(frozen=True, slots=True)
class Mapping:
    version: int = 0
    unit: str = ""
    signature: str = ""
    columns: tuple[MappedColumn, ...] = ()
    remembered_at: datetime | None = None
    forgotten: bool = False


NEW = Mapping()


def evolve(before: Mapping, told: Told | Recorded) -> Mapping:
    """The mapping after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    event = told.event
    if isinstance(event, m.MappingRemembered):
        return replace(
            after, unit=event.unit, signature=event.signature, columns=event.columns, remembered_at=told.recorded_at,
            forgotten=False,
        )  # fmt: skip
    return replace(after, forgotten=True)


def fold(past: Iterable[Told | Recorded]) -> Mapping:
    mapping = NEW
    for told in past:
        mapping = evolve(mapping, told)
    return mapping


def require_columns(columns: Iterable[MappedColumn]) -> tuple[MappedColumn, ...]:
    """The columns in our order; refused if one is none of ours, two are one, or one that is needed is missing."""
    given = tuple(columns)
    for one in given:
        if one.column not in COLUMNS or not 1 <= one.place <= WIDEST:
            raise UnknownColumn(column=one.column[:60], known=" ".join(COLUMNS))
    seen: set[str | int] = set()
    for one in given:
        if one.column in seen or one.place in seen:
            raise ColumnTwice(column=COLUMNS[one.column])
        seen |= {one.column, one.place}
    if missing := [COLUMNS[name] for name in REQUIRED if name not in seen]:
        raise ColumnUnmapped(missing=Words("、".join(w.zh for w in missing), ", ".join(w.en for w in missing)))
    order = list(COLUMNS)
    return tuple(sorted(given, key=lambda one: order.index(one.column)))


def admit(command: m.MappingCommand, mapping: Mapping) -> None:
    """The center may; what is to be forgotten is remembered."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)
    if isinstance(command, m.ForgetMapping) and (not mapping.version or mapping.forgotten):
        raise NoSuchMapping


def decide(command: m.MappingCommand, mapping: Mapping) -> list[m.DomainEvent]:
    """The event that records the command; nothing where the same is remembered already."""
    admit(command, mapping)
    if isinstance(command, m.ForgetMapping):
        return [m.MappingForgotten(unit=mapping.unit)]
    assert isinstance(command, m.RememberMapping)
    columns = require_columns(command.columns)
    if mapping.version and not mapping.forgotten and mapping.columns == columns:
        return []
    return [m.MappingRemembered(unit=command.by.org, signature=command.signature, columns=columns)]
