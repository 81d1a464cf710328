"""`xiaohao notice`: the notices, and how far each bureau is with each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import click

from workflow import package_board, reports
from workflow.history import reading_at
from workflow.messages import Actor
from workflow.package_board import Line, Wait
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")


def add(cli: click.Group, opened: Opened) -> None:
    """`notice` with its commands."""

    @cli.group()
    def notice() -> None:
        """The notices, and the package of each bureau under them."""

    _add_list(notice, opened)
    _add_packages(notice, opened)


def _add_list(notice: click.Group, opened: Opened) -> None:
    @notice.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the notices: number, id, title, packages signed for and returned of all, items closed of all."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                packages = package_board.lines(connection, READER, moment)
                for row in reports.notices(connection, READER, moment):
                    click.echo(_notice(row, [one for one in packages if one.notice_id == row.notice_id]))


def _add_packages(notice: click.Group, opened: Opened) -> None:
    @notice.command("packages")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    @click.option("--wait", type=click.Choice([one.value for one in Wait]), help="Those that wait for this alone.")
    def packages(as_of: str, wait: str | None) -> None:
        """List the packages: notice, bureau, when it was signed for and returned, what it waits for."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in package_board.lines(connection, READER, moment):
                    if wait is None or wait in one.waits:
                        click.echo(_package(one))


def _notice(row: Any, packages: list[Line]) -> str:
    signed = sum(one.acknowledged_at is not None for one in packages)
    returned = sum(one.returned_on is not None for one in packages)
    ended = " (withdrawn)" if row.withdrawn_at else ""
    of = len(packages)
    return (
        f"{row.number} {row.notice_id} {row.title}{ended} signed {signed}/{of} returned {returned}/{of} "
        f"closed {row.closed}/{row.items}"
    )


def _package(one: Line) -> str:
    signed = one.acknowledged_at.isoformat() if one.acknowledged_at else "-"
    waits = " ".join(one.waits) or "nothing"
    return f"{one.number} {one.bureau} signed {signed} returned {one.returned_on or '-'} waits for: {waits}"
