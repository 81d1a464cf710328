"""`xiaohao sample`: the samples there are, and whether their draws are repeated from frame and seed."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from admin.cli_contacts import READER
from admin.forms import is_uuid
from workflow import frames, sampling
from workflow.history import present, reading_at
from workflow.sampling import file_faults

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`sample` with its commands."""

    @cli.group()
    def sample() -> None:
        """Samples of volumes and items."""

    _add_list(sample, opened)
    _add_verify(sample, opened)


def _add_list(sample: click.Group, opened: Opened) -> None:
    @sample.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the samples: id, title, how often drawn, rows drawn, checked and with defects, whether concluded."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in sampling.listed(connection, READER, moment):
                    numbers = f"draws {one.draws} drawn {one.drawn} checked {one.checked} found {one.found}"
                    click.echo(f"{one.sample_id} {one.title} {numbers}{' concluded' if one.concluded else ''}")


def _add_verify(sample: click.Group, opened: Opened) -> None:
    @sample.command()
    @click.argument("what", metavar="FILE|ID")
    def verify(what: str) -> None:
        """Repeat the draw of a file, without the database; or every draw of a sample from its kept frame.

        Status 0: each comes to the same; 1: one does not; 2: there is no such file.
        """
        faults = _of_sample(opened, UUID(what)) if is_uuid(what) else _of_file(Path(what))
        found = list(faults)
        for fault in found:
            click.echo(fault)
        if found:
            sys.exit(1)
        click.echo("repeated: frame, seed and sizes come to what was drawn")


def _of_file(path: Path) -> Iterator[str]:
    if not path.is_file():
        click.echo(f"{path} is no file that can be read", err=True)
        sys.exit(2)
    yield from file_faults(path.read_bytes())


def _of_sample(opened: Opened, sample_id: UUID) -> Iterator[str]:
    with opened() as (_, ledger), ledger.database.reading() as connection:
        seen = sampling.one(connection, READER, sample_id, present(ledger.clock.now(), ledger.zone))
        for draw in seen.sample.draws:
            if not frames.repeats(draw, frames.rows_of(connection, draw.frame)):
                yield f"draw {draw.number}: it does not come of the kept frame, seed and sizes"
