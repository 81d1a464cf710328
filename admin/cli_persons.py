"""`xiaohao person`: what is kept of a person, and its erasure, for the one who answers for personal data."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import click

from identity.persons import sought
from workflow import erasure
from workflow.messages import Actor
from workflow.words import Role

Opened = Callable[[], Any]
OPERATOR = Actor(UUID(int=0), Role.SECURITY_ADMIN, "system")


def add(cli: click.Group, opened: Opened) -> None:
    @cli.group()
    def person() -> None:
        """A person: the holder of an account (--login), or one whom a unit names (--unit, --name)."""

    @person.command()
    @click.option("--login", default="")
    @click.option("--unit", default="", help="The code of the unit.")
    @click.option("--name", default="", help="As the unit writes it.")
    def find(login: str, unit: str, name: str) -> None:
        """Say how many values of each kind are kept of a person."""
        with opened() as (_, ledger):
            found = erasure.find(ledger, OPERATOR, sought(ledger, login, unit, name).told)
        for kind, count in found.kinds:
            click.echo(f"{kind} {count}")
        if units := [code for code in found.places if code != "account"]:
            click.echo(f"at {', '.join(units)}")

    @person.command()
    @click.option("--login", default="")
    @click.option("--unit", default="", help="The code of the unit.")
    @click.option("--name", default="", help="As the unit writes it.")
    @click.option("--reason", required=True, help="On what basis; it stands in the log for ever.")
    def erase(login: str, unit: str, name: str, reason: str) -> None:
        """Destroy the key that sealed what is kept of a person. Nothing brings it back."""
        with opened() as (_, ledger):
            whom = sought(ledger, login, unit, name)
            key = erasure.erase(ledger, OPERATOR, whom.told, reason, whom.account)
        click.echo(f"erased; the key {key} is destroyed")
