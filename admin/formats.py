"""How values are written on pages: days, instants, due dates with their precision and light, sizes."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import identity
from admin.words import say, t
from workflow import dates
from workflow.facts import Due
from workflow.reports import OPEN_STATES, SOON
from workflow.words import State


def local(moment: datetime) -> datetime:
    """The instant on the ledger's own clock face."""
    return moment.astimezone(identity.current_ledger().zone)


def instant(moment: datetime | None, seconds: bool = False) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"[: 19 if seconds else 16] if moment else ""


def day_text(day: date | None) -> str:
    """A day as people write it: 2020年4月8日, 8 Apr 2020."""
    return say(dates.day_words(day)) if day else ""


def today() -> date:
    """The day it is now on the ledger's own clock face."""
    return local(identity.current_ledger().clock.now()).date()


def due_words(due: Due | str | None) -> str:
    """A due date no more precise than it was stated: 2020年4月上旬, early April 2020."""
    if not due:
        return ""
    return say(dates.due_words(due if isinstance(due, Due) else Due.parse(due)))


def demo_clock() -> str:
    """The moment the clock was set to by hand, as in a demonstration; "" where it is the machine's own."""
    clock = identity.current_ledger().clock
    return instant(clock.now()) if clock.shifted else ""


def zone_name() -> str:
    return str(identity.current_ledger().zone)


def quick_days() -> list[tuple[str, str]]:
    """Days people often want to look back at: yesterday, the last Sunday, the ends of the last month and quarter."""
    now = today()
    month = now.replace(day=1) - timedelta(days=1)
    quarter = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    days = {
        t("yesterday"): now - timedelta(days=1),
        t("end of last week"): now - timedelta(days=now.weekday() + 1),
        t("end of last month"): month,
        t("end of last quarter"): quarter,
    }
    return [(words, day.isoformat()) for words, day in days.items()]


class Light(NamedTuple):
    """How pressing a due date is: `colour` red or amber, and the words that say so without the colour."""

    colour: str
    words: str


def light(state: str | None, last: date | None, today: date) -> Light | None:
    """Red past the last day while the unit has not reported; amber in its last week; otherwise none."""
    if last is None or state not in OPEN_STATES:
        return None
    days = (last - today).days
    if days < 0:
        late = state in (State.ISSUED, State.ASSIGNED)
        words = t("a day overdue") if days == -1 else t("%(days)s days overdue", days=-days)
        return Light("red", words) if late else None
    if days > SOON.days:
        return None
    near = {0: t("due today"), 1: t("due tomorrow")}
    return Light("amber", near.get(days) or t("%(days)s days left", days=days))


def size_words(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
