"""What a token may be used for: all that its account may do, or reading alone. Those that are there may do all.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_tokens", sa.Column("scope", sa.Text, nullable=False, server_default="all"))
