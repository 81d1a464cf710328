"""The inbox: what the account was told of, since when; each can be marked as read, which changes nothing else."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin import queries
from admin.base import Page
from admin.look import Look, looking
from admin.words import mark, t
from identity.current import signed_in
from workflow import inbox_reports
from workflow.history import present
from workflow.inbox_errors import NoSuchMessage
from workflow.inbox_reports import Message, Reader
from workflow.sight import Place, in_sight

PAGES = {
    "item": "/admin/item/{id}",
    "account": "/admin/me/",
    "upward_report": "/admin/upward/{id}",
    "disclosure": "/admin/disclosures/{id}",
}
"""Where a message leads, by the kind of stream it is about."""
TOLD_IN_MENU = 100


class InboxPage(Page):
    """The inbox of the account that is signed in; of the past also somebody else's, through their eyes."""

    key, title, place = "inbox", mark("Inbox"), Place.INBOX

    @expose("/")
    def index(self) -> str:
        ledger = identity.current_ledger()
        if request.args.get("as_of"):
            inbox_reports.bring_up(ledger.database, ledger.clock.now())
        with looking() as look:
            inbox_reports.require_told(look.connection, look.at)
            return self.render("inbox.html", **_page(look))

    @expose("/<int:position>/open", methods=["POST"])
    def open(self, position: int) -> ResponseReturnValue:
        """Mark a message as read, and go where it leads."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        with ledger.database.writing() as connection:
            at = present(ledger.clock.now(), ledger.zone)
            told = inbox_reports.mark(connection, _own(connection, by.account), position, at)
        return redirect(address(told) or url_for(".index"), 303)

    @expose("/read", methods=["POST"])
    def read(self) -> ResponseReturnValue:
        """Mark all as read up to the newest message that was shown."""
        through = request.form.get("through", "")
        if not (through.isascii() and through.isdigit() and len(through) < queries.LONGEST_NUMBER):
            raise NoSuchMessage
        with identity.current_ledger().database.writing() as connection:
            inbox_reports.mark_all(connection, identity.current_actor().account, int(through))
        return redirect(url_for(".index"), 303)


def _own(connection: Any, account: UUID) -> Reader:
    ledger = identity.current_ledger()
    hats = ledger.whois(connection, account, ledger.today)
    return inbox_reports.reader_of(connection, account, hats, ledger.zone)


def _reader(look: Look) -> Reader:
    if look.eyes:
        zone = identity.current_ledger().zone
        return inbox_reports.through(look.connection, look.actor, look.eyes, zone, look.at)
    return _own(look.connection, look.actor.account)


def _page(look: Look) -> dict[str, Any]:
    reader, unread = _reader(look), queries.given("unread") == "1" and not look.at.past
    page = inbox_reports.page(look.connection, reader, look.at, unread=unread, number=queries.page_number())
    seen = in_sight(look.actor)
    links = {one.position: address(one) for one in page.rows if one.bureau is None or seen.sees(one.bureau)}
    return {
        "look": look, "page": page, "unread": unread, "counts": inbox_reports.counts(look.connection, reader, look.at),
        "links": links, "newest": max((one.position for one in page.rows), default=None),
        "whose": look.account(look.eyes.account) if look.eyes else t("you"),
    }  # fmt: skip


def address(told: Message) -> str:
    """The page that a message leads to; "" where there is none."""
    kind, _, subject = told.stream.partition("-")
    return PAGES.get(kind, "").format(id=subject)


def unread_messages() -> int:
    """How many messages the one who is signed in has not read, as far as the menu tells."""
    ledger, actor = identity.current_ledger(), signed_in()
    if actor is None:
        return 0
    with ledger.database.reading() as connection:
        at = present(ledger.clock.now(), ledger.zone)
        return inbox_reports.unread(connection, _own(connection, actor.account), at, most=TOLD_IN_MENU)
