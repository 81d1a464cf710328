"""A login runs out by itself, on the server: after a time without a request, and after a working day.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("logins", sa.Column("seen_at", Timestamp))
    op.execute("UPDATE logins SET seen_at = began_at")
