"""What people say at random with each command on an item, on whatever day it is; and what they say of obligations."""

from datetime import date, timedelta
from typing import Any

from tests import examples as x
from tests.matter_moves import WORDS, words
from tests.office import Office
from tests.workflow import walk_people as people
from workflow import messages as m
from workflow import schemas
from workflow.item import Item
from workflow.matters import STANDS, open_to

DAY = timedelta(days=1)


def working(day: date) -> date:
    """The first day from this on that is no weekend."""
    return next(one for one in (day + n * DAY for n in range(3)) if one.weekday() < 5)


def said(trigger: str, item: Item, by: m.Actor, office: Office) -> dict[str, Any]:
    """What is said with a trigger; of a measure that is not there where none is, so that this is refused as well."""
    today = office.ledger.today
    due = item.due.last if item.due else today
    if trigger == "request_extension":
        return {"until": working(max(due, today) + 20 * DAY).isoformat(), "reason": "等系统升级", "progress": "过半"}
    if trigger == "convert":
        duty = f"核对数据{office.clock.now()}"
        return {"duty": duty, "rule": "monthly", "since": today.isoformat(), "basis": "整改意见"}
    if trigger == "report":
        return {"measures": "甲", "result": "乙", "evidence": [office.upload(by)]}
    if trigger == "assign":
        return {"handler": str(people.at(item.bureau, x.HANDLER).account), "internal_due": (due - 7 * DAY).isoformat()}
    if trigger == "hand_over":
        return {"handler": str(people.at(item.bureau, x.LEADER).account), "reason": "出差"}
    if trigger == "reopen":
        return {"reason": "反弹", "new_due": anew(item, today)}
    return matter(trigger, item, by, today) if trigger in WORDS else SAID[trigger]


def anew(item: Item, today: date) -> str | None:
    """A due date for a new round where it needs one, and on some days where it does not."""
    due = item.due.last if item.due else today
    return working(max(due, today) + 10 * DAY).isoformat() if due < today or today.toordinal() % 3 else None


def matter(trigger: str, item: Item, by: m.Actor, today: date) -> dict[str, Any]:
    if trigger in STANDS and not open_to(trigger, item):
        told: dict[str, Any] = WORDS[trigger] | {"measure": 1}
    else:
        told = words(trigger, item, by, today)
    if trigger == "transfer":
        told["bureau"] = people.after(item.bureau)
    if trigger == "follow_up":
        told["followed_up"] = "passed" if today.toordinal() % 2 else "failed"
        told["new_due"] = anew(item, today)
    known = schemas.schema_for(m.ITEM_COMMANDS[trigger]).fields
    return {name: value for name, value in told.items() if name in known and value is not None}


SAID: dict[str, dict[str, Any]] = {
    "send_back": {"reason": "看不清"},
    "close": {},
    "withdraw": {"reason": "重复"},
    "decide_extension": {"decision": "approved"},
    "urge": {},
    "supervise": {"light": "yellow", "note": "进度慢"},
}
BY_CHANCE = ("request_extension", "convert", "report", "assign", "hand_over", "reopen", *WORDS, *SAID)
"""The triggers that are said here; issuing and verifying have words of their own."""

OBLIGATIONS: dict[str, type[m.ObligationCommand]] = {
    trigger: command for trigger, command in m.OBLIGATION_COMMANDS.items() if trigger != "set_up"
}


def of_obligation(trigger: str, today: date) -> dict[str, Any]:
    """What is said when an obligation is changed, from today on."""
    rule = {"rule": "unquantified" if today.toordinal() % 2 else "monthly"} if trigger == "change" else {}
    return {"since": today.isoformat(), "reason": "另有规定"} | rule
