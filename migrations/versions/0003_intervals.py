"""The histories of read models say between which positions each version stood; a subscription keeps them.

Their rows are made anew from the log, by whoever runs the subscription next.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HISTORIES = ("item_history", "notice_history", "areas_history", "organisation_history")


def upgrade() -> None:
    for table in HISTORIES:
        op.execute(f"DELETE FROM {table}")  # nosec B608 - our own names
        for name in ("from_position", "to_position"):
            op.add_column(table, sa.Column(name, Count, nullable=False))
    op.execute("INSERT INTO subscriptions (name, generation, position, fence) VALUES ('history', 1, -1, 0)")
    _indexes()


def _indexes() -> None:
    """One for counting what stood at a position, one for each order of the ledger, one for the items of a notice."""
    stood = ["from_position", "to_position"]
    for name, columns in {
        "stood": [*reversed(stood), "bureau", "state", "conclusion", "area", "due_last"],
        "number": ["number", *stood, "state", "bureau"],
        "due": ["due_last", "number", *stood, "state", "bureau"],
        "changed": ["changed_at", "number", *stood, "state", "bureau"],
        "bureau": ["bureau", "number", *stood, "state", "area", "due_last"],
        "state": ["state", "number", *stood, "conclusion", "bureau", "due_last"],
        "notice": ["notice_id", "number", *stood, "bureau", "state"],
    }.items():
        op.create_index(f"ix_item_history_{name}", "item_history", columns)
