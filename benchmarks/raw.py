"""The limit: the same rows written by the driver alone, with no thought of order, versions or what they mean."""

import sqlite3
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy.dialects import postgresql

from events import tables
from events.rows import COLUMNS
from workflow.projections import ITEMS

BOARD = [column for column in ITEMS.now.columns if column.name != "stream_id"]
SELECT = f"SELECT {COLUMNS} FROM events WHERE stream_id = %s ORDER BY version"
PRAGMAS = ("PRAGMA busy_timeout=20000", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")


def _typed(columns: Any) -> list[str]:
    return [f"%s::{column.type.compile(postgresql.dialect())}" for column in columns]


def _board(marks: list[str]) -> str:
    given = ", ".join(f"{column.name} = {mark}" for column, mark in zip(BOARD, marks, strict=True))
    return f"UPDATE item_board SET {given} WHERE stream_id = %s"


EVENT = f"INSERT INTO events ({COLUMNS}) VALUES ({{}})"
STREAM = "UPDATE streams SET version = %s, head_digest = %s WHERE stream_id = %s"
QUEUE = "INSERT INTO pending (stream_id, version) VALUES (%s, %s)"
ANSWER = "INSERT INTO commands VALUES (%s, %s, %s)"
AT_ONCE = (
    f"WITH stream AS ({STREAM}), event AS ({EVENT.format(', '.join(_typed(tables.events.columns)))}), "
    f"queue AS ({QUEUE}), answer AS ({ANSWER}) {_board(_typed(BOARD))}"
)


class Rows:
    """What there is to write for one more event of a stream: the rows of the one before, made new."""

    def __init__(self, event: Any, board: Any):
        self.event, self.board = list(event), list(board)[2:]
        self.stream, self.digest = event[0], event[6]

    def next(self, version: int) -> tuple[list[Any], ...]:
        self.event[1], self.event[2], self.event[10] = version, self._id(), self._id()
        return (
            [version, self.digest, self.stream],
            self.event,
            [self.stream, version],
            [self.event[10], self.digest, b"{}" * 70],
            [version, *self.board, self.stream],
        )

    def _id(self) -> Any:
        return uuid4() if not isinstance(self.event[2], bytes) else uuid4().bytes


def postgresql_command(connection: psycopg.Connection[Any], stream: str, board: Any) -> None:
    """Read a stream, and write the rows of one more event in one statement."""
    with connection.cursor(binary=True) as cursor:
        read = cursor.execute(SELECT, (stream,)).fetchall()
        rows = Rows(read[-1], board)
        cursor.execute(AT_ONCE, [value for part in rows.next(read[-1][1] + 1) for value in part])


def sqlite_command(connection: sqlite3.Connection, stream: str, board: Any) -> None:
    """The same, in one transaction of single statements."""
    run = connection.execute
    run("BEGIN IMMEDIATE")
    read = run(SELECT.replace("%s", "?"), (stream,)).fetchall()
    rows = Rows(read[-1], board)
    for statement, values in zip(_SINGLE, rows.next(read[-1][1] + 1), strict=True):
        run(statement, values)
    run("COMMIT")


def board_rows(connection: Any, streams: list[str]) -> dict[str, Any]:
    """The read model's rows of these streams, to be written again with each event."""
    mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
    names = ", ".join(column.name for column in BOARD)
    query = f"SELECT stream_id, {names} FROM item_board WHERE stream_id = {mark}"
    return {stream: connection.execute(query, (stream,)).fetchone() for stream in streams}


_SINGLE = [
    statement.replace("%s", "?")
    for statement in (
        STREAM, EVENT.format(", ".join(["%s"] * 13)), QUEUE, ANSWER, _board(["%s"] * len(BOARD)),
    )
]  # fmt: skip


def open_sqlite(url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection
