"""The life of a rectification item: which trigger leads where, and who may pull it.

`TRANSITIONS` is the whole workflow, as it is for items that are issued now; `lives/` keeps every version that was
released, and an item goes on by the one it was born under. Take a row out and the command it served fails.
"""

import hashlib
from enum import StrEnum
from functools import cache
from pathlib import Path

from workflow.errors import UnknownLife, Words
from workflow.facts import Conclusion
from workflow.life import Life, Transition, read
from workflow.words import STATES, Role, State


class Owner(StrEnum):
    """Whose item it is: a county bureau's, or the city center's own, which outsiders must check."""

    BUREAU = "bureau"
    CITY = "city"


CENTER = (Role.CITY_CENTER,)
LEADER = (Role.BUREAU_LEADER, Role.CITY_CENTER)
ANSWER = (Role.BUREAU_HANDLER, Role.BUREAU_LEADER)
ANYBODY = (*ANSWER, Role.CITY_CENTER)
EVALUATOR = (Role.EVALUATOR,)


DONE = (Conclusion.COMPLETED, Conclusion.ONGOING)
NOT_DONE = (Conclusion.PARTLY_COMPLETED, Conclusion.NOT_COMPLETED)

ISSUE, ASSIGN, REPORT = Words("下发", "issue"), Words("分派", "assign"), Words("上报", "report")
VERIFY, SEND_BACK, CLOSE = Words("核查", "verify"), Words("退回", "send back"), Words("销号", "close")
REOPEN, WITHDRAW = Words("重新立账", "reopen"), Words("撤回", "withdraw")
HAND_OVER = Words("移交", "hand over")


def beside(
    trigger: str, states: tuple[State, ...], says: Words, roles: tuple[Role, ...], city_roles: tuple[Role, ...]
) -> tuple[Transition[State], ...]:
    """The rows of a trigger that may be pulled in these states, and leaves the item where it is."""
    return tuple(Transition(trigger, state, state, says, roles, city_roles) for state in states)


TRANSITIONS: tuple[Transition[State], ...] = (
    Transition("issue", None, State.ISSUED, ISSUE, CENTER, CENTER, clock=True),
    Transition("assign", State.ISSUED, State.ASSIGNED, ASSIGN, LEADER, CENTER),
    Transition("hand_over", State.ASSIGNED, State.ASSIGNED, HAND_OVER, ANYBODY, CENTER),
    Transition("report", State.ASSIGNED, State.REPORTED, REPORT, ANSWER, CENTER),
    Transition("verify", State.REPORTED, State.VERIFIED, VERIFY, CENTER, EVALUATOR, DONE),
    Transition("verify", State.REPORTED, State.ASSIGNED, VERIFY, CENTER, EVALUATOR, NOT_DONE),
    Transition("send_back", State.REPORTED, State.ASSIGNED, SEND_BACK, CENTER, EVALUATOR),
    Transition("send_back", State.VERIFIED, State.ASSIGNED, SEND_BACK, CENTER, CENTER),
    Transition("close", State.VERIFIED, State.CLOSED, CLOSE, CENTER, CENTER),
    Transition("reopen", State.CLOSED, State.ASSIGNED, REOPEN, CENTER, CENTER),
    Transition("withdraw", State.ISSUED, State.WITHDRAWN, WITHDRAW, CENTER, CENTER),
    Transition("withdraw", State.ASSIGNED, State.WITHDRAWN, WITHDRAW, CENTER, CENTER),
)

ITEM_LIFE = Life("item", STATES, TRANSITIONS)
MACHINE, TRIGGERS, DEFINITION = ITEM_LIFE.machine, ITEM_LIFE.triggers, ITEM_LIFE.digest
"""A stream's first event pins the digest of the life it was born under."""

FOLDER = Path(__file__).parent / "lives"


@cache
def released() -> dict[int, Life[State]]:
    """Every version that was released, by its number."""
    files = {int(path.stem.removeprefix("item-")): path for path in FOLDER.glob("item-*.json")}
    return {number: read(files[number].read_bytes(), State, STATES) for number in sorted(files)}


@cache
def digest_of(version: int) -> str:
    """The digest of a version that was released."""
    return hashlib.sha256((FOLDER / f"item-{version}.json").read_bytes()).hexdigest()


def version_of(definition: str) -> int:
    """The number of the version with a digest; UnknownLife where there is none: it is of a newer release."""
    for number in released():
        if digest_of(number) == definition:
            return number
    raise UnknownLife(definition=definition[:12])


@cache
def life_of(definition: str) -> Life[State]:
    """The life that an item goes on by: the version it was born under, and for what that has no word yet, the newest.

    UnknownLife where this release does not know the version.
    """
    if definition in ("", DEFINITION):
        return ITEM_LIFE
    born = released()[version_of(definition)]
    later = tuple(row for row in TRANSITIONS if row.trigger not in born.triggers)
    return Life("item", STATES, (*born.rows, *later)) if later else born


def roles_for(row: Transition[State], owner: Owner) -> tuple[Role, ...]:
    return row.city_roles if owner is Owner.CITY else row.roles
