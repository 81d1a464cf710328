"""`xiaohao archive`: make the archive package of a notice or a year, list what was made, know one again."""

import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click
from sqlalchemy import Connection, select

from admin.cli_import import actor_of
from admin.cli_shell import asked
from admin.progress import progress
from documents import archiving, xiaohao_verify
from documents.archiving import Making
from events import acts
from events.acts import Act
from workflow import archiving as recorded
from workflow.archive_errors import NotAnArchive
from workflow.comparing import EVERYBODY
from workflow.errors import NoSuchNotice
from workflow.history import present
from workflow.log_errors import NoPublicKey
from workflow.messages import PackArchive
from workflow.projections import NOTICES
from workflow.service import handle

Opened = Callable[[], Any]
FILE = click.Path(path_type=Path, dir_okay=False)


def add(cli: click.Group, opened: Opened) -> None:
    """`archive` with its commands."""

    @cli.group()
    def archive() -> None:
        """Archive packages: all of a notice or a year in a zip that can be checked without this software."""

    _add_pack(archive, opened)
    _add_verify(archive, opened)

    @archive.command("list")
    def listed() -> None:
        """List the packages that were made: id, position, manifest, of what."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for one in recorded.listed(connection, EVERYBODY, present(ledger.clock.now(), ledger.zone)):
                part = f" ({one.unit})" if one.unit else ""
                click.echo(f"{one.archive_id} @{one.at_position} {one.manifest} {one.number or one.year}{part}")


def _add_verify(archive: click.Group, opened: Opened) -> None:
    @archive.command()
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
    def verify(file: Path) -> None:
        """Check FILE, a package of any size. Status 1: altered; 2: whole, but none of those that were recorded."""
        with opened() as (_, ledger):
            if ledger.verifier is None:
                raise NoPublicKey
            digest = _manifest(file)
            status = xiaohao_verify.main([str(file), ledger.verifier.fingerprint, "--lang", "en"])
            with ledger.database.reading() as connection:
                known = recorded.of_manifest(connection, EVERYBODY, digest)
        click.echo(f"recorded as {known[0]}" if known else "no package with this manifest was recorded")
        sys.exit(status or (0 if known else 2))


def _add_pack(archive: click.Group, opened: Opened) -> None:
    @archive.command()
    @click.argument("file", type=FILE)
    @click.option("--notice", help="The number of a notice, such as 〔2020〕1, or its id.")
    @click.option("--year", type=int, help="All notices of a year.")
    @click.option("--until", default="", help="A day, a moment or a position such as @12; else the newest signed.")
    def pack(file: Path, notice: str | None, year: int | None, until: str) -> None:
        """Make the package of a notice or a year, record it, and write it to FILE."""
        if not file.parent.is_dir():
            raise click.ClickException(f"there is no folder {file.parent}")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = actor_of(connection, ledger, None)
                found = _notice(connection, notice) if notice else None
            said = {"notice": found and str(found), "year": year, "until": until}
            shell = {"command_id": uuid4(), "subject": uuid4(), "by": by, "at": ledger.clock.now()}
            command = asked(PackArchive, {name: value for name, value in said.items() if value}, **shell)
            with archiving.made(ledger, command) as making:
                _make(making)
                done = handle(ledger, making.command)
                with ledger.database.writing() as connection:
                    acts.write(connection, Act("exported", None, file.name), ledger.clock.now())
                _put(making, file)
        _tell(making.command, done.subject)


def _make(making: Making) -> None:
    """With a bar for each part that is long."""
    bar, part = None, None
    for done in making.steps():
        if done.what != part:
            bar, part = progress(done.of, done.what.en), done.what
            bar.__enter__()
        bar.update(done.number - bar.pos)
        if done.number == done.of:
            bar.__exit__(None, None, None)


def _put(making: Making, file: Path) -> None:
    """Beside its place first, then there: a file under that name is always whole."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as target:
        shutil.copyfileobj(making.file, target)
    os.replace(target.name, file)


def _tell(made: PackArchive, archive_id: UUID) -> None:
    click.echo(f"{archive_id}: {made.files} files, {made.items} items as of @{made.at_position}")
    click.echo(f"manifest {made.manifest}")
    if made.open_items:
        click.echo(f"{made.open_items} items are not struck off", err=True)
    if made.absent:
        click.echo(f"{made.absent} files are gone and only named", err=True)


def _notice(connection: Connection, asked_for: str) -> UUID:
    """The notice of a number or an id."""
    try:
        return UUID(asked_for)
    except ValueError:
        board = NOTICES.now.c
        found = connection.scalar(select(board.notice_id).where(board.number == asked_for))
    if found is None:
        raise NoSuchNotice
    return UUID(str(found))


def _manifest(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            return hashlib.sha256(archive.read("manifest.json")).hexdigest()
    except (zipfile.BadZipFile, KeyError) as error:
        raise NotAnArchive(field="file") from error
