"""Imports of lists as batches, remembered columns of their headers, and the work on long lists in the background.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    for name, columns in (("batch", _batch), ("mapping", _mapping)):
        op.create_table(
            f"{name}_board", sa.Column("stream_id", sa.Text, nullable=False), *columns(),
            sa.PrimaryKeyConstraint("stream_id", name=f"pk_{name}_board"), sqlite_strict=True,
        )  # fmt: skip
        op.create_table(
            f"{name}_history", sa.Column("stream_id", sa.Text, nullable=False), *columns(),
            sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
            sa.PrimaryKeyConstraint("stream_id", "version", name=f"pk_{name}_history"), sqlite_strict=True,
        )  # fmt: skip
    op.create_index("ix_batch_board_notice_id", "batch_board", ["notice_id"])
    op.create_index("ix_mapping_board_unit", "mapping_board", ["unit"])
    _jobs()


def _batch() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("batch_id", Id, nullable=False),
        sa.Column("notice_id", Id), sa.Column("draft_id", Id), sa.Column("file", sa.Text, nullable=False),
        sa.Column("org", sa.Text, nullable=False), sa.Column("account", Id, nullable=False),
        sa.Column("items", sa.Integer, nullable=False), sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("imported_at", Timestamp, nullable=False), sa.Column("withdrawn_at", Timestamp),
    ]  # fmt: skip


def _mapping() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("mapping_id", Id, nullable=False),
        sa.Column("unit", sa.Text, nullable=False), sa.Column("signature", sa.Text, nullable=False),
        sa.Column("columns", sa.Text, nullable=False), sa.Column("remembered_at", Timestamp, nullable=False),
        sa.Column("forgotten", sa.Integer, nullable=False),
    ]  # fmt: skip


def _jobs() -> None:
    op.create_table(
        "list_jobs", sa.Column("job_id", Id, nullable=False), sa.Column("org", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False), sa.Column("what", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False), sa.Column("asked", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False), sa.Column("done", sa.Integer, nullable=False),
        sa.Column("of", sa.Integer, nullable=False), sa.Column("begun_at", Timestamp, nullable=False),
        sa.Column("ended_at", Timestamp), sa.Column("lease_until", Timestamp),
        sa.Column("fence", Count, nullable=False), sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("refused", sa.Text),
        sa.Column("result", sa.LargeBinary), sa.Column("corrected", sa.LargeBinary),
        sa.PrimaryKeyConstraint("job_id", name="pk_list_jobs"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_list_jobs_standing", "list_jobs", ["standing", "begun_at"])
    op.create_index(
        "ix_list_jobs_subject", "list_jobs", ["org", "subject"], unique=True,
        sqlite_where=sa.text("standing IN ('waiting', 'running')"),
        postgresql_where=sa.text("standing IN ('waiting', 'running')"),
    )  # fmt: skip
