"""A read model is made anew beside the live one: readers see old rows or new ones, writers lose nothing."""

import random
import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text

from events import subscription
from events.errors import LeaseLost
from events.projection import compare
from events.rebuilding import rebuild_board, rebuild_histories
from events.subscription import Runner, standings
from tests.workflow.test_following import IDS, at_random, busy, newest, park
from workflow.following import HISTORY, follow, followed
from workflow.projections import ITEMS, PROJECTIONS

ROWS = select(func.count())


def rows(office):
    """Every row of every read model."""
    tables = [table for projection in PROJECTIONS for table in projection.tables]
    with office.ledger.database.reading() as connection:
        return {t.name: connection.execute(select(t).order_by(*t.primary_key)).all() for t in tables}


def differences(office):
    with office.ledger.database.reading() as connection:
        return [d for p in PROJECTIONS for d in compare(connection, p, followed(connection))]


def change(office, statement):
    """Behind everybody's back; without the lock its rows would be taken in another order than the writers take them."""
    with office.ledger.database.writing() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("LOCK TABLE item_board, item_history IN SHARE ROW EXCLUSIVE MODE"))
        connection.execute(text(statement))


def rebuild(office):
    """Everything; how many rows of each table were wrong."""
    database = office.ledger.database
    boards = {projection.now.name: rebuild_board(database, projection) for projection in PROJECTIONS}
    return boards | rebuild_histories(database, PROJECTIONS, HISTORY.name)


def at_rest(office):
    follow(office.ledger.database, office.clock)
    return rows(office)


