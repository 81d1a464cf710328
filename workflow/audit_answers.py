"""The stored answers to commands, each made anew from the events its command recorded."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, func, select

from events.event import Recorded
from events.projection import in_batches
from events.tables import commands, events
from events.verify import Fault
from workflow.answers import done_of, kept


class Answers:
    """A command that wrote to several streams is looked at when all of them have been seen."""

    def __init__(self, connection: Connection):
        self._connection, self._met = connection, 0
        command, stream = events.c.command_id, events.c.stream_id
        several = select(command).group_by(command).having(func.min(stream) != func.max(stream))
        self._spread: dict[UUID, list[Recorded]] = {id_: [] for id_ in connection.scalars(several)}

    def faults(self, recorded: list[Recorded]) -> Iterator[Fault]:
        """What is wrong with the answers to the commands that recorded these events, of whole streams."""
        made: dict[UUID, list[Recorded]] = {}
        for one in recorded:
            whole = self._spread if one.command_id in self._spread else made
            whole.setdefault(one.command_id, []).append(one)
        yield from self._against(made)

    def left(self) -> Iterator[Fault]:
        """At the end: the commands of several streams, and the answers no event stands for."""
        yield from self._against(self._spread)
        if self._met != self._connection.scalar(select(func.count()).select_from(commands)):
            recorded = select(events.c.command_id)
            for command_id in self._connection.scalars(
                select(commands.c.command_id).where(commands.c.command_id.not_in(recorded))
            ):
                yield Fault("commands", str(command_id), "no event was recorded by this command")

    def _against(self, made: dict[UUID, list[Recorded]]) -> Iterator[Fault]:
        for some in in_batches(made):
            found = select(commands.c.command_id, commands.c.answer).where(commands.c.command_id.in_(some))
            stored = {row.command_id: bytes(row.answer) for row in self._connection.execute(found)}
            self._met += len(stored)
            for command_id in some:
                if command_id not in stored:
                    yield Fault("commands", str(command_id), "the answer is missing")
                elif stored[command_id] != kept(done_of(made[command_id])):
                    what = "the answer is not the one its events lead to"
                    yield Fault("commands", str(command_id), what, "answer")
