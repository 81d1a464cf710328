"""`make bench`: measure everything, print it; with --write, keep it in docs/benchmarks.md."""

import os
import platform
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks import appends, commands, pages
from benchmarks.table import Table

KEPT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

Measured by `make bench`; `make bench ARGS=--write` writes this file. The times are those of one machine on one day and
are no promise; tests never assert them.

"""


def machine() -> str:
    cores = os.cpu_count()
    return (
        f"{time.strftime('%Y-%m-%d')}, {cores} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
    )


PARTS: dict[str, Callable[[int], Table]] = {
    "commands": commands.measure,
    "appends": appends.measure,
    "pages": lambda _: pages.measure(),
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Measure these parts only.")
@click.option("--rounds", default=9, show_default=True, help="How often each contestant has its turn.")
@click.option("--write", is_flag=True, help="Keep it in docs/benchmarks.md.")
def main(only: tuple[str, ...], rounds: int, write: bool) -> None:
    tables = []
    for name in only or PARTS:
        tables.append(str(PARTS[name](rounds)))
        print(tables[-1], flush=True)
    if write:
        KEPT.write_text(INTRODUCTION + "\n".join([machine(), *tables]))


main()
