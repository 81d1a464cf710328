"""The engine suite: what holds of every life, of the shipped one in all its versions and of one that is not shipped."""

import hashlib
import random
from dataclasses import replace

import orjson
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from tests import examples as x
from tests.golden.shelf import SHELF
from tests.lives import SUPERVISION, Matter
from tests.spec import given
from tools import lives as tool
from workflow import machine
from workflow import messages as m
from workflow.decider import decide, why_not
from workflow.errors import IllegalTransition, UnknownLife, Words
from workflow.item import NEW, Happened, fold
from workflow.life import BrokenLife, Life, Transition, read
from workflow.messages.item import ItemHandedOver
from workflow.words import STATES, Role, State

LIVES = {f"item-{n}": life for n, life in machine.released().items()} | {
    "item": machine.ITEM_LIFE, "supervision": SUPERVISION,
}  # fmt: skip


@pytest.fixture(params=LIVES)
def life(request):
    return LIVES[request.param]


def test_every_row_is_taken_from_its_state_by_each_of_its_outcomes(life):
    for row in life.rows:
        for outcome in row.outcomes or (None,):
            assert life.row(row.source, row.trigger, outcome) is row


def test_what_has_no_row_is_refused_with_what_has(life):
    for state in (None, *life.states):
        rest = [trigger for trigger in life.triggers if trigger not in life.triggers_from(state)]
        for trigger in [*rest, "fly"]:
            with pytest.raises(IllegalTransition) as refused:
                life.row(state, trigger)
            assert refused.value.what["allowed"] == life.named(life.ways_from(state))


def test_a_row_taken_out_of_the_machine_is_out_of_reach(life, monkeypatch):
    for row in life.rows:
        with monkeypatch.context() as patched:
            patched.setattr(life.machine.events[row.trigger], "transitions", {})
            with pytest.raises(IllegalTransition):
                life.row(row.source, row.trigger, row.outcomes[0] if row.outcomes else None)


def test_an_outcome_that_no_row_has_is_refused(life):
    decided = [row for row in life.rows if row.outcomes]
    for row in decided:
        with pytest.raises(IllegalTransition):
            life.row(row.source, row.trigger, "no such outcome")


