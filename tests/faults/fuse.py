"""A fuse: it blows at the n-th call to the database, and the process dies, or its connection is lost."""

import os
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import psycopg

KILLED = 137  # as a shell says it of a process that was killed
HEALED = 3  # one try notices the loss, one more may meet the same connection in the pool, the next succeeds


class Blow(StrEnum):
    """When the fuse blows, and what that does."""

    DIES_BEFORE = "the process dies before the call"
    DIES_AFTER = "the process dies after the call, and nobody hears of it"
    CUT_BEFORE = "the server ends the connection before the call"
    REPLY_LOST = "the call is carried out, and its reply is lost"


DEATHS = (Blow.DIES_BEFORE, Blow.DIES_AFTER)
LOSSES = (Blow.CUT_BEFORE, Blow.REPLY_LOST)


class Fuse:
    """Blows once, at call number `at` since it was lit, if that is reached. `calls` counts on."""

    def __init__(self, at: int | None = None, blow: Blow = Blow.DIES_BEFORE):
        self.at, self._blow = at, blow
        self.calls, self._lit, self._blown = 0, False, False

    def light(self) -> "Fuse":
        self._lit = True
        return self

    def before(self, connection: Any, what: str) -> None:
        self.calls += self._lit
        if self._due(Blow.DIES_BEFORE):
            os._exit(KILLED)
        if self._due(Blow.CUT_BEFORE):
            self._once(terminate, connection)

    def after(self, connection: Any, what: str) -> None:
        if self._due(Blow.DIES_AFTER):
            os._exit(KILLED)
        if self._due(Blow.REPLY_LOST):
            self._once(lose, connection)

    def _due(self, blow: Blow) -> bool:
        return self._lit and self.calls == self.at and self._blow is blow

    @property
    def blown(self) -> bool:
        return self._blown

    def _once(self, act: Callable[[Any], None], connection: Any) -> None:
        self._lit, self._blown = False, True
        act(connection)


def terminate(connection: Any) -> None:
    """End the connection from the server's side, and wait until that is done."""
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])


def lose(connection: Any) -> None:
    connection.close()
    raise psycopg.OperationalError("server closed the connection unexpectedly")
