"""A package: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.dates import day_words
from workflow.errors import AlreadyExists, ReasonMissing, Words
from workflow.messages import package as p
from workflow.notice_errors import (
    FilesMissing,
    NoSuchPackage,
    NothingReturned,
    NoticeTakenBack,
    NotYetAcknowledged,
    PostNumberMissing,
    ReturnedAlready,
    ReturnInPast,
    SentInFuture,
)
from workflow.words import Role, not_permitted

CENTER, ANSWERING = (Role.CITY_CENTER,), (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)
MAY: dict[str, tuple[Role, ...]] = {
    "set_return": CENTER,
    "dispatch": CENTER,
    "acknowledge": ANSWERING,
    "return": (Role.BUREAU_LEADER,),
    "send_back": CENTER,
}
SAYS = {
    "set_return": Words("规定返回期限", "set the day to return the material by"),
    "dispatch": Words("登记送达", "record the dispatch"),
    "acknowledge": Words("签收", "acknowledge"),
    "return": Words("返回材料", "return the material"),
    "send_back": Words("退回材料", "send the material back"),
}


@dataclass(frozen=True, slots=True)
class Package:
    """A package so far. `acknowledged_by` is the one who signed for it; `returned` what was last returned, None where
    nothing was, or it was sent back since; `times` counts what was ever returned."""

    version: int = 0
    notice: UUID | None = None
    bureau: str = ""
    return_by: date | None = None
    way: p.Way | None = None
    sent_on: date | None = None
    post_number: str = ""
    acknowledged_by: m.Actor | None = None
    acknowledged_at: datetime | None = None
    returned: p.PackageReturned | None = None
    times: int = 0
    sent_back: str = ""


NEW = Package()
SAID = ("notice", "bureau", "return_by", "way", "sent_on", "post_number")


def evolve(before: Package, told: Told | Recorded) -> Package:
    """The package after an event. Evolving never refuses."""
    event = told.event
    said: dict[str, Any] = {name: getattr(event, name) for name in SAID if hasattr(event, name)}
    after = replace(before, version=before.version + 1, **said)
    match event:
        case p.PackageAcknowledged():
            return replace(after, acknowledged_by=m.Actor.parse(told.actor), acknowledged_at=told.recorded_at)
        case p.PackageReturned():
            return replace(after, returned=event, times=before.times + 1, sent_back="")
        case p.PackageSentBack():
            return replace(after, returned=None, sent_back=event.reason)
        case _:
            return after


def fold(past: Iterable[Told | Recorded]) -> Package:
    package = NEW
    for told in past:
        package = evolve(package, told)
    return package


def admit(command: m.PackageCommand, package: Package) -> None:
    """The actor's role may, and for a bureau its own people alone."""
    allowed = MAY[command.trigger]
    if command.by.role in ANSWERING and command.by.org != command.bureau:
        raise NoSuchPackage
    if command.by.role not in allowed:
        raise not_permitted(command.by.role, SAYS[command.trigger], allowed)


def decide(command: m.PackageCommand, package: Package) -> list[m.DomainEvent]:
    """The event that records the command; none where the package has been signed for already."""
    admit(command, package)
    if not command.there:
        raise NoSuchPackage
    if command.withdrawn:
        raise NoticeTakenBack
    if isinstance(command, p.AcknowledgePackage) and package.acknowledged_by:
        return []
    if check := SUBSTANCE.get(type(command)):
        check(command, package)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _return_set(command: p.SetReturn, package: Package) -> None:
    """Once: a day that was said is not moved in silence."""
    if package.return_by:
        raise AlreadyExists
    if command.today is not None and command.return_by < command.today:
        raise ReturnInPast(field="return_by", given=day_words(command.return_by))


def _dispatched(command: p.DispatchPackage, package: Package) -> None:
    if command.way is p.Way.POST and not command.post_number.strip():
        raise PostNumberMissing(field="post_number")
    if command.today is not None and command.sent_on > command.today:
        raise SentInFuture(field="sent_on", given=day_words(command.sent_on))


def _returned(command: p.ReturnPackage, package: Package) -> None:
    """With report and list, after it was signed for; once, and again each time it was sent back."""
    if not package.acknowledged_by:
        raise NotYetAcknowledged
    if package.returned:
        raise ReturnedAlready
    for name in ("report", "completed"):
        if not getattr(command, name):
            label = next(f.metadata["label"] for f in fields(command) if f.name == name)
            raise FilesMissing(field=name, label=label)


def _sent_back(command: p.SendBackPackage, package: Package) -> None:
    if not package.returned:
        raise NothingReturned
    if not command.reason.strip():
        raise ReasonMissing(field="reason", label=Words("退回理由", "Reason for sending back"))


SUBSTANCE: dict[type[m.PackageCommand], Callable[[Any, Package], None]] = {
    p.SetReturn: _return_set,
    p.DispatchPackage: _dispatched,
    p.ReturnPackage: _returned,
    p.SendBackPackage: _sent_back,
}
