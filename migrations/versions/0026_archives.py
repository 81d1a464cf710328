"""Archive packages that were made: of what, as of which position, and the digest of the manifest.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "archive_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_archive_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_archive_board_manifest", "archive_board", ["manifest"])
    op.create_table(
        "archive_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_archive_history"), sqlite_strict=True,
    )  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("archive_id", Id, nullable=False),
        sa.Column("notice_id", Id), sa.Column("year", sa.Integer), sa.Column("unit", sa.Text),
        sa.Column("at_position", Count, nullable=False), sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("files", sa.Integer, nullable=False), sa.Column("absent", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False), sa.Column("open_items", sa.Integer, nullable=False),
        sa.Column("withheld", sa.Integer, nullable=False), sa.Column("packed_at", Timestamp, nullable=False),
    ]  # fmt: skip
