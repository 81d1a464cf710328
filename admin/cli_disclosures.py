"""`xiaohao disclosure`: the disclosure lists, and which of them a digest or a posted file is of."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from documents.disclosing import digest_of_found
from workflow import disclosing
from workflow.history import reading_at
from workflow.messages import Actor
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")


def add(cli: click.Group, opened: Opened) -> None:
    """`disclosure` with its commands."""

    @cli.group()
    def disclosure() -> None:
        """What the public sees of those who got legal aid."""

    _add_list(disclosure, opened)
    _add_verify(disclosure, opened)
    _add_rules(disclosure, opened)


def _add_list(disclosure: click.Group, opened: Opened) -> None:
    @disclosure.command("list")
    @click.option("--unit", default="", help="Code of the unit.")
    @click.option("--month", default="", help="Such as 2020-03.")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(unit: str, month: str, as_of: str) -> None:
        """List the lists: id, unit, month, stage, persons, digest."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in disclosing.listed(connection, READER, moment, unit=unit, month=month):
                    click.echo(_line(one))


def _add_verify(disclosure: click.Group, opened: Opened) -> None:
    @disclosure.command()
    @click.argument("what", metavar="FILE|DIGEST")
    def verify(what: str) -> None:
        """Say which list a posted .xlsx, or a digest, is. Status 0: found; 1: no list is that."""
        path = Path(what)
        digest = digest_of_found(path.read_bytes(), path.name) if path.is_file() else disclosing.digest_in(what)
        with opened() as (_, ledger):
            at = (ledger.database, "", ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                found = disclosing.with_digest(connection, READER, moment, digest)
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo(f"no list has the digest {digest}")
        sys.exit(0 if found else 1)


def _add_rules(disclosure: click.Group, opened: Opened) -> None:
    @disclosure.command()
    def rules() -> None:
        """List how each column is published now."""
        with opened() as (_, ledger):
            at = (ledger.database, "", ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in disclosing.rules(connection, moment):
                    click.echo(f"{one.column} {one.treatment}")


def _line(one: Any) -> str:
    return f"{one.list_id} {one.bureau} {one.month} {one.stage} {one.persons} {one.digest}"
