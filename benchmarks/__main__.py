"""`make bench`: measure everything, print it; with --write, keep it in docs/benchmarks.md."""

import os
import platform
import sqlite3
import sys
import time
from pathlib import Path

from benchmarks import pages

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


def main() -> None:
    text = "\n".join([machine(), *(str(module.measure()) for module in (pages,))])
    print(text)
    if "--write" in sys.argv:
        KEPT.write_text(INTRODUCTION + text)


main()
