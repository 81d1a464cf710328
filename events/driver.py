"""Statements sent straight to the database's driver, inside whatever transaction the connection is in.

On the way of a command the driver is called as it is: SQLAlchemy's execution costs more than the statements do.
Statements are written with `%s` for both databases.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Driver:
    """Errors are raised as SQLAlchemy raises them, and a connection that is lost leaves the pool."""

    def __init__(self, connection: Connection):
        dialect = connection.dialect
        self._connection, self._raw = connection, connection.connection
        self.sqlite = dialect.name == "sqlite"
        open_cursor: Any = self._raw.driver_connection.cursor  # type: ignore[union-attr]
        self._cursor: Any = open_cursor() if self.sqlite else open_cursor(binary=True)
        self._error: Any = dialect.loaded_dbapi.Error

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows a statement gives back, as tuples of what the driver makes of them."""
        self._run(self._cursor.execute, statement, values)
        rows: list[Any] = self._cursor.fetchall()
        return rows

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """How many rows a statement that gives none back has written."""
        self._run(self._cursor.execute, statement, values)
        count: int = self._cursor.rowcount
        return count

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""
        self._run(self._cursor.executemany, statement, rows)

    def _run(self, how: Callable[[str, Any], Any], statement: str, values: Any) -> None:
        try:
            how(_spelled(statement) if self.sqlite else statement, values)
        except self._error as error:
            raise self._as_raised(statement, values, error) from error

    def _as_raised(self, statement: str, values: Any, error: Any) -> BaseException:
        dialect = self._connection.dialect
        lost = dialect.is_disconnect(error, self._raw, self._cursor)
        if lost:
            self._connection.invalidate(error)
        shown = () if isinstance(values, Iterable) and not isinstance(values, Sequence) else values
        raised: BaseException = DBAPIError.instance(
            statement, shown, error, self._error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
        )
        return raised


@cache
def _spelled(statement: str) -> str:
    return statement.replace("%s", "?")
