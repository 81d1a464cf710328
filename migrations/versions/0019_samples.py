"""Samples, and beside the log the rows that they are drawn from: added, never changed.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
ROWS = "frame_rows"


def upgrade() -> None:
    op.create_table(
        ROWS, sa.Column("frame", sa.Text, nullable=False), sa.Column("place", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False), sa.Column("row", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("frame", "place", name=f"pk_{ROWS}"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "sample_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_sample_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "sample_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_sample_history"), sqlite_strict=True,
    )  # fmt: skip
    _guard_sqlite() if op.get_context().dialect.name == "sqlite" else _guard_postgresql()


def _columns() -> list[sa.Column[object]]:
    numbers = ("draws", "drawn", "checked", "found", "concluded")
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("sample_id", Id, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("drawn_from", sa.Text, nullable=False),
        sa.Column("frame", sa.Text, nullable=False),
        sa.Column("population", sa.Integer, nullable=False), sa.Column("units", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        sa.Column("changed_at", Timestamp, nullable=False),
    ]  # fmt: skip


def _guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{ROWS} is append-only: UNIQUE'); END"
    for act in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {ROWS}_no_{act} BEFORE {act.upper()} ON {ROWS} {refuse}")
    there = f"EXISTS (SELECT 1 FROM {ROWS} WHERE frame = NEW.frame AND place = NEW.place)"  # nosec B608 - our own names
    op.execute(f"CREATE TRIGGER {ROWS}_no_replace BEFORE INSERT ON {ROWS} WHEN {there} {refuse}")


def _guard_postgresql() -> None:
    """The triggers fire ALWAYS: setting session_replication_role does not pass them by."""
    op.execute(
        f"CREATE FUNCTION {ROWS}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{ROWS} is append-only'; END $$"
    )
    for act, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {ROWS}_no_{act} BEFORE {act.upper()} ON {ROWS} "
            f"FOR EACH {each} EXECUTE FUNCTION {ROWS}_append_only()"
        )
        op.execute(f"ALTER TABLE {ROWS} ENABLE ALWAYS TRIGGER {ROWS}_no_{act}")
