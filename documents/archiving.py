"""Make an archive package: find what it is of, write its parts, its catalogue and its manifest; and record it.

with archiving.made(ledger, command) as making:
    for done in making.steps():
        tell(done)
    handle(ledger, making.command)      # the command that records it; making.file is the zip
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import IO, Any, NamedTuple

from sqlalchemy import text

from documents import archive_catalogue, archive_parts
from documents.archive_child import FORMAT
from documents.archive_file import Packing
from documents.archive_matter import Matter, find
from documents.bundle import first_signed_over, newest_signed
from events import codec
from events.note import encoded
from workflow import history
from workflow.archive_errors import ArchiveDiffers
from workflow.archives import Archive, require_asked
from workflow.errors import FutureInstant, NotAnInstant, Words
from workflow.facts import Conclusion
from workflow.file_errors import NoRoom
from workflow.messages import Actor, PackArchive
from workflow.service import Ledger
from workflow.words import Role

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECORDS, EVIDENCE = Words("办理过程", "records"), Words("佐证材料", "evidence")
CLOSING = Words("证据包和目录", "proofs and catalogue")


class Done(NamedTuple):
    """How far a package is: what is being written, how much of it is, of how much."""

    what: Words
    number: int
    of: int


class Making:
    """One package being made. `file` and `command` are whole once `steps` has come to its end."""

    def __init__(self, ledger: Ledger, command: PackArchive, file: IO[bytes]):
        self._ledger, self.command, self.file = ledger, command, file
        self._brought: dict[str, archive_parts.Brought] = {}
        self._absent: list[dict[str, Any]] = []

    def steps(self) -> Iterator[Done]:
        """Make it. Refusals come before the first step, or undo all; NoRoom where the disk cannot take it."""
        try:
            yield from self._made()
        except OSError as error:
            raise NoRoom from error

    def _made(self) -> Iterator[Done]:
        position = self._position()
        ledger = self._ledger
        with history.reading_at(ledger.database, f"@{position}", ledger.clock.now(), ledger.zone) as (connection, at):
            signed = first_signed_over(connection, ledger.verifier, position)
            matter = find(connection, self.command.by, self.command, at, signed, ledger.zone, ledger.files)
            schema = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
            asked = self.command
            made = replace(asked, release=asked.release or release(), schema=asked.schema or schema)
            yield from self._written(matter, made)
        self.file.seek(0)

    def _position(self) -> int:
        """The last position that counts: as asked for, or the newest that is signed."""
        if self.command.at_position >= 0:
            return self.command.at_position
        ledger = self._ledger
        try:
            with history.reading_between(
                ledger.database, "", self.command.until, ledger.clock.now(), ledger.zone
            ) as (connection, _, last):  # fmt: skip
                newest = newest_signed(connection, ledger.verifier).checkpoint.size - 1
        except (NotAnInstant, FutureInstant) as refusal:
            raise type(refusal)(field="until", **refusal.what) from refusal
        return newest if last is None else last

    def _written(self, matter: Matter, made: PackArchive) -> Iterator[Done]:
        packing = Packing(self.file)
        archive_parts.documents(matter, packing)
        of = len(archive_parts.subjects(matter))
        for number, _ in enumerate(archive_parts.records(matter, packing, self._brought), start=1):
            yield Done(RECORDS, number, of)
        of = len(self._brought)
        parts = archive_parts.evidence(matter, packing, self._brought, self._ledger.files, self._absent)
        for number, _ in enumerate(parts, start=1):
            yield Done(EVIDENCE, number, of)
        yield Done(CLOSING, 0, 1)
        archive_parts.events(matter, packing)
        self.command = self._closed(matter, packing, made)
        yield Done(CLOSING, 1, 1)

    def _closed(self, matter: Matter, packing: Packing, made: PackArchive) -> PackArchive:
        """Catalogue, note and manifest; the command with all that they say."""
        of, numbered = title(matter), len(packing.lines)
        packing.beside("目录.xlsx", SHEET, archive_catalogue.workbook(packing.lines, matter, of))
        packing.beside("目录.csv", "text/csv", archive_catalogue.table(packing.lines))
        note = archive_catalogue.note(matter, of, numbered, len(self._absent))
        packing.beside("说明.txt", "text/plain", note)
        digest = packing.close(manifest(matter, made, self._absent))
        return replace(
            made, unit=matter.unit, at_position=matter.position, size=matter.signed.checkpoint.size, manifest=digest,
            files=numbered, absent=len(self._absent), items=len(matter.items), open_items=len(matter.open_items),
            withheld=matter.withheld,
        )  # fmt: skip


@contextmanager
def made(ledger: Ledger, command: PackArchive) -> Iterator[Making]:
    """A package to be made in a file without a name, which is closed at the end. What is not asked well is refused."""
    require_asked(command)
    with tempfile.TemporaryFile() as file:
        yield Making(ledger, command, file)


def again(ledger: Ledger, reader: Actor, archive: Archive, archive_id: Any) -> IO[bytes]:
    """The package that was recorded, made anew; whoever gets it closes it. ArchiveDiffers if it is not the same.

    A reader who sees all may ask for a bureau's part: it is made as that bureau's leader sees it.
    """
    command = PackArchive(
        command_id=archive_id, subject=archive_id, by=_eyes(reader, archive), at=ledger.clock.now(),
        notice=archive.notice, year=archive.year, at_position=archive.at_position, release=archive.release,
        schema=archive.schema,
    )  # fmt: skip
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever gets it
    try:
        making = Making(ledger, command, file)
        for _ in making.steps():
            pass
        if making.command.manifest != archive.manifest:
            raise ArchiveDiffers
    except BaseException:
        file.close()
        raise
    return file


def _eyes(reader: Actor, archive: Archive) -> Actor:
    return reader if archive.unit is None else Actor(reader.account, Role.BUREAU_LEADER, archive.unit)


def title(matter: Matter) -> str:
    """What it is of, in words."""
    if matter.of.startswith("year-"):
        return f"{matter.of[5:]}年度整改通知 {len(matter.notices)} 件"
    return f"{matter.notices[0].number} {matter.notices[0].title}"


def manifest(matter: Matter, made: PackArchive, absent: list[dict[str, Any]]) -> dict[str, Any]:
    """What the manifest says beside the files. It is dated by the signed checkpoint, so that it can be made again."""
    checkpoint = matter.signed.checkpoint
    return {
        "format": FORMAT, "of": matter.of, "title": title(matter), "numbers": [row.number for row in matter.notices],
        "position": matter.position, "as_of": codec.microseconds(matter.at.at),
        "created_at": codec.microseconds(checkpoint.signed_at), "creator": checkpoint.origin,
        "unit": matter.unit or "", "log": {"size": checkpoint.size, "root": encoded(checkpoint.root)},
        "release": made.release, "schema": made.schema, "withheld": matter.withheld, "absent": absent,
        "items": [[row.number, f"item-{row.item_id}", row.state] for row in matter.items],
        "open": [row.number for row in matter.open_items],
        "ongoing": [row.number for row in matter.open_items if row.conclusion == Conclusion.ONGOING],
    }  # fmt: skip


def release() -> str:
    """The version of this software."""
    try:
        return version("xiaohao")
    except PackageNotFoundError:
        return "0"
