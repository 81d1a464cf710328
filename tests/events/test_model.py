"""The log against a model of it in memory: whatever is done in whatever order, both say the same."""

import contextlib
import itertools
import shutil
from dataclasses import dataclass, field, replace
from unittest import mock
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import insert, update

from events import sealer, tables
from events.database import Database
from events.errors import DuplicateCommand, EventLogError, Suspended, WrongExpectedVersion
from events.event import EMPTY, Envelope, Head
from events.store import Answer, Beside, EventStore, New
from events.verify import verify
from tests import examples as x

STREAMS = [f"item-{letter}" for letter in "abcd"]
EVENTS = (x.issued, x.assigned, x.reported, x.sent_back)
NAMES = st.sampled_from(STREAMS)
SAID = st.lists(st.sampled_from(EVENTS), min_size=1, max_size=3)
WRONG = st.sampled_from(["not", "not", "not", "not", "lower", "higher", "digest"])
COMMANDS = st.integers(0, 5)  # few, so that they are sent again


@dataclass
class Stream:
    """What the model knows of one: its events with the command that recorded each."""

    head: Head = EMPTY
    events: list[tuple[object, UUID]] = field(default_factory=list)
    closed: bool = False


class Log(RuleBasedStateMachine):
    """`queue` holds what was appended and not sealed, with the turn at which it was; `log` what was sealed."""

    open_database = None

    @initialize()
    def begin(self):
        self.database: Database = type(self).open_database()
        self.streams = {name: Stream() for name in STREAMS}
        self.queue: list[tuple[int, str, int]] = []
        self.log: list[tuple[str, int]] = []
        self.answers: dict[UUID, Answer] = {}
        self.suspended, self.turn, self.moment = False, itertools.count(), itertools.count(1)
        self.late = None

    def teardown(self):
        if not hasattr(self, "database"):
            return
        try:
            self.roll_the_late_one_back()
            with self.database.reading() as connection:
                assert list(verify(connection)) == []
        finally:
            self.database.close()

    def expected(self, stream: str, wrong: str) -> Head:
        head = self.streams[stream].head
        match wrong:
            case "lower" if head.version:
                return replace(head, version=head.version - 1)
            case "higher":
                return replace(head, version=head.version + 1)
            case "digest" if head.version:
                return replace(head, digest=bytes(32))
        return head

    def refusal(self, stream: str, expected: Head, command: UUID) -> type[EventLogError] | None:
        """What an append is to be refused with. The guard row is asked before the command's answer."""
        if self.suspended:
            return Suspended
        known = self.streams[stream]
        if known.closed or (expected.version, expected.digest) != (known.head.version, known.head.digest):
            return WrongExpectedVersion
        return DuplicateCommand if command in self.answers else None

    def note(self, recorded, command: UUID, answer: Answer | None) -> None:
        for one in recorded:
            stream = self.streams[one.stream]
            stream.events.append((one.event, command))
            stream.head = Head(version=one.version, digest=one.digest, recorded_at=one.recorded_at)
            self.queue.append((next(self.turn), one.stream, one.version))
        if answer:
            self.answers[command] = answer

    @rule(stream=NAMES, said=SAID, wrong=WRONG, number=COMMANDS, kept=st.booleans())
    def append(self, stream, said, wrong, number, kept):
        if self.held(stream):
            return
        command, answer = UUID(int=number), Answer(request_digest=b"1", answer=bytes([number]))
        command, answer = (command, answer) if kept else (UUID(int=1000 + next(self.turn)), None)
        expected = self.expected(stream, wrong)
        refusal = self.refusal(stream, expected, command)
        with pytest.raises(refusal) if refusal else contextlib.nullcontext(), self.database.writing() as connection:
            recorded = EventStore(connection).append(
                stream, said, expected=expected, envelope=self.envelope(command), beside=lambda _: Beside(answer)
            )
        if not refusal:
            self.note(recorded, command, answer)

    @rule(chosen=st.lists(NAMES, min_size=2, unique=True), said=SAID, wrong=WRONG, kept=st.booleans())
    def append_to_several(self, chosen, said, wrong, kept):
        """All of them or none: one that is wrong, or a rollback, undoes the others."""
        if any(map(self.held, chosen)):
            return
        command = UUID(int=2000 + next(self.turn))
        heads = {stream: self.expected(stream, "not") for stream in chosen}
        heads[chosen[-1]] = self.expected(chosen[-1], wrong)
        found = [self.refusal(stream, heads[stream], command) for stream in sorted(chosen)]
        refusal = next(filter(None, found), None)
        news = [New(stream=stream, events=said, expected=heads[stream]) for stream in chosen]
        raised = refusal or (None if kept else Interrupted)
        with pytest.raises(raised) if raised else contextlib.nullcontext(), self.database.writing() as connection:
            recorded = EventStore(connection).append_all(news, envelope=self.envelope(command))
            if not kept:
                raise Interrupted
        if not raised:
            self.note([one for stream in sorted(chosen) for one in recorded[stream]], command, None)

    def held(self, stream: str) -> bool:
        return bool(self.late) and self.late[1] == stream

    @precondition(lambda self: not self.late and not self.suspended and not self.database.sqlite)
    @rule(stream=NAMES, said=SAID)
    def append_and_commit_later(self, stream, said):
        if self.streams[stream].closed:
            return
        stack, command = contextlib.ExitStack(), UUID(int=3000 + next(self.turn))
        connection = stack.enter_context(self.database.engine.connect())
        connection.begin()
        expected = self.streams[stream].head
        recorded = EventStore(connection).append(stream, said, expected=expected, envelope=self.envelope(command))
        turns = [next(self.turn) for _ in recorded]
        self.late = (stack, stream, connection, recorded, command, turns)

    @precondition(lambda self: self.late)
    @rule()
    def commit_the_late_one(self):
        stack, stream, connection, recorded, command, turns = self.late
        connection.commit()
        stack.close()
        self.late = None
        self.note(recorded, command, None)
        del self.queue[-len(recorded) :]
        self.queue += [(turn, stream, one.version) for turn, one in zip(turns, recorded, strict=True)]

    @precondition(lambda self: self.late)
    @rule()
    def roll_the_late_one_back(self):
        if self.late:
            self.late[0].close()
            self.late = None

    @rule(batch=st.sampled_from([1, 2, 3, 7, 1000]))
    def seal(self, batch):
        self.queue.sort()
        with mock.patch.object(sealer, "BATCH", batch), self.database.writing() as connection:
            assert sealer.seal_batch(connection, x.NOON) == len(self.queue[:batch])
        self.log += [(stream, version) for _, stream, version in self.queue[:batch]]
        del self.queue[:batch]

    @rule(stream=NAMES)
    def close(self, stream):
        if self.streams[stream].events and not self.held(stream):
            self.streams[stream].closed = True
            with self.database.writing() as connection:
                connection.execute(update(tables.streams).where(tables.streams.c.stream_id == stream).values(closed=1))

    @rule(lifted=st.booleans())
    def suspend(self, lifted):
        if self.suspended == lifted and not self.late:
            self.suspended = not lifted
            at = tables.suspensions.c.lifted_at
            row = {"found_at": x.NOON.replace(microsecond=next(self.moment)), "reason": "an older copy"}
            lift = update(tables.suspensions).where(at.is_(None)).values(lifted_at=x.NOON)
            with self.database.writing() as connection:
                connection.execute(lift if lifted else insert(tables.suspensions).values(row))

    @rule(stream=NAMES, up_to=st.one_of(st.none(), st.integers(0, 9)))
    def read(self, stream, up_to):
        wanted = self.streams[stream].events[:up_to]
        places = {place: position for position, place in enumerate(self.log)}
        with self.database.reading() as connection:
            history = EventStore(connection).read(stream, up_to=up_to)
        assert [(one.event, one.command_id) for one in history.recorded] == wanted
        assert [one.position for one in history.recorded] == [
            places.get((stream, version)) for version in range(1, len(wanted) + 1)
        ]
        assert up_to is not None or history.head == self.streams[stream].head

    @rule(after=st.integers(-1, 12), limit=st.integers(1, 9))
    def page_through_the_log(self, after, limit):
        with self.database.reading() as connection:
            page = EventStore(connection).read_log(after=after, limit=limit)
        there = list(enumerate(self.log))[after + 1 : after + 1 + limit]
        assert [(one.position, (one.stream, one.version)) for one in page] == there

    @rule(number=COMMANDS)
    def look_an_answer_up(self, number):
        with self.database.reading() as connection:
            assert EventStore(connection).answered(UUID(int=number)) == self.answers.get(UUID(int=number))

    def envelope(self, command: UUID) -> Envelope:
        return Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)


class Interrupted(Exception):
    pass


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_log_does_what_its_model_does(kind, request, tmp_path_factory, big):
    def open_database():
        if kind == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            return Database(f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('model') / 'x.db')}")
        made.append(server.create(template=request.getfixturevalue("postgres_template")))
        return Database(made[-1])

    made: list[str] = []
    server = request.getfixturevalue("postgres_server")
    machine = type("Model", (Log,), {"open_database": staticmethod(open_database)})
    size = settings(max_examples=300 if big else 6, stateful_step_count=60 if big else 40, deadline=None)
    try:
        run_state_machine_as_test(machine, settings=size)
    finally:
        for url in made:
            server.drop(url)
