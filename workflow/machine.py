"""The life of a rectification item: which trigger leads where, and who may pull it.

`TRANSITIONS` is the whole workflow, as it is for items that are issued now; `lives/` keeps every version that was
released, and an item goes on by the one it was born under. Take a row out and the command it served fails.
"""

import hashlib
from enum import StrEnum
from functools import cache
from pathlib import Path

from workflow.errors import UnknownLife, Words
from workflow.facts import Conclusion, FollowUp
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
IN_HAND = (State.ISSUED, State.ASSIGNED)


DONE = (Conclusion.COMPLETED, Conclusion.ONGOING)
NOT_DONE = (Conclusion.PARTLY_COMPLETED, Conclusion.NOT_COMPLETED)

ISSUE, ASSIGN, REPORT = Words("下发", "issue"), Words("分派", "assign"), Words("上报", "report")
VERIFY, SEND_BACK, CLOSE = Words("核查", "verify"), Words("退回", "send back"), Words("销号", "close")
REOPEN, WITHDRAW = Words("重新立账", "reopen"), Words("撤回", "withdraw")
HAND_OVER = Words("移交", "hand over")
PLAN, DROP = Words("制定分项措施", "plan a measure"), Words("取消分项措施", "drop a measure")
COMPLETE, ACCEPT = Words("完成分项措施", "complete a measure"), Words("核验分项措施", "verify a measure")
PROGRESS, TRANSFER = Words("填报进展", "note progress"), Words("转办", "transfer")
OBJECT, ANSWER_IT = Words("提出异议", "object"), Words("答复异议", "answer the objection")
WAIT, CONTACT = Words("登记外部依赖", "wait for an outside party"), Words("记录再次联系", "note another contact")
END_WAIT, FOLLOW_UP = Words("结束等待", "end the wait"), Words("回头看", "follow up")


WAITED_FOR = (State.ISSUED, State.ASSIGNED)
"""Where an item waits for its unit: what is reported waits for those who judge it."""
EXTEND, DECIDE = Words("申请延期", "ask for an extension"), Words("答复延期", "decide on the extension")
URGE, SUPERVISE = Words("催办", "urge"), Words("督办", "supervise")
CONVERT = Words("转为持续义务", "make an obligation")


def beside(
    trigger: str, states: tuple[State, ...], says: Words, roles: tuple[Role, ...], city_roles: tuple[Role, ...],
    *, clock: bool = False,
) -> tuple[Transition[State], ...]:  # fmt: skip
    """The rows of a trigger that may be pulled in these states, and leaves the item where it is."""
    return tuple(Transition(trigger, state, state, says, roles, city_roles, clock=clock) for state in states)


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
    *beside("plan_measure", IN_HAND[:1], PLAN, LEADER, CENTER),
    *beside("plan_measure", IN_HAND[1:], PLAN, ANYBODY, CENTER),
    *beside("drop_measure", IN_HAND[:1], DROP, LEADER, CENTER),
    *beside("drop_measure", IN_HAND[1:], DROP, ANYBODY, CENTER),
    *beside("complete_measure", (State.ASSIGNED, State.REPORTED), COMPLETE, ANSWER, CENTER),
    *beside("verify_measure", (State.ASSIGNED, State.REPORTED, State.VERIFIED), ACCEPT, CENTER, EVALUATOR),
    *beside("note_progress", IN_HAND[:1], PROGRESS, (Role.BUREAU_LEADER,), CENTER),
    *beside("note_progress", (State.ASSIGNED, State.REPORTED), PROGRESS, ANSWER, CENTER),
    *beside("object", IN_HAND, OBJECT, (Role.BUREAU_LEADER,), CENTER),
    *beside("answer_objection", (*IN_HAND, State.REPORTED, State.VERIFIED), ANSWER_IT, CENTER, EVALUATOR),
    Transition("transfer", State.ISSUED, State.ISSUED, TRANSFER, CENTER, CENTER),
    Transition("transfer", State.ASSIGNED, State.ISSUED, TRANSFER, CENTER, CENTER),
    *beside("wait_for", IN_HAND[:1], WAIT, LEADER, CENTER),
    *beside("wait_for", IN_HAND[1:], WAIT, ANYBODY, CENTER),
    *beside("contact_again", IN_HAND[:1], CONTACT, LEADER, CENTER),
    *beside("contact_again", IN_HAND[1:], CONTACT, ANYBODY, CENTER),
    *beside("end_waiting", IN_HAND[:1], END_WAIT, LEADER, CENTER),
    *beside("end_waiting", IN_HAND[1:], END_WAIT, ANYBODY, CENTER),
    Transition("follow_up", State.CLOSED, State.CLOSED, FOLLOW_UP, CENTER, EVALUATOR, (FollowUp.PASSED,)),
    Transition("follow_up", State.CLOSED, State.ASSIGNED, FOLLOW_UP, CENTER, EVALUATOR, (FollowUp.FAILED,)),
    *beside("request_extension", WAITED_FOR, EXTEND, ANSWER, CENTER),
    *beside("decide_extension", WAITED_FOR, DECIDE, CENTER, EVALUATOR),
    *beside("urge", WAITED_FOR, URGE, CENTER, EVALUATOR),
    *beside("supervise", WAITED_FOR, SUPERVISE, CENTER, EVALUATOR, clock=True),
    Transition("convert", State.VERIFIED, State.CONVERTED, CONVERT, CENTER, CENTER),
)

ITEM_LIFE = Life("item", STATES, TRANSITIONS)
MACHINE, TRIGGERS, DEFINITION = ITEM_LIFE.machine, ITEM_LIFE.triggers, ITEM_LIFE.digest
"""A stream's first event pins the digest of the life it was born under."""

BESIDE = ITEM_LIFE.beside
"""The triggers that leave an item where it is, whatever comes of them."""

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
