"""What follows from a command on an item: events, or a refusal. Pure: no clock, no database, no request."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from workflow import deadline_guards, matters
from workflow import messages as m
from workflow.asked import Asked, label_of
from workflow.dates import day_words, due_words
from workflow.errors import (
    AlreadyExists,
    AnotherBegan,
    DateAfterDue,
    EvidenceMissing,
    FigureAboveWhole,
    NoSuchItem,
    NotCompleted,
    NotTheHandler,
    ReasonMissing,
    Refusal,
    SameAccount,
    SameHandler,
    Words,
)
from workflow.facts import Conclusion
from workflow.item import Item
from workflow.life import Transition
from workflow.machine import (
    DEFINITION,
    ITEM_LIFE,
    LEADER,
    NOT_DONE,
    Owner,
    life_of,
    roles_for,
)
from workflow.messages.base import SYSTEM
from workflow.obligation_errors import NotOngoing
from workflow.obligations import require_days, require_rule
from workflow.words import CONCLUSIONS, Role, State, not_permitted

REPORTED, VERIFIED = Words("上报", "reported"), Words("核查", "verified")
DECIDED_ON = (State.REPORTED, State.VERIFIED)
HANDLERS_OWN = frozenset({"report"}) | matters.HANDLERS_OWN
BUREAU_ROLES = frozenset({Role.BUREAU_LEADER, Role.BUREAU_HANDLER})


def decide(command: m.ItemCommand, item: Item) -> list[m.ItemEvent]:
    """Check that the item can, that the actor may, that enough is said; then state the fact."""
    row = admit(command, item)
    command = matters.settled(command, item)
    require_substance(command, item)
    return [record(command, row)]


def admit(command: m.ItemCommand, item: Item) -> Transition[State]:
    """The row of the table the command takes, if the item is there for it and the actor may pull it."""
    if isinstance(command, m.IssueItem):  # who may not issue learns nothing of ids that are taken
        require_permission(command.by, ITEM_LIFE.row(None, command.trigger), item, command.owner)
    row = require_transition(command, item)
    require_permission(command.by, row, item, owner_of(command, item))
    require_giver(command.by, row, signed=isinstance(command, m.HandOverItem) and command.signed)
    require_other_accounts(command.by, row, item)
    require_ready(command.trigger, Asked(command.by, item, command.on))
    return row


def owner_of(command: m.ItemCommand, item: Item) -> Owner:
    return command.owner if isinstance(command, m.IssueItem) else item.owner


def record(command: m.ItemCommand, row: Transition[State]) -> m.ItemEvent:
    """The command's event, taking the command's fields of the same name, and saying where it leads."""
    derived: dict[str, Any] = {"leads_to": row.dest, "definition": DEFINITION}
    said = {f.name: derived[f.name] if f.name in derived else getattr(command, f.name) for f in fields(command.records)}
    return command.records(**said)


def require_transition(command: m.ItemCommand, item: Item) -> Transition[State]:
    """The row of the table the command takes."""
    if item.state is None and command.trigger != "issue":
        raise NoSuchItem
    if item.state is not None and command.trigger == "issue":
        raise AlreadyExists
    return life_of(item.definition).row(item.state, command.trigger, command.outcome)


def require_permission(by: m.Actor, row: Transition[State], item: Item, owner: Owner) -> None:
    """The actor's role may pull this row, and a bureau's people only for their own bureau."""
    allowed = roles_for(row, owner)
    if row.clock and by == SYSTEM:
        return
    if by.role not in allowed or (by.role in BUREAU_ROLES and by.org != item.bureau):
        raise not_permitted(by.role, row.says, allowed)
    if row.trigger in HANDLERS_OWN and by.role is Role.BUREAU_HANDLER and by.account != item.handler:
        raise NotTheHandler


def require_giver(by: m.Actor, row: Transition[State], *, signed: bool) -> None:
    """A handler takes an item over from the list of one who left, and gives none away."""
    if row.trigger == "hand_over" and by.role is Role.BUREAU_HANDLER and not signed:
        raise not_permitted(by.role, row.says, LEADER)


def require_other_accounts(by: m.Actor, row: Transition[State], item: Item) -> None:
    """In one round reporter, verifier and closer are three accounts; no role passes by this.

    Who verified in a round verifies again in it, and who reported for the city reports again: so the third account,
    who is to close, is not used up on the way.
    """
    if row.trigger == "verify" and item.verifiers and by.account not in item.verifiers:
        raise AnotherBegan(did=VERIFIED, trigger=row.says)
    if row.trigger == "report" and item.owner is Owner.CITY and item.reporters and by.account not in item.reporters:
        raise AnotherBegan(did=REPORTED, trigger=row.says)
    if row.source in DECIDED_ON and row.trigger not in matters.REPORTERS_OWN and by.account in item.reporters:
        raise SameAccount(did=REPORTED, trigger=row.says)
    if row.trigger in ("report", "close", "convert") and by.account in item.verifiers:
        raise SameAccount(did=VERIFIED, trigger=row.says)
    if (row.trigger, row.source) == ("send_back", State.VERIFIED) and by.account in item.verifiers:
        raise SameAccount(did=VERIFIED, trigger=row.says)


def require_substance(command: m.ItemCommand, item: Item) -> None:
    """What a command must say beyond its required fields. Most need say no more."""
    if check := SUBSTANCE.get(type(command)):
        check(command, item)


def _issue(command: m.IssueItem, item: Item) -> None:
    if command.figure is not None and command.figure.exceeds_whole:
        raise FigureAboveWhole(field="figure", stated=command.figure.stated)


def _assign(command: m.AssignItem, item: Item) -> None:
    if item.due is not None and command.internal_due > item.due.last:
        raise DateAfterDue(field="internal_due", given=day_words(command.internal_due), due=due_words(item.due))


def _report(command: m.ReportItem, item: Item) -> None:
    if not command.evidence:
        raise EvidenceMissing(field="evidence")


def _verify(command: m.VerifyItem, item: Item) -> None:
    if command.conclusion in NOT_DONE:
        _reason(command, item)


def _reason(command: m.VerifyItem | m.SendBackItem | m.ReopenItem | m.WithdrawItem, item: Item) -> None:
    if not command.reason.strip():
        raise ReasonMissing(field="reason", label=label_of(command, "reason"))


def _reopen(command: m.ReopenItem, item: Item) -> None:
    _reason(command, item)
    deadline_guards.require_time(command, item)


def _hand_over(command: m.HandOverItem, item: Item) -> None:
    if command.handler == item.handler:
        raise SameHandler(field="handler")


def require_ready(trigger: str, asked: Asked) -> None:
    """What must hold before a trigger is pulled, besides the table. A page asks the same before it draws the form."""
    if guard := READY.get(trigger):
        guard(asked)


def _completed(asked: Asked) -> None:
    item = asked.item
    if item.conclusion is not Conclusion.COMPLETED:
        assert item.conclusion is not None  # an item is closed from verified alone
        life = life_of(item.definition)
        rest = [trigger for trigger in life.ways_from(item.state) if trigger != "close"]
        raise NotCompleted(conclusion=CONCLUSIONS[item.conclusion], allowed=life.named(rest))
    matters.require_settled(asked)


def _ongoing(asked: Asked) -> None:
    item = asked.item
    if item.conclusion is not Conclusion.ONGOING:
        assert item.conclusion is not None  # an item is made an obligation from verified alone
        life = life_of(item.definition)
        rest = [trigger for trigger in life.ways_from(item.state) if trigger != "convert"]
        raise NotOngoing(conclusion=CONCLUSIONS[item.conclusion], allowed=life.named(rest))


def _convert(command: m.ConvertItem, item: Item) -> None:
    require_rule(command.rule, command.window)
    require_days(command.since, command.until)


SUBSTANCE: dict[type[m.ItemCommand], Callable[[Any, Item], None]] = {
    m.IssueItem: _issue,
    m.AssignItem: _assign,
    m.ReportItem: _report,
    m.VerifyItem: _verify,
    m.SendBackItem: _reason,
    m.ReopenItem: _reopen,
    m.WithdrawItem: _reason,
    m.HandOverItem: _hand_over,
    **matters.SUBSTANCE,
    m.ConvertItem: _convert,
}
SUBSTANCE |= deadline_guards.SUBSTANCE


def _looking_at(guard: Callable[[m.Actor, Item, date | None], None]) -> Callable[[Asked], None]:
    return lambda asked: guard(*asked)


READY: dict[str, Callable[[Asked], None]] = {"close": _completed, "convert": _ongoing} | matters.READY
READY |= {trigger: _looking_at(guard) for trigger, guard in deadline_guards.READY.items()}


def why_not(by: m.Actor, trigger: str, item: Item, on: date | None = None) -> Refusal | None:
    """Why this actor cannot pull `trigger` now, whatever they say; None if they can. The guards of `decide`."""
    try:
        life = life_of(item.definition)
        row = life.row(item.state, trigger, life.some_outcome(item.state, trigger))
        require_permission(by, row, item, item.owner)
        require_giver(by, row, signed=False)
        require_other_accounts(by, row, item)
        require_ready(trigger, Asked(by, item, on))
    except Refusal as refusal:
        return refusal
    return None
