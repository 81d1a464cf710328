"""Recurring obligations, and what was done for them.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Date().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    _versioned("obligation", _obligation)
    op.create_index("ix_obligation_board_bureau", "obligation_board", ["bureau"])
    _versioned("performance", _performance)
    op.create_index("ix_performance_board_obligation", "performance_board", ["obligation_id", "performed_on"])


def _versioned(name: str, columns) -> None:  # type: ignore[no-untyped-def]
    """What stands now, and every version."""
    op.create_table(
        f"{name}_board", sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False), *columns(),
        sa.PrimaryKeyConstraint("stream_id", name=f"pk_{name}_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        f"{name}_history", sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False), *columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{name}_history"), sqlite_strict=True,
    )  # fmt: skip


def _obligation() -> list[sa.Column[object]]:
    texts = ("bureau", "area", "duty", "basis")
    return [
        sa.Column("obligation_id", Id, nullable=False), *(sa.Column(one, sa.Text, nullable=False) for one in texts),
        sa.Column("since", Day, nullable=False), sa.Column("until", Day), sa.Column("ended", Day),
        sa.Column("from_item", Id),
        sa.Column("phases", sa.Text, nullable=False), sa.Column("pauses", sa.Text, nullable=False),
    ]  # fmt: skip


def _performance() -> list[sa.Column[object]]:
    return [
        sa.Column("performance_id", Id, nullable=False), sa.Column("obligation_id", Id, nullable=False),
        sa.Column("bureau", sa.Text, nullable=False), sa.Column("station", sa.Text),
        sa.Column("performed_on", Day, nullable=False), sa.Column("entered_on", Day, nullable=False),
        sa.Column("entered_by", Id, nullable=False), sa.Column("struck", sa.Integer, nullable=False),
    ]  # fmt: skip
