"""One row per entry of the contact register: the post, where name and phone lie, the last change, the last call."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id
from events.writing import Row
from workflow.contacts import NEW, Contact, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("contact_id", Id, nullable=False),
        Column("station", Text, nullable=False),
        Column("post", Text, nullable=False),
        Column("name_ref", Id, nullable=False),
        Column("phone_ref", Id, nullable=False),
        Column("since", Day),
        Column("phone_since", Day),
        Column("reported_on", Day),
        Column("report_by", Day),
        Column("late", Integer),
        Column("result", Text),
        Column("checked_on", Day),
        Column("answer_by", Day),
        Column("ended", Day),
        Index("ix_contact_board_station", "station", "post"),
    ]


DAYS = ("since", "phone_since", "reported_on", "report_by", "checked_on", "answer_by", "ended")


def _step(contact: Contact, recorded: Recorded) -> Contact:
    return evolve(contact, recorded)


def _row(contact: Contact, recorded: Recorded) -> Row:
    assert contact.name and contact.phone and contact.post
    return {
        "stream_id": recorded.stream, "version": contact.version, "contact_id": UUID(recorded.stream[8:]),
        "station": contact.station, "post": contact.post.value,
        "name_ref": contact.name.ref, "phone_ref": contact.phone.ref,
        "late": None if contact.late is None else int(contact.late),
        "result": contact.result.value if contact.result else None,
        **{name: getattr(contact, name) for name in DAYS},
    }  # fmt: skip


CONTACTS = Versioned("contact", "contact", _columns, _row, step=_step, new=NEW)
