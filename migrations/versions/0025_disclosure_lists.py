"""Disclosure lists: what the public sees of a unit's recipients in a month, by its digest.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
Day = sa.Date().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "disclosure_list_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_disclosure_list_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_disclosure_list_board_digest", "disclosure_list_board", ["digest"])
    op.create_index("ix_disclosure_list_board_bureau", "disclosure_list_board", ["bureau", "month"])
    op.create_table(
        "disclosure_list_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_disclosure_list_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("list_id", Id, nullable=False),
        sa.Column("bureau", sa.Text, nullable=False), sa.Column("month", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("stage", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False), sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("prepared_by", Id, nullable=False), sa.Column("disclosed_on", Day),
        sa.Column("handed_over_on", Day), sa.Column("rechecked_on", Day), sa.Column("result", sa.Text),
        sa.Column("changed_at", Timestamp, nullable=False),
    ]  # fmt: skip
