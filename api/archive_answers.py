"""The shapes of what is answered about archive packages; see answers.py."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer, AsOf


class ArchiveRow(Answer):
    """A package that was made: of a notice or a year, as of a position; `unit` is the bureau whose own part it is.

    `manifest` is the SHA-256 of its manifest. `files` are numbered in it, `absent` could not be put in; of `items`
    `open_items` were not struck off, `withheld` were out of sight.
    """

    archive_id: UUID
    notice_id: UUID | None
    year: int | None
    unit: str | None
    at_position: int
    manifest: str
    files: int
    absent: int
    items: int
    open_items: int
    withheld: int
    packed_at: datetime
    version: int


class Archives(Answer):
    """The packages open to the caller, the newest first."""

    archives: list[ArchiveRow]
    as_of: AsOf


class ArchiveChecked(Answer):
    """What is to be said of a file: `proved` whether the package is as its signed events say, null where only its
    manifest was sent; `problem` why not; `recorded` the packages with this manifest that the caller sees."""

    manifest: str
    proved: bool | None
    problem: str | None
    recorded: list[UUID]


class ArchiveDone(Answer):
    """What making a package came to."""

    archive_id: UUID
    version: int
    events: list[str]
