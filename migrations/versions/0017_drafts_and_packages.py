"""Drafted notices, packages, and notices that are withdrawn.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Date().with_variant(sa.Text(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    for table in ("notice_board", "notice_history"):
        op.add_column(table, sa.Column("withdrawn_at", Timestamp))
    for name, columns in (("draft", _draft), ("package", _package)):
        op.create_table(
            f"{name}_board", sa.Column("stream_id", sa.Text, nullable=False), *columns(),
            sa.PrimaryKeyConstraint("stream_id", name=f"pk_{name}_board"), sqlite_strict=True,
        )  # fmt: skip
        op.create_table(
            f"{name}_history", sa.Column("stream_id", sa.Text, nullable=False), *columns(),
            sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
            sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{name}_history"), sqlite_strict=True,
        )  # fmt: skip
    op.create_index("ix_package_board_notice", "package_board", ["notice_id", "bureau"], unique=True)


def _draft() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("draft_id", Id, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("year", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False), sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False), sa.Column("authors", sa.Text, nullable=False),
        sa.Column("changed_at", Timestamp, nullable=False),
    ]  # fmt: skip


def _package() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("package_id", Id, nullable=False),
        sa.Column("notice_id", Id, nullable=False), sa.Column("bureau", sa.Text, nullable=False),
        sa.Column("return_by", Day), sa.Column("way", sa.Text), sa.Column("sent_on", Day),
        sa.Column("post_number", sa.Text, nullable=False), sa.Column("acknowledged_by", sa.Text),
        sa.Column("acknowledged_at", Timestamp), sa.Column("returned_on", Day),
        sa.Column("missing", sa.Integer, nullable=False), sa.Column("times", sa.Integer, nullable=False),
        sa.Column("sent_back", sa.Text, nullable=False),
    ]  # fmt: skip
