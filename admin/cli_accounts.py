"""`xiaohao account`: who may sign in."""

from collections.abc import Callable
from typing import Any

import click

from identity import accounts, tokens
from workflow.words import Role

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`account` with its commands."""

    @cli.group()
    def account() -> None:
        """Accounts and their API tokens."""

    for add_one in (_add_create, _add_token, _add_account_list):
        add_one(account, opened)


def _add_create(account: click.Group, opened: Opened) -> None:
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
                connection, login=login, name=name, role=Role(role), org=org, password=password,
                at=ledger.clock.now(), production=settings.production,
            )  # fmt: skip
        click.echo(f"{login} {made}")


def _add_token(account: click.Group, opened: Opened) -> None:
    longest = click.IntRange(1, tokens.MOST_DAYS)

    @account.command("token")
    @click.argument("login")
    @click.option("--days", type=longest, default=365, show_default=True, help="How long it is valid.")
    def token(login: str, days: int) -> None:
        """Make an API token; it is shown once."""
        with opened() as (_, ledger), ledger.database.writing() as connection:
            actor = accounts.by_login(connection, login)
            if actor is None:
                raise click.ClickException(f"no active account {login!r}")
            made = tokens.issue(connection, actor.account, ledger.clock.now(), days)
        click.echo(made)


def _add_account_list(account: click.Group, opened: Opened) -> None:
    @account.command("list")
    def listed() -> None:
        """List the accounts: login, role, organisation, name."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for row in accounts.listed(connection):
                state = "" if row.active else " (inactive)"
                click.echo(f"{row.login} {row.role} {row.org} {row.name}{state}")
