"""Statements sent straight to the database's driver, inside whatever transaction the connection is in.

On the way of a command the driver is called as it is: SQLAlchemy's execution costs more than the statements do.
Statements are written with `%s` for both databases.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Driver:
    """Errors are raised as SQLAlchemy raises them, and a connection that is lost leaves the pool."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self._options: dict[str, Any] = {} if self.sqlite else {"binary": True}
        self._error: Any = connection.dialect.loaded_dbapi.Error

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows a statement gives back, as tuples of what the driver makes of them."""
        cursor = self._run("execute", statement, values)
        rows: list[Any] = cursor.fetchall()
        return rows

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._run("execute", statement, values)

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""
        self._run("executemany", statement, rows)

    def _run(self, how: str, statement: str, values: Any) -> Any:
        raw: Any = self._connection.connection
        cursor = raw.driver_connection.cursor(**self._options)
        try:
            getattr(cursor, how)(_spelled(statement) if self.sqlite else statement, values)
        except self._error as error:
            raise self._as_raised(statement, values, error, raw, cursor) from error
        return cursor

    def _as_raised(self, statement: str, values: Any, error: Any, raw: Any, cursor: Any) -> BaseException:
        dialect = self._connection.dialect
        lost = dialect.is_disconnect(error, raw, cursor)
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
