"""`xiaohao health`: what is wrong and since when, and how far events have come, for a terminal or a monitor."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from admin.cli_mail import told
from workflow import outbox
from workflow.health import Health, State, health
from workflow.suspensions import Suspension
from workflow.verdict import STATES, verdict


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    @cli.command("health")
    def say() -> None:
        """Say how far events are written, sealed, signed and followed; status 1 if something has stopped."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            found, mail = health(connection, ledger.clock.now()), outbox.health(connection, ledger.clock.now())
        words = verdict(found, _written)
        click.echo(f"{words.zh}\n{words.en}", err=found.state is State.STOPPED)
        _say_stages(found)
        _say_followers(found)
        click.echo(told(mail))
        for one in found.suspensions:
            click.echo(_suspension(one))
        if found.state is State.STOPPED:
            sys.exit(1)


def _say_stages(found: Health) -> None:
    for stage in found.stages:
        since = f", the oldest since {_written(stage.since)}" if stage.since else ""
        waits = f"; {stage.waiting} waiting{since}" if stage.waiting else ""
        click.echo(f"{stage.name}: {stage.done}, {STATES[stage.state].en}{waits}")
    click.echo(f"last sealed: {_written(found.sealed_at)}")
    click.echo(f"last signed: {_written(found.signed_at)}")
    click.echo(f"head: {found.head.hex() if found.head else '-'}")


def _say_followers(found: Health) -> None:
    for one, _, state in found.subscriptions:
        click.echo(f"{one.name} ({one.generation}): @{one.position}, {STATES[state].en}; {one.behind} behind")
        if one.error:
            click.echo(f"{one.name} is stopped at @{one.position + 1} by {one.error}", err=True)


def _suspension(one: Suspension) -> str:
    """When, until when, by which recovery, and why in both languages."""
    zh, en = one.words
    why = f"{zh} {en}" if zh != en else en
    if one.until is None:
        return f"read-only since {_written(one.since)}: {why}"
    done = one.lifted
    by = f"@{done.position} {done.by} key {done.key}: {done.why}" if done else "no recovery that is recorded"
    return f"was read-only {_written(one.since)} to {_written(one.until)}: {why} Lifted by {by}"


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "-"
