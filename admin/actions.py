"""What the actor can do with an item now, why not the rest, and carrying out what a form asks."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from flask import request

import identity
from admin.forms import Field, ItemForms, Typed
from admin.giving import as_typed, asked_of, give
from admin.look import Look
from admin.uploads import take
from workflow import files
from workflow.decider import why_not
from workflow.errors import Refusal, UnknownTrigger, Words
from workflow.history import Life, life, present
from workflow.machine import TRIGGERS, life_of
from workflow.messages import ITEM_COMMANDS, Actor, Evidence, IssueItem, ItemCommand
from workflow.messages.matters import MATTERS, FollowUpItem
from workflow.reports import ALSO_WAITS, WAITS_FOR
from workflow.schemas import schema_for
from workflow.service import Done

ISSUE = IssueItem.trigger
ASIDE = frozenset(MATTERS) - {FollowUpItem.trigger}
CHOOSE_AGAIN = Words("选好的文件没有收下，请重新选择", "The files you chose were not taken; choose them again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One trigger: the form to pull it with, or why it cannot be pulled. `possible` says whether the item's state lets
    anyone pull it."""

    trigger: str
    words: Words
    fields: list[Field]
    refusal: Refusal | None
    typed: Typed | None
    command: str
    possible: bool

    @property
    def onward(self) -> bool:
        """Whether it brings the item on its way; the others are not unfolded unasked."""
        return self.trigger in WAITS_FOR

    @property
    def beside(self) -> bool:
        """Whether it stands behind those on the item's way, folded."""
        return self.trigger in ASIDE

    @property
    def waits(self) -> bool:
        """Whether somebody waits for it."""
        return self.trigger in ALSO_WAITS

    @property
    def open(self) -> bool:
        return self.refusal is None


def actions(look: Look, seen: Life, typed: Typed | None = None) -> list[Action]:
    """Every trigger: a form that came back first, then those that are open, then those that the state lets others pull;
    a form that came back is kept whatever has become of it."""
    back = {typed.trigger: typed} if typed else {}
    found = [_action(look, seen, trigger, back.get(trigger)) for trigger in TRIGGERS if trigger != ISSUE]
    return sorted(found, key=lambda a: (a.typed is None, not a.open, not a.possible, not a.onward))


def _action(look: Look, seen: Life, trigger: str, typed: Typed | None) -> Action:
    refusal = why_not(look.actor, trigger, seen.item, look.at.today)
    if typed and refusal:  # what was wrong with the form is no matter any more
        typed = replace(typed, errors={})
    wanted = refusal is None or typed is not None
    maker = ItemForms(look.connection, seen.item, look.at.today, look.answering())
    return Action(
        trigger=trigger, words=TRIGGERS[trigger], refusal=refusal, typed=typed, command=str(uuid4()),
        fields=maker.fields(ITEM_COMMANDS[trigger], typed) if wanted else [],
        possible=trigger in life_of(seen.item.definition).triggers_from(seen.item.state),
    )  # fmt: skip


def command_for(trigger: str) -> type[ItemCommand]:
    """The command behind a trigger of the item page; items are issued elsewhere."""
    if trigger not in ITEM_COMMANDS or trigger == ISSUE:
        raise UnknownTrigger(trigger=trigger[:40])
    return ITEM_COMMANDS[trigger]


def carry_out(item_id: UUID, trigger: str) -> Done | Typed:
    """Do what the posted form asks; or give back what was typed, with what is wrong. NoSuchItem if out of sight."""
    command = command_for(trigger)
    data, kept, refusals = _posted(item_id, command, identity.current_actor())
    if refusals:
        errors = {file_field(command): [Words(r.message("zh"), r.message("en")) for r in refusals]}
        return Typed(trigger=trigger, values=as_typed(data), kept=kept, errors=errors)
    return give(command, item_id, data, kept)


def given_back(trigger: str) -> Typed:
    """What is in a form that came with a token no longer valid. Nothing is carried out, and no file is taken."""
    values, name = asked_of(command_for(trigger)), file_field(command_for(trigger))
    brought = any(file.filename for file in request.files.getlist(name))
    errors = {name: [CHOOSE_AGAIN]} if brought else {}
    kept = _known(request.form.getlist("kept"), identity.current_actor())
    return Typed(trigger=trigger, values=values, kept=kept, errors=errors, expired=True)


def _posted(
    item_id: UUID, command: type[ItemCommand], by: Actor
) -> tuple[dict[str, object], tuple[Evidence, ...], list[Refusal]]:
    """What the form holds. Files are stored only for someone who may act; for others only their digests are taken."""
    data: dict[str, object] = dict(asked_of(command))
    name = file_field(command)
    if not name:
        return data, (), []
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        seen = life(connection, item_id, by, present(ledger.clock.now(), ledger.zone))
    may = why_not(by, command.trigger, seen.item, ledger.today) is None
    brought = take(ledger, by, request.files.getlist(name), keep=may)
    digests = list(dict.fromkeys([*request.form.getlist("kept"), *brought.digests]))
    return data | {name: digests}, _known(digests, by), brought.refusals


def file_field(command: type[ItemCommand]) -> str:
    """The field that takes files; "" where none does."""
    return next((name for name in ("evidence", "attached") if name in schema_for(command).fields), "")


def _known(digests: list[str], by: Actor) -> tuple[Evidence, ...]:
    """Those that the actor's own unit has uploaded; nothing is told of others."""
    with identity.current_ledger().database.reading() as connection:
        found = (files.find(connection, digest, by.org) for digest in digests[:200])
        return tuple(file for file in found if file)