COPY = {
    "item_board": "INSERT INTO item_board (stream_id, number, {rest}) SELECT 'item-x', 'x', {rest} FROM item_board",
    "item_history": "INSERT INTO item_history (stream_id, version, {rest}) SELECT stream_id, 9, {rest} "
    "FROM item_history WHERE version = 2",
}
WRONG = {
    "{table}: a value": "UPDATE {table} SET state = 'closed' WHERE version = (SELECT max(version) FROM {table})",
    "{table}: an empty value": "UPDATE {table} SET handler = NULL WHERE version = (SELECT max(version) FROM {table})",
    "{table}: a row is missing": "DELETE FROM {table} WHERE version = (SELECT max(version) FROM {table})",
    "{table}: a row too many": COPY,
}
PLANTED = {
    name.format(table=table): (table, (said if isinstance(said, str) else said[table]))
    for table in ("item_board", "item_history")
    for name, said in WRONG.items()
} | {
    "where it begins": ("item_history", "UPDATE item_history SET from_position = from_position - 1 WHERE version = 2"),
    "where it ends": ("item_history", "UPDATE item_history SET to_position = to_position + 1 WHERE version = 1"),
    "an area": ("areas_history", "UPDATE areas_history SET areas = '[]'"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_row_that_is_wrong_is_found_and_mended(office, planted):
    office.issue()
    office.assign()
    right = at_rest(office)
    table, statement = PLANTED[planted]
    names = {column.name for column in ITEMS.now.columns} - {"stream_id"}
    rest = ", ".join(sorted(names - ({"number"} if table == "item_board" else {"version"})))
    if table == "item_history":
        rest += ", from_position, to_position"
    change(office, statement.format(table=table, rest=rest))
    assert {one.table for one in differences(office)} == {table}
    assert {name for name, wrong in rebuild(office).items() if wrong} == {table}
    assert rows(office) == right
    assert differences(office) == []


def test_what_is_made_anew_while_people_work_is_what_the_log_says(office, rng: random.Random):
    busy(office, rng, 5)
    ended = threading.Event()
    failed = []

    def work():
        chance = random.Random(rng.random())
        while not ended.is_set():
            try:
                at_random(office, chance, chance.choice(IDS))
                follow(office.ledger.database, office.clock)
            except Exception as error:
                failed.append(error)
                raise

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(4):
        change(office, "UPDATE item_history SET remark = 'x'")
        change(office, "UPDATE item_board SET remark = 'x'")
        rebuild(office)
    ended.set()
    worker.join()
    assert failed == []
    live = at_rest(office)
    assert differences(office) == []
    assert set(rebuild(office).values()) == {0}
    assert rows(office) == live


def test_a_reader_never_sees_less_while_it_is_made_anew(office, rng: random.Random):
    busy(office, rng, 5)
    at_rest(office)
    position, seen, ended = newest(office), set(), threading.Event()

    def read():
        while not ended.is_set():
            with office.ledger.database.reading() as connection:
                sources = (ITEMS.at(position), ITEMS.now)
                seen.add(tuple(connection.scalar(ROWS.select_from(source)) for source in sources))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        change(office, f"UPDATE item_history SET remark = 'x{number}'")
        change(office, f"UPDATE item_board SET remark = 'x{number}'")
        assert rebuild(office)["item_board"] == len(IDS)
    ended.set()
    reader.join()
    assert seen == {(len(IDS), len(IDS))}


def test_a_view_taken_before_the_switch_keeps_the_old_rows(office):
    office.issue()
    at_rest(office)
    change(office, "UPDATE item_history SET remark = 'old'")
    with office.ledger.database.reading() as connection:
        connection.execute(text("SELECT 1 FROM streams")).all()
        rebuild(office)
        assert connection.scalars(select(ITEMS.at(newest(office)).c.remark)).all() == ["old"]
    with office.ledger.database.reading() as connection:
        assert connection.scalars(select(ITEMS.at(newest(office)).c.remark)).all() == [""]


@contextmanager
def dying_at(monkeypatch, number):
    """Making the n-th stream's rows ends it all."""
    made, rows_of = [], ITEMS.rows

    def rows_or_die(history):
        made.append(history)
        if len(made) == number:
            raise KeyboardInterrupt
        return rows_of(history)

    with monkeypatch.context() as patch:
        patch.setattr(ITEMS, "rows", rows_or_die)
        yield


def test_a_rebuild_that_dies_leaves_the_live_rows_and_can_be_run_again(office, rng, monkeypatch):
    busy(office, rng, 5)
    right = at_rest(office)
    change(office, "UPDATE item_history SET remark = 'x'")
    change(office, "UPDATE item_board SET remark = 'x'")
    wrong = rows(office)
    with dying_at(monkeypatch, 3), pytest.raises(KeyboardInterrupt):
        rebuild_board(office.ledger.database, ITEMS)
    with dying_at(monkeypatch, 3), pytest.raises(KeyboardInterrupt):
        rebuild_histories(office.ledger.database, [ITEMS], HISTORY.name)
    assert rows(office) == wrong
    rebuild(office)
    assert rows(office) == right


def test_a_runner_at_work_loses_its_lease_to_the_switch(office):
    office.whole_life()
    database = office.ledger.database
    stale = Runner(database, office.clock, HISTORY, subscription.take(database, office.clock, HISTORY.name))
    assert stale.handle_batch(3) == 3
    rebuild(office)
    with pytest.raises(LeaseLost):
        stale.handle_batch(3)
    assert at_rest(office) == rows(office)
    assert differences(office) == []


def test_the_histories_count_their_generations_and_stay_where_they_were(office):
    office.issue()
    at_rest(office)
    office.assign()
    before = standing(office)
    rebuild(office)
    after = standing(office)
    assert (after.generation, after.position) == (before.generation + 1, before.position)
    assert after.behind == 1


def standing(office):
    with office.ledger.database.reading() as connection:
        return next(one for one in standings(connection) if one.name == HISTORY.name)


def test_what_was_parked_by_a_wrong_row_goes_on_after_a_rebuild(office):
    park(office)
    follow(office.ledger.database, office.clock)
    assert standing(office).error
    rebuild(office)
    assert standing(office).error is None
    assert follow(office.ledger.database, office.clock) == 3
    assert differences(office) == []
