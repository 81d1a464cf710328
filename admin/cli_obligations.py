"""`xiaohao obligation`: what units owe again and again, and how they stand."""

from collections.abc import Callable
from typing import Any

import click

from admin.cli_contacts import READER
from workflow import obligation_register
from workflow.history import reading_at
from workflow.judging import Outcome
from workflow.obligation_register import Owed

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`obligation` with its commands."""

    @cli.group()
    def obligation() -> None:
        """What units owe again and again."""

    @obligation.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the obligations: id, unit, rule, since, periods met, recorded late and missed, what is owed."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in obligation_register.owed(connection, READER, moment, ledger.zone):
                    click.echo(_line(one))


def _line(one: Owed) -> str:
    counted = " ".join(f"{name} {one.count(name)}" for name in (Outcome.MET, Outcome.LATE, Outcome.MISSED))
    said = one.obligation
    return f"{one.obligation_id} {said.bureau} {one.rule} {said.since} {counted} {said.duty}"
