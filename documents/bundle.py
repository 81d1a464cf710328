"""Evidence bundles and receipts: which events, in whose sight, under which signed checkpoint. Bytes: bundle_file.

An outsider checks them with xiaohao_verify.py. The same log and checkpoint give the same bytes.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, select, true

from events import note, tables, tiles, tree
from events.checkpoint import Checkpoint
from events.errors import BadNote, NoSuchLeaves
from events.note import Verifier
from events.signing import length, newest_checkpoint
from events.store import EventStore, kind_of
from workflow.answers import read_answer
from workflow.errors import NoSuchItem
from workflow.item import Happened, Item, fold
from workflow.log_errors import (
    BundleTooLarge,
    EmptyPeriod,
    LogAltered,
    NoPublicKey,
    NoSuchCommand,
    NoSuchPosition,
    NotYetSigned,
)
from workflow.matter_errors import WholeLifeWithheld
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.sight import EVERYTHING, Place, Sight, in_sight, may_enter

Key = Verifier | None

MOST_EVENTS, MOST_BYTES = 100_000, 1024 * 1024 * 1024
_events, _log = tables.events.c, tables.log.c
_PLACED = (_log.stream_id == _events.stream_id) & (_log.version == _events.version)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The items that are seen, and whether the streams that are no items are seen too."""

    items: Sight
    log: bool

    @classmethod
    def of(cls, actor: Actor) -> "Viewer":
        return cls(in_sight(actor), may_enter(actor, Place.LOG))

    def since(self, item: Item) -> int:
        """The version from which an item's events name no unit out of sight: for a bureau, since it has the item."""
        return 1 if self.items.units is None else item.held_since


OPERATOR = Viewer(EVERYTHING, True)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed checkpoint: what it says, its note, and the key that signed it."""

    checkpoint: Checkpoint
    note: str
    key: Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What goes into a bundle. `rows` are read while it is written; `signed` None is a receipt still to be signed."""

    kind: str
    subject: Mapping[str, Any]
    rows: Generator[Row[Any], None, None]
    withheld: int
    cover: Sequence[bytes]
    signed: Signed | None


def newest_signed(connection: Connection, key: Key) -> Signed:
    """The newest signed checkpoint; NotYetSigned if there is none, NoPublicKey if `key` did not sign it."""
    row = newest_checkpoint(connection)
    if row is None:
        raise NotYetSigned(signed=0, needed=1)
    return _opened(row, key)


def first_signed_over(connection: Connection, key: Key, position: int) -> Signed:
    """The first signed checkpoint that covers a position: the same one whenever it is asked for."""
    signed = tables.signed_checkpoints
    covering = select(signed).where(signed.c.size > position).order_by(signed.c.size).limit(1)
    row = connection.execute(covering).one_or_none()
    if row is None:
        raise NotYetSigned(signed=newest_signed(connection, key).checkpoint.size, needed=position + 1)
    return _opened(row, key)


def _opened(row: Row[Any], key: Key) -> Signed:
    if key is None:
        raise NoPublicKey
    try:
        return Signed(Checkpoint.parse(note.open(row.note, key)), row.note, key)
    except BadNote as bad:
        raise NoPublicKey from bad


def of_item(connection: Connection, viewer: Viewer, item_id: UUID, key: Key) -> Bundle:
    """An item's whole life; NoSuchItem if it is out of sight, NotYetSigned if its newest event is not covered yet."""
    stream = f"item-{item_id}"
    item = seen_item(connection, viewer, stream)
    if viewer.since(item) > 1:
        raise WholeLifeWithheld
    positions = _positions(connection, _log.stream_id == stream)
    signed = _covering(connection, key, positions[-1] if len(positions) == item.version else length(connection))
    subject = {"stream": stream, "number": item.number}
    return _proved(connection, "item", subject, _log.stream_id == stream, positions, signed, signed.checkpoint.size)


def of_period(connection: Connection, viewer: Viewer, first: int, last: int | None, key: Key) -> Bundle:
    """The events in sight at the positions from `first` to `last`; None is the last one that is signed.

    EmptyPeriod, BundleTooLarge and NotYetSigned refuse it.
    """
    signed = newest_signed(connection, key)
    last = signed.checkpoint.size - 1 if last is None else last
    where = _log.position.between(first, last) & _seen(viewer)
    positions = _positions(connection, where)
    if not positions:
        raise EmptyPeriod
    if len(positions) > MOST_EVENTS:
        raise BundleTooLarge(events=MOST_EVENTS, megabytes=MOST_BYTES >> 20)
    if last >= signed.checkpoint.size:
        raise NotYetSigned(signed=signed.checkpoint.size, needed=last + 1)
    return _proved(connection, "period", {"from": first, "to": last}, where, positions, signed, last - first + 1)


