"""What a request for more time, or the answer to it, needs to know: the next working day, how many policy gives."""

from dataclasses import replace
from datetime import date
from typing import Any

from events.store import EventStore
from workflow import messages as m
from workflow.calendar_days import together
from workflow.facts import Decision
from workflow.item import Item
from workflow.lookups import calendar_id, policy_days
from workflow.messages.matters import FollowUpItem
from workflow.messages.policy import Policy


def prepared(command: Any, item: Item, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it. A refused extension has no date, whatever the form said."""
    match command:
        case m.RequestExtension():
            most = policy_days(store, Policy.MAX_EXTENSIONS, today)
            return replace(command, most=most, working=_working(store, command.until))
        case m.DecideExtension(decision=Decision.REFUSED):
            return replace(command, until=None)
        case m.ReopenItem(new_due=date() as anew) | FollowUpItem(new_due=date() as anew):
            return replace(command, working=_working(store, anew))
        case m.DecideExtension():
            until = command.until or item.extension_until
            return replace(command, until=until, working=until and _working(store, until))
    return command


def _working(store: EventStore, day: date) -> date:
    """The day itself where it is worked, or the first one after it; by the calendars of its year and the next."""
    said = (store.read(f"calendar-{calendar_id(year)}").recorded for year in (day.year, day.year + 1))
    return together(one[-1].event for one in said if one).next(day)
