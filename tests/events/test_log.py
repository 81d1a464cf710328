"""The contract of the log, on both databases: order, one writer per version, once per command, nothing changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, update

from events import sealer, tables
from events.database import Database
from events.errors import DuplicateCommand, Suspended, WrongExpectedVersion
from events.event import EMPTY, Envelope
from events.store import Answer, Beside, EventStore, New
from events.verify import verify
from tests import examples as x


def envelope(**changed):
    command = uuid4()
    said = {"at": x.NOON, "actor": str(x.CENTER), "command_id": command, "correlation_id": command}
    return Envelope(**said | changed)


def answered_with(answer):
    return lambda _: Beside(answer=Answer(request_digest=b"1", answer=answer))


@pytest.fixture
def database(migrated_url):
    database = Database(migrated_url)
    yield database
    database.close()


@pytest.fixture
def store(database):
    with database.writing() as connection:
        yield EventStore(connection)


def test_a_stream_reads_back_as_it_was_appended(store):
    first = store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    head = store.read("item-1").head
    second = store.append("item-1", [x.assigned, x.reported], expected=head, envelope=envelope())
    assert store.read("item-1").recorded == first + second
    assert [r.event for r in store.read("item-1", up_to=2).recorded] == [x.issued, x.assigned]


def test_an_unknown_stream_is_empty(store):
    assert store.read("item-none").head == EMPTY


def test_a_second_writer_of_the_same_version_is_refused(store):
    head = store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope()) and store.read("item-1").head
    store.append("item-1", [x.assigned], expected=head, envelope=envelope())
    with pytest.raises(WrongExpectedVersion):
        store.append("item-1", [x.assigned], expected=head, envelope=envelope())


def test_a_stream_is_begun_once(store):
    store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    with pytest.raises(WrongExpectedVersion):
        store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())


def test_expecting_a_version_of_an_unknown_stream_leaves_nothing_behind(store):
    with pytest.raises(WrongExpectedVersion):
        store.append("item-9", [x.issued], expected=replace(EMPTY, version=3), envelope=envelope())
    assert list(store.streams("item")) == []


def test_a_writer_that_holds_another_head_digest_is_refused(store):
    store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    head = replace(store.read("item-1").head, digest=bytes(32))
    with pytest.raises(WrongExpectedVersion):
        store.append("item-1", [x.assigned], expected=head, envelope=envelope())


def test_a_command_is_answered_once(store):
    command = uuid4()
    said = {"expected": EMPTY, "envelope": envelope(command_id=command), "beside": answered_with(b"{}")}
    store.append("item-1", [x.issued], **said)
    assert store.answered(command) == Answer(request_digest=b"1", answer=b"{}")
    with pytest.raises(DuplicateCommand):
        store.append("item-2", [x.issued], **said)


def test_a_closed_stream_takes_no_append(database):
    with database.writing() as connection:
        store = EventStore(connection)
        store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
        connection.execute(update(tables.streams).values(closed=1))
        with pytest.raises(WrongExpectedVersion):
            store.append("item-1", [x.assigned], expected=store.read("item-1").head, envelope=envelope())
        assert len(store.read("item-1").recorded) == 1


def test_a_suspended_log_takes_no_append_but_that_of_a_recovery(database):
    with database.writing() as connection:
        connection.execute(insert(tables.suspensions), {"found_at": x.NOON, "reason": "an older copy"})
        with pytest.raises(Suspended, match="an older copy"):
            EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
        recovering = EventStore(connection, recovering=True)
        recovering.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
        with pytest.raises(Suspended):
            EventStore(connection).append(
                "item-1", [x.assigned], expected=recovering.read("item-1").head, envelope=envelope()
            )


def test_a_suspension_that_was_lifted_holds_nothing_up(database):
    with database.writing() as connection:
        lifted = {"found_at": x.NOON, "reason": "an older copy", "lifted_at": x.NOON}
        connection.execute(insert(tables.suspensions), lifted)
        EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
        assert EventStore(connection).read("item-1").head.version == 1


def test_an_append_without_a_transaction_around_it_stands_whole_or_not_at_all(migrated_postgres_url):
    database = Database(migrated_postgres_url)
    command = uuid4()
    said = {"expected": EMPTY, "envelope": envelope(command_id=command), "beside": answered_with(b"{}")}
    with database.commanding() as connection:
        EventStore(connection).append("item-1", [x.issued, x.assigned], **said)
        with pytest.raises(DuplicateCommand):
            EventStore(connection).append("item-2", [x.issued], **said)
        with pytest.raises(WrongExpectedVersion):
            EventStore(connection).append("item-1", [x.issued], **said)
    with database.reading() as connection:
        counts = [connection.scalar(select(func.count()).select_from(t)) for t in (tables.events, tables.pending)]
        assert (counts, list(EventStore(connection).streams("item"))) == ([2, 2], ["item-1"])
    database.close()


def test_recorded_time_never_runs_back_within_a_stream(store):
    store.append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    earlier = envelope(at=x.NOON - timedelta(hours=1))
    [late] = store.append("item-1", [x.assigned], expected=store.read("item-1").head, envelope=earlier)
    assert late.recorded_at == x.NOON


def test_sealing_gives_positions_without_gaps_in_the_order_of_appends(database):
    for number in range(5):
        with database.writing() as connection:
            EventStore(connection).append(f"item-{number}", [x.issued, x.assigned], expected=EMPTY, envelope=envelope())
    with database.writing() as connection:
        assert sealer.lag(connection) == 10
        assert sealer.seal_batch(connection, x.NOON) == 10
        log = EventStore(connection).read_log()
        assert [r.position for r in log] == list(range(10))
        assert [(r.stream, r.version) for r in log] == [(f"item-{n}", v) for n in range(5) for v in (1, 2)]
        assert sealer.seal_batch(connection, x.NOON) == 0
        assert list(verify(connection)) == []


def test_sealing_time_never_runs_back(database):
    for number, at in enumerate((x.NOON, x.NOON - timedelta(days=1))):
        with database.writing() as connection:
            EventStore(connection).append(f"item-{number}", [x.issued], expected=EMPTY, envelope=envelope())
            sealer.seal_batch(connection, at)
    with database.reading() as connection:
        first, second = (r.sealed_at for r in EventStore(connection).read_log())
        assert first == x.NOON < second


def test_what_is_rolled_back_is_nowhere(database):
    class Interrupted(Exception):
        pass

    def interrupted():
        with database.writing() as connection:
            EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    with database.reading() as connection:
        for table in (tables.events, tables.streams, tables.pending):
            assert connection.execute(select(table)).all() == []


def test_several_streams_are_written_together_or_not_at_all(database):
    first = [New("item-2", [x.issued], EMPTY), New("item-1", [x.issued, x.assigned], EMPTY)]
    with database.writing() as connection:
        written = EventStore(connection).append_all(first, envelope=envelope())
    assert {stream: len(recorded) for stream, recorded in written.items()} == {"item-1": 2, "item-2": 1}
    second = [New("item-3", [x.issued], EMPTY), New("item-4", [x.issued], replace(EMPTY, version=1))]
    with pytest.raises(WrongExpectedVersion), database.writing() as connection:
        EventStore(connection).append_all(second, envelope=envelope())
    with database.reading() as connection:
        assert list(EventStore(connection).streams("item")) == ["item-1", "item-2"]


def test_two_who_write_the_same_streams_in_another_order_do_not_block_each_other(migrated_postgres_url):
    database = Database(migrated_postgres_url)
    streams = ("item-1", "item-2")
    with database.writing() as connection:
        EventStore(connection).append_all([New(s, [x.issued], EMPTY) for s in streams], envelope=envelope())

    def write(order):
        for _ in range(20):
            try:
                with database.writing() as connection:
                    store = EventStore(connection)
                    news = [New(stream, [x.assigned], store.read(stream).head) for stream in order]
                    store.append_all(news, envelope=envelope())
            except WrongExpectedVersion:
                continue

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write, order) for order in (streams, streams[::-1])]:
            done.result(timeout=60)
    with database.reading() as connection:
        versions = {EventStore(connection).read(stream).head.version for stream in streams}
    assert len(versions) == 1
    assert versions.pop() > 20
    database.close()
