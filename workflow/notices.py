"""A notice that was issued: opened, and perhaps withdrawn. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from events.event import Recorded, Told
from workflow import messages as m
from workflow import registers
from workflow.errors import AlreadyExists, NoSuchNotice, ReasonMissing, Words
from workflow.notice_errors import NoticeTakenBack, NoticeUnderWay
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
WITHDRAW = Words("撤回通知", "withdraw the notice")


@dataclass(frozen=True, slots=True)
class Notice:
    version: int = 0
    number: str = ""
    year: int = 0
    sequence: int = 0
    title: str = ""
    issuer: str = ""
    listed_on: date | None = None
    opened_at: datetime | None = None
    withdrawn_at: datetime | None = None


NEW = Notice()
SAID = ("number", "year", "sequence", "title", "issuer", "listed_on")


def evolve(before: Notice, told: Told | Recorded) -> Notice:
    """The notice after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    if isinstance(told.event, m.NoticeWithdrawn):
        return replace(after, withdrawn_at=told.recorded_at)
    said = {name: getattr(told.event, name) for name in SAID}
    return replace(after, **said, opened_at=told.recorded_at)


def fold(past: Iterable[Told | Recorded]) -> Notice:
    notice = NEW
    for told in past:
        notice = evolve(notice, told)
    return notice


def admit(command: m.OpenNotice | m.WithdrawNotice, notice: Notice) -> None:
    """The actor's role may; it is not there yet to be opened, or there to be withdrawn."""
    if isinstance(command, m.OpenNotice):
        registers.require_role(command.by, m.OpenNotice)
        if notice.version:
            raise AlreadyExists
        return
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, WITHDRAW, MAY)
    if not notice.version:
        raise NoSuchNotice
    if notice.withdrawn_at:
        raise NoticeTakenBack


def decide(command: m.OpenNotice | m.WithdrawNotice, notice: Notice) -> list[m.DomainEvent]:
    """The event that records the command; a notice is withdrawn before any of its items was reported."""
    admit(command, notice)
    if isinstance(command, m.WithdrawNotice):
        if not command.reason.strip():
            raise ReasonMissing(field="reason", label=Words("撤回理由", "Reason for withdrawing"))
        if command.further:
            named = "、".join(command.further)
            raise NoticeUnderWay(numbers=Words(named, named.replace("、", ", ")))
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]
