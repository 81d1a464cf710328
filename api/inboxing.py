"""The inbox: what the caller was told of; and marks of what was read, which are no events."""

from uuid import UUID

from flask import Response
from marshmallow import RAISE, Schema, validate
from marshmallow import fields as ma
from sqlalchemy import Connection

import identity
from api import asking, queries, telling
from api import inbox_answers as a
from api.operations import operation
from api.problems import language
from api.reading import reading_at, seen_by
from workflow import inbox_reports
from workflow.history import present
from workflow.inbox_reports import Message, Reader
from workflow.messages import Actor
from workflow.sight import Place


class ReadThrough(Schema):
    """Up to which position all is marked as read."""

    class Meta:
        unknown = RAISE

    error_messages = queries.UNKNOWN
    through = ma.Integer(
        required=True, strict=True, validate=validate.Range(0, queries.MAX_POSITION, error="out_of_range"),
        error_messages={"required": "required", "null": "required", "invalid": "not_a_number",
                        "too_large": "out_of_range"},
    )  # fmt: skip


@operation("GET", "/inbox", tag="inbox", answers=a.Inbox, query=queries.InboxQuery, refused=(404, 422))
def show_inbox(actor: Actor) -> Response:
    """Show the inbox.

    What concerns the account by all that it can act as, from the day it could. Items that are out of its sight now are
    left out. With `as_of`, what it had been told by then.
    """
    given, ledger = queries.asked(queries.InboxQuery), identity.current_ledger()
    if given["as_of"]:
        inbox_reports.bring_up(ledger.database, ledger.clock.now())
    with reading_at(given["as_of"]) as (connection, moment):
        inbox_reports.require_told(connection, moment)
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.INBOX)
        whose = inbox_reports.through(connection, reader, seen, ledger.zone, moment) if seen else None
        whose = whose or _own(connection, actor.account)
        page = inbox_reports.page(
            connection, whose, moment, unread=given["unread"], number=given["page"], size=given["size"]
        )
        counts = inbox_reports.counts(connection, whose, moment)
    said = a.Inbox(
        messages=[_told(one) for one in page.rows], total=page.total, unread=counts.unread, page=page.number,
        pages=page.last, as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said)


def _told(one: Message) -> a.MessageAnswer:
    shown = {name: getattr(one, name) for name in a.MessageAnswer.__struct_fields__ if name != "says"}
    return a.MessageAnswer(**shown, says=one.says.say(language()))


def _own(connection: Connection, account: UUID) -> Reader:
    ledger = identity.current_ledger()
    hats = ledger.whois(connection, account, ledger.today)
    return inbox_reports.reader_of(connection, account, hats, ledger.zone)


@operation("POST", "/inbox/<int:position>/read", tag="inbox", answers=a.MessagesRead, refused=(404,))
def read_message(actor: Actor, position: int) -> Response:
    """Mark a message as read.

    Marking it again changes nothing.
    """
    ledger = identity.current_ledger()
    at = present(ledger.clock.now(), ledger.zone)
    with ledger.database.writing() as connection:
        whose = _own(connection, actor.account)
        inbox_reports.mark(connection, whose, position, at)
        left = inbox_reports.unread(connection, whose, at)
    return telling.json(a.MessagesRead(unread=left))


@operation("POST", "/inbox/read", tag="inbox", body=ReadThrough(), answers=a.MessagesRead, refused=(400, 413, 415, 422))
def read_messages(actor: Actor) -> Response:
    """Mark all messages as read up to a position.

    Give the newest position that was shown, so that nothing unseen counts as read.
    """
    through, ledger = ReadThrough().load(asking.json_body())["through"], identity.current_ledger()
    with ledger.database.writing() as connection:
        inbox_reports.mark_all(connection, actor.account, through)
        at = present(ledger.clock.now(), ledger.zone)
        left = inbox_reports.unread(connection, _own(connection, actor.account), at)
    return telling.json(a.MessagesRead(unread=left))
