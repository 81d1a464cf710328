"""Typed registers: rows of payments, disclosures, news and what else is kept case by case.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "register_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_register_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_register_board_kind", "register_board", ["kind", "bureau"])
    op.create_table(
        "register_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_register_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("row_id", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False), sa.Column("bureau", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False), sa.Column("name_ref", Id), sa.Column("struck", sa.Text),
    ]  # fmt: skip
