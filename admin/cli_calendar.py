"""`xiaohao calendar`: the working-day calendars, and publishing one from a list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from admin.cli_import import actor_of
from documents.calendar_list import publish_list
from workflow import calendars
from workflow.history import reading_at
from workflow.messages.calendar import FIRST_YEAR, LAST_YEAR

YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    """`calendar` with its commands."""

    @cli.group()
    def calendar() -> None:
        """Which days are worked: holidays and make-up days, year by year."""

    @calendar.command("import")
    @click.argument("year", type=YEAR)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--basis", required=True, help="On what basis. Recorded for ever.")
    @click.option("--as", "login", metavar="LOGIN", help="The account that publishes; default: the operator.")
    def publish(year: int, file: Path, basis: str, login: str | None) -> None:
        """Publish a year's calendar from a list (.xlsx, .xls, .ods, .csv, columns 日期 and 类型)."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = actor_of(connection, ledger, login)
            content = file.read_bytes()
            done = publish_list(ledger, by, content, file.name, year=year, basis=basis, command_id=uuid4())
        click.echo(f"{year} version {done.version}")

    @calendar.command("show")
    @click.argument("year", type=YEAR)
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def show(year: int, as_of: str) -> None:
        """List the days of a year that are not as their weekday."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                found = calendars.published(connection, year, moment)
        if not found.said:
            click.echo(f"{year}: no calendar has been imported; Saturdays and Sundays are free")
            return
        click.echo(f"{year} version {found.version}: {found.said[0].event.basis}")
        for one in found.said[0].event.days:
            click.echo(f"{one.day} {one.type}")
