"""The life of a rectification item: which trigger leads where, and who may pull it.

`TRANSITIONS` is the whole workflow. `transitions.Machine` answers questions about it and draws it; it holds no
item, so nothing here changes state. Take a row out and the command it served fails.
"""

import hashlib
from enum import StrEnum
from typing import NamedTuple

import orjson
from transitions import Machine

from workflow.errors import IllegalTransition, Words
from workflow.facts import Conclusion, FollowUp
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


class Transition(NamedTuple):
    """`source` None makes the item. `roles` may pull it for a bureau's item, `city_roles` for the city's own.

    A row with `outcomes` is the one taken when what the command decides is one of them. A row that stays in its state
    records something beside the way (`beside`): the Machine says where that is possible, too. `clock` says that the
    system pulls it by itself, when its time has come.
    """

    trigger: str
    source: State | None
    dest: State
    says: Words
    roles: tuple[Role, ...]
    city_roles: tuple[Role, ...]
    outcomes: tuple[StrEnum, ...] = ()
    clock: bool = False


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


def beside(
    trigger: str, states: tuple[State, ...], says: Words, roles: tuple[Role, ...], city_roles: tuple[Role, ...]
) -> tuple[Transition, ...]:
    """The rows of a trigger that may be pulled in these states, and leaves the item where it is."""
    return tuple(Transition(trigger, state, state, says, roles, city_roles) for state in states)


TRANSITIONS = (
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
)

ROWS: dict[tuple[str, State | None], list[Transition]] = {}
for _row in TRANSITIONS:
    ROWS.setdefault((_row.trigger, _row.source), []).append(_row)

TRIGGERS = {row.trigger: row.says for row in TRANSITIONS}

BESIDE = frozenset(TRIGGERS) - {row.trigger for row in TRANSITIONS if row.source is not row.dest}
"""The triggers that leave an item where it is, whatever comes of them."""

NOTHING = Words("无（办理已终结）", "nothing (it is final)")
UNBORN = "unborn"


def known_as(state: State | None) -> str:
    """The state's name in the Machine, which has one more: where an item is that is not there yet."""
    return UNBORN if state is None else state.value


MACHINE = Machine(
    model=None,
    states=[UNBORN, *(state.value for state in State)],
    initial=UNBORN,
    transitions=[[row.trigger, known_as(row.source), row.dest.value] for row in TRANSITIONS],
    auto_transitions=False,
)


def definition_digest() -> str:
    """The hex SHA-256 of the table's canonical form: every stream's first event pins the one it was born under."""
    return hashlib.sha256(orjson.dumps(TRANSITIONS, default=list, option=orjson.OPT_SORT_KEYS)).hexdigest()


DEFINITION = definition_digest()


def transition(state: State | None, trigger: str, outcome: StrEnum | None = None) -> Transition:
    """The row that `trigger` takes from `state`, or IllegalTransition saying what is allowed."""
    event = MACHINE.events.get(trigger)
    open_now = {taken.dest for taken in event.transitions.get(known_as(state), ())} if event else set()
    for row in ROWS.get((trigger, state), ()):
        if row.dest.value in open_now and (not row.outcomes or outcome in row.outcomes):
            return row
    raise IllegalTransition(
        state=STATES[state] if state else Words("不存在", "absent"),
        trigger=TRIGGERS.get(trigger, Words(trigger, trigger)),
        allowed=named(ways_from(state)),
    )


def triggers_from(state: State | None) -> list[str]:
    """The triggers open from `state`, in the order of the table."""
    return list(dict.fromkeys(MACHINE.get_triggers(known_as(state))))


def ways_from(state: State | None) -> list[str]:
    """Those of them that can bring the item on, which a refusal names; what is recorded beside the way is left out."""
    return [trigger for trigger in triggers_from(state) if trigger not in BESIDE]


def some_outcome(state: State | None, trigger: str) -> StrEnum | None:
    """One of the outcomes that `trigger` can have from `state`, the first of the table; None where it has none."""
    return next((outcome for row in ROWS.get((trigger, state), ()) for outcome in row.outcomes), None)


def roles_for(row: Transition, owner: Owner) -> tuple[Role, ...]:
    return row.city_roles if owner is Owner.CITY else row.roles


def named(triggers: list[str]) -> Words:
    """The triggers as people call them."""
    if not triggers:
        return NOTHING
    return Words("、".join(TRIGGERS[t].zh for t in triggers), ", ".join(TRIGGERS[t].en for t in triggers))
