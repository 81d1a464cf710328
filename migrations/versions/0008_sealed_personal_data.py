"""Personal values are sealed, each under a key of the person it tells of. What lay open waits until it is sealed.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
OLD = "unsealed_personal_data"


def upgrade() -> None:
    op.rename_table("personal_data", OLD)
    if op.get_context().dialect.name == "postgresql":  # the name of the key is taken again below
        op.execute(f"ALTER TABLE {OLD} RENAME CONSTRAINT pk_personal_data TO pk_{OLD}")
    op.create_table(
        "personal_keys", sa.Column("key_id", Id, nullable=False), sa.Column("subject", Id),
        sa.Column("made_at", Timestamp, nullable=False), sa.Column("erased_at", Timestamp),
        sa.Column("destroyed_at", Timestamp),
        sa.PrimaryKeyConstraint("key_id", name="pk_personal_keys"),
        sa.UniqueConstraint("subject", name="uq_personal_keys_subject"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "personal_data", sa.Column("ref", Id, nullable=False), sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key_id", Id, nullable=False), sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_personal_data"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_personal_data_key_id", "personal_data", ["key_id"])
