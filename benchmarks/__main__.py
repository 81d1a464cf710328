"""`make bench`: measure everything, print it; with --write, keep it in docs/benchmarks.md."""

import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import click
import psycopg

from benchmarks import (
    appends,
    as_of,
    as_of_pages,
    commands,
    copies,
    deciding,
    due,
    exports,
    growth,
    guesses,
    pages,
    peers,
    places,
    printed,
    proving,
    replay,
    reporting,
    sealing,
    traces,
    verifying,
)
from benchmarks.table import Table

KEPT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

Measured by `make bench`; `make bench ARGS=--write` writes this file. The times are those of one machine on one day and
are no promise; tests never assert them.

"""


def machine() -> str:
    """What was measured on, and with what."""
    with psycopg.connect(places.SERVER) as connection:
        server = connection.execute("SHOW server_version").fetchone()
    said = {
        "day": time.strftime("%Y-%m-%d"), "processor": f"{_processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}", "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version, "PostgreSQL": str(server and server[0]),
        "fdatasync of 4 kB, per second": f"{places.fdatasyncs_per_second(Path(tempfile.gettempdir())):.0f}",
        "eventsourcing on SQLite, as it ships": peers.sqlite_durability(),
        **{name: version(name) for name in ("psycopg", "sqlalchemy", "eventsourcing")},
    }  # fmt: skip
    table = Table("Measured on", ("what", "which"))
    for what, which in said.items():
        table.add(what, which)
    return str(table)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


PARTS: dict[str, Callable[[int], Table | str]] = {
    "commands": commands.measure,
    "deciding": deciding.measure,
    "due": due.measure,
    "appends": appends.measure,
    "replay": replay.measure,
    "sealing": sealing.measure,
    "proving": proving.measure,
    "verifying": verifying.measure,
    "as-of": as_of.measure,
    "as-of pages": as_of_pages.measure,
    "growth": growth.measure,
    "backup": copies.measure,
    "reporting": reporting.measure,
    "exports": exports.measure,
    "printed ledger": printed.measure,
    "traces": traces.measure,
    "pages": lambda _: pages.measure(),
    "guesses": lambda _: guesses.measure(),
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Measure these parts only.")
@click.option("--rounds", default=9, show_default=True, help="How often each contestant has its turn.")
@click.option("--write", is_flag=True, help="Keep it in docs/benchmarks.md.")
def main(only: tuple[str, ...], rounds: int, write: bool) -> None:
    if only and write:
        raise click.UsageError("--write keeps a whole run; leave --only out")
    tables = []
    for name in only or PARTS:
        tables.append(str(PARTS[name](rounds)))
        print(tables[-1], flush=True)
    if write:
        KEPT.write_text(INTRODUCTION + "\n".join([machine(), *tables]))


if __name__ == "__main__":
    main()
