"""How the log stands: what was written, how far it is sealed, signed, and followed by the read models. Few queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from events import sealer, signing, tables
from events.subscription import Standing, standings
from workflow.suspensions import Suspension, past_suspensions, suspension, unanswered

SEALS_WITHIN, SIGNS_WITHIN, FOLLOWS_WITHIN = timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=1)
STOPPED_AFTER = 10  # times as long: what has not been done by then is not being done
_log, _events, _pending = tables.log.c, tables.events.c, tables.pending.c


class State(IntEnum):
    """Greater is worse."""

    IN_ORDER = 0
    BEHIND = 1
    STOPPED = 2


class Stage(NamedTuple):
    """One stage an event goes through: how many have, how many wait, and since when the oldest of them."""

    name: str
    done: int
    waiting: int
    since: datetime | None
    state: State


class Follower(NamedTuple):
    """A subscription, since when the oldest event it has not handled is sealed, and whether that is in order."""

    standing: Standing
    since: datetime | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`stages` are those of every event in turn: written, sealed, signed, followed.

    `past` is newest first; `unanswered` ended without a recovery.
    """

    stages: tuple[Stage, ...]
    subscriptions: tuple[Follower, ...]
    suspension: Suspension | None
    past: tuple[Suspension, ...]
    unanswered: Suspension | None
    head: bytes | None
    sealed_at: datetime | None
    signed_at: datetime | None

    @property
    def state(self) -> State:
        return max(stage.state for stage in self.stages)

    @property
    def suspensions(self) -> tuple[Suspension, ...]:
        """The one that lasts, if one does, and those that are past."""
        return (self.suspension, *self.past) if self.suspension else self.past


def health(connection: Connection, now: datetime) -> Health:
    """How the log stands at `now`."""
    newest = select(_log.position, _log.seal, _log.sealed_at).order_by(_log.position.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    size, waiting = (last.position + 1 if last else 0), sealer.lag(connection)
    suspended, signed = suspension(connection), signing.newest_checkpoint(connection)
    followed = tuple(_follower(connection, one, size, now) for one in standings(connection))
    lifted = None if suspended else unanswered(connection)
    stands = State.STOPPED if suspended else State.BEHIND if lifted else State.IN_ORDER
    written = Stage("written", size + waiting, 0, None, stands)
    sealed = _stage("sealed", size, waiting, _oldest_waiting(connection) if waiting else None, now, SEALS_WITHIN)
    return Health(
        stages=(written, sealed, _signed(connection, signed.size if signed else 0, size, now),
                _followed(followed, size)),
        subscriptions=followed, suspension=suspended, past=past_suspensions(connection),
        unanswered=lifted, head=last.seal if last else None, sealed_at=last.sealed_at if last else None,
        signed_at=signed.signed_at if signed else None,
    )  # fmt: skip


def _stage(name: str, done: int, waiting: int, since: datetime | None, now: datetime, within: timedelta) -> Stage:
    """Behind if the oldest that waits has waited longer than it should, stopped if ten times as long."""
    age = now - since if since else timedelta()
    state = State.STOPPED if age > STOPPED_AFTER * within else State.BEHIND if age > within else State.IN_ORDER
    return Stage(name, done, max(0, waiting), since, state)


def _signed(connection: Connection, signed: int, size: int, now: datetime) -> Stage:
    """Where nothing was ever signed, nobody was asked to: that is behind, and no process has stopped.

    What is signed past the end of the log was cut off: stopped.
    """
    stage = _stage("signed", signed, size - signed, _sealed_at(connection, signed), now, SIGNS_WITHIN)
    if signed > size:
        return stage._replace(state=State.STOPPED)
    return stage if signed else stage._replace(state=min(stage.state, State.BEHIND))


def _follower(connection: Connection, one: Standing, size: int, now: datetime) -> Follower:
    """Stopped by an event it cannot handle, and where it is past the end of the log: nothing can be."""
    since = _sealed_at(connection, one.position + 1)
    state = _stage(one.name, one.position + 1, one.behind, since, now, FOLLOWS_WITHIN).state
    return Follower(one, since, State.STOPPED if one.error or one.behind < 0 else state)


def _followed(followers: tuple[Follower, ...], size: int) -> Stage:
    """As far as the slowest subscription, in order as far as the worst."""
    least = min((one.standing.position + 1 for one in followers), default=size)
    since = min((one.since for one in followers if one.since), default=None)
    state = max((one.state for one in followers), default=State.IN_ORDER)
    return Stage("followed", least, max(0, size - least), since, state)


def _sealed_at(connection: Connection, position: int) -> datetime | None:
    return connection.scalar(select(_log.sealed_at).where(_log.position == position))


def _oldest_waiting(connection: Connection) -> datetime | None:
    first = select(_pending.stream_id, _pending.version).where(
        _pending.append_id == select(func.min(_pending.append_id)).scalar_subquery()
    )
    row = connection.execute(first).one_or_none()
    if row is None:
        return None
    found = select(_events.recorded_at).where(_events.stream_id == row.stream_id, _events.version == row.version)
    return connection.scalar(found)
