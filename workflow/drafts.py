"""A drafted notice: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow import messages as m
from workflow.dates import day_words, due_words
from workflow.errors import AlreadyExists, DueBeforeList, FigureAboveWhole, ReasonMissing, Words
from workflow.facts import problem_key
from workflow.messages import draft as d
from workflow.notice_errors import (
    DraftChanged,
    DraftEmpty,
    DraftFull,
    DraftingAccount,
    DraftSettled,
    NobodyNamed,
    NoSuchDraft,
    NoSuchProblem,
    ProblemThere,
    ReturnInPast,
)
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
MOST_PROBLEMS = 500
SAYS = {
    "draft": Words("起草通知", "draft a notice"),
    "revise": Words("修改草稿", "revise the draft"),
    "add": Words("添加问题", "add a problem"),
    "drop": Words("移出问题", "drop a problem"),
    "approve": Words("签发", "approve and issue"),
    "discard": Words("作废草稿", "discard the draft"),
}


class Stage(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DISCARDED = "discarded"


STAGES = {
    Stage.OPEN: Words("起草中", "being drafted"),
    Stage.APPROVED: Words("签发", "approved"),
    Stage.DISCARDED: Words("作废", "discarded"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft so far. `authors` are the accounts that wrote any of it; `leader` who leads the matter."""

    version: int = 0
    stage: Stage = Stage.OPEN
    authors: frozenset[UUID] = frozenset()
    problems: tuple[d.ProblemAdded, ...] = ()
    unit: str = ""
    title: str = ""
    year: int = 0
    issuer: str = ""
    basis: str = ""
    meeting: str = ""
    plan: str = ""
    leader: PersonalRef | None = None
    listed_on: date | None = None
    return_by: date | None = None
    changed_at: datetime | None = None

    @property
    def items(self) -> int:
        """How many items it would issue."""
        return sum(len(one.bureaus) for one in self.problems)

    @property
    def bureaus(self) -> tuple[str, ...]:
        """Whom it goes to."""
        return tuple(sorted({bureau for one in self.problems for bureau in one.bureaus}))


NEW = Draft()
KNOWN = frozenset(Draft.__slots__) - {"version", "stage", "authors", "problems", "leader", "changed_at"}


def evolve(before: Draft, event: m.DomainEvent, by: UUID) -> Draft:
    """The draft after an event of an account. Evolving never refuses."""
    said: dict[str, Any] = {name: getattr(event, name) for name in KNOWN if hasattr(event, name)}
    leader = getattr(event, "leader", None) or before.leader
    after = replace(before, version=before.version + 1, leader=leader)
    match event:
        case d.ProblemAdded():
            return replace(after, problems=(*before.problems, event), authors=before.authors | {by})
        case d.ProblemDropped():
            kept = tuple(one for one in before.problems if one.matter != event.matter)
            return replace(after, problems=kept, authors=before.authors | {by})
        case d.DraftApproved():
            return replace(after, stage=Stage.APPROVED, return_by=event.return_by)
        case d.DraftDiscarded():
            return replace(after, stage=Stage.DISCARDED)
        case _:
            return replace(after, **said, authors=before.authors | {by})


def fold(past: Iterable[Told | Recorded]) -> Draft:
    draft = NEW
    for told in past:
        draft = evolve(draft, told.event, m.Actor.parse(told.actor).account)
    return draft


def admit(command: m.DraftCommand, draft: Draft) -> None:
    """The center may; the draft is there and still open, or not yet there to be begun."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)
    if isinstance(command, d.DraftNotice):
        if draft.version:
            raise AlreadyExists
    else:
        require_open(draft)


def require_open(draft: Draft) -> None:
    """It is there, and neither approved nor discarded."""
    if not draft.version:
        raise NoSuchDraft
    if draft.stage is not Stage.OPEN:
        raise DraftSettled(did=STAGES[draft.stage])


def decide(command: m.DraftCommand, draft: Draft) -> list[m.DomainEvent]:
    """The event that records the command. What it names has been looked up before."""
    admit(command, draft)
    if check := SUBSTANCE.get(type(command)):
        check(command, draft)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _added(command: d.AddProblem, draft: Draft) -> None:
    if not command.bureaus:
        raise NobodyNamed(field="bureaus")
    if command.figure is not None and command.figure.exceeds_whole:
        raise FigureAboveWhole(field="figure", stated=command.figure.stated)
    if len(draft.problems) >= MOST_PROBLEMS:
        raise DraftFull(most=MOST_PROBLEMS)
    _require_due(command.due.last, draft.listed_on, due_words(command.due))
    key = problem_key(command.problem)
    for there in draft.problems:
        if problem_key(there.problem) == key and (both := set(there.bureaus) & set(command.bureaus)):
            raise ProblemThere(field="bureaus", bureau=dict(command.named).get(min(both), min(both)))


def _require_due(last: date, listed_on: date | None, said: Words) -> None:
    if listed_on is not None and last < listed_on:
        raise DueBeforeList(field="due", due=said, listed_on=day_words(listed_on))


def _dropped(command: d.DropProblem, draft: Draft) -> None:
    if command.matter not in {one.matter for one in draft.problems}:
        raise NoSuchProblem(field="matter")


def _approved(command: d.ApproveDraft, draft: Draft) -> None:
    """By another account than every one that wrote it, on the counts it looked at."""
    if command.by.account in draft.authors:
        raise DraftingAccount
    if not draft.problems:
        raise DraftEmpty
    if (command.problems, command.items) != (len(draft.problems), draft.items):
        raise DraftChanged(problems=len(draft.problems), items=draft.items)
    if command.today is not None and command.return_by < command.today:
        raise ReturnInPast(field="return_by", given=day_words(command.return_by))


def _discarded(command: d.DiscardDraft, draft: Draft) -> None:
    if not command.reason.strip():
        raise ReasonMissing(field="reason", label=Words("作废原因", "Reason"))


SUBSTANCE: dict[type[m.DraftCommand], Callable[[Any, Draft], None]] = {
    d.AddProblem: _added,
    d.DropProblem: _dropped,
    d.ApproveDraft: _approved,
    d.DiscardDraft: _discarded,
}
