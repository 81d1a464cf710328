"""Logins that can be ended, and how often passwords were guessed: for all processes alike.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    _guesses()
    op.create_table(
        "logins", sa.Column("login_id", Id, nullable=False), sa.Column("account_id", Id, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False), sa.Column("address", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False), sa.Column("began_at", Timestamp, nullable=False),
        sa.Column("ended_at", Timestamp), sa.PrimaryKeyConstraint("login_id", name="pk_logins"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_logins_account_id_accounts"),
        sa.UniqueConstraint("digest", name="uq_logins_digest"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_logins_account_id", "logins", ["account_id"])


def _guesses() -> None:
    op.create_table(
        "login_guesses", sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("guesses", sa.Integer, nullable=False), sa.Column("since", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_login_guesses"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_login_guesses_since", "login_guesses", ["since"])
