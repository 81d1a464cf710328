"""`xiaohao mail` and `xiaohao inbox`: whether mail gets out, how it stands, and the inboxes made anew."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import click

from workflow import digest, inbox, outbox, post
from workflow.mail_addresses import is_mail_address
from workflow.outbox import MailHealth
from workflow.post import NotSent, Post

Opened = Callable[[], Any]
NO_POST = "no mail server is set: see XIAOHAO_SMTP, XIAOHAO_MAIL_FROM and XIAOHAO_BASE_URL"


def add(cli: click.Group, opened: Opened) -> None:
    """`mail` and `inbox` with their commands."""

    @cli.group("mail")
    def mail() -> None:
        """The daily mail."""

    @cli.group("inbox")
    def inboxes() -> None:
        """The inboxes, which are made from the log."""

    _add_test(mail, opened)
    _add_status(mail, opened)
    _add_rebuild(inboxes, opened)


def _add_test(mail: click.Group, opened: Opened) -> None:
    @mail.command("test")
    @click.argument("address")
    def test(address: str) -> None:
        """Send a test mail to ADDRESS now; status 1, and why, if the server does not take it."""
        with opened() as (_, ledger):
            where, now = ledger.post, ledger.clock.now().astimezone(ledger.zone)
        if where is None:
            raise click.ClickException(NO_POST)
        if not is_mail_address(address):
            raise click.ClickException("that is no mail address; write name@example.com")
        message = digest.test_mail(where, address, now, uuid4())
        try:
            post.send(where, message, address)
        except NotSent as refused:
            raise click.ClickException(f"{_server(where)} did not take it: {refused.reason}") from None
        click.echo(f"{_server(where)} took it")


def _server(where: Post) -> str:
    return f"{where.host}:{where.port}"


def _add_status(mail: click.Group, opened: Opened) -> None:
    @mail.command()
    def status() -> None:
        """Say what waits, what fails and why, what was given up in the last 7 days, and the last that was sent."""
        with opened() as (_, ledger), ledger.database.reading() as connection:
            found = outbox.health(connection, ledger.clock.now())
        click.echo(told(found))
        if ledger.post is None:
            click.echo(NO_POST, err=True)


def told(found: MailHealth) -> str:
    """`mail: 2 waiting, 1 failing, 0 given up, last sent 2020-03-12 00:00:03 UTC`, and the last error."""
    last = f"{found.last_sent:%Y-%m-%d %H:%M:%S} UTC" if found.last_sent else "-"
    said = f"mail: {found.waiting} waiting, {found.failing} failing, {found.given_up} given up, last sent {last}"
    return f"{said}; {found.error}" if found.error else said


def _add_rebuild(inboxes: click.Group, opened: Opened) -> None:
    @inboxes.command()
    def rebuild() -> None:
        """Make all inboxes anew from the log; what was read stays read."""
        with opened() as (_, ledger):
            before, after = inbox.rebuild(ledger.database, ledger.clock)
        click.echo(f"inbox: {before} rows before, {after} now")
