"""What a reply workbook tells: the open items of a unit as its reader sees them, and what can be done with each now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from documents.reply_columns import ACKNOWLEDGE, ON_ITEMS
from events.store import EventStore
from workflow import files, package_board
from workflow.dates import day_words, due_words
from workflow.decider import why_not
from workflow.errors import Words
from workflow.history import Life, Moment, life
from workflow.lookups import current_areas
from workflow.machine import TRIGGERS, life_of, roles_for
from workflow.messages import ITEM_COMMANDS, Actor, Evidence
from workflow.projections import ITEMS
from workflow.reports import OPEN_STATES, WAITS_FOR
from workflow.words import ROLES, STATES, State

SPOKEN = ("reason", "answer", "note", "progress")
IN_HAND = (State.ISSUED, State.ASSIGNED)
DONE_BY = {command.records: TRIGGERS[trigger] for trigger, command in ITEM_COMMANDS.items()}
NOBODY = Words("无需办理", "nothing to do")


@dataclass(frozen=True, slots=True)
class Open:
    """An open item: its life, what the reader can do with it now, and its evidence by the names it was given."""

    life: Life
    area: Words
    triggers: tuple[str, ...]
    had: dict[str, Evidence] = field(default_factory=dict)

    @property
    def last_day(self) -> date | None:
        """The last day of its due date where its unit is waited for."""
        item = self.life.item
        waited = item.state in IN_HAND and not item.awaiting
        return item.due.last if item.due and waited else None


def open_items(connection: Connection, actor: Actor, at: Moment) -> list[Open]:
    """The open items of the actor's unit, the most urgent first."""
    table = ITEMS.now
    wanted = select(table.c.item_id).where(table.c.bureau == actor.org, table.c.state.in_(OPEN_STATES))
    ids = list(connection.scalars(wanted.order_by(table.c.due_last, table.c.number)))
    unsigned = _unsigned(connection, actor, at)
    areas = {area.code: Words(area.zh, area.en) for area in current_areas(EventStore(connection)).areas}
    lives = [life(connection, item_id, actor, at) for item_id in ids]
    return [
        Open(
            one, areas.get(one.item.area, Words(one.item.area, one.item.area)),
            tuple(_possible(actor, one, unsigned, at.today)), evidence_of(connection, actor, one),
        )
        for one in lives
    ]  # fmt: skip


def _unsigned(connection: Connection, actor: Actor, at: Moment) -> frozenset[object]:
    """The notices whose package the unit has not signed for."""
    lines = package_board.lines(connection, actor, at)
    mine = (line for line in lines if line.bureau == actor.org and not line.withdrawn)
    return frozenset(line.notice_id for line in mine if line.acknowledged_at is None)


def _possible(actor: Actor, one: Life, unsigned: frozenset[object], today: date) -> Iterator[str]:
    """What the guards let the actor do, in the order of the columns."""
    if one.item.notice in unsigned:
        yield ACKNOWLEDGE
    yield from (trigger for trigger in ON_ITEMS if why_not(actor, trigger, one.item, today) is None)


def evidence_of(connection: Connection, actor: Actor, one: Life) -> dict[str, Evidence]:
    """The evidence the item was last reported with, by the names its unit gave."""
    held = {file.sha256: file for file in one.item.evidence}
    named = files.names(connection, actor.org, list(held)) if held else {}
    return {named[sha256]: file for sha256, file in held.items() if sha256 in named}


def next_step(one: Life) -> Words:
    """What the item waits for, and by whom."""
    item = one.item
    ways = life_of(item.definition)
    for trigger in WAITS_FOR:
        for row in ways.rows_of(item.state, trigger):
            if row.source is not row.dest:
                who = [ROLES[role] for role in roles_for(row, item.owner)]
                zh, en = "、".join(words.zh for words in who), ", ".join(words.en for words in who)
                return Words(f"{row.says.zh}（{zh}）", f"{row.says.en} ({en})")
    return NOBODY


def said_last(one: Life, zone: ZoneInfo) -> Words:
    """What was last said of the item beside its state: a reason, an answer, a note, progress."""
    for step in reversed(one.steps):
        event = step.recorded.event
        text = next((said for name in SPOKEN if (said := getattr(event, name, ""))), "")
        if text and step.told:
            did = DONE_BY.get(type(event), Words("", ""))
            day = day_words(step.recorded.recorded_at.astimezone(zone).date())
            return Words(f"{did.zh}（{day.zh}）：{text}", f"{did.en} ({day.en}): {text}")
    return Words("", "")


def told(one: Open, zone: ZoneInfo, language: str) -> dict[str, str]:
    """The columns that tell of the item, by key."""
    item = one.life.item
    assert item.due is not None and item.state is not None  # an item that was issued has both
    return {
        "number": item.number,
        "area": one.area.say(language),
        "problem": item.problem,
        "requirement": item.requirement,
        "due": due_words(item.due).say(language),
        "state": STATES[item.state].say(language),
        "next": next_step(one.life).say(language),
        "last": said_last(one.life, zone).say(language),
        "had": "\n".join(one.had),
    }
