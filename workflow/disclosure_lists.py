"""A disclosure list: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.dates import day_words
from workflow.disclosure_errors import (
    DayNotPossible,
    FoundDiffers,
    HandedOverAlready,
    ListChanged,
    ListStage,
    ListThereAlready,
    ListWithdrawn,
    NoSuchDisclosureList,
    NotADigest,
    NotPublishable,
    PreparedIt,
    ResultWithoutRemark,
)
from workflow.disclosure_guards import require_hotline, require_month, require_persons
from workflow.errors import AlreadyExists, Words
from workflow.facts import Due
from workflow.messages import disclosure_list as d
from workflow.messages.disclosure_rule import ColumnRule
from workflow.messages.publicity import Recheck
from workflow.public_table import Made, made
from workflow.words import Role, not_permitted

OWN = (Role.BUREAU_HANDLER, Role.BUREAU_LEADER)
LOOKING_AFTER = (*OWN, Role.CITY_CENTER)
MAY: dict[str, tuple[Role, ...]] = {
    "prepare": OWN, "approve": (Role.BUREAU_LEADER,), "publish": OWN, "hand_over": OWN,
    "recheck": LOOKING_AFTER, "withdraw": LOOKING_AFTER,
}  # fmt: skip
TAKING_DOWN = (Role.BUREAU_LEADER, Role.CITY_CENTER)
SAYS = {
    "prepare": Words("制作公示表", "prepare a disclosure list"),
    "approve": Words("审核公示表", "approve the list"),
    "publish": Words("登记公示", "record its disclosure"),
    "hand_over": Words("移交民生办", "hand it over"),
    "recheck": Words("复核公示", "re-check what was posted"),
    "withdraw": Words("撤回公示表", "withdraw the list"),
}


class Stage(StrEnum):
    PREPARED = "prepared"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STAGES = {
    Stage.PREPARED: Words("待审核", "waiting for approval"),
    Stage.APPROVED: Words("待公示", "approved"),
    Stage.PUBLISHED: Words("已公示", "published"),
    Stage.WITHDRAWN: Words("已撤回", "withdrawn"),
}
NEEDS = {"approve": Stage.PREPARED, "publish": Stage.APPROVED, "hand_over": Stage.PUBLISHED, "recheck": Stage.PUBLISHED}
POSTS = Words("打印或导出", "print or export it")
NEXT = {Stage.PREPARED: SAYS["approve"], Stage.APPROVED: SAYS["publish"], Stage.PUBLISHED: SAYS["recheck"]}


@dataclass(frozen=True, slots=True)
class DisclosureList:
    """A list so far. `by` prepared it; `found` is the digest of what was last found posted."""

    version: int = 0
    stage: Stage = Stage.PREPARED
    bureau: str = ""
    month: Due | None = None
    title: str = ""
    digest: str = ""
    size: int = 0
    persons: int = 0
    withheld: int = 0
    hotline: str = ""
    rules: tuple[ColumnRule, ...] = ()
    by: UUID | None = None
    place: str = ""
    disclosed_on: date | None = None
    handed_over_on: date | None = None
    rechecked_on: date | None = None
    result: Recheck | None = None
    found: str = ""
    remark: str = ""
    changed_at: datetime | None = None


NEW = DisclosureList()
KEPT = frozenset(DisclosureList.__slots__) - {"version", "stage", "by", "changed_at"}
LEADS_TO = {
    d.DisclosureListApproved: Stage.APPROVED,
    d.DisclosureListPublished: Stage.PUBLISHED,
    d.DisclosureListWithdrawn: Stage.WITHDRAWN,
}


def evolve(before: DisclosureList, event: m.DomainEvent, by: UUID) -> DisclosureList:
    """The list after an event of an account. Evolving never refuses."""
    said: dict[str, Any] = {name: getattr(event, name) for name in KEPT if hasattr(event, name)}
    whose = by if isinstance(event, d.DisclosureListPrepared) else before.by
    stage = LEADS_TO.get(type(event), before.stage)
    return replace(before, **said, version=before.version + 1, stage=stage, by=whose)


def fold(past: Iterable[Told | Recorded]) -> DisclosureList:
    listed = NEW
    for told in past:
        listed = evolve(listed, told.event, m.Actor.parse(told.actor).account)
    return listed


def admit(command: d.DisclosureListCommand, listed: DisclosureList) -> None:
    """The actor's role may, and the list stands where the command finds it."""
    if command.by.role not in MAY[command.trigger]:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY[command.trigger])
    if isinstance(command, d.PrepareDisclosureList):
        if listed.version:
            raise AlreadyExists
        return
    if not listed.version:
        raise NoSuchDisclosureList
    if listed.stage is Stage.WITHDRAWN:
        raise ListWithdrawn
    needed = NEEDS.get(command.trigger, listed.stage)
    if listed.stage is not needed:
        raise ListStage(stage=STAGES[listed.stage], did=SAYS[command.trigger], first=NEXT[listed.stage])


