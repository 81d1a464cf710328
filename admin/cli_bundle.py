"""`xiaohao bundle` and `xiaohao receipt`: what an outsider can check, written to a file or printed."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection, select

from documents import bundle, bundle_file
from documents.bundle import OPERATOR, Bundle
from events import acts
from events.acts import Act
from workflow import history
from workflow.errors import NoSuchItem
from workflow.projections import ITEMS
from workflow.service import Ledger

Opened = Callable[[], Any]
FILE = click.Path(path_type=Path, dir_okay=False)


def add(cli: click.Group, opened: Opened) -> None:
    @cli.group("bundle")
    def group() -> None:
        """Evidence bundles: events, files and proofs in a zip that can be checked without this software."""

    _add_bundles(group, opened)

    @group.command()
    @click.argument("file", type=FILE)
    def verifier(file: Path) -> None:
        """Write the stand-alone verifier, one Python file, to FILE."""
        file.write_bytes(bundle_file.verifier())

    @cli.command()
    @click.argument("command_id", type=click.UUID)
    def receipt(command_id: UUID) -> None:
        """Print the receipt of a command. Status 2: it is not signed yet."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            made = bundle.receipt(connection, OPERATOR, command_id, ledger.verifier)
            click.echo(bundle_file.json_of(made), nl=False)
        sys.exit(0 if made.signed else 2)


def _add_bundles(group: click.Group, opened: Opened) -> None:
    @group.command()
    @click.argument("item", metavar="NUMBER_OR_ID")
    @click.argument("file", type=FILE)
    def item(item: str, file: Path) -> None:
        """Bundle an item's whole life, with its files."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            _write(ledger, bundle.of_item(connection, OPERATOR, item_of(connection, item), ledger.verifier), file)

    @group.command()
    @click.argument("begins", metavar="FROM")
    @click.argument("ends", metavar="TO")
    @click.argument("file", type=FILE)
    def period(begins: str, ends: str, file: Path) -> None:
        """Bundle a period. FROM and TO are days, moments or positions such as @12; TO "" is the last signed one."""
        with opened() as (_, ledger):
            view = history.reading_between(ledger.database, begins, ends, ledger.clock.now(), ledger.zone)
            with view as (connection, first, last):
                _write(ledger, bundle.of_period(connection, OPERATOR, first, last, ledger.verifier), file)


def item_of(connection: Connection, asked: str) -> UUID:
    """The item of a number or an id."""
    try:
        return UUID(asked)
    except ValueError:
        board = ITEMS.now.c
        found = connection.scalar(select(board.item_id).where(board.number == asked))
    if found is None:
        raise NoSuchItem
    return UUID(str(found))


def _write(ledger: Ledger, made: Bundle, file: Path) -> None:
    """Write the bundle beside its place, then put it there: a file under that name is always whole."""
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as target:
        try:
            bundle_file.write_zip(made, ledger.files, target)
            with ledger.database.writing() as connection:
                acts.write(connection, Act("exported", None, file.name), ledger.clock.now())
        except BaseException:
            Path(target.name).unlink()
            raise
    os.replace(target.name, file)
    click.echo(f"{file}: {made.kind}, signed at {made.signed.checkpoint.size if made.signed else 0}")
    if made.signed:
        click.echo(f"fingerprint {made.signed.key.fingerprint}")
