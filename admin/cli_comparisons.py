"""`xiaohao comparison`: what the center published of how the bureaus compare."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import click

from admin.cli_import import actor_of
from admin.cli_shell import asked
from workflow import comparing
from workflow.history import present
from workflow.messages import Command, PublishComparison, WithdrawComparison
from workflow.service import handle

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`comparison` with its commands."""

    @cli.group()
    def comparison() -> None:
        """How the bureaus compare, where that was published."""

    @comparison.command("list")
    def listed() -> None:
        """List the comparisons: id, the position their counts are of, title, and whether one was withdrawn."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            at = present(ledger.clock.now(), ledger.zone)
            for one in comparing.published(connection, comparing.EVERYBODY, at):
                withdrawn = " (withdrawn)" if one.withdrawn else ""
                click.echo(f"{one.comparison_id} @{one.at_position} {one.title}{withdrawn}")

    @comparison.command()
    @click.argument("title")
    @click.option("--basis", required=True, help="On what basis. Recorded for ever.")
    def publish(title: str, basis: str) -> None:
        """Publish how the bureaus stand now to all of them."""
        _give(opened, PublishComparison, uuid4(), {"title": title, "basis": basis})

    @comparison.command()
    @click.argument("comparison_id", type=click.UUID)
    @click.option("--reason", required=True, help="Recorded for ever.")
    def withdraw(comparison_id: UUID, reason: str) -> None:
        """Withdraw one: bureaus do not see it any more."""
        _give(opened, WithdrawComparison, comparison_id, {"reason": reason})


def _give(opened: Opened, kind: type[Command], subject: UUID, said: dict[str, Any]) -> None:
    with opened() as (_, ledger):
        with ledger.database.reading() as connection:
            by = actor_of(connection, ledger, None)
        shell = {"command_id": uuid4(), "subject": subject, "by": by, "at": ledger.clock.now()}
        done = handle(ledger, asked(kind, said, **shell))
    click.echo(f"{done.subject} version {done.version}")
