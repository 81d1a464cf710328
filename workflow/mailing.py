"""The daily mail: made once a day for whoever has an address and something waiting, then sent, once as far as can be.

What it is to speak of is looked at twice, when it is made and when it is sent: never of what is finished meanwhile.
"""

import logging
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from events import vault
from workflow import digest, inbox_reports, outbox, post
from workflow.history import present
from workflow.inbox_reports import Message
from workflow.membership import member, members
from workflow.messages.mail import MailLanguage
from workflow.outbox import Letter, Standing
from workflow.post import Deferred, Post, Rejected
from workflow.service import Ledger

LOGGER = logging.getLogger(__name__)
DAY_OVER = "the day was over"


class Addressed(NamedTuple):
    """Where a mail goes, in which language, and what it speaks of."""

    address: str
    language: str
    waiting: list[Message]


def make_due(ledger: Ledger) -> int:
    """From the hour that is set on, make the day's mail of each account that has an address; how many wait to be sent.

    That nothing waits for an account is noted, too: what comes later that day is for tomorrow's.
    """
    now = ledger.clock.now().astimezone(ledger.zone)
    if ledger.post is None or now.hour < ledger.post.hour:
        return 0
    with ledger.database.reading() as connection:
        made = outbox.made_for(connection, now.date())
        wanted = [one.account for one in members(connection).values() if one.mail_ref and one.account not in made]
    return sum(_made(ledger, account, now.date()) for account in wanted)


def _made(ledger: Ledger, account: UUID, day: date) -> int:
    try:
        with ledger.database.writing() as connection:
            positions = [one.position for one in _waiting(connection, ledger, account)]
            outbox.make(connection, account, day, positions, ledger.clock.now())
    except IntegrityError:
        LOGGER.debug("another process made the mail of %s", account)
        return 0
    return int(bool(positions))


def deliver(ledger: Ledger) -> int:
    """Send what is due; how many mails the server took."""
    if ledger.post is None:
        return 0
    with ledger.database.reading() as connection:
        due = outbox.due(connection, ledger.clock.now())
    return sum(_delivered(ledger, ledger.post, account, day) for account, day in due)


def _delivered(ledger: Ledger, where: Post, account: UUID, day: date) -> int:
    letter = outbox.take(ledger.database, account, day, ledger.clock.now())
    if letter is None:
        return 0
    if day < ledger.today:
        outbox.end(ledger.database, letter, Standing.GIVEN_UP, ledger.clock.now(), DAY_OVER)
        return 0
    with ledger.database.reading() as connection:
        found = _addressed(connection, ledger, letter)
    if found is None:
        outbox.end(ledger.database, letter, Standing.DROPPED, ledger.clock.now())
        return 0
    return _sent(ledger, where, letter, found)


def _sent(ledger: Ledger, where: Post, letter: Letter, found: Addressed) -> int:
    now = ledger.clock.now()
    message = digest.compose(
        where, found.address, found.language, found.waiting, account=letter.account, day=letter.day,
        at=now.astimezone(ledger.zone),
    )  # fmt: skip
    try:
        post.send(where, message, found.address)
    except Rejected as refused:
        LOGGER.warning("the mail of %s was refused: %s", letter.account, refused)
        outbox.end(ledger.database, letter, Standing.GIVEN_UP, ledger.clock.now(), refused.reason)
        return 0
    except Deferred as deferred:
        LOGGER.warning("the mail of %s was not taken, and is tried again: %s", letter.account, deferred)
        outbox.put_off(ledger.database, letter, ledger.clock.now(), deferred.reason)
        return 0
    outbox.end(ledger.database, letter, Standing.SENT, ledger.clock.now())
    return 1


def _addressed(connection: Connection, ledger: Ledger, letter: Letter) -> Addressed | None:
    """What of the mail still waits, and the address as it is now; None if either is gone."""
    found = member(connection, letter.account)
    address = vault.reveal(connection, [found.mail_ref]).get(found.mail_ref) if found and found.mail_ref else None
    covered = set(letter.covers)
    still = [one for one in _waiting(connection, ledger, letter.account) if one.position in covered]
    if found is None or not address or not still:
        return None
    return Addressed(address, found.mail_language or MailLanguage.CHINESE, still)


def _waiting(connection: Connection, ledger: Ledger, account: UUID) -> list[Message]:
    """What is unread and waits for an account, by all that it can act as; nothing for one that can do nothing."""
    hats = ledger.whois(connection, account, ledger.today)
    if not hats:
        return []
    reader = inbox_reports.reader_of(connection, account, hats, ledger.zone)
    return inbox_reports.waiting(connection, reader, present(ledger.clock.now(), ledger.zone))
