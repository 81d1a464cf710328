"""`xiaohao account`: who may sign in, and as what."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import click

from admin import cli_shell
from identity import accounts, changing, tokens
from workflow import messages as m
from workflow.accounts import Grant
from workflow.messages.base import SYSTEM
from workflow.service import handle
from workflow.words import Role

Opened = Callable[[], Any]
DAY = click.DateTime(["%Y-%m-%d"])
ROLES = click.Choice([role.value for role in Role])
REASON = "from the command line"


def add(cli: click.Group, opened: Opened) -> None:
    """`account` with its commands."""

    @cli.group()
    def account() -> None:
        """Accounts, what they are granted, and their API tokens."""

    for add_one in (_add_create, _add_grant, _add_revoke, _add_disable, _add_password, _add_token, _add_account_list):
        add_one(account, opened)


def _add_create(account: click.Group, opened: Opened) -> None:
    @account.command("create")
    @click.argument("login")
    @click.option("--name", required=True, help="The name pages show.")
    @click.option("--role", required=True, type=ROLES)
    @click.option("--org", required=True, help="The organisation's code.")
    @click.option("--reason", default=REASON, show_default=True, help="Kept in the log.")
    @click.password_option(help="At least 12 characters.")
    def create(login: str, name: str, role: str, org: str, reason: str, password: str) -> None:
        """Open an account and grant it a role from today on."""
        new = accounts.NewAccount(login=login, name=name, role=Role(role), org=org)
        with opened() as (settings, ledger):
            made = accounts.create(ledger, new, password, reason, production=settings.production)
        click.echo(f"{login} {made}")


def _add_grant(account: click.Group, opened: Opened) -> None:
    @account.command("grant")
    @click.argument("login")
    @click.option("--role", required=True, type=ROLES)
    @click.option("--org", required=True, help="The organisation's code.")
    @click.option("--since", type=DAY, help="The first day; today, if it is not given.")
    @click.option("--until", type=DAY, help="The last day; none, if it is not given.")
    @click.option("--reason", required=True, help="Kept in the log.")
    def grant(login: str, since: datetime | None, until: datetime | None, **asked: str) -> None:
        """Grant a role in a unit."""
        days = {name: day.date().isoformat() for name, day in (("since", since), ("until", until)) if day}
        click.echo(f"{login} grant {_told(opened, m.GrantRole, login, {**asked, **days}).number}")


def _add_revoke(account: click.Group, opened: Opened) -> None:
    @account.command("revoke")
    @click.argument("login")
    @click.argument("grant", type=click.IntRange(1))
    @click.option("--reason", required=True, help="Kept in the log.")
    def revoke(login: str, grant: int, reason: str) -> None:
        """End a grant at once, in open logins too. Its number stands in `account list`."""
        _told(opened, m.RevokeRole, login, {"grant": grant, "reason": reason})
        click.echo(f"{login} grant {grant} revoked")


def _add_disable(account: click.Group, opened: Opened) -> None:
    for command in (m.DisableAccount, m.EnableAccount):

        @account.command(command.trigger, help=f"{command.says.en.capitalize()}, at once.")
        @click.argument("login")
        @click.option("--reason", required=True, help="Kept in the log.")
        def tell(login: str, reason: str, command: Any = command) -> None:
            _told(opened, command, login, {"reason": reason})
            click.echo(f"{login} {command.records.__name__.removeprefix('Account').lower()}")


def _add_password(account: click.Group, opened: Opened) -> None:
    @account.command("password")
    @click.argument("login")
    @click.option("--reason", required=True, help="Kept in the log.")
    def password(login: str, reason: str) -> None:
        """Give an account a password for one time; it is shown once, and all its logins end."""
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                found = _named(accounts.listed(connection, ledger.today), login)
            click.echo(changing.reset(ledger, found.account_id, reason, SYSTEM))


def _told(opened: Opened, command: type[m.AccountCommand], login: str, asked: dict[str, Any]) -> Any:
    """Carry a command on an account out as the operator; the account's newest grant."""
    with opened() as (_, ledger):
        with ledger.database.reading() as connection:
            account = _named(accounts.listed(connection, ledger.today), login)
        shell = {"command_id": uuid4(), "subject": account.account_id, "by": SYSTEM, "at": ledger.clock.now()}
        handle(ledger, cli_shell.asked(command, asked, **shell))
        with ledger.database.reading() as connection:
            grants = _named(accounts.listed(connection, ledger.today), login).grants
    return grants[-1] if grants else None


def _named(listed: list[accounts.Listed], login: str) -> accounts.Listed:
    for one in listed:
        if one.login == login:
            return one
    raise click.ClickException(f"there is no account {login!r}; see `xiaohao account list`")


def _add_token(account: click.Group, opened: Opened) -> None:
    longest = click.IntRange(1, tokens.MOST_DAYS)

    @account.command("token")
    @click.argument("login")
    @click.option("--days", type=longest, default=365, show_default=True, help="How long it is valid.")
    @click.option("--read-only", is_flag=True, help="For reading alone.")
    @click.option("--label", default=REASON, show_default=True, help="What it is for.")
    def token(login: str, days: int, read_only: bool, label: str) -> None:
        """Make an API token; it is shown once."""
        scope = tokens.Scope.READ if read_only else tokens.Scope.ALL
        with opened() as (_, ledger), ledger.database.writing() as connection:
            actor = accounts.by_login(ledger, login)
            if actor is None:
                raise click.ClickException(f"no active account {login!r}")
            made = tokens.issue(connection, actor.account, ledger.clock.now(), days, label, scope)
        click.echo(made)


def _add_account_list(account: click.Group, opened: Opened) -> None:
    @account.command("list")
    def listed() -> None:
        """List the accounts: login, name, and below it each grant: its number, role, unit, days."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            for row in accounts.listed(connection, ledger.today):
                click.echo(f"{row.login} {row.name}" + ("" if row.active else " (inactive)"))
                for grant in row.grants:
                    click.echo(f"  {_line(grant, ledger.today)}")


def _line(grant: Grant, today: date) -> str:
    days = f"{grant.since} to {grant.until or '-'}"
    lent = " lent" if grant.lent_by else ""
    return f"{grant.number} {grant.role} {grant.org} {days}{lent}" + ("" if grant.holds(today) else " (not today)")
