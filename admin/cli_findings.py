"""`xiaohao clauses` and `xiaohao finding`: the register of clauses from a workbook, and the findings."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click

from admin.cli_import import actor_of
from documents.clause_list import read_clauses
from documents.issue_list import register
from workflow import finding_register
from workflow.finding_register import Row
from workflow.history import reading_at
from workflow.lookups import CLAUSE_REGISTER
from workflow.messages import Actor, PublishClauses
from workflow.schemas import load
from workflow.service import handle
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")


def add(cli: click.Group, opened: Opened) -> None:
    """`clauses` and `finding` with their commands."""

    @cli.group()
    def clauses() -> None:
        """The clauses of the evaluation standards."""

    @cli.group()
    def finding() -> None:
        """What was found wrong."""

    _add_import(clauses, opened)
    _add_list(finding, opened)


def _add_import(clauses: click.Group, opened: Opened) -> None:
    @clauses.command("import")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Say what would be published; write nothing.")
    def import_one(file: Path, dry_run: bool) -> None:
        """Publish the register of clauses from a list (.xlsx, .xls, .ods, .csv), whole. Status 2: rows are left, and
        nothing is published."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = actor_of(connection, ledger, None)
                read = read_clauses(file.read_bytes(), file.name, register(connection).areas)
            for row in read.rows:
                for note in row.notes:
                    click.echo(f"row {row.row} {note.cell}: {note.reason.zh} {note.reason.en}")
            if read.left or dry_run:
                click.echo(f"to be published: {len(read.clauses)} clauses; left: {len(read.left)} rows")
                sys.exit(2 if read.left else 0)
            shell = {"command_id": uuid4(), "subject": CLAUSE_REGISTER, "by": by, "at": ledger.clock.now()}
            done = handle(ledger, load(PublishClauses, {"clauses": list(read.clauses)}, **shell))
        click.echo(f"clauses version {done.version}")


def _add_list(finding: click.Group, opened: Opened) -> None:
    @finding.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the findings: id, number, source, clause, units, figure, items struck off of all, text."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for row in finding_register.findings(connection, READER, moment):
                    click.echo(_line(row))


def _line(row: Row) -> str:
    units = ",".join(row.units) or row.concerns.value
    withdrawn = " (withdrawn)" if row.withdrawn else ""
    told = (row.number, row.source.value, row.criterion or "-", units, row.figure or "-", f"{row.closed}/{row.items}")
    return f"{row.finding_id} {' '.join(told)} {row.text[:60]}{withdrawn}"
