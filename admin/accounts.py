"""Accounts: who may act as what, from which day to which, and every grant there ever was; administrators change it."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select

from admin.base import Page
from admin.command_forms import Form, drawn
from admin.forms import Choice, FormMaker, Typed
from admin.giving import asked_of, give, status_of
from admin.look import Look, looking
from admin.opening import Opened, opened, opening_form, reset
from admin.words import mark, say, t
from events.event import Recorded
from events.store import EventStore
from identity import accounts
from workflow import membership
from workflow.account_decider import MAY
from workflow.account_errors import NoSuchAccount
from workflow.accounts import FITS, Account, Grant, fold
from workflow.history import until
from workflow.messages import (
    ACCOUNT_COMMANDS,
    Actor,
    ClearMailAddress,
    EnableAccount,
    LendRole,
    OpenAccount,
    ResetPassword,
    SetMailAddress,
    TakeOver,
)
from workflow.projections import ITEMS
from workflow.sight import Place
from workflow.words import ROLES

ENABLE = EnableAccount.trigger
ON_ONES_OWN = (SetMailAddress.trigger, ClearMailAddress.trigger)
ELSEWHERE = (OpenAccount.trigger, LendRole.trigger, TakeOver.trigger, *ON_ONES_OWN)
ON_AN_ACCOUNT = {name: one for name, one in ACCOUNT_COMMANDS.items() if name not in ELSEWHERE}


class AccountsPage(Page):
    """Who may act as what."""

    key, title, place = "accounts", mark("Accounts"), Place.ACCOUNTS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("accounts.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def open(self) -> ResponseReturnValue:
        """Open an account that can do nothing yet; its first password is shown once."""
        done = opened()
        with looking(as_of="") as look:
            if isinstance(done, Typed):
                return self.render("accounts.html", **_list_page(look, done)), status_of(done)
            return self.render("account.html", **_page(look, done.account_id, None), first_password=done.password)

    @expose("/<uuid:account>")
    def show(self, account: UUID) -> str:
        """An account as it stood at the moment looked at, and everything that happened to it."""
        with looking() as look:
            return self.render("account.html", **_page(look, account, None))

    @expose("/<uuid:account>/<trigger>", methods=["POST"])
    def act(self, account: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger not in ON_AN_ACCOUNT:
            raise NoSuchAccount
        command = ON_AN_ACCOUNT[trigger]
        done = reset(account) if command is ResetPassword else give(command, account, dict(asked_of(command)))
        if isinstance(done, Opened):
            with looking(as_of="") as look:
                return self.render("account.html", **_page(look, account, None), first_password=done.password)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("account.html", **_page(look, account, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(command.says)), "success")
        return redirect(url_for(".show", account=account), 303)


class AccountForms(FormMaker):
    """The forms of one account."""

    def __init__(self, look: Look, account: Account, subject: UUID):
        self.look, self.account, self.subject = look, account, subject

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """The units in which there is a role to be granted; the accounts that can take over."""
        if kind == "accounts":
            there = membership.members(self.look.connection).values()
            able = [one.account for one in there if one.held(self.look.at.today) and one.account != self.subject]
            return tuple(sorted((Choice(str(one), self.look.account(one)) for one in able), key=lambda c: c.words))
        fit = {what for kinds in FITS.values() for what in kinds}
        there = [unit for unit in self.look.units.values() if unit.what in fit and not unit.dissolved]
        return tuple(Choice(unit.code, unit.name) for unit in there)

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        return tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        if name == "since":
            return self.look.at.today.isoformat()
        standing = self.account.held(self.look.at.today)
        return standing[0].number if name == "grant" and standing else ""

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "until":
                return t("Empty: without end.")
            case "grant":
                return t("The number in the table.")
            case "successor":
                return t("Needed where items are open; they wait until this account has signed for them.")
        return ""


class Row(NamedTuple):
    """An account in the list."""

    account: accounts.Listed
    roles: list[str]


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    found = accounts.listed(look.connection, look.at.today, look.at.position)
    rows = [Row(one, [_role(look, hat) for hat in one.hats]) for one in found]
    may = not look.at.past and look.actor.role in MAY[OpenAccount]
    return {"look": look, "rows": rows, "form": opening_form(typed) if may else None}


def _role(look: Look, hat: Actor) -> str:
    return t("%(role)s, %(unit)s", role=say(ROLES[hat.role]), unit=look.unit(hat.org))


def _page(look: Look, account: UUID, typed: Typed | None) -> dict[str, Any]:
    login = accounts.login_of(look.connection, account)
    if login is None:
        raise NoSuchAccount
    recorded = until(EventStore(look.connection).read(f"account-{account}"), look.at)
    now = fold(recorded)
    return {
        "look": look, "id": account, "login": login, "account": now, "today": look.at.today,
        "items": item_numbers(look, now.handover.items if now.handover else ()),
        "grants": [_grant(look, grant) for grant in reversed(now.grants)],
        "steps": [_step(look, one) for one in reversed(recorded)], "forms": _forms(look, account, now, typed),
    }  # fmt: skip


def item_numbers(look: Look, items: Iterable[UUID]) -> list[str]:
    """The numbers of items, in their order."""
    table = ITEMS.now.c
    wanted = select(table.number).where(table.item_id.in_(list(items))).order_by(table.number)
    return list(look.connection.scalars(wanted))


class Granted(NamedTuple):
    """A grant as the page tells it; `stands` says whether it holds that day."""

    grant: Grant
    role: str
    unit: str
    lender: str
    stands: bool


def _grant(look: Look, grant: Grant) -> Granted:
    lender = look.account(grant.lent_by) if grant.lent_by else ""
    role = say(ROLES[grant.role])
    return Granted(grant, role, look.unit(grant.org), lender, grant.holds(look.at.today))


class Step(NamedTuple):
    """An event of an account, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _step(look: Look, recorded: Recorded) -> Step:
    event, what = recorded.event, ""
    if hasattr(event, "role"):
        what = t("%(role)s, %(unit)s", role=say(ROLES[event.role]), unit=look.unit(event.org))
    elif hasattr(event, "grant"):
        what = t("grant %(n)s", n=event.grant)
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, getattr(event, "reason", ""))


def _forms(look: Look, account: UUID, now: Account, typed: Typed | None) -> list[Form]:
    """Forms are drawn for who may send them, in the present, and not to oneself."""
    if look.at.past or look.actor.account == account or not now.version:
        return []
    maker = AccountForms(look, now, account)
    triggers = [ENABLE] if now.disabled else [name for name in ON_AN_ACCOUNT if name != ENABLE]
    offered = [ON_AN_ACCOUNT[name] for name in triggers if look.actor.role in MAY[ON_AN_ACCOUNT[name]]]
    return [drawn(maker, command, command.says, typed) for command in offered]