def of_streams(
    connection: Connection, subject: Mapping[str, Any], where: ColumnElement[bool], signed: Signed
) -> Bundle:
    """The events that fit `where`, a condition on the table `log`, under a checkpoint that covers them all."""
    positions = _positions(connection, where)
    if len(positions) > MOST_EVENTS:
        raise BundleTooLarge(events=MOST_EVENTS, megabytes=MOST_BYTES >> 20)
    return _proved(connection, "archive", subject, where, positions, signed, signed.checkpoint.size)


def receipt(connection: Connection, viewer: Viewer, command_id: UUID, key: Key) -> Bundle:
    """What a command recorded; pending while no checkpoint covers it. NoSuchCommand if it is out of sight."""
    stream = _stream_of(connection, command_id)
    if stream is None or not sees(connection, viewer, stream):
        raise NoSuchCommand
    where = (_events.stream_id == stream) & (_events.command_id == command_id)
    if kind_of(stream) == "item":
        where &= _events.version >= viewer.since(seen_item(connection, viewer, stream))
    found = connection.execute(_rows(where)).all()
    if not found:
        raise NoSuchCommand
    positions = [row.position for row in found if row.position is not None]
    subject: dict[str, str | int] = {"command_id": str(command_id)}
    try:
        signed = _covering(connection, key, positions[-1] if len(positions) == len(found) else length(connection))
    except NotYetSigned:
        return Bundle(kind="receipt", subject=subject, rows=(row for row in found), withheld=0, cover=(), signed=None)
    return _proved(connection, "receipt", subject, where, positions, signed, signed.checkpoint.size)


def seen_item(connection: Connection, viewer: Viewer, stream: str) -> Item:
    """The item of a stream as its events make it; NoSuchItem if it is not there or not in sight."""
    item = fold(map(Happened.of, EventStore(connection).read(stream).recorded))
    if item.state is None or not viewer.items.sees(item.bureau):
        raise NoSuchItem
    return item


def sees(connection: Connection, viewer: Viewer, stream: str) -> bool:
    """Whether the events of a stream are in sight."""
    if kind_of(stream) != "item":
        return viewer.log
    try:
        seen_item(connection, viewer, stream)
    except NoSuchItem:
        return False
    return True


def require_sight(connection: Connection, viewer: Viewer, position: int) -> None:
    """NoSuchPosition if nothing is sealed there, or nothing that the viewer sees."""
    stream = connection.scalar(select(_log.stream_id).where(_log.position == position))
    if stream is None or not sees(connection, viewer, stream):
        raise NoSuchPosition


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    """The events in sight: who sees the log sees all, others those of their items since they have them."""
    if viewer.log:
        return true()
    board = ITEMS.now.c
    mine = select(1).where(board.stream_id == _log.stream_id, viewer.items.within(board.bureau))
    return mine.where(_log.version >= board.held_since).exists()


def _stream_of(connection: Connection, command_id: UUID) -> str | None:
    """The stream a command wrote to, as its answer tells."""
    answered = EventStore(connection).answered(command_id)
    done = read_answer(answered.answer) if answered else None
    return f"{done.events[0].partition('.')[0]}-{done.subject}" if done else None


def _positions(connection: Connection, where: ColumnElement[bool]) -> list[int]:
    """At most one more than a bundle takes."""
    return list(connection.scalars(select(_log.position).where(where).order_by(_log.position).limit(MOST_EVENTS + 1)))


def _rows(where: ColumnElement[bool]) -> Select[Any]:
    """The events as their table holds them, with their places, in the order of the log."""
    placed = tables.events.outerjoin(tables.log, _PLACED)
    columns = select(tables.events, _log.position, _log.sealed_at, _log.leaf).select_from(placed)
    return columns.where(where).order_by(_log.position, _events.version)


def _streamed(connection: Connection, where: ColumnElement[bool]) -> Generator[Row[Any], None, None]:
    with connection.execute(_rows(where).execution_options(yield_per=1000)) as rows:
        yield from rows


def _covering(connection: Connection, key: Key, position: int) -> Signed:
    """The newest signed checkpoint, if it covers a position."""
    signed = newest_signed(connection, key)
    if position >= signed.checkpoint.size:
        raise NotYetSigned(signed=signed.checkpoint.size, needed=position + 1)
    return signed


def _proved(
    connection: Connection, kind: str, subject: Mapping[str, Any], where: ColumnElement[bool],
    positions: Sequence[int], signed: Signed, among: int,
) -> Bundle:  # fmt: skip
    """A bundle of the events at `positions`, which are those that fit `where`; `among` how many they are taken from."""
    try:
        cover = tree.cover(tiles.reader(connection), positions, signed.checkpoint.size)
    except NoSuchLeaves as missing:
        raise LogAltered(where=str(missing)) from missing
    rows = _streamed(connection, where)
    if kind == "receipt":  # of few events, and written when the view it was read in is closed
        rows = (row for row in list(rows))
    return Bundle(kind=kind, subject=subject, rows=rows, withheld=among - len(positions), cover=cover, signed=signed)
