"""Inboxes, what was read in them, the outbox of the daily mail, and where an account's mail goes.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Day = sa.Date().with_variant(sa.Text(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    for board in ("account_board", "account_history"):
        op.add_column(board, sa.Column("mail_ref", Id))
        op.add_column(board, sa.Column("mail_language", sa.Text))
    _inbox()
    _outbox()


def _inbox() -> None:
    op.create_table(
        "inbox", sa.Column("position", Count, nullable=False), sa.Column("told", sa.Text, nullable=False),
        sa.Column("at", Timestamp, nullable=False), sa.Column("name", sa.Text, nullable=False),
        sa.Column("stream_id", sa.Text, nullable=False), sa.Column("item_id", Id), sa.Column("bureau", sa.Text),
        sa.Column("by_account", Id, nullable=False),
        sa.PrimaryKeyConstraint("position", "told", name="pk_inbox"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_inbox_told", "inbox", ["told", "position"])
    op.create_table(
        "inbox_marks", sa.Column("account_id", Id, nullable=False), sa.Column("position", Count, nullable=False),
        sa.Column("through", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "position", name="pk_inbox_marks"), sqlite_strict=True,
    )  # fmt: skip


def _outbox() -> None:
    op.create_table(
        "mail_outbox", sa.Column("account_id", Id, nullable=False), sa.Column("day", Day, nullable=False),
        sa.Column("standing", sa.Text, nullable=False), sa.Column("covers", sa.Text, nullable=False),
        sa.Column("made_at", Timestamp, nullable=False), sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", Timestamp), sa.Column("lease_until", Timestamp),
        sa.Column("fence", Count, nullable=False), sa.Column("done_at", Timestamp), sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("account_id", "day", name="pk_mail_outbox"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_mail_outbox_standing", "mail_outbox", ["standing", "next_at"])
