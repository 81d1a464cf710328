"""Offline reply workbooks: what was merged of a bureau's rows that were filled in away from the system.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
COUNTED = ("recorded", "files", "already", "stale", "refused", "untouched")


def upgrade() -> None:
    op.create_table(
        "workbook_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_workbook_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_workbook_board_bureau", "workbook_board", ["bureau", "merged_at"])
    op.create_table(
        "workbook_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_workbook_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("merge_id", Id, nullable=False),
        sa.Column("bureau", sa.Text, nullable=False), sa.Column("workbook", Id, nullable=False),
        sa.Column("issued_to", Id, nullable=False), sa.Column("merged_by", sa.Text, nullable=False),
        sa.Column("merged_at", Timestamp, nullable=False), sa.Column("digest", sa.Text, nullable=False),
        sa.Column("zip_digest", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTED),
    ]  # fmt: skip
