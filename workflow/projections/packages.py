"""One row per package of which anything was said: how it went out, who signed for it, what it returned."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id, Timestamp
from events.writing import Row
from workflow.packages import NEW, Package, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("package_id", Id, nullable=False),
        Column("notice_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("return_by", Day),
        Column("way", Text),
        Column("sent_on", Day),
        Column("post_number", Text, nullable=False),
        Column("acknowledged_by", Text),
        Column("acknowledged_at", Timestamp),
        Column("returned_on", Day),
        Column("missing", Integer, nullable=False),
        Column("times", Integer, nullable=False),
        Column("sent_back", Text, nullable=False),
        Index("ix_package_board_notice", "notice_id", "bureau", unique=True),
    ]


def _step(package: Package, recorded: Recorded) -> Package:
    return evolve(package, recorded)


SAID = ("bureau", "return_by", "sent_on", "post_number", "acknowledged_at", "times", "sent_back")


def _row(package: Package, recorded: Recorded) -> Row:
    by, returned = package.acknowledged_by, package.returned
    return {name: getattr(package, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": package.version, "package_id": UUID(recorded.stream[8:]),
        "notice_id": package.notice, "way": package.way.value if package.way else None,
        "acknowledged_by": str(by) if by else None, "returned_on": returned.returned_on if returned else None,
        "missing": len(returned.missing) if returned else 0,
    }  # fmt: skip


PACKAGES = Versioned("package", "package", _columns, _row, step=_step, new=NEW)
