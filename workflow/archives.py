"""A recorded archive package: what it is, and what follows from the command. Pure. Of a backup: archive."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.archive_errors import NoticeOrYear
from workflow.errors import AlreadyExists, Words
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER, Role.AUDITOR, Role.BUREAU_LEADER, Role.BUREAU_HANDLER)
SAYS = {"pack": Words("生成归档包", "make an archive package")}


@dataclass(frozen=True, slots=True)
class Archive:
    version: int = 0
    notice: UUID | None = None
    year: int | None = None
    unit: str | None = None
    at_position: int = -1
    size: int = 0
    manifest: str = ""
    files: int = 0
    absent: int = 0
    items: int = 0
    open_items: int = 0
    withheld: int = 0
    release: str = ""
    schema: str = ""
    packed_at: datetime | None = None


NEW = Archive()


def evolve(before: Archive, event: m.ArchivePacked) -> Archive:
    """The archive after an event. Evolving never refuses."""
    said = {f.name: getattr(event, f.name) for f in fields(event)}
    return replace(before, version=before.version + 1, **said)


def fold(past: Iterable[Told | Recorded]) -> Archive:
    archive = NEW
    for told in past:
        archive = replace(evolve(archive, told.event), packed_at=told.recorded_at)
    return archive


def require_asked(command: m.PackArchive) -> None:
    """The role may, and one thing is named: asked before anything is made."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)
    if (command.notice is None) == (command.year is None):
        raise NoticeOrYear(field="notice")


def admit(command: m.PackArchive, archive: Archive) -> None:
    require_asked(command)
    if archive.version:
        raise AlreadyExists


def decide(command: m.PackArchive, archive: Archive) -> list[m.ArchivePacked]:
    """The event that records what was packed."""
    admit(command, archive)
    return [m.ArchivePacked(**{f.name: getattr(command, f.name) for f in fields(m.ArchivePacked)})]
