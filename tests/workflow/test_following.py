"""As of any position, the read models are what the events up to it make them: held against folding them all."""

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from events import subscription
from events.intervals import keeper
from events.projection import compare
from events.store import EventStore
from events.subscription import Subscription
from tests import examples as x
from tests.matter_moves import WORDS, words
from tests.office import AREAS, Office
from workflow import history, reports
from workflow import messages as m
from workflow.calendar import Calendar
from workflow.decider import why_not
from workflow.facts import Light
from workflow.following import HISTORY, follow, followed
from workflow.item import Happened, fold
from workflow.log_errors import HistoryBehind
from workflow.machine import ITEM_LIFE
from workflow.projections import ITEMS, PROJECTIONS

IDS = [UUID(int=500 + n) for n in range(5)]
SAID = {
    "assign": lambda office, by: {"handler": str(x.HANDLER.account), "internal_due": "2020-04-01"},
    "report": lambda office, by: {"measures": "甲", "result": "乙", "evidence": [office.upload(by)]},
    "verify": lambda office, by: {"conclusion": "completed", "reason": "见核查意见"},
    "close": lambda office, by: {},
    "decide_extension": lambda office, by: {"decision": "approved"},
    "urge": lambda office, by: {"note": "请抓紧"},
}


def busy(office: Office, rng: random.Random, steps: int) -> None:
    """Items are issued and moved on by whoever may; the other registers change too."""
    for item in IDS:
        office.issue(item, problem=f"问题{item.int}", due=f"2020-04-0{rng.randint(1, 9)}")
    for _ in range(steps):
        at_random(office, rng, rng.choice(IDS))
    areas = [{"code": code, "zh": zh + "新", "en": en} for code, zh, en in AREAS]
    office.do(m.PublishAreas, x.CENTER, history_of(office, "areas")[0].stream[6:], {"areas": areas})


def at_random(office: Office, rng: random.Random, item: UUID) -> None:
    with office.ledger.database.reading() as connection:
        now = fold(map(Happened.of, EventStore(connection).read(f"item-{item}").recorded))
    tried = [(t, by) for t in ITEM_LIFE.triggers_from(now.state) for by in x.EVERYONE]
    may = [(t, by) for t, by in tried if why_not(by, t, now) is None]
    moves = [pair for pair in may if pair[0] not in ("withdraw", "transfer")]
    if moves:
        trigger, by = rng.choice(moves)
        said = SAID.get(trigger, lambda office, by: {"reason": "照片看不清"})(office, by)
        if trigger in WORDS:
            said = words(trigger, now, by, office.ledger.today)
        if trigger == "hand_over":
            said["handler"] = str((x.LEADER if now.handler == x.HANDLER.account else x.HANDLER).account)
        if trigger == "request_extension":
            said |= {"until": str(Calendar().add(now.due.last, 3)), "progress": "过半"}
        if trigger == "supervise":
            said = {"light": list(Light)[now.light.rank + 1 if now.light else 0], "note": "进度慢"}
        office.do(m.ITEM_COMMANDS[trigger], by, item, said)


def history_of(office, kind):
    with office.ledger.database.reading() as connection:
        store = EventStore(connection)
        return [one for stream in store.streams(kind) for one in store.read(stream).recorded]


def newest(office) -> int:
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read_newest(limit=1)[0].position


def folded(connection, projection, position):
    """The oracle: every stream folded up to the position."""
    store = EventStore(connection)
    histories = [store.read(stream).recorded for stream in store.streams(projection.kind)]
    up_to = [[one for one in recorded if one.position <= position] for recorded in histories]
    return sorted((list(projection.rows(recorded))[-1] for recorded in up_to if recorded), key=str)


def test_at_every_position_the_rows_are_those_of_a_fold_up_to_it(office, rng: random.Random):
    busy(office, rng, 20)
    for position in range(newest(office) + 1):
        with history.reading_at(office.ledger.database, f"@{position}", office.clock.now(), office.ledger.zone) as (
            connection,
            at,
        ):
            for projection in PROJECTIONS:
                rows = connection.execute(select(projection.at(at.position))).mappings()
                assert sorted(map(dict, rows), key=str) == folded(connection, projection, position)


