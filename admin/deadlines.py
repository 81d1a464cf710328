"""An item's due dates as its page tells them: the first, each extension, the one in force; what was asked and urged."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from admin.facts import Fact
from admin.formats import day_text, due_words, instant
from admin.look import Look
from admin.words import FIELDS, cap, light_words, say, t
from workflow import calendars, contact_register
from workflow.deadlines import shining
from workflow.facts import Decision, Due
from workflow.history import Life, Step
from workflow.messages import ItemExtensionDecided, ItemExtensionRequested
from workflow.messages.item import ItemReopened
from workflow.messages.matters import ItemFollowedUp
from workflow.messages.policy import Policy
from workflow.words import DECISIONS


class Turn(NamedTuple):
    """Something said of the due date: by whom, when, what, why."""

    what: str
    by: str
    at: datetime
    reason: str
    progress: str = ""


class Deadlines(NamedTuple):
    """`light` is the one that is on, `facts` how it stands, `turns` what was asked and answered, the oldest first."""

    light: str | None
    facts: list[Fact]
    turns: list[Turn]


def deadlines(look: Look, seen: Life) -> Deadlines:
    item, light = seen.item, shining(seen.item)
    turns = [turn for step in seen.steps for turn in _turn(look, step)]
    facts = [Fact(say(FIELDS["due_original"]), due_words(item.deadline.original)), *_extended(look, seen)]
    if item.extension_until:
        facts.append(Fact(say(FIELDS["extension_until"]), day_text(item.extension_until)))
    if item.deadline.urged and item.deadline.urged_at:
        last = instant(item.deadline.urged_at)
        facts.append(Fact(t("Urged"), t("%(n)s times, last on %(moment)s", n=item.deadline.urged, moment=last)))
    if light:
        facts.append(Fact(say(FIELDS["light"]), light_words(light)))
    return Deadlines(light.value if light else None, facts, turns)


def _extended(look: Look, seen: Life) -> list[Fact]:
    """The due date in force where it was moved, and how often it may be."""
    number = seen.item.deadline.extended
    most = contact_register.rule(look.connection, Policy.MAX_EXTENSIONS, look.at).days
    now = [Fact(t("Due date in force"), due_words(seen.item.due))] if seen.item.deadline.extensions else []
    if most is None:
        return [*now, Fact(t("Extensions"), t("%(n)s (no number set for the most)", n=number))]
    return [*now, Fact(t("Extensions"), t("%(n)s of at most %(most)s", n=number, most=most))]


def _turn(look: Look, step: Step) -> list[Turn]:
    event, by, at = step.recorded.event, look.person(step.by), step.recorded.recorded_at
    match event:
        case ItemExtensionRequested():
            what = t("asked to extend to %(day)s", day=day_text(event.until))
            return [Turn(what, by, at, event.reason, event.progress)]
        case ItemExtensionDecided(decision=Decision.APPROVED):
            return [Turn(t("extended to %(day)s", day=day_text(event.until)), by, at, event.reason)]
        case ItemExtensionDecided():
            return [Turn(cap(say(DECISIONS[event.decision])), by, at, event.reason)]
        case ItemReopened(new_due=date() as day) | ItemFollowedUp(new_due=date() as day):
            return [Turn(t("due on %(day)s in the new round", day=day_text(day)), by, at, event.reason)]
    return []


def extension_hint(connection: Connection, trigger: str, due: Due, today: date) -> str:
    """What a new date must be, and which calendar counts."""
    said = t("A working day after %(due)s.", due=due_words(due))
    if trigger in ("reopen", "follow_up"):
        said = t("%(hint)s Needed where the due date in force has passed.", hint=said)
    if trigger == "decide_extension":
        said = t("%(hint)s Empty: the date that was asked for.", hint=said)
    year = max(due.last, today).year
    if year not in calendars.years(connection):
        missing = t("No calendar of %(year)s has been imported: Saturdays and Sundays count as free.", year=year)
        said = f"{said} {missing}"
    return said
