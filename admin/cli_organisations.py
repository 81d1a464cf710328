"""`xiaohao organisation`: the units that accounts belong to and items are issued to, and how they change."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4, uuid5

import click

from admin.cli_shell import asked
from workflow.lookups import Unit, organisation_id, units
from workflow.messages import (
    DissolveOrganisation,
    MoveOrganisation,
    OrganisationCommand,
    OrganisationKind,
    RegisterOrganisation,
    RenameOrganisation,
)
from workflow.messages.base import SYSTEM
from workflow.service import handle

Opened = Callable[[], Any]
since = click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day it holds; not after today.")
required_since = click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day it holds; not after today."
)
reason = click.option("--reason", required=True, help="On what basis. Recorded for ever.")


def add(cli: click.Group, opened: Opened) -> None:
    """`organisation` with its commands."""

    @cli.group()
    def organisation() -> None:
        """The units that accounts belong to and items are issued to."""

    for add_one in (_add_register, _add_rename, _add_move, _add_dissolve, _add_list):
        add_one(organisation, opened)


def _give(opened: Opened, kind: type[OrganisationCommand], code: str, said: dict[str, Any], **context: Any) -> None:
    given = {name: value.date().isoformat() if name == "since" else value for name, value in said.items() if value}
    with opened() as (_, ledger):
        command = {"command_id": uuid4(), "subject": organisation_id(code), "by": SYSTEM, "at": ledger.clock.now()}
        done = handle(ledger, asked(kind, given, **{**command, **context}))
    click.echo(f"{code} version {done.version}")


def _add_register(organisation: click.Group, opened: Opened) -> None:
    @organisation.command("add")
    @click.argument("code")
    @click.argument("name")
    @click.option("--short", required=True, help="The short name used in item numbers.")
    @click.option("--kind", "what", required=True, type=click.Choice([kind.value for kind in OrganisationKind]))
    @click.option("--parent", help="The code of the unit above; may be left out where only one can be.")
    @since
    def register(code: str, **said: Any) -> None:
        """Register a unit."""
        once = uuid5(organisation_id(code), "register")
        _give(opened, RegisterOrganisation, code, {"code": code, **said}, command_id=once)


def _add_rename(organisation: click.Group, opened: Opened) -> None:
    @organisation.command("rename")
    @click.argument("code")
    @click.argument("name")
    @click.option("--short", required=True, help="The short name used in item numbers from then on.")
    @click.option("--kind", "what", type=click.Choice([kind.value for kind in OrganisationKind]), help="If it changes.")
    @required_since
    @reason
    def rename(code: str, **said: Any) -> None:
        """Give a unit another name; what it was called before is kept."""
        _give(opened, RenameOrganisation, code, said)


def _add_move(organisation: click.Group, opened: Opened) -> None:
    @organisation.command("move")
    @click.argument("code")
    @click.argument("parent")
    @required_since
    @reason
    def move(code: str, **said: Any) -> None:
        """Put a unit below another."""
        _give(opened, MoveOrganisation, code, said)


def _add_dissolve(organisation: click.Group, opened: Opened) -> None:
    @organisation.command("dissolve")
    @click.argument("code")
    @click.option("--into", help="The code of the unit it is merged into.")
    @required_since
    @reason
    def dissolve(code: str, **said: Any) -> None:
        """End a unit that has no open items and no units below it; its past stays."""
        _give(opened, DissolveOrganisation, code, said)


def _add_list(organisation: click.Group, opened: Opened) -> None:
    @organisation.command("list")
    def listed() -> None:
        """List the units: code, kind, short name, name, and since when one is no more."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for unit in units(connection).values():
                click.echo(_line(unit))


def _line(unit: Unit) -> str:
    into = f" into {unit.merged_into}" if unit.merged_into else ""
    ended = f" (dissolved {unit.dissolved}{into})" if unit.dissolved else ""
    return f"{unit.code} {unit.what} {unit.short} {unit.name}{ended}"
