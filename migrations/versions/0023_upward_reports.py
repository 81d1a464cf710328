"""Reports upward: one row per report now, and one per version.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Text().with_variant(sa.Date(), "postgresql")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
NAME = "upward_report"


def upgrade() -> None:
    key = ("stream_id", sa.Text), ("version", sa.Integer)
    op.create_table(
        f"{NAME}_board", *(sa.Column(*one, nullable=False) for one in key), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name=f"pk_{NAME}_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        f"{NAME}_history", *(sa.Column(*one, nullable=False) for one in key), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{NAME}_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("report_id", Id, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("drafters", sa.Text, nullable=False),
        sa.Column("approved_by", Id),
        sa.Column("as_of", Timestamp),
        sa.Column("at_position", Count, nullable=False),
        sa.Column("figures", sa.Integer, nullable=False),
        sa.Column("unknown", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("issued_on", Day),
        sa.Column("changed_at", Timestamp, nullable=False),
    ]


def downgrade() -> None:
    op.drop_table(f"{NAME}_history")
    op.drop_table(f"{NAME}_board")
