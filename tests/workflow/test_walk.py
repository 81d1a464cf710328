"""An office at work at random: what must hold whatever happens, in whatever order, on both databases."""

import shutil
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from events import tables
from events.event import EVENT_NAMES
from events.projection import compare
from events.rebuilding import rebuild_board, rebuild_histories
from events.store import EventStore
from tests import examples as x
from tests.matter_moves import WORDS
from tests.office import Office
from workflow import messages as m
from workflow import reports, schemas
from workflow.decider import why_not
from workflow.errors import Refusal
from workflow.facts import FollowUp
from workflow.following import HISTORY, follow, followed
from workflow.history import life, present
from workflow.item import Happened, fold
from workflow.machine import BESIDE, DEFINITION, TRIGGERS
from workflow.projections import PROJECTIONS
from workflow.words import Role

ITEMS = [UUID(int=100 + n) for n in range(4)]
PEOPLE = st.sampled_from(x.EVERYONE)


def matter(trigger, office, by):
    """What is said beside the way, of an item with one measure; it goes to and fro between two bureaus."""
    said = {"measure": 1, "measure_due": "2020-04-08", "contacted_on": "2020-03-12", "checked_on": "2020-03-12",
            "bureau": ("baishi", "shiqiao")[office.clock.now().second % 2], **WORDS[trigger]}  # fmt: skip
    return {name: said[name] for name in schemas.schema_for(m.ITEM_COMMANDS[trigger]).fields if name in said}


SAID = {
    "assign": lambda office, by: {"handler": str(x.HANDLER.account), "internal_due": "2020-04-01"},
    "hand_over": lambda office, by: {"handler": str(x.LEADER.account), "reason": "出差"},
    "report": lambda office, by: {"measures": "甲", "result": "乙", "evidence": [office.upload(by)]},
    "send_back": lambda office, by: {"reason": "看不清"},
    "close": lambda office, by: {},
    "reopen": lambda office, by: {"reason": "反弹"},
    "withdraw": lambda office, by: {"reason": "重复"},
    **{trigger: partial(matter, trigger) for trigger in WORDS},
    "request_extension": lambda office, by: {"until": "2020-05-29", "reason": "等系统升级", "progress": "过半"},
    "decide_extension": lambda office, by: {"decision": "approved"},
    "urge": lambda office, by: {},
    "supervise": lambda office, by: {"light": "yellow", "note": "进度慢"},
    "convert": lambda office, by: {
        "duty": f"核对数据{office.clock.now()}",
        "rule": "monthly",
        "since": "2020-04-01",
        "basis": "整改意见",
    },
}
BESIDE_EVENTS = {EVENT_NAMES[m.ITEM_COMMANDS[trigger].records][0] for trigger in BESIDE}


