"""`xiaohao health`: how far events have come, for a terminal or a monitor."""

import sys
from collections.abc import Callable
from typing import Any

import click

from workflow.health import State, health

WORDS = {State.IN_ORDER: "in order", State.BEHIND: "behind", State.STOPPED: "stopped"}


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    @cli.command("health")
    def say() -> None:
        """Say how far events are written, sealed, signed and followed; status 1 if something has stopped."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            found = health(connection, ledger.clock.now())
        for stage in found.stages:
            since = f", the oldest since {stage.since:%Y-%m-%d %H:%M:%S} UTC" if stage.since else ""
            waits = f"; {stage.waiting} waiting{since}" if stage.waiting else ""
            click.echo(f"{stage.name}: {stage.done}, {WORDS[stage.state]}{waits}")
        for one in found.subscriptions:
            if one.error:
                click.echo(f"{one.name} is stopped at @{one.position + 1} by {one.error}", err=True)
        if found.suspension:
            click.echo(f"read-only since {found.suspension.since:%Y-%m-%d}: {found.suspension.reason}", err=True)
        if found.state is State.STOPPED:
            sys.exit(1)
