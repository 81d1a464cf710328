"""`xiaohao imports`: what was imported, withdrawn as one; and the columns that are remembered for lists."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import click

from admin.cli_import import actor_of
from admin.cli_shell import asked
from documents.remembering import forget
from documents.sheet_xml import column_letters
from workflow import importing
from workflow.history import present
from workflow.messages import WithdrawBatch
from workflow.service import handle

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`imports` with its commands."""

    @cli.group()
    def imports() -> None:
        """What was imported from lists, and how their columns are read."""

    _add_list(imports, opened)
    _add_withdraw(imports, opened)
    _add_columns(imports, opened)
    _add_forget_columns(imports, opened)


def _add_list(imports: click.Group, opened: Opened) -> None:
    @imports.command("list")
    def listed() -> None:
        """List the imports: id, when, how many items or problems, and whether one was withdrawn."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            at = present(ledger.clock.now(), ledger.zone)
            for one in importing.imports(connection, actor_of(connection, ledger, None), at):
                when = one.imported_at.astimezone(ledger.zone)
                many = f"problems {one.problems}" if one.draft_id else f"items {one._mapping['items']}"
                gone = " (withdrawn)" if one.withdrawn_at else ""
                click.echo(f"{one.batch_id} {when:%Y-%m-%d %H:%M} {many}{gone}")


def _add_withdraw(imports: click.Group, opened: Opened) -> None:
    @imports.command()
    @click.argument("batch_id", type=click.UUID)
    @click.option("--reason", required=True, help="Recorded for ever.")
    def withdraw(batch_id: UUID, reason: str) -> None:
        """Withdraw one as a whole: all its items that stand, or none if one was reported."""
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = actor_of(connection, ledger, None)
            shell = {"command_id": uuid4(), "subject": batch_id, "by": by, "at": ledger.clock.now()}
            done = handle(ledger, asked(WithdrawBatch, {"reason": reason}, **shell))
        click.echo(f"{done.subject} version {done.version}")


def _add_columns(imports: click.Group, opened: Opened) -> None:
    @imports.command()
    def columns() -> None:
        """List the columns that are remembered: id, when, and which place holds what."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for one in importing.remembered(connection, actor_of(connection, ledger, None)):
                said = ",".join(f"{code}={column_letters(place)}" for code, place in one.columns.items())
                click.echo(f"{one.mapping_id} {one.remembered_at.astimezone(ledger.zone):%Y-%m-%d %H:%M} {said}")


def _add_forget_columns(imports: click.Group, opened: Opened) -> None:
    @imports.command("forget-columns")
    @click.argument("mapping_id", type=click.UUID)
    def forget_columns(mapping_id: UUID) -> None:
        """Forget the columns of one header: it is read by its names again."""
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = actor_of(connection, ledger, None)
            done = forget(ledger, by, mapping_id)
        click.echo(f"{done.subject} version {done.version}")
