"""Upcasters: older bodies are read in the present shape, and stay as they are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from config import Settings
from events import codec, sealer, tables
from events.clock import StoppedClock
from events.database import Database
from events.errors import BrokenUpcasters, UnknownEventType
from events.event import EMPTY, EVENT_NAMES, EVENT_TYPES, event
from events.store import EventStore
from events.verify import verify
from tests import examples as x
from tests.events.test_log import envelope
from workflow.facts import Conclusion
from wsgi import open_ledger

NAME = "test.judged"


def first_shape() -> type:
    @event(NAME)
    class Judged:
        name: str

    return Judged


def present_shape() -> type:
    """The event as a later release has it: version 2 renamed a field, version 3 added one."""

    @event(NAME, version=3)
    class Judged:
        who: str
        conclusion: Conclusion

    return Judged


def forget() -> None:
    """What the next release does not have any more: the class of an older shape."""
    del EVENT_NAMES[EVENT_TYPES.pop(NAME)]


def from_first(body: codec.Body) -> codec.Body:
    body["who"] = body.pop("name")  # it may spoil what it is handed: that is never what is stored
    return body


def from_second(body: codec.Body) -> codec.Body:
    return {**body, "conclusion": "completed"}


@pytest.fixture
def judged(registry) -> type:
    codec.upcaster(NAME, 1)(from_first)
    codec.upcaster(NAME, 2)(from_second)
    return present_shape()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_each_older_shape_is_read_as_the_present_one_whenever_it_is_read(judged, who):
    present = judged(who=who, conclusion=Conclusion.COMPLETED)
    first, second = codec.canonical({"name": who}), codec.canonical({"who": who})
    for version, body in ((1, first), (2, second), codec.encode(present)[1:], (1, first)):
        assert codec.decode(NAME, version, body) == present


def test_stored_bytes_stay_as_they_are_and_the_chain_goes_on(registry, migrated_url):
    database, clock, said = Database(migrated_url), StoppedClock(x.NOON), envelope()
    with database.writing() as connection:
        EventStore(connection).append("test-1", [first_shape()(name="丁")], expected=EMPTY, envelope=said)
    forget()
    judged = present_shape()
    codec.upcaster(NAME, 1)(from_first)
    codec.upcaster(NAME, 2)(from_second)
    with database.writing() as connection:
        head, read = EventStore(connection).read("test-1")
        assert [one.event for one in read] == [judged(who="丁", conclusion=Conclusion.COMPLETED)]
        new = judged(who="戊", conclusion=Conclusion.ONGOING)
        EventStore(connection).append("test-1", [new], expected=head, envelope=envelope())
    sealer.seal(database, clock)
    with database.reading() as connection:
        stored = connection.execute(select(tables.events).order_by(tables.events.c.version)).all()
        assert [(row.schema_version, bytes(row.body).decode()) for row in stored] == [
            (1, '{"name":"丁"}'),
            (3, '{"conclusion":"ongoing","who":"戊"}'),
        ]
        assert [one.event.who for one in EventStore(connection).read_log()] == ["丁", "戊"]
        assert list(verify(connection)) == []
    database.close()


@pytest.mark.parametrize("version", [0, 4, 99])
def test_a_version_that_nothing_reads_is_refused_by_name(judged, version):
    with pytest.raises(UnknownEventType, match=rf"'{NAME}' version {version}$"):
        codec.decode(NAME, version, b'{"name":"a"}')


def test_a_version_has_one_upcaster(judged):
    with pytest.raises(ValueError, match=rf"'{NAME}' version 1"):
        codec.upcaster(NAME, 1)(from_second)
    assert codec.UPCASTERS[NAME, 1] is from_first


def test_what_is_registered_is_whole(judged):
    codec.check_upcasters()


@pytest.mark.parametrize("missing", [1, 2])
def test_a_gap_is_found_before_anything_is_read(judged, missing):
    del codec.UPCASTERS[NAME, missing]
    with pytest.raises(BrokenUpcasters, match=rf"^'{NAME}' version {missing} has no upcaster$"):
        codec.check_upcasters()


@pytest.mark.parametrize(("name", "version"), [(NAME, 3), (NAME, 0), ("test.flown", 1)])
def test_an_upcaster_that_raises_nothing_is_found(judged, name, version):
    codec.upcaster(name, version)(from_second)
    with pytest.raises(BrokenUpcasters, match=rf"^nothing is raised from '{name}' version {version}$"):
        codec.check_upcasters()


def test_the_application_does_not_start_with_a_gap(judged, sqlite_url):
    settings = Settings(database_url=sqlite_url)
    open_ledger(settings).database.close()
    del codec.UPCASTERS[NAME, 2]
    with pytest.raises(BrokenUpcasters):
        open_ledger(settings)