@for_any(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("name", LIVES)
def test_wherever_chance_leads_only_rows_were_taken(name, seed):
    life, rng, state, walked = LIVES[name], random.Random(seed), None, []
    while len(walked) < 30 and (open_ := life.triggers_from(state)):
        row = rng.choice([row for trigger in open_ for row in life.rows_of(state, trigger)])
        taken = life.row(state, row.trigger, rng.choice(row.outcomes) if row.outcomes else None)
        walked.append((state, taken.dest))
        state = taken.dest
    assert set(walked) <= {(row.source, row.dest) for row in life.rows}
    assert walked[0][0] is None


def test_every_state_is_reached_and_every_life_begins_at_one_place(life):
    assert {row.dest for row in life.rows} == set(life.states)
    assert len({row.dest for row in life.rows if row.source is None}) == 1


@pytest.mark.parametrize(("name", "states"), [("item", State), ("supervision", Matter)])
def test_written_and_read_again_it_is_the_same_under_the_same_address(name, states):
    life = LIVES[name]
    again = read(life.canonical, states, {})
    assert (again.canonical, again.digest, again.rows) == (life.canonical, life.digest, life.rows)
    assert life.digest == hashlib.sha256(life.canonical).hexdigest()


def test_the_address_changes_with_any_row_or_state(life):
    digests = {life.digest}
    for number in range(len(life.rows)):
        rest = life.rows[:number] + life.rows[number + 1 :]
        if {row.dest for row in rest} == set(life.states):
            digests.add(Life(life.kind, life.states, rest).digest)
    renamed = {state: Words(f"{words.zh}了", words.en) for state, words in life.states.items()}
    digests.add(Life(life.kind, renamed, life.rows).digest)
    assert len(digests) > 2


ROW = ["issue", None, "issued", ["下发", "issue"], ["city_center"], ["city_center"], [], False]


@pytest.mark.parametrize("broken", [
    b"", b"{}", b"[[1]]", b'{"kind":"item","rows":[],"states":[["fled",["a","b"]]]}',
    orjson.dumps([ROW, ROW]), orjson.dumps([[*ROW[:2], "fled", *ROW[3:]]]),
    orjson.dumps([[*ROW[:4], ["king"], *ROW[5:]]]),
    orjson.dumps({"kind": "item", "rows": [ROW], "states": [["issued", ["a", "b"]], ["closed", ["c", "d"]]]}),
])  # fmt: skip
def test_what_cannot_be_lived_is_refused(broken):
    with pytest.raises(BrokenLife):
        read(broken, State, STATES)


def test_the_newest_released_version_is_the_table():
    newest = max(machine.released())
    kept = (machine.FOLDER / f"item-{newest}.json").read_bytes()
    assert kept == machine.ITEM_LIFE.canonical, "run: python -m tools.lives"
    assert machine.version_of(machine.DEFINITION) == newest


def test_a_version_that_a_golden_ledger_names_is_never_written_again(tmp_path, monkeypatch):
    pinned = tool.pinned()
    frozen = {n for n in machine.released() if tool.digest_of(n) in pinned}
    assert frozen >= {1, 2}
    assert len(list(SHELF.glob("0*"))) >= 3
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    for number in frozen:
        (tmp_path / f"item-{number}.json").write_bytes((machine.FOLDER / f"item-{number}.json").read_bytes())
    assert tool.write(machine.ITEM_LIFE) == max(frozen) + (tool.digest_of(max(frozen)) != machine.DEFINITION)


@pytest.mark.parametrize("version", machine.released())
def test_its_drawing_shows_every_state_with_room_for_its_count(version):
    for language in ("zh", "en"):
        drawn = (tool.DRAWINGS / f"item-{version}.{language}.svg").read_text(encoding="utf-8")
        for state, words in machine.released()[version].states.items():
            assert words.say(language) in drawn
            assert f"counts.{state.value}" in drawn
        for row in machine.released()[version].rows:
            if row.source is not row.dest:
                assert row.says.say(language) in drawn


def born_under(version: int):
    return replace(x.issued, definition=tool.digest_of(version))


def test_an_item_goes_on_by_the_life_it_was_born_under_and_by_the_newest_for_what_that_has_no_word_for():
    assert "hand_over" not in machine.released()[1].triggers
    over = m.HandOverItem(**x.asked_by(x.LEADER), handler=x.COLLEAGUE.account, reason="轮岗")
    handed = ItemHandedOver(leads_to=State.ASSIGNED, handler=x.COLLEAGUE.account, reason="轮岗")
    given(born_under(1), x.assigned).when(over).then(handed)
    given(born_under(1)).when(x.withdraw).then(x.withdrawn)
    given(born_under(1)).when(over).then_refused(IllegalTransition)


def test_where_both_have_a_word_the_life_it_was_born_under_decides():
    first = machine.life_of(tool.digest_of(1))
    assert first.rows_of(State.REPORTED, "verify") == machine.released()[1].rows_of(State.REPORTED, "verify")
    assert first.triggers.keys() == machine.ITEM_LIFE.triggers.keys()


def test_a_life_of_a_newer_release_is_told_as_such_wherever_it_is_met():
    item = fold([Happened(replace(x.issued, definition="f" * 64), x.CENTER, x.NOON)], NEW)
    assert isinstance(why_not(x.LEADER, "assign", item), UnknownLife)
    with pytest.raises(UnknownLife, match="ffffffffffff"):
        decide(x.assign, item)


def test_a_second_life_shares_nothing_with_items_but_the_engine():
    assert SUPERVISION.kind == "supervision"
    assert not set(SUPERVISION.triggers) & set(machine.TRIGGERS)
    assert {role for row in SUPERVISION.rows for role in row.roles} <= set(Role)
    assert all(isinstance(row, Transition) for row in SUPERVISION.rows)
