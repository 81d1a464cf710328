"""Findings, the register of clauses, evaluation snapshots; what an item came from, repeats, and its amount of money.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    for name, columns in (("clauses", _clauses), ("finding", _findings), ("snapshot", _snapshots)):
        _two_tables(name, columns)
    op.create_index("ix_finding_board_number", "finding_board", ["number"], unique=True)
    op.create_index("ix_finding_board_same", "finding_board", ["year", "same"])
    op.create_index("ix_finding_board_repeats", "finding_board", ["repeats"])
    for table in ("item_board", "item_history"):
        op.add_column(table, sa.Column("finding", Id))
        op.add_column(table, sa.Column("repeats", Id))
        op.add_column(table, sa.Column("amount", Count))
    op.create_index("ix_item_board_finding", "item_board", ["finding"])
    op.create_index("ix_item_board_repeats", "item_board", ["repeats"])


def _two_tables(name, columns) -> None:  # type: ignore[no-untyped-def]
    """What stands now, and every version with the positions between which it stood."""
    key = ("stream_id", sa.Text), ("version", sa.Integer)
    op.create_table(
        f"{name}_board", *(sa.Column(*one, nullable=False) for one in key), *columns(),
        sa.PrimaryKeyConstraint("stream_id", name=f"pk_{name}_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        f"{name}_history", *(sa.Column(*one, nullable=False) for one in key), *columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{name}_history"), sqlite_strict=True,
    )  # fmt: skip


def _clauses() -> list[sa.Column[object]]:
    return [sa.Column("clauses", sa.Text, nullable=False), sa.Column("published_at", Timestamp, nullable=False)]


def _texts(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _findings() -> list[sa.Column[object]]:
    return [
        sa.Column("finding_id", Id, nullable=False), *_texts("number", "source"),
        sa.Column("year", sa.Integer, nullable=False),
        *_texts("clause", "clause_text", "area", "text", "concerns", "units", "figure"),
        sa.Column("amount", Count), sa.Column("repeats", Id), *_texts("org", "same"),
        sa.Column("withdrawn", sa.Integer, nullable=False), sa.Column("changed_at", Timestamp, nullable=False),
    ]  # fmt: skip


def _snapshots() -> list[sa.Column[object]]:
    return [
        sa.Column("snapshot_id", Id, nullable=False), *_texts("title"), sa.Column("year", sa.Integer, nullable=False),
        sa.Column("at_position", Count, nullable=False), *_texts("digest"),
        sa.Column("withdrawn", sa.Integer, nullable=False), sa.Column("changed_at", Timestamp, nullable=False),
    ]  # fmt: skip
