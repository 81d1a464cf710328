"""A life as data: the states something can be in, and the rows that lead from one to the next. Knows no item.

    {"kind":"item","rows":[["issue",null,"issued",["下发","issue"],["city_center"],["city_center"],[],true],…],
     "states":[["issued",["已下发","issued"]],…]}            canonical: sorted keys, no spaces, UTF-8

The SHA-256 of these bytes is its address: what was begun under a life names it for ever. `transitions.Machine` answers
what leads where and holds nothing that lives, so that one is shared by all. Versions 1 and 2 were the rows alone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from transitions import Machine

from workflow.errors import IllegalTransition, Words
from workflow.words import Role

S = TypeVar("S", bound=StrEnum)
UNBORN = "unborn"
ABSENT, NOTHING = Words("不存在", "absent"), Words("无（办理已终结）", "nothing (it is final)")


class Transition(NamedTuple, Generic[S]):
    """`source` None makes the thing. `roles` may pull it for a bureau's thing, `city_roles` for the city's own.

    A row with `outcomes` is the one taken when what the command decides is one of them. A row that stays in its state
    records something beside the way (`beside`): the Machine says where that is possible, too. `clock` says that the
    system pulls it by itself, when its time has come.
    """

    trigger: str
    source: S | None
    dest: S
    says: Words
    roles: tuple[Role, ...]
    city_roles: tuple[Role, ...]
    outcomes: tuple[StrEnum | str, ...] = ()
    clock: bool = False


class BrokenLife(ValueError):
    """What was read is no life: a row leads from or to nowhere, or two rows cannot be told apart."""


def known_as(state: StrEnum | None) -> str:
    """The state's name in the Machine, which has one more: where a thing is that is not there yet."""
    return UNBORN if state is None else state.value


@dataclass(frozen=True, eq=False)
class Life(Generic[S]):
    """One version of a life. BrokenLife where it could not be lived."""

    kind: str
    states: Mapping[S, Words]
    rows: tuple[Transition[S], ...]
    machine: Machine = field(init=False)

    def __post_init__(self) -> None:
        self._require_sound()
        moves = [[row.trigger, known_as(row.source), row.dest.value] for row in self.rows]
        states = [UNBORN, *(state.value for state in self.states)]
        machine = Machine(model=None, states=states, initial=UNBORN, transitions=moves, auto_transitions=False)
        object.__setattr__(self, "machine", machine)

    def _require_sound(self) -> None:
        seen: set[tuple[str, StrEnum | None, str]] = set()
        for row in self.rows:
            for state in filter(None, (row.source, row.dest)):
                if state not in self.states:
                    raise BrokenLife(f"{row.trigger} names a state that is none: {state}")
            for outcome in row.outcomes or ("",):
                one = (row.trigger, row.source, str(outcome))
                if one in seen or (one[0], one[1], "") in seen:
                    raise BrokenLife(f"two rows of {row.trigger} from {known_as(row.source)} cannot be told apart")
                seen.add(one)
        reached = {row.dest for row in self.rows}
        if lost := [state for state in self.states if state not in reached]:
            raise BrokenLife(f"no row leads to {lost[0]}")

    @cached_property
    def canonical(self) -> bytes:
        """The bytes that the digest is over."""
        data = {"kind": self.kind, "rows": self.rows, "states": list(self.states.items())}
        return orjson.dumps(data, default=list, option=orjson.OPT_SORT_KEYS)

    @cached_property
    def digest(self) -> str:
        """The hex SHA-256 that it is known by."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def triggers(self) -> dict[str, Words]:
        """What can be done at all, in the order of the rows."""
        return {row.trigger: row.says for row in self.rows}

    def row(self, state: S | None, trigger: str, outcome: StrEnum | str | None = None) -> Transition[S]:
        """The row that `trigger` takes from `state`, or IllegalTransition saying what is allowed."""
        event = self.machine.events.get(trigger)
        open_now = {taken.dest for taken in event.transitions.get(known_as(state), ())} if event else set()
        for row in self.rows_of(state, trigger):
            if row.dest.value in open_now and (not row.outcomes or outcome in row.outcomes):
                return row
        raise IllegalTransition(
            state=self.states[state] if state else ABSENT, trigger=self.triggers.get(trigger, Words(trigger, trigger)),
            allowed=self.named(self.ways_from(state)),
        )  # fmt: skip

    def rows_of(self, state: S | None, trigger: str) -> list[Transition[S]]:
        return self._by_place.get((trigger, state), [])

    @cached_property
    def _by_place(self) -> dict[tuple[str, S | None], list[Transition[S]]]:
        found: dict[tuple[str, S | None], list[Transition[S]]] = {}
        for row in self.rows:
            found.setdefault((row.trigger, row.source), []).append(row)
        return found

    def triggers_from(self, state: S | None) -> list[str]:
        """The triggers open from `state`, in the order of the rows."""
        return list(dict.fromkeys(self.machine.get_triggers(known_as(state))))

    @cached_property
    def beside(self) -> frozenset[str]:
        """The triggers that leave a thing where it is, whatever comes of them."""
        return frozenset(self.triggers) - {row.trigger for row in self.rows if row.source is not row.dest}

    def ways_from(self, state: S | None) -> list[str]:
        """The triggers from `state` that can bring it on, which a refusal names; what is beside the way is left out."""
        return [trigger for trigger in self.triggers_from(state) if trigger not in self.beside]

    def some_outcome(self, state: S | None, trigger: str) -> StrEnum | str | None:
        """One of the outcomes that `trigger` can have from `state`, the first one; None where it has none."""
        return next((outcome for row in self.rows_of(state, trigger) for outcome in row.outcomes), None)

    def named(self, triggers: Iterable[str]) -> Words:
        """The triggers as people call them."""
        said = [self.triggers[trigger] for trigger in triggers]
        if not said:
            return NOTHING
        return Words("、".join(words.zh for words in said), ", ".join(words.en for words in said))


def read(text: bytes, states: type[S], called: Mapping[S, Words]) -> Life[S]:
    """The life written as canonical bytes; BrokenLife where it is none. `called` are the words of one that has none."""
    try:
        data: Any = orjson.loads(text)
        rows = data if isinstance(data, list) else data["rows"]
        moves = tuple(_row(one, states) for one in rows)
        if isinstance(data, list):
            met = {row.dest for row in moves} | {row.source for row in moves}
            return Life("item", {state: words for state, words in called.items() if state in met}, moves)
        return Life(data["kind"], {states(name): Words(*words) for name, words in data["states"]}, moves)
    except (ValueError, TypeError, KeyError) as error:
        raise error if isinstance(error, BrokenLife) else BrokenLife(str(error)) from error


def _row(data: Any, states: type[S]) -> Transition[S]:
    trigger, source, dest, says, roles, city_roles, outcomes, *rest = data
    return Transition(
        trigger, states(source) if source is not None else None, states(dest), Words(*says), tuple(map(Role, roles)),
        tuple(map(Role, city_roles)), tuple(outcomes), *rest,
    )  # fmt: skip
