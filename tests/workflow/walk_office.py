"""A random office: people do and try anything, days pass, the worker fires timers and dies between two commands."""

import random
from contextlib import ExitStack
from datetime import timedelta
from unittest import mock
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from events import tables
from events.projection import compare
from events.rebuilding import rebuild_board, rebuild_histories
from events.store import EventStore
from tests import examples as x
from tests.office import Office
from tests.workflow import walk_moves as moves
from tests.workflow import walk_people as people
from tests.workflow import walk_seen as seen
from tests.workflow import walk_worker as worker
from tests.workflow.walk_truths import untruths
from tools.lives import digest_of
from workflow import decider, machine, missed, reports, timers
from workflow import messages as m
from workflow.decider import why_not
from workflow.errors import Refusal
from workflow.following import HISTORY, follow, followed
from workflow.history import life
from workflow.lookups import NAMESPACE, policy_id
from workflow.machine import BESIDE
from workflow.messages.policy import Policy
from workflow.projections import PROJECTIONS
from workflow.raising import item_of
from workflow.service import handle
from workflow.words import Role

ITEMS = [UUID(int=100 + n) for n in range(4)]
OWED = [UUID(int=200 + n) for n in range(2)]
FIRST = (x.BAISHI, x.SHIQIAO, x.CITY, "qinglan")
PEOPLE = st.sampled_from(x.EVERYONE)
LOOKING = (x.CENTER, x.SECOND, x.LEADER, x.HANDLER, x.EVALUATOR, x.AUDITOR)
CHANCE = st.integers(0, 10**6)
ANYTHING = (*moves.BY_CHANCE, "verify")
VERSIONS, CHANGES = sorted(machine.released()), sorted(moves.OBLIGATIONS)
POLICIES = {Policy.RAISED_ITEM_DAYS: 30, Policy.SUPERVISE_BLUE_DAYS: 10, Policy.SUPERVISE_YELLOW_DAYS: 5}


