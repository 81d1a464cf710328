"""Read whatever stands in a row: a check must name a changed row, not stop at a value nobody could have appended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import DataError
from psycopg.types.datetime import DateLoader, TimestamptzLoader
from sqlalchemy import Connection


class AnyMoment(TimestamptzLoader):
    """A moment, or the text of one that Python has no value for."""

    def load(self, data: Any) -> Any:
        try:
            return super().load(data)
        except (DataError, ValueError, OverflowError):
            return bytes(data).decode()


class AnyDay(DateLoader):
    """A day, or the text of one that Python has no value for."""

    def load(self, data: Any) -> Any:
        try:
            return super().load(data)
        except (DataError, ValueError, OverflowError):
            return bytes(data).decode()


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """Within the block, text that is no UTF-8 and times beyond all calendars are handed out as they are."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        raw.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
    else:
        raw.adapters.register_loader("timestamptz", AnyMoment)
        raw.adapters.register_loader("date", AnyDay)
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            raw.text_factory = str
        else:
            raw.adapters.register_loader("timestamptz", TimestamptzLoader)
            raw.adapters.register_loader("date", DateLoader)


def printable(text: str) -> str:
    """The text with what cannot be printed written out."""
    return text.encode("utf-8", "backslashreplace").decode()
