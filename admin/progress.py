"""How far a long command is, told beside what it prints."""

import sys
from typing import Any

import click
from sqlalchemy import Connection, func, select

from events.tables import streams


def progress(length: int, label: str) -> Any:
    """A bar on the error output, so that the printed lines can be piped."""
    return click.progressbar(length=length, label=label, file=sys.stderr)


def streams_of(connection: Connection) -> int:
    """How many streams there are to go through."""
    return connection.scalar(select(func.count()).select_from(streams)) or 0
