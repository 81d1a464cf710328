"""`xiaohao process-log`: the log for tools of process mining, to a file or to standard output."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from documents import process_log
from documents.process_formats import FORMATS
from events import acts
from events.acts import Act
from workflow.comparing import EVERYBODY

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    @cli.command("process-log")
    @click.argument("format", type=click.Choice(list(FORMATS)))
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
    @click.option("--from", "begins", default="", help="A day, a moment or a position such as @12.")
    @click.option("--to", "ends", default="", help="Likewise; without it, the log's last position.")
    def written(format: str, file: Path, begins: str, ends: str) -> None:
        """Write the events of a period to FILE (- is standard output): every one of them, masked."""
        with opened() as (_, ledger):
            content, given = process_log.spooled(ledger, EVERYBODY, FORMATS[format].write, begins, ends)
            with content, ledger.database.writing() as connection:
                acts.write(connection, Act("exported", None, f"process log {format}"), ledger.clock.now())
                _put(content, file)
        said = f"{given.events} events, positions {given.first} to {given.last}, {given.withheld} withheld"
        click.echo(said, err=True)


def _put(content: Any, file: Path) -> None:
    """Beside its place first, then there: a file under that name is always whole."""
    if str(file) == "-":
        shutil.copyfileobj(content, sys.stdout.buffer)
        return
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as target:
        shutil.copyfileobj(content, target)
    os.replace(target.name, file)