def decide(command: d.DisclosureListCommand, listed: DisclosureList) -> list[m.DomainEvent]:
    """The event that records the command. Unit, rules and day have been looked up before."""
    admit(command, listed)
    if isinstance(command, d.PrepareDisclosureList):
        return [_prepared(command)]
    CHECKS[type(command)](command, listed)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def table_of(command: d.PrepareDisclosureList) -> Made:
    """What the command's rows come to."""
    return made(command.unit, command.month, command.rows, command.rules)


def _prepared(command: d.PrepareDisclosureList) -> d.DisclosureListPrepared:
    require_month(command.month, command.today)
    require_hotline(command.hotline)
    require_persons(len(command.rows))
    made = table_of(command)
    if made.notes:
        first = made.notes[0]
        raise NotPublishable(
            field="rows", row=first.row, column=first.column, reason=first.reason, cells=len(made.notes)
        )
    if made.table.digest != command.digest:
        raise ListChanged(field="digest")
    if command.there:
        raise ListThereAlready(field="month")
    return d.DisclosureListPrepared(
        bureau=command.bureau, month=command.month, title=made.table.title, digest=made.table.digest,
        size=len(made.table.content), persons=len(command.rows), withheld=made.withheld, hotline=command.hotline,
        rules=command.rules,
    )  # fmt: skip


def _approve(command: d.ApproveDisclosureList, listed: DisclosureList) -> None:
    """By another account, on the table it looked at."""
    if command.by.account == listed.by:
        raise PreparedIt
    if command.digest != listed.digest:
        raise ListChanged(field="digest")


def _publish(command: d.PublishDisclosureList, listed: DisclosureList) -> None:
    assert listed.month
    _require_day("disclosed_on", command.disclosed_on, listed.month.first, command.today)


def _hand_over(command: d.HandOverDisclosureList, listed: DisclosureList) -> None:
    assert listed.month
    if listed.handed_over_on:
        raise HandedOverAlready(day=day_words(listed.handed_over_on))
    _require_day("handed_over_on", command.handed_over_on, listed.month.first, command.today)


def _recheck(command: d.RecheckDisclosureList, listed: DisclosureList) -> None:
    """Not before it was disclosed; complete only where what was found is what was published."""
    assert listed.disclosed_on
    earliest = max(day for day in (listed.disclosed_on, listed.handed_over_on, listed.rechecked_on) if day)
    _require_day("rechecked_on", command.rechecked_on, earliest, command.today)
    if command.found and (len(command.found) != 64 or set(command.found) - set("0123456789abcdef")):
        raise NotADigest(field="found")
    if command.result is Recheck.COMPLETE:
        if command.found and command.found != listed.digest:
            raise FoundDiffers(field="result")
    elif not command.remark:
        raise ResultWithoutRemark(field="remark")


def _withdraw(command: d.WithdrawDisclosureList, listed: DisclosureList) -> None:
    """Until it is approved, by whoever works on it; then by a leader or the center."""
    if listed.stage is not Stage.PREPARED and command.by.role not in TAKING_DOWN:
        raise not_permitted(command.by.role, SAYS["withdraw"], TAKING_DOWN)


def _require_day(field: str, given: date, earliest: date, today: date | None) -> None:
    if given < earliest or (today is not None and given > today):
        raise DayNotPossible(field=field, given=day_words(given), earliest=day_words(earliest))


def require_postable(listed: DisclosureList) -> None:
    """What is posted was approved, and is not withdrawn; the page shows it in any case."""
    if listed.stage is Stage.WITHDRAWN:
        raise ListWithdrawn
    if listed.stage is Stage.PREPARED:
        raise ListStage(stage=STAGES[listed.stage], did=POSTS, first=NEXT[listed.stage])


CHECKS: dict[type[d.DisclosureListCommand], Callable[[Any, DisclosureList], None]] = {
    d.ApproveDisclosureList: _approve,
    d.PublishDisclosureList: _publish,
    d.HandOverDisclosureList: _hand_over,
    d.RecheckDisclosureList: _recheck,
    d.WithdrawDisclosureList: _withdraw,
}
