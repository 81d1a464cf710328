"""`xiaohao account` and `xiaohao organisation`: who is there, and who may sign in."""

from collections.abc import Callable
from typing import Any
from uuid import uuid5

import click

from identity import accounts, tokens
from workflow.lookups import organisation_id, units
from workflow.messages import OrganisationKind, RegisterOrganisation
from workflow.messages.base import SYSTEM
from workflow.service import handle
from workflow.words import Role

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    _add_accounts(cli, opened)
    _add_organisations(cli, opened)


def _add_accounts(cli: click.Group, opened: Opened) -> None:
    @cli.group()
    def account() -> None:
        """Accounts and their API tokens."""

    @account.command("create")
    @click.argument("login")
    @click.option("--name", required=True, help="The name pages show.")
    @click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
    @click.option("--org", required=True, help="The organisation's code.")
    @click.password_option(help="At least 12 characters.")
    def create(login: str, name: str, role: str, org: str, password: str) -> None:
        """Create an account."""
        with opened() as (settings, ledger), ledger.database.writing() as connection:
            made = accounts.create(
                connection,
                login=login,
                name=name,
                role=Role(role),
                org=org,
                password=password,
                at=ledger.clock.now(),
                production=settings.production,
            )
        click.echo(f"{login} {made}")

    @account.command("token")
    @click.argument("login")
    @click.option(
        "--days", type=click.IntRange(1, tokens.MOST_DAYS), default=365, show_default=True, help="How long it is valid."
    )
    def token(login: str, days: int) -> None:
        """Make an API token; it is shown once."""
        with opened() as (_, ledger), ledger.database.writing() as connection:
            actor = accounts.by_login(connection, login)
            if actor is None:
                raise click.ClickException(f"no active account {login!r}")
            made = tokens.issue(connection, actor.account, ledger.clock.now(), days)
        click.echo(made)

    @account.command("list")
    def listed() -> None:
        """List the accounts: login, role, organisation, name."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for row in accounts.listed(connection):
                state = "" if row.active else " (inactive)"
                click.echo(f"{row.login} {row.role} {row.org} {row.name}{state}")


def _add_organisations(cli: click.Group, opened: Opened) -> None:
    @cli.group()
    def organisation() -> None:
        """The units that accounts belong to and items are issued to."""

    @organisation.command("add")
    @click.argument("code")
    @click.argument("name")
    @click.option("--short", required=True, help="The short name used in item numbers.")
    @click.option("--kind", required=True, type=click.Choice([kind.value for kind in OrganisationKind]))
    @click.option("--parent", help="The code of the unit above.")
    def add_one(code: str, name: str, short: str, kind: str, parent: str | None) -> None:
        """Register a unit."""
        subject = organisation_id(code)
        with opened() as (_, ledger):
            handle(ledger, RegisterOrganisation(
                command_id=uuid5(subject, "register"), subject=subject, by=SYSTEM, at=ledger.clock.now(),
                code=code, name=name, short=short, what=OrganisationKind(kind), parent=parent,
            ))  # fmt: skip
        click.echo(f"{code} {name}")

    @organisation.command("list")
    def listed() -> None:
        """List the units: code, kind, short name, name."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for unit in units(connection).values():
                click.echo(f"{unit.code} {unit.what} {unit.short} {unit.name}")