class OfficeAtWork(RuleBasedStateMachine):
    """Anyone tries anything; what is refused changes nothing, what is done can be seen again for ever."""

    open_office = None

    @initialize()
    def begin(self):
        self.stack = ExitStack()
        self.office: Office = self.stack.enter_context(type(self).open_office())
        self.kept: dict[int, bytes] = {}
        self.keep()

    def teardown(self):
        if hasattr(self, "stack"):
            self.everything_can_be_seen_again()
            self.stack.close()

    @rule(item=st.sampled_from(ITEMS), by=PEOPLE, city=st.booleans())
    def issue(self, item, by, city):
        bureau = "center" if city else "baishi"
        self.attempt(lambda: self.office.issue(item, by, bureau=bureau, problem=str(item)))

    @rule(item=st.sampled_from(ITEMS), by=PEOPLE, trigger=st.sampled_from(sorted(SAID)))
    def move(self, item, by, trigger):
        command = m.ITEM_COMMANDS[trigger]
        events = 2 if trigger == "convert" else 1  # what it becomes is set up with it
        self.attempt(lambda: self.office.do(command, by, item, SAID[trigger](self.office, by)), events)

    @rule(item=st.sampled_from(ITEMS), by=PEOPLE, conclusion=st.sampled_from(["completed", "ongoing", "not_completed"]))
    def verify(self, item, by, conclusion):
        said = {"conclusion": conclusion, "reason": "见核查意见"}
        self.attempt(lambda: self.office.do(m.VerifyItem, by, item, said))

    @rule(item=st.sampled_from(ITEMS), chance=st.integers(0, 10**6))
    def somebody_does_what_they_may(self, item, chance):
        """Chance alone seldom gets an item far; this walks it on."""
        with self.office.ledger.database.reading() as connection:
            try:
                now = life(connection, item, x.AUDITOR, self.office.now()).item
            except Refusal:
                return
        open_to = [
            (by, t) for t in SAID | {"verify": None} for by in x.EVERYONE if why_not(by, t, now, x.NOON.date()) is None
        ]
        open_to = [(by, t) for by, t in open_to if t not in BESIDE] if chance % 3 else open_to
        if open_to:
            by, trigger = open_to[chance % len(open_to)]
            if trigger == "verify":
                self.verify(item, by, ("completed", "completed", "ongoing", "not_completed")[chance % 4])
            else:
                self.move(item, by, trigger)

    def attempt(self, act, events=1):
        before = self.length()
        try:
            act()
        except Refusal:
            assert self.length() == before
        else:
            assert self.length() == before + events
            self.keep()

    def length(self):
        with self.office.ledger.database.reading() as connection:
            return len(connection.execute(select(tables.events.c.version)).all())

    def keep(self):
        """The ledger as it stands, under the position it stands at."""
        with self.office.ledger.database.reading() as connection:
            newest = EventStore(connection).read_newest(limit=1)[0].position
            self.kept[newest] = ledger_bytes(connection, self.office.now())

    def everything_can_be_seen_again(self):
        for position, bytes_then in self.kept.items():
            at = self.office.then(f"@{position}")
            with self.office.ledger.database.reading() as connection:
                assert ledger_bytes(connection, at) == bytes_then
        self.rebuilding_changes_nothing()

    def rebuilding_changes_nothing(self):
        database = self.office.ledger.database
        follow(database, self.office.clock)
        before = self.rows()
        for projection in PROJECTIONS:
            assert rebuild_board(database, projection) == 0
        assert set(rebuild_histories(database, PROJECTIONS, HISTORY.name).values()) == {0}
        assert self.rows() == before

    def rows(self):
        """Every row of every read model; each is what the log says."""
        with self.office.ledger.database.reading() as connection:
            for projection in PROJECTIONS:
                assert list(compare(connection, projection, followed(connection))) == []
            tables_ = [table for projection in PROJECTIONS for table in projection.tables]
            return [connection.execute(select(t).order_by(*t.primary_key)).all() for t in tables_]

    @invariant()
    def reporter_verifier_and_closer_are_three_accounts_in_each_round(self):
        for history in self.histories():
            rounds: list[dict[str, set[UUID]]] = [{}]
            for one in history:
                back = getattr(one.event, "followed_up", None) is FollowUp.FAILED
                if back or one.name in ("item.reopened", "item.transferred"):
                    rounds.append({})
                rounds[-1].setdefault(one.name, set()).add(m.Actor.parse(one.actor).account)
            for names in rounds:
                reported, verified, closed = (names.get(f"item.{n}", set()) for n in ("reported", "verified", "closed"))
                assert not reported & verified
                assert not (closed | names.get("item.converted", set())) & (reported | verified)

    @invariant()
    def nothing_is_closed_that_was_not_found_completed(self):
        for history in self.histories():
            moved = [one for one in history if one.name not in BESIDE_EVENTS]
            for before, one in pairwise(moved):
                if one.name == "item.closed":
                    assert (before.name, before.event.conclusion) == ("item.verified", "completed")

    @invariant()
    def every_first_event_pins_the_definition(self):
        assert {history[0].event.definition for history in self.histories()} <= {DEFINITION}

    @invariant()
    def the_desk_shows_what_the_guards_allow(self):
        """What waits for someone is what they may do; and what only they may do waits for them."""
        if not hasattr(self, "office"):
            return
        there = self.there()
        with self.office.ledger.database.reading() as connection:
            standing = {i: life(connection, i, x.AUDITOR, NOW).item for i in there}
            for by in (x.CENTER, x.SECOND, x.LEADER, x.HANDLER, x.EVALUATOR, x.AUDITOR):
                for trigger in reports.WAITS_FOR:
                    waiting = {row.item_id for row in reports.desk(connection, by, self.office.now(), trigger).rows}
                    allowed = {i for i, item in standing.items() if why_not(by, trigger, item) is None}
                    assert waiting <= allowed
                    if by.role is not Role.CITY_CENTER or trigger in ("verify", "close"):
                        assert waiting == allowed

    def there(self):
        return [UUID(history[0].stream.removeprefix("item-")) for history in self.histories()]

    def histories(self):
        if not hasattr(self, "office"):
            return []
        with self.office.ledger.database.reading() as connection:
            store = EventStore(connection)
            return [store.read(stream).recorded for stream in store.streams("item")]


NOW = present(x.NOON, ZoneInfo("Asia/Shanghai"))


def ledger_bytes(connection, at):
    """Every list an auditor can see, as bytes."""
    page = reports.ledger(connection, x.AUDITOR, at, reports.Filter(), size=200)
    filtered = reports.ledger(connection, x.LEADER, at, reports.Filter(state="open", text="0"), sort="changed")
    matrix = sorted(reports.matrix(connection, x.AUDITOR, at).items())  # a count has no order of its own
    rest = (reports.counts(connection, x.AUDITOR, at), matrix)
    notices = reports.notices(connection, x.AUDITOR, at)
    lives = [[s.item for s in life(connection, row.item_id, x.AUDITOR, at).steps] for row in page.rows]
    return repr((list(page.rows), list(filtered.rows), rest, notices, lives)).encode()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_office_at_work(kind, request, tmp_path_factory, big):
    def open_office():
        folder = tmp_path_factory.mktemp("walk")
        if kind == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            url = f"sqlite:///{shutil.copy(template, folder / 'x.db')}"
        else:
            server = request.getfixturevalue("postgres_server")
            url = server.create(template=request.getfixturevalue("postgres_template"))
            made.append(url)
        return Office.open(url, folder / "files")

    made: list[str] = []
    machine = type("Walk", (OfficeAtWork,), {"open_office": staticmethod(open_office)})
    steps, examples = (60, 100) if big else (20, 4)
    size = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(machine, settings=size)
    for url in made:
        request.getfixturevalue("postgres_server").drop(url)


def test_every_trigger_of_the_table_is_walked():
    assert SAID.keys() | {"issue", "verify"} == TRIGGERS.keys()


def test_folding_what_was_read_gives_what_was_decided(office):
    office.whole_life()
    with office.ledger.database.reading() as connection:
        history = EventStore(connection).read(f"item-{x.ITEM}").recorded
    assert fold(map(Happened.of, history)).state == "closed"
