"""Due dates that move, lights, requests for more time; the working-day calendars.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Date().with_variant(sa.Text(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Nothing was extended, urged or supervised before: the new columns of items are empty."""
    for table in ("item_board", "item_history"):
        for column in _deadline():
            op.add_column(table, column)
    op.create_index("ix_item_board_light", "item_board", ["light", "bureau"])
    op.create_index("ix_item_history_light", "item_history", ["light", "from_position", "to_position", "bureau"])
    op.create_table(
        "calendar_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_calendar_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "calendar_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_calendar_history"), sqlite_strict=True,
    )  # fmt: skip


def _deadline() -> list[sa.Column[object]]:
    return [
        sa.Column("due_original", sa.Text), sa.Column("light", sa.Text), sa.Column("extension_until", Day),
        sa.Column("extension_by", Id), sa.Column("urged", sa.Integer),
    ]  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("year", sa.Integer, nullable=False),
        sa.Column("days", sa.Text, nullable=False), sa.Column("basis", sa.Text, nullable=False),
        sa.Column("published_at", Timestamp, nullable=False),
    ]  # fmt: skip
