"""The second factor of an account, and its recovery codes.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "second_factors", sa.Column("account_id", Id, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False), sa.Column("last_step", sa.Integer, nullable=False),
        sa.Column("made_at", Timestamp, nullable=False), sa.Column("confirmed_at", Timestamp),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_factors"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_second_factors_account_id_accounts"),
        sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "recovery_codes", sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("account_id", Id, nullable=False), sa.Column("used_at", Timestamp),
        sa.PrimaryKeyConstraint("digest", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_recovery_codes_account_id_accounts"),
        sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_recovery_codes_account_id", "recovery_codes", ["account_id"])