def test_at_every_position_lists_and_counts_are_those_of_a_fold_up_to_it(office, rng: random.Random):
    busy(office, rng, 20)
    for position in range(newest(office) + 1):
        with history.reading_at(office.ledger.database, f"@{position}", office.clock.now(), office.ledger.zone) as (
            connection,
            at,
        ):
            rows = folded(connection, ITEMS, position)
            counted = {state: n for state, n in reports.counts(connection, x.AUDITOR, at).items() if n}
            assert counted == Counter(row["state"] for row in rows)
            for sort, (column, down) in reports.SORTS.items():
                wanted = sorted(rows, key=lambda row, by=column: (row[by], row["number"]), reverse=down)
                for number in (1, 2):
                    page = reports.ledger(connection, x.AUDITOR, at, reports.Filter(), sort=sort, page=number, size=3)
                    if number <= page.last:
                        shown = wanted[3 * number - 3 : 3 * number]
                        assert [r.number for r in page.rows] == [r["number"] for r in shown], (position, sort)
                        assert page.total == len(rows)


def test_an_instant_shows_what_was_sealed_by_then(office):
    office.issue()
    between = office.clock.now() + timedelta(seconds=0.5)
    office.assign()
    at = office.then(between.isoformat())
    with office.ledger.database.reading() as connection:
        assert reports.counts(connection, x.AUDITOR, at)["issued"] == 1
        assert reports.counts(connection, x.AUDITOR, office.now())["assigned"] == 1


def test_however_the_log_is_cut_into_batches_the_histories_are_the_same(office, rng: random.Random):
    busy(office, rng, 15)
    while (batch := Subscription("history", keeper(PROJECTIONS), batch=rng.randint(1, 4))) and not caught_up(office):
        subscription.run(office.ledger.database, office.clock, batch, batches=1)
    with office.ledger.database.reading() as connection:
        assert followed(connection) == newest(office)
        for projection in PROJECTIONS:
            assert list(compare(connection, projection, followed(connection))) == []


def caught_up(office):
    with office.ledger.database.reading() as connection:
        return followed(connection) == newest(office)


def test_a_reader_brings_the_histories_to_where_it_looks(office):
    office.whole_life()
    with office.ledger.database.reading() as connection:
        assert followed(connection) == -1
    at = office.then(f"@{newest(office)}")
    with office.ledger.database.reading() as connection:
        assert followed(connection) == at.position


def test_what_is_behind_is_late_and_no_difference(office):
    office.issue()
    follow(office.ledger.database, office.clock)
    office.assign()
    with office.ledger.database.reading() as connection:
        assert followed(connection) == newest(office) - 1
        assert list(compare(connection, ITEMS, followed(connection))) == []


def park(office):
    """The third event of the item cannot be worked on: its history row is there already."""
    office.whole_life()
    with office.ledger.database.writing() as connection:
        columns = ", ".join(column.name for column in ITEMS.now.columns if column.name != "version")
        connection.execute(
            text(
                f"INSERT INTO item_history (version, from_position, to_position, {columns}) "
                f"SELECT 3, 0, 1, {columns} FROM item_board"
            )
        )


def test_a_moment_the_histories_cannot_come_to_is_refused_with_the_reason(office):
    park(office)
    last = newest(office)
    with pytest.raises(HistoryBehind) as refused:
        office.then(f"@{last}")
    assert refused.value.what["asked"] == last
    assert refused.value.what["reached"] == last - 3
    for language, said in (("zh", "处理出错"), ("en", "parked")):
        assert said in refused.value.message(language)
    assert office.then(f"@{last - 3}").position == last - 3


def test_a_lease_that_is_held_makes_a_reader_wait_and_then_say_so(office, monkeypatch):
    office.issue()
    monkeypatch.setattr("workflow.following.PATIENCE", 0.1)
    assert subscription.take(office.ledger.database, office.clock, HISTORY.name)
    with pytest.raises(HistoryBehind, match="being worked on"):
        office.then(f"@{newest(office)}")
    office.clock.advance(subscription.LEASE)
    assert office.then(f"@{newest(office)}").position == newest(office)
