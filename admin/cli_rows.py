"""`xiaohao register`: the typed registers listed, what is found in them, and lists imported."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from admin.cli_import import actor_of
from documents.row_import import RowReport, import_rows
from workflow import row_register
from workflow.history import reading_at
from workflow.messages import Actor
from workflow.messages.row import RegisterKind
from workflow.row_register import Entry
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")
KIND = click.Choice([kind.value for kind in RegisterKind])


def add(cli: click.Group, opened: Opened) -> None:
    """`register` with its commands."""

    @cli.group()
    def register() -> None:
        """Payments, disclosures, news and what else is recorded case by case."""

    _add_list(register, opened)
    _add_findings(register, opened)
    _add_import(register, opened)


def _add_list(register: click.Group, opened: Opened) -> None:
    @register.command("list")
    @click.argument("kind", type=KIND)
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(kind: str, as_of: str) -> None:
        """List a register: id, unit, what the row says, masked name."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                found = row_register.entries(connection, READER, moment, RegisterKind(kind))
                for entry in row_register.named(connection, found):
                    click.echo(_line(entry))


def _line(entry: Entry) -> str:
    said = " ".join(f"{name}={text}" for name, text in entry.values.items())
    name = f" {entry.name or '(erased)'}" if entry.ref else ""
    return f"{entry.row_id} {entry.bureau} {said}{name}{' struck' if entry.struck is not None else ''}"


def _add_findings(register: click.Group, opened: Opened) -> None:
    @register.command("findings")
    @click.argument("kind", type=KIND)
    def findings(kind: str) -> None:
        """List what the rules find in a register."""
        with opened() as (_, ledger):
            at = (ledger.database, "", ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in row_register.found_in(connection, READER, moment, RegisterKind(kind))[1]:
                    click.echo(f"{one.line.row_id} {one.line.bureau} {one.rule} {one.reason.zh} {one.reason.en}")


def _add_import(register: click.Group, opened: Opened) -> None:
    @register.command("import")
    @click.argument("kind", type=KIND)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Say what would come of each row; write nothing.")
    @click.option("--as", "login", metavar="LOGIN", help="The account that imports; default: the operator.")
    def import_one(kind: str, file: Path, dry_run: bool, login: str | None) -> None:
        """Import a list (.xlsx, .xls, .ods, .csv) into a register. Status 0: no row left; 2: rows are left."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                actor = actor_of(connection, ledger, login)
            report = import_rows(ledger, actor, file.read_bytes(), file.name, RegisterKind(kind), dry_run=dry_run)
        for line in _lines(report):
            click.echo(line)
        sys.exit(2 if report.left else 0)


def _lines(report: RowReport) -> list[str]:
    told = [
        f"row {row.read.row} {row.came} {note.cell}: {note.reason.zh} {note.reason.en}"
        for row in report.rows for note in row.notes
    ]  # fmt: skip
    verb = "carried out" if report.written else "to be carried out"
    return [*told, f"{verb}: {report.changes} changes; left: {len(report.left)} rows"]
