"""Tiles of the tree, signed checkpoints, subscriptions, suspensions.

Revision ID: 0002
Revises: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _proof_tables()
    _subscription_tables()
    _guard("signed_checkpoints", "size = NEW.size")


def _create(name: str, *parts: Any) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, Count, autoincrement=False, nullable=False)


def _proof_tables() -> None:
    _create(
        "tiles", sa.Column("level", sa.Integer, autoincrement=False, nullable=False), _count("idx"),
        sa.Column("hashes", sa.LargeBinary, nullable=False), sa.PrimaryKeyConstraint("level", "idx", name="pk_tiles"),
    )  # fmt: skip
    _create(
        "signed_checkpoints", _count("size"), sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("note", sa.Text, nullable=False), sa.Column("signed_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_signed_checkpoints"),
    )  # fmt: skip


def _subscription_tables() -> None:
    _create(
        "subscriptions", sa.Column("name", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False), _count("position"), _count("fence"),
        sa.Column("owner", sa.Text), sa.Column("lease_until", Timestamp), sa.Column("error", sa.Text),
        sa.Column("failed_at", Timestamp), sa.PrimaryKeyConstraint("name", name="pk_subscriptions"),
    )  # fmt: skip
    _create(
        "suspensions", sa.Column("found_at", Timestamp, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text, nullable=False), sa.Column("lifted_at", Timestamp),
        sa.PrimaryKeyConstraint("found_at", name="pk_suspensions"),
    )  # fmt: skip


def _postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _guard(table: str, same_row: str) -> None:
    if _postgresql():
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
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row}) "  # nosec B608 - our own names
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: UNIQUE'); END"
    )
