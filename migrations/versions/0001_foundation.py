"""The log, its guards, and the first read models.

Revision ID: 0001
Revises:
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
Day = sa.Text().with_variant(sa.Date(), "postgresql")
YesNo = sa.Boolean().with_variant(sa.Integer(), "sqlite")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("events", "log", "commands")


def upgrade() -> None:
    _log_tables()
    _file_tables()
    _account_tables()
    _read_model("item", _item_columns)
    _read_model("notice", _notice_columns)
    _read_model("areas", lambda: [_text("areas"), _moment("published_at")])
    _read_model("organisation", _organisation_columns)
    _indexes()
    for table in APPEND_ONLY:
        _guard(table)


def _text(name: str, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable, **options)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, Timestamp, nullable=False)


def _blob(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _create(name: str, *parts: Any) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def _log_tables() -> None:
    _create(
        "streams", _text("stream_id"), _text("kind"), _text("definition", nullable=True), _whole("version"),
        _blob("head_digest"), sa.Column("closed", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("stream_id", name="pk_streams"),
    )  # fmt: skip
    _create(
        "events", _text("stream_id"), _whole("version"), sa.Column("event_id", Id, nullable=False), _text("name"),
        _whole("schema_version"), _blob("body"), _blob("digest"), _moment("recorded_at"), _moment("effective_at"),
        _text("actor"), sa.Column("command_id", Id, nullable=False), sa.Column("correlation_id", Id, nullable=False),
        sa.Column("causation_id", Id, nullable=True),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_events"),
        sa.UniqueConstraint("event_id", name="uq_events_event_id"),
    )  # fmt: skip
    _create(
        "commands", sa.Column("command_id", Id, nullable=False), _blob("request_digest"), _blob("answer"),
        sa.PrimaryKeyConstraint("command_id", name="pk_commands"),
    )  # fmt: skip
    _create(
        "pending", sa.Column("append_id", Count, sa.Identity(), nullable=False), _text("stream_id"), _whole("version"),
        sa.PrimaryKeyConstraint("append_id", name="pk_pending"),
    )  # fmt: skip
    _create(
        "log", sa.Column("position", Count, autoincrement=False, nullable=False), _text("stream_id"),
        _whole("version"), _blob("leaf"), _blob("seal"), _moment("sealed_at"),
        sa.PrimaryKeyConstraint("position", name="pk_log"),
        sa.UniqueConstraint("stream_id", "version", name="uq_log_stream_id"),
    )  # fmt: skip


def _file_tables() -> None:
    _create(
        "instants",
        sa.Column("answered", Timestamp, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("answered", name="pk_instants"),
    )
    beginning = "0" if op.get_context().dialect.name == "sqlite" else "to_timestamp(0)"
    op.execute(f"INSERT INTO instants (answered) VALUES ({beginning})")  # nosec B608 - no input
    _create(
        "personal_data", sa.Column("ref", Id, nullable=False), _text("kind"), _text("value"), _blob("salt"),
        sa.PrimaryKeyConstraint("ref", name="pk_personal_data"),
    )  # fmt: skip
    _create(
        "uploads", _text("sha256"), _text("org"), _text("name"), _text("media_type"),
        sa.Column("size", Count, nullable=False), sa.Column("account", Id, nullable=False), _moment("uploaded_at"),
        sa.PrimaryKeyConstraint("sha256", "org", name="pk_uploads"),
    )  # fmt: skip


def _account_tables() -> None:
    _create(
        "accounts", sa.Column("account_id", Id, nullable=False), _text("login"), _text("name"), _text("role"),
        _text("org"), _text("password"), sa.Column("active", YesNo, nullable=False),
        sa.Column("demo", YesNo, nullable=False), _text("fs_uniquifier"), _moment("created_at"),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("login", name="uq_accounts_login"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_accounts_fs_uniquifier"),
    )  # fmt: skip
    _create(
        "api_tokens", sa.Column("token_id", Id, nullable=False), sa.Column("account_id", Id, nullable=False),
        _blob("digest"), _text("label"), _moment("created_at"), _moment("expires_at"),
        sa.Column("revoked_at", Timestamp, nullable=True),
        sa.PrimaryKeyConstraint("token_id", name="pk_api_tokens"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_api_tokens_account_id_accounts"),
        sa.UniqueConstraint("digest", name="uq_api_tokens_digest"),
    )  # fmt: skip


def _read_model(name: str, columns: Callable[[], list[sa.Column[Any]]]) -> None:
    """What stands now, and every version: the same columns twice."""
    board, history = f"{name}_board", f"{name}_history"
    _create(
        board, _text("stream_id"), _whole("version"), *columns(),
        sa.PrimaryKeyConstraint("stream_id", name=f"pk_{board}"),
    )  # fmt: skip
    _create(
        history, _text("stream_id"), _whole("version"), *columns(),
        sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{history}"),
    )  # fmt: skip


def _item_columns() -> list[sa.Column[Any]]:
    said = (
        "bureau",
        "owner",
        "area",
        "kind",
        "source",
        "clause",
        "problem",
        "problem_key",
        "requirement",
        "lead",
        "figure",
        "remark",
    )
    return [
        sa.Column("item_id", Id, nullable=False), _text("number"), sa.Column("notice_id", Id, nullable=False),
        *(_text(name) for name in said), _text("due"), sa.Column("due_last", Day, nullable=False), _text("state"),
        _text("conclusion", nullable=True), _whole("round"), sa.Column("handler", Id, nullable=True),
        sa.Column("internal_due", Day, nullable=True), _text("reporters"), _text("verifiers"),
        _moment("issued_at"), _moment("changed_at"),
    ]  # fmt: skip


def _notice_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("notice_id", Id, nullable=False), _text("number"), _whole("year"), _whole("sequence"),
        _text("title"), _text("issuer"), sa.Column("listed_on", Day, nullable=True), _moment("opened_at"),
    ]  # fmt: skip


def _organisation_columns() -> list[sa.Column[Any]]:
    return [_text("code"), _text("name"), _text("short"), _text("what"), _text("parent", nullable=True)]


def _indexes() -> None:
    op.create_index("ix_streams_kind", "streams", ["kind", "stream_id"])
    op.create_index("ix_log_sealed_at", "log", ["sealed_at", "position"])
    op.create_index("ix_accounts_org", "accounts", ["org"])
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"])
    op.create_index("ix_item_board_number", "item_board", ["number"], unique=True)
    op.create_index("ix_item_board_bureau", "item_board", ["bureau", "state"])
    op.create_index("ix_item_board_state", "item_board", ["state", "owner", "conclusion"])
    op.create_index("ix_item_board_due", "item_board", ["due_last", "number"])
    op.create_index("ix_item_board_notice", "item_board", ["notice_id", "bureau", "problem_key"])
    op.create_index("ix_notice_board_number", "notice_board", ["year", "sequence"], unique=True)
    op.create_index("ix_organisation_board_code", "organisation_board", ["code"], unique=True)
    op.create_index("ix_organisation_board_short", "organisation_board", ["short"], unique=True)
    op.create_index("ix_organisation_board_name", "organisation_board", ["name"], unique=True)


SAME_ROW = {
    "events": "(stream_id = NEW.stream_id AND version = NEW.version) OR event_id = NEW.event_id",
    "log": "position = NEW.position OR (stream_id = NEW.stream_id AND version = NEW.version)",
    "commands": "command_id = NEW.command_id",
}


def _guard(table: str) -> None:
    """Refuse every way of changing a row that is there: UPDATE, DELETE, TRUNCATE, and SQLite's INSERT OR REPLACE."""
    if op.get_context().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {SAME_ROW[table]}) "  # nosec B608 - our own names
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: UNIQUE'); END"
        )
    else:
        _guard_postgresql(table)


def _guard_postgresql(table: str) -> None:
    """The triggers fire ALWAYS: setting session_replication_role does not pass them by."""
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for act, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_append_only()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{act}")
