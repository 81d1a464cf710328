"""The contact register: who a station's liaison is, and whether their phone answers.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Date().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_contact_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_contact_board_station", "contact_board", ["station", "post"])
    op.create_table(
        "contact_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_contact_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    days = ("checked_on", "answer_by", "ended")
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("contact_id", Id, nullable=False),
        sa.Column("station", sa.Text, nullable=False), sa.Column("post", sa.Text, nullable=False),
        sa.Column("name_ref", Id, nullable=False), sa.Column("phone_ref", Id, nullable=False),
        sa.Column("since", Day), sa.Column("reported_on", Day), sa.Column("report_by", Day),
        sa.Column("result", sa.Text), *(sa.Column(day, Day) for day in days),
    ]  # fmt: skip
