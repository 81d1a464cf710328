"""What the boards of items know of transfers, objections, measures, waiting and follow-up checks.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("item_board", "item_history")
TEXTS, NUMBERS = ("issued_to", "left_by", "awaiting"), ("objected", "unfinished", "to_verify", "checks", "relapses")
STOOD = ["from_position", "to_position"]
COVERING = {
    "ix_item_history_stood": [
        *reversed(STOOD), "bureau", "state", "conclusion", "area", "due_last", "awaiting", "checks", "relapses",
    ],
    "ix_item_history_due": ["due_last", "number", *STOOD, "state", "bureau", "awaiting"],
}  # fmt: skip


def upgrade() -> None:
    for table in TABLES:
        for name in TEXTS:
            op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
        for name in NUMBERS:
            op.add_column(table, sa.Column(name, sa.Integer, nullable=False, server_default="0"))
        op.add_column(table, sa.Column("held_since", sa.Integer, nullable=False, server_default="1"))
        op.add_column(table, sa.Column("followed_up", sa.Text))
        op.execute(f"UPDATE {table} SET issued_to = bureau")  # nosec B608
    for name, columns in COVERING.items():
        op.drop_index(name, "item_history")
        op.create_index(name, "item_history", columns)
    op.create_index("ix_item_board_issued_to", "item_board", ["notice_id", "issued_to"])
