"""`xiaohao document`: official documents checked on the command line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from documents.official.checking import Checked, check
from documents.official.format_measured import measured
from documents.official.rules import Finding, Place
from documents.official.unit_names import register_names

NOTHING_FOUND, FOUND = 0, 2


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    """`document` with its commands."""

    @cli.group()
    def document() -> None:
        """Official documents."""

    @document.command("check")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--unrendered", is_flag=True, help="Read the file only; render and measure nothing.")
    def check_one(file: Path, unrendered: bool) -> None:
        """Check a .docx by GB/T 9704-2012, and its wording. Status 0: nothing found; 2: findings; 1: not read."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger), ledger.database.reading() as connection:
            names = register_names(connection)
        checked = check(file.read_bytes(), file.name, names, render=not unrendered)
        for line in lines(checked):
            click.echo(line)
        sys.exit(FOUND if checked.format or checked.wording else NOTHING_FOUND)


def lines(checked: Checked) -> list[str]:
    """What was found, a finding to a line, then what was measured or why nothing was."""
    told = [_line(kind, one) for kind, found in (("格式 format", checked.format), ("文字 wording", checked.wording))
            for one in found]  # fmt: skip
    counts = f"格式 format {len(checked.format)}, 文字 wording {len(checked.wording)}"
    words = measured(checked.measures) if checked.measures else checked.not_measured
    return [*told, *([f"{words.zh} {words.en}"] if words else []), counts]


def _line(kind: str, one: Finding) -> str:
    where = "; ".join(map(_where, one.places[:3])) + (f" … ×{one.count}" if one.count > 3 else "")
    said = " / ".join(f"{words.zh} {words.en}" for words in (one.there, one.wants, one.mend))
    return f"{kind} [{one.code}] {where}: {said}"


def _where(place: Place) -> str:
    named = [f"{name} {n}" for name, n in place._asdict().items() if name != "quote" and n]
    return " ".join([*named, *([f"“{place.quote}”"] if place.quote else [])])
