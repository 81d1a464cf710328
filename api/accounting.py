"""Accounts: who may act as what, now and then, and how that is changed. Opening one makes a login: that has a page."""

from typing import Any, cast
from uuid import UUID

from flask import Response
from sqlalchemy import Connection

from api import account_answers as a
from api import queries, telling
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place
from events import vault
from events.store import EventStore
from identity import accounts
from workflow import membership, schemas
from workflow import messages as m
from workflow.account_errors import NoSuchAccount
from workflow.accounts import Grant, fold
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.sight import Place


@operation("GET", "/accounts", tag="accounts", answers=a.Accounts, query=queries.AsOfQuery, refused=(403, 422))
def list_accounts(actor: Actor) -> Response:
    """List the accounts, with what each can act as.

    For administrators and auditors. As it stood at `as_of`, if given: accounts that were not recorded then are absent.
    """
    require_place(actor, Place.ACCOUNTS)
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    with reading_at(as_of) as (connection, moment):
        found = accounts.listed(connection, moment.today, moment.position)
    rows = [
        a.AccountRow(account=one.account_id, login=one.login, name=one.name, disabled=one.disabled,
                     acts_as=[_hat(hat) for hat in one.hats])
        for one in found
    ]  # fmt: skip
    return telling.json(a.Accounts(accounts=rows, as_of=telling.as_of(moment)))


@operation(
    "GET", "/accounts/<uuid:account>", tag="accounts", answers=a.AccountAnswer, query=queries.AsOfQuery,
    refused=(403, 404, 422), etag=True,
)  # fmt: skip
def show_account(actor: Actor, account: UUID) -> Response:
    """Show one account with every grant it had.

    The ETag is its version: send it back in If-Match to change it.
    """
    require_place(actor, Place.ACCOUNTS)
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    with reading_at(as_of) as (connection, moment):
        recorded = until(EventStore(connection).read(f"account-{account}"), moment)
        login, name = accounts.login_of(connection, account), accounts.names(connection).get(account, "")
    if not recorded or login is None:
        raise NoSuchAccount
    now = fold(recorded)
    grants = [_grant(grant, moment) for grant in now.grants]
    said = a.AccountAnswer(
        account=account, login=login, name=name, version=now.version, existed=now.existed, disabled=now.disabled,
        grants=grants, as_of=telling.as_of(moment),
    )  # fmt: skip
    return telling.json(said, version=now.version)


@operation("GET", "/me", tag="accounts", answers=a.Me)
def show_me(actor: Actor) -> Response:
    """Show who the caller is.

    A program acts as what its account holds first.
    """
    with reading_at("") as (connection, moment):
        hats = accounts.whois(connection, actor.account, moment.today)
        names, there = accounts.names(connection), membership.members(connection)
        mail = _mail(connection, actor.account)
        others = [one for one in membership.acting(connection, actor.org, moment.today) if one != actor.account]
    waiting = [
        a.HandoverAnswer(account=one.account, name=names.get(one.account, ""), version=one.version,
                         items=list(one.handover.items))
        for one in there.values()
        if one.handover and one.handover.successor == actor.account and not one.handover.signed
    ]  # fmt: skip
    said = a.Me(
        account=actor.account, name=names.get(actor.account, ""), acts_as=_hat(actor),
        can_act_as=[_hat(hat) for hat in hats],
        colleagues=[a.Colleague(account=one, name=names.get(one, ""), version=there[one].version) for one in others],
        handovers=waiting, version=there[actor.account].version if actor.account in there else 0, mail=mail,
    )  # fmt: skip
    return telling.json(said)


def _mail(connection: Connection, account: UUID) -> a.MailAnswer:
    found = membership.member(connection, account)
    if found is None or found.mail_ref is None:
        return a.MailAnswer(address=None, language=None)
    kept = vault.reveal(connection, [found.mail_ref])
    return a.MailAnswer(address=kept.get(found.mail_ref), language=found.mail_language)


def _hat(actor: Actor) -> a.HatAnswer:
    return a.HatAnswer(role=str(actor.role), org=actor.org)


def _grant(grant: Grant, moment: Moment) -> a.GrantAnswer:
    return a.GrantAnswer(
        grant=grant.number, role=str(grant.role), org=grant.org, since=grant.since, until=grant.until,
        lent_by=grant.lent_by, revoked=grant.ended, stands=grant.holds(moment.today),
    )  # fmt: skip


MAKES_A_PASSWORD = (m.OpenAccount.trigger, m.ResetPassword.trigger)
"""What makes a password to be shown once: that has a page."""


def _view(trigger: str) -> Any:
    def view(actor: Actor, account: UUID) -> Response:
        done = give(m.ACCOUNT_COMMANDS[trigger], actor, account, new=False)
        said = a.AccountDone(account=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, version=done.version)

    return view


MAIL = (m.SetMailAddress.trigger, m.ClearMailAddress.trigger)
OF_MAIL = "By the account's holder alone; to all others the account is not there. If-Match carries the version of `me`."
OF_ROLES = (
    "Roles are granted and revoked by the security administrator; whoever holds one themselves can lend it to a "
    "colleague for a time. It holds at once, in open logins too."
)


def _operation(trigger: str) -> Operation:
    command = m.ACCOUNT_COMMANDS[trigger]
    return Operation(
        method="POST", path=f"/accounts/<uuid:account>/{trigger}", name=f"{trigger}_account", tag="accounts",
        summary=f"{command.says.en.capitalize()}.",
        description=OF_MAIL if trigger in MAIL else OF_ROLES,
        view=_view(trigger), body=schemas.schema_for(cast(Any, command)), answers=a.AccountDone, etag=True,
        headers=HEADERS_OLD, refused=(*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.ACCOUNT_COMMANDS if trigger not in MAKES_A_PASSWORD)
