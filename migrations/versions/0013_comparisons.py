"""Comparisons of the bureaus that the center publishes.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "comparison_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_comparison_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "comparison_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_comparison_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("comparison_id", Id, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("at_position", Count, nullable=False),
        sa.Column("changed_at", Timestamp, nullable=False), sa.Column("withdrawn", sa.Integer, nullable=False),
    ]  # fmt: skip
