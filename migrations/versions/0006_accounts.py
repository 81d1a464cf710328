"""Who may act as what is read from the log. What stood in `accounts` waits in a table until it is recorded there.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
ROW = ("account_id", "name", "role", "org", "active")


def upgrade() -> None:
    op.create_table(
        "account_board", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.PrimaryKeyConstraint("stream_id", name="pk_account_board"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_account_board_account_id", "account_board", ["account_id"], unique=True)
    op.create_table(
        "account_history", sa.Column("stream_id", sa.Text, nullable=False), *_columns(),
        sa.Column("from_position", Count, nullable=False), sa.Column("to_position", Count, nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "version", name="pk_account_history"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "unrecorded_accounts", sa.Column("account_id", Id, nullable=False), sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False), sa.Column("org", sa.Text, nullable=False),
        sa.Column("active", Flag, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_unrecorded_accounts"), sqlite_strict=True,
    )  # fmt: skip
    named = ", ".join(ROW)
    op.execute(f"INSERT INTO unrecorded_accounts ({named}) SELECT {named} FROM accounts")  # nosec B608
    _shorten()


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer, nullable=False), sa.Column("account_id", Id, nullable=False),
        sa.Column("name_ref", Id, nullable=False), sa.Column("existed", sa.Integer, nullable=False),
        sa.Column("disabled", sa.Integer, nullable=False), sa.Column("grants", sa.Text, nullable=False),
        sa.Column("handover", sa.Text),
    ]  # fmt: skip


def _shorten() -> None:
    op.drop_index("ix_accounts_org", "accounts")
    for column in ("name", "role", "org", "active"):
        op.drop_column("accounts", column)
    op.add_column("accounts", sa.Column("one_time", Flag))
    op.add_column("accounts", sa.Column("password_set_at", Timestamp))
    no = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(f"UPDATE accounts SET one_time = {no}, password_set_at = created_at")  # nosec B608
