"""Organisations can be renamed, moved and dissolved; their rows say whether they still are.

The history's rows are made anew from the log, by whoever runs the subscription next.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Day = sa.Date().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    for table in ("organisation_board", "organisation_history"):
        op.add_column(table, sa.Column("dissolved", Day))
        op.add_column(table, sa.Column("merged_into", sa.Text()))
