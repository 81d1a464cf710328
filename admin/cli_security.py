"""`xiaohao security`: take away what was kept long enough, under the role that owns the tables."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from workflow import security

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    @cli.group("security")
    def group() -> None:
        """The security log; `xiaohao log verify` checks it."""

    @group.command()
    @click.option("--before", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day that is kept.")
    @click.option("--reason", required=True, help="On what basis; it is recorded.")
    def trim(before: datetime, reason: str) -> None:
        """Take away the rows before a day, which must be at least 183 days ago. The log says how far."""
        with opened(owner=True) as (_, ledger):
            through = security.trim(ledger, before.replace(tzinfo=ledger.zone), reason)
        click.echo(f"trimmed up to row {through}" if through else "nothing is that old")
