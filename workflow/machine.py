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
from workflow.facts import Conclusion
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
CONVERT = Words("转为持续义务", "make an obligation")


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
    Transition("convert", State.VERIFIED, State.CONVERTED, CONVERT, CENTER, CENTER),
)

ROWS: dict[tuple[str, State | None], list[Transition]] = {}
for _row in TRANSITIONS:
    ROWS.setdefault((_row.trigger, _row.source), []).append(_row)

TRIGGERS = {row.trigger: row.says for row in TRANSITIONS}

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
        allowed=named(triggers_from(state)),
    )


def triggers_from(state: State | None) -> list[str]:
    """The triggers open from `state`, in the order of the table."""
    return list(dict.fromkeys(MACHINE.get_triggers(known_as(state))))


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
