"""Entries of the contact register say since when the number stands, and whether any change was reported late.

What stands in their rows is made anew of the events: a changed number left the day on which the post was taken.

Revision ID: 0014
Revises: 0013
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

Day = sa.Date().with_variant(sa.Text(), "sqlite")
TABLES, NEW = ("contact_board", "contact_history"), ("since", "phone_since", "late")
EVENTS = (
    "SELECT e.stream_id, e.version, e.name, e.body FROM events e JOIN streams s ON s.stream_id = e.stream_id "
    "WHERE s.kind = 'contact' ORDER BY e.stream_id, e.version"
)


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("phone_since", Day))
        op.add_column(table, sa.Column("late", sa.Integer()))
    connection = op.get_bind()
    events = connection.execute(sa.text(EVENTS)).all()
    rows = [row for _, past in groupby(events, key=lambda one: one.stream_id) for row in _stood(past)]
    for table in TABLES if rows else ():
        connection.execute(_update(table), rows)


def _update(name: str) -> sa.Update:
    days = (sa.column(day, Day) for day in ("since", "phone_since"))
    table = sa.table(name, sa.column("stream_id"), sa.column("version"), sa.column("late"), *days)
    said = {column: sa.bindparam(f"new_{column}", type_=table.c[column].type) for column in NEW}
    mine = (table.c.stream_id == sa.bindparam("of_stream"), table.c.version == sa.bindparam("of_version"))
    return sa.update(table).where(*mine).values(said)


def _stood(past: Any) -> Iterator[dict[str, Any]]:
    """What the row of each version of an entry says."""
    since = phone_since = late = None
    for one in past:
        said = json.loads(bytes(one.body))
        if one.name in ("contact.registered", "contact.replaced"):
            since = phone_since = said["since"]
        elif one.name == "contact.phone_changed":
            phone_since = said["since"]
        if said.get("report_by"):
            late = int(bool(late) or said["reported_on"] > said["report_by"])
        stood = {"new_since": since, "new_phone_since": phone_since, "new_late": late}
        yield {"of_stream": one.stream_id, "of_version": one.version, **stood}
