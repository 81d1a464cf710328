"""The tables of the log, and the column types that hold the same values in SQLite and PostgreSQL."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from events import codec

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

LAST_MOMENT = 2**57  # microseconds: past the year 4000, short of what a datetime can hold
Count = BigInteger().with_variant(Integer(), "sqlite")


class Id(TypeDecorator[UUID]):
    """A UUID: `uuid` in PostgreSQL, 16 bytes in SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """16 bytes are a UUID; anything else was put there behind the log, and is handed on for `verify` to name."""
        return UUID(bytes=value) if isinstance(value, bytes) and len(value) == 16 else value


class Timestamp(TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` in PostgreSQL, whole microseconds since 1970 in SQLite."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return codec.microseconds(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if isinstance(value, int):
            return codec.moment(value) if abs(value) < LAST_MOMENT else value  # type: ignore[return-value]
        return value.astimezone(UTC) if isinstance(value, datetime) else value


class Day(TypeDecorator[date]):
    """A calendar day: `date` in PostgreSQL, ISO text in SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        try:
            day: date | None = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            day = value  # put there behind the log; handed on for a check to name
        return day


def table(name: str, *parts: Any) -> Table:
    """A table of the shared metadata; STRICT in SQLite, so that a column holds only its own type."""
    return Table(name, metadata, *parts, sqlite_strict=True)


streams = table(
    "streams",
    Column("stream_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("definition", Text),
    Column("version", Integer, nullable=False),
    Column("head_digest", LargeBinary, nullable=False),
    Column("closed", Integer, nullable=False, server_default="0"),
    Index("ix_streams_kind", "kind", "stream_id"),
)

events = table(
    "events",
    Column("stream_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Id, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("recorded_at", Timestamp, nullable=False),
    Column("effective_at", Timestamp, nullable=False),
    Column("actor", Text, nullable=False),
    Column("command_id", Id, nullable=False),
    Column("correlation_id", Id, nullable=False),
    Column("causation_id", Id),
)

commands = table(
    "commands",
    Column("command_id", Id, primary_key=True),
    Column("request_digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)

pending = table(
    "pending",
    Column("append_id", Count, Identity(), primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

log = table(
    "log",
    Column("position", Count, primary_key=True, autoincrement=False),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Column("sealed_at", Timestamp, nullable=False),
    UniqueConstraint("stream_id", "version"),
    Index("ix_log_sealed_at", "sealed_at", "position"),
)

tiles = table(
    "tiles",
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("idx", Count, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

signed_checkpoints = table(
    "signed_checkpoints",
    Column("size", Count, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("signed_at", Timestamp, nullable=False),
)

subscriptions = table(
    "subscriptions",
    Column("name", Text, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("position", Count, nullable=False),
    Column("fence", Count, nullable=False),
    Column("owner", Text),
    Column("lease_until", Timestamp),
    Column("error", Text),
    Column("failed_at", Timestamp),
)

suspensions = table(
    "suspensions",
    Column("found_at", Timestamp, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("lifted_at", Timestamp),
)

instants = table("instants", Column("answered", Timestamp, primary_key=True, autoincrement=False))

personal_data = table(
    "personal_data",
    Column("ref", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key_id", Id, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)

personal_keys = table(
    "personal_keys",
    Column("key_id", Id, primary_key=True),
    Column("subject", Id, unique=True),  # forgotten when the key is given up
    Column("made_at", Timestamp, nullable=False),
    Column("erased_at", Timestamp),
    Column("destroyed_at", Timestamp),
)

unsealed_personal_data = table(
    "unsealed_personal_data",
    Column("ref", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
)
