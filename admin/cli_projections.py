"""`xiaohao projections`: the read models, which can be compared with the log, thrown away and made again."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from admin.progress import progress, streams_of
from events.projection import compare
from events.rebuilding import rebuild_board, rebuild_histories
from events.subscription import Standing, standings
from workflow.following import HISTORY, follow, followed
from workflow.projections import PROJECTIONS, Versioned
from workflow.service import Ledger

Opened = Callable[[], Any]
NAMES = click.Choice([projection.name for projection in PROJECTIONS])


def add(cli: click.Group, opened: Opened) -> None:
    @cli.group()
    def projections() -> None:
        """The read models, which can be thrown away and made again."""

    for add_one in (_add_rebuild, _add_compare, _add_status, _add_follow):
        add_one(projections, opened)


def _add_rebuild(projections: click.Group, opened: Opened) -> None:
    @projections.command()
    @click.argument("names", nargs=-1, type=NAMES)
    def rebuild(names: tuple[str, ...]) -> None:
        """Make read models anew from the log, all or those named, while work goes on."""
        with opened() as (_, ledger):
            for table, wrong in _rebuilt(ledger, _chosen(names)):
                click.echo(f"{table}: {wrong} row(s) were wrong" if wrong else f"{table}: was right")


def _add_compare(projections: click.Group, opened: Opened) -> None:
    @projections.command("compare")
    def compare_all() -> None:
        """Compare every read model with what the log says; status 1 if one differs."""
        with (
            opened() as (_, ledger),
            ledger.database.reading() as connection,
            progress(streams_of(connection), "comparing") as bar,
        ):
            up_to = followed(connection)
            different = [d for projection in PROJECTIONS for d in compare(connection, projection, up_to, bar.update)]
        for one in different:
            click.echo(f"{one.table} {' '.join(map(str, one.key))}: differs in {', '.join(one.columns)}")
        if different:
            sys.exit(1)
        click.echo("every read model equals what the log says")


def _add_status(projections: click.Group, opened: Opened) -> None:
    @projections.command()
    def status() -> None:
        """How far each subscription is, and what it is stopped by; status 1 if one is."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            found = standings(connection)
        for one in found:
            click.echo(told(one))
        if any(one.error for one in found):
            sys.exit(1)


def _add_follow(projections: click.Group, opened: Opened) -> None:
    @projections.command("follow")
    def follow_now() -> None:
        """Bring every subscription to the log's end, without waiting for the worker."""
        with opened() as (_, ledger):
            click.echo(f"followed {follow(ledger.database, ledger.clock)}")


def _chosen(names: Sequence[str]) -> list[Versioned]:
    return [projection for projection in PROJECTIONS if not names or projection.name in names]


def _rebuilt(ledger: Ledger, chosen: list[Versioned]) -> list[tuple[str, int]]:
    """Each table that was made anew, and how many of its rows were wrong."""
    with ledger.database.reading() as connection:
        length = 2 * streams_of(connection)
    with progress(length, "rebuilding") as bar:
        boards = [(one.now.name, rebuild_board(ledger.database, one, bar.update)) for one in chosen]
        wrong = rebuild_histories(ledger.database, chosen, HISTORY.name, bar.update)
    return [*boards, *wrong.items()]


def told(standing: Standing) -> str:
    """`history: generation 1, at @412, 0 behind`, and the error it is stopped by."""
    told = f"{standing.name}: generation {standing.generation}, at @{standing.position}, {standing.behind} behind"
    return f"{told}, stopped since {standing.failed_at} by {standing.error}" if standing.error else told
