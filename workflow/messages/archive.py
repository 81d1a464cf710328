"""The command and the event of an archive package (归档包): what was put into one, so that it can be known again.

The package itself is not kept: it is made of the log as it was after a position, and can be made again.
"""

from dataclasses import dataclass
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("archive.packed")
class ArchivePacked(DomainEvent):
    """Of one `notice` or of all of a `year`; `unit` is the bureau whose own part it is, None for the whole.

    It tells what stood after `at_position`, under the signed checkpoint of `size` events. `manifest` is the SHA-256 of
    its manifest in hex, `release` and `schema` what made it. `files` are in it, `absent` could not be; of `items`
    `open_items` were neither struck off nor withdrawn; `withheld` items were out of sight.
    """

    notice: UUID | None
    year: int | None
    unit: str | None
    at_position: int
    size: int
    manifest: str
    files: int
    absent: int
    items: int
    open_items: int
    withheld: int
    release: str
    schema: str


@dataclass(frozen=True, kw_only=True)
class PackArchive(Command):
    """What is not asked is what making it came to."""

    stream_kind = "archive"
    trigger = "pack"
    records = ArchivePacked
    notice: UUID | None = asked(Words("整改通知", "Notice"), default=None, choice="notices")
    year: int | None = asked(
        Words("年度（归档全年各件通知）", "Year (all its notices)"), default=None, min=1949, max=9999
    )
    until: str = asked(
        Words("截至（日期或 @序号，不填为已签名的最新记录）", "As of (a day or @position; empty is the newest signed)"),
        default="", max=40, code=True,
    )  # fmt: skip
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