class OfficeAtWork(RuleBasedStateMachine):
    """Anyone tries anything; what is refused changes nothing, what is done can be seen again for ever."""

    open_office = None

    @initialize()
    def begin(self):
        self.stack = ExitStack()
        self.office: Office = self.stack.enter_context(type(self).open_office())
        people.move_in(self.office)
        self.kept: dict[int, bytes] = {}
        self.looked_at, self.deeds = -1, 0
        self.owing: dict[UUID, str] = {}
        for policy, days in POLICIES.items():
            said = {"days": days, "since": "2020-01-01", "reason": "办法"}
            self.office.do(m.SetPolicy, x.CENTER, policy_id(policy), said, policy=policy)
        for item, unit, version in zip(ITEMS, FIRST, VERSIONS, strict=False):
            self.issue(item, x.CENTER, unit, version)
        self.owe(OWED[0], x.CENTER, x.BAISHI)

    def teardown(self):
        if hasattr(self, "stack"):
            self.everything_can_be_seen_again()
            self.stack.close()

    @rule(
        item=st.sampled_from(ITEMS), by=PEOPLE, bureau=st.sampled_from(people.UNITS),
        version=st.sampled_from(VERSIONS),
    )  # fmt: skip
    def issue(self, item, by, bureau, version):
        """By this release, or by one of those before it."""
        with mock.patch.object(decider, "DEFINITION", digest_of(version)):
            self.attempt(lambda: self.office.issue(item, by, bureau=bureau, problem=str(item)))

    @rule(item=st.sampled_from(ITEMS), by=PEOPLE, trigger=st.sampled_from(moves.BY_CHANCE))
    def move(self, item, by, trigger):
        command, now = m.ITEM_COMMANDS[trigger], self.standing(item)
        if now is not None:
            events = 2 if trigger == "convert" else 1  # what it becomes is set up with it
            by = people.at(now.bureau, by)
            said = moves.said(trigger, now, by, self.office)
            self.attempt(lambda: self.office.do(command, by, item, said), events)

    @rule(item=st.sampled_from(ITEMS), by=PEOPLE, conclusion=st.sampled_from(["completed", "ongoing", "not_completed"]))
    def verify(self, item, by, conclusion):
        now, said = self.standing(item), {"conclusion": conclusion, "reason": "见核查意见"}
        by = people.at(now.bureau, by) if now else by
        self.attempt(lambda: self.office.do(m.VerifyItem, by, item, said))

    @rule(item=st.sampled_from(ITEMS), seed=CHANCE)
    def people_do_what_they_may(self, item, seed):
        """Chance alone seldom gets an item far; this walks it on, eagerly or with much said beside the way."""
        rng = random.Random(seed)
        eager = rng.choice((0.3, 0.95))
        for _ in range(rng.randint(1, 10)):
            now, today = self.standing(item), self.office.ledger.today
            open_to = {t: who for t in ANYTHING if now and (who := people.allowed(t, now, today))}
            if not open_to:
                return
            ahead = sorted(open_to.keys() - BESIDE - {"withdraw", "transfer"})
            trigger = rng.choice(ahead if ahead and rng.random() < eager else sorted(open_to))
            by = rng.choice(open_to[trigger])
            if trigger == "verify":
                self.verify(item, by, rng.choice(("completed", "completed", "ongoing", "not_completed")))
            else:
                self.move(item, by, trigger)

    @rule(
        one=st.sampled_from(OWED), by=st.sampled_from((x.CENTER, x.CENTER, x.LEADER)),
        bureau=st.sampled_from(people.BUREAUS),
    )  # fmt: skip
    def owe(self, one, by, bureau):
        self.owing.setdefault(one, bureau)
        said = {"bureau": self.owing[one], "area": "archive", "duty": str(one), "rule": "monthly", "basis": "公示办法"}
        said["since"] = self.office.ledger.today.replace(day=1).isoformat()
        self.attempt(lambda: self.office.do(m.SetUpObligation, by, one, said))

    @rule(one=st.sampled_from(OWED), by=st.sampled_from((x.CENTER, x.LEADER)), trigger=st.sampled_from(CHANGES))
    def change_what_is_owed(self, one, by, trigger):
        said = moves.of_obligation(trigger, self.office.ledger.today)
        by = people.at(self.owing.get(one, x.BAISHI), by)
        self.attempt(lambda: self.office.do(moves.OBLIGATIONS[trigger], by, one, said))

    @rule(one=st.sampled_from(OWED), by=PEOPLE, ago=st.integers(0, 35))
    def perform(self, one, by, ago):
        self.deeds += 1
        day = self.office.ledger.today - timedelta(days=ago)
        said = {"performed_on": day.isoformat(), "what": "公示名单一份", "no_evidence": "当日停电"}
        deed, by = uuid5(NAMESPACE, f"deed {self.deeds}"), people.at(self.owing.get(one, x.BAISHI), by)
        self.attempt(lambda: self.office.do(m.RecordPerformance, by, deed, said, obligation=one))

    @rule(by=PEOPLE, which=st.integers(1, 4))
    def strike(self, by, which):
        deed = uuid5(NAMESPACE, f"deed {which}")
        self.attempt(lambda: self.office.do(m.StrikePerformance, by, deed, {"reason": "重复登记"}))

    @rule(days=st.sampled_from((1, 4, 12, 31)), dies_at=st.integers(0, 6), behind=st.booleans(), seed=CHANCE)
    def days_pass(self, days, dies_at, behind, seed):
        """The worker dies after so many commands, is started again, and once more beside one who is a step behind."""
        self.people_do_what_they_may(ITEMS[seed % 4], seed)
        self.office.clock.advance(timedelta(days=days))
        ledger = self.office.ledger
        stale = worker.due(ledger) if behind else []
        with worker.dying_at(dies_at) as died:
            timers.fire(ledger)
        fired = timers.fire(ledger) if died else 0
        length = self.length()
        for command in stale:
            assert handle(ledger, command).events
        assert timers.fire(ledger) == 0
        assert self.length() == length, (days, dies_at, fired)
        self.nothing_missed_is_left()
        self.keep()

    def nothing_missed_is_left(self):
        """Each period that was missed has its one item."""
        with self.office.ledger.database.reading() as connection:
            wanted = missed.wanted(connection, self.office.now(), self.office.ledger.zone)
        raised = [history[0].stream for history in self.histories() if history[0].event.cause]
        assert {f"item-{item_of(one.cause)}" for one in wanted} == set(raised)

    def attempt(self, act, events=1):
        before = self.length()
        try:
            act()
        except Refusal:
            assert self.length() == before
        else:
            assert self.length() == before + events
            self.keep()

    def standing(self, item):
        with self.office.ledger.database.reading() as connection:
            try:
                return life(connection, item, x.AUDITOR, self.office.now()).item
            except Refusal:
                return None

    def length(self):
        with self.office.ledger.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(tables.events))

    def keep(self):
        """The ledger as it stands, under the position it stands at."""
        with self.office.ledger.database.reading() as connection:
            newest = EventStore(connection).read_newest(limit=1)[0]
            if newest.recorded_at.date() == self.office.clock.now().date():  # as of an event it is the event's day
                self.kept[newest.position] = seen.ledger_bytes(connection, self.office.now())

    def everything_can_be_seen_again(self):
        for position, bytes_then in self.kept.items():
            at = self.office.then(f"@{position}")
            with self.office.ledger.database.reading() as connection:
                assert seen.ledger_bytes(connection, at) == bytes_then
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
    def what_must_hold_holds(self):
        """Looked at whenever something was written."""
        if not hasattr(self, "office") or self.looked_at == self.length():
            return
        self.looked_at = self.length()
        histories = self.histories()
        assert untruths(histories) == []
        self.the_desk_shows_what_the_guards_allow([UUID(one[0].stream.removeprefix("item-")) for one in histories])

    def the_desk_shows_what_the_guards_allow(self, there):
        """What waits for someone is what they may do; and what only they may do waits for them."""
        with self.office.ledger.database.reading() as connection:
            standing = {i: life(connection, i, x.AUDITOR, self.office.now()).item for i in there}
            units = sorted({item.bureau for item in standing.values()}) or [x.BAISHI]
            unit = units[self.looked_at % len(units)]  # one at a time; a walk is long
            for by in (people.at(unit, one) for one in LOOKING):
                for trigger in reports.WAITS_FOR:
                    waiting = {row.item_id for row in reports.desk(connection, by, self.office.now(), trigger).rows}
                    allowed = {i for i, item in standing.items() if why_not(by, trigger, item) is None}
                    assert waiting <= allowed
                    if by.role is not Role.CITY_CENTER or trigger in ("verify", "close"):
                        assert waiting == allowed

    def histories(self):
        with self.office.ledger.database.reading() as connection:
            store = EventStore(connection)
            return [store.read(stream).recorded for stream in store.streams("item")]
