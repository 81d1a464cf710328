"""How the log stands: what was written, how far it is sealed, signed, and followed by the read models. Few queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from events import sealer, signing, tables
from events.subscription import Standing as Followed
from events.subscription import standings

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


class Suspension(NamedTuple):
    """Why the log is read-only, and since when."""

    since: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`stages` are those of every event in turn: written, sealed, signed, followed."""

    stages: tuple[Stage, ...]
    subscriptions: tuple[Followed, ...]
    suspension: Suspension | None
    head: bytes | None
    sealed_at: datetime | None
    signed_at: datetime | None

    @property
    def state(self) -> State:
        return max(stage.state for stage in self.stages)


def health(connection: Connection, now: datetime) -> Health:
    """How the log stands at `now`."""
    newest = select(_log.position, _log.seal, _log.sealed_at).order_by(_log.position.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    size, waiting = (last.position + 1 if last else 0), sealer.lag(connection)
    suspended, signed = _suspension(connection), signing.newest_checkpoint(connection)
    followed = standings(connection)
    written = Stage("written", size + waiting, 0, None, State.STOPPED if suspended else State.IN_ORDER)
    sealed = _stage("sealed", size, waiting, _oldest_waiting(connection) if waiting else None, now, SEALS_WITHIN)
    return Health(
        stages=(written, sealed, _signed(connection, signed.size if signed else 0, size, now),
                _followed(connection, followed, size, now)),
        subscriptions=tuple(followed), suspension=suspended, head=last.seal if last else None,
        sealed_at=last.sealed_at if last else None, signed_at=signed.signed_at if signed else None,
    )  # fmt: skip


def _stage(name: str, done: int, waiting: int, since: datetime | None, now: datetime, within: timedelta) -> Stage:
    """Behind if the oldest that waits has waited longer than it should, stopped if ten times as long."""
    age = now - since if since else timedelta()
    state = State.STOPPED if age > STOPPED_AFTER * within else State.BEHIND if age > within else State.IN_ORDER
    return Stage(name, done, waiting, since, state)


def _signed(connection: Connection, signed: int, size: int, now: datetime) -> Stage:
    """Where nothing was ever signed, nobody was asked to: that is behind, and no process has stopped."""
    stage = _stage("signed", signed, size - signed, _sealed_at(connection, signed), now, SIGNS_WITHIN)
    return stage if signed else stage._replace(state=min(stage.state, State.BEHIND))


def _followed(connection: Connection, followed: list[Followed], size: int, now: datetime) -> Stage:
    """As far as the slowest subscription; stopped if one has an event it cannot handle."""
    least = min((one.position + 1 for one in followed), default=size)
    stage = _stage("followed", least, size - least, _sealed_at(connection, least), now, FOLLOWS_WITHIN)
    wrong = any(one.error or one.behind < 0 for one in followed)  # nothing can be past the end of the log
    return stage._replace(state=State.STOPPED) if wrong else stage


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


def _suspension(connection: Connection) -> Suspension | None:
    open_now = select(tables.suspensions).where(tables.suspensions.c.lifted_at.is_(None)).limit(1)
    row = connection.execute(open_now).one_or_none()
    return Suspension(row.found_at, row.reason) if row else None
