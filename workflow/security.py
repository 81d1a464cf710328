"""The security log and the log: its head is sealed into the log once a day, and what is taken away is said there."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import Connection, select

from events import acts, codec, tables
from events.acts import Act
from events.store import EventStore
from workflow import schemas
from workflow.log_errors import KeptTooShort, ReadOnly
from workflow.lookups import policy_days
from workflow.messages.base import SYSTEM
from workflow.messages.policy import LEAST, Policy
from workflow.messages.security import SECURITY_LOG, SealSecurityLog, TrimSecurityLog
from workflow.service import Ledger, carry_out, seal_what_is_new

STREAM = f"security-{SECURITY_LOG}"
_events = tables.events.c


def keep(ledger: Ledger) -> int:
    """Write the counts of minutes that are over, and seal the head once on each day that has something new.

    How many rows and events that took. Two processes that do it at once do it once.
    """
    now, done = ledger.clock.now(), 0
    with ledger.database.reading() as connection:
        counts, due = acts.waiting(connection, now), _due(connection, ledger)
    if counts:
        with ledger.database.writing() as connection:
            acts.head(connection, hold=True)
            done += acts.tell_repeats(connection, now)
    return done + (_seal(ledger) if due else 0)


def _due(connection: Connection, ledger: Ledger) -> bool:
    newest = acts.head(connection)
    told = select(_events.recorded_at, _events.name, _events.schema_version, _events.body)
    last = told.where(_events.stream_id == STREAM).order_by(_events.version.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    if row is None:
        return newest.seq > 0
    said = codec.decode(row.name, row.schema_version, bytes(row.body)).through
    return bool(newest.seq > said and row.recorded_at.astimezone(ledger.zone).date() < ledger.today)


def _seal(ledger: Ledger) -> int:
    """The command's id is that of the day: another process that is as far gets the same answer."""
    with ledger.database.writing() as connection:
        newest = acts.head(connection)
        shell = {"command_id": uuid5(NAMESPACE_URL, f"security-log:{ledger.today}"), "subject": SECURITY_LOG}
        known = {"through": newest.seq, "digest": newest.digest.hex(), "by": SYSTEM, "at": ledger.clock.now()}
        try:
            carry_out(EventStore(connection), ledger, schemas.load(SealSecurityLog, {}, **known, **shell), again=True)
        except ReadOnly:  # a day without a seal: the next one covers it
            return 0
    seal_what_is_new(ledger)
    return 1


def kept_days(ledger: Ledger) -> int:
    """For how many days rows are kept: what policy says, and half a year at the least."""
    with ledger.database.reading() as connection:
        said = policy_days(EventStore(connection), Policy.SECURITY_LOG_DAYS, ledger.today)
    return max(LEAST[Policy.SECURITY_LOG_DAYS], said or 0)


def trim(ledger: Ledger, before: datetime, reason: str) -> int:
    """Take away what is older than `before`, and say so in the log; how far that went, 0 for nothing.

    KeptTooShort for what policy wants kept. One transaction: event, trimmed rows, and the act itself.
    """
    now, days = ledger.clock.now(), kept_days(ledger)
    if now - before < timedelta(days=days):
        raise KeptTooShort(days=days)
    with ledger.database.writing() as connection:
        gone = acts.trim(connection, before)
        if gone is None:
            return 0
        known = {"through": gone.seq, "digest": gone.digest.hex(), "by": SYSTEM, "at": now}
        shell = {"command_id": uuid4(), "subject": SECURITY_LOG}
        carry_out(EventStore(connection), ledger, schemas.load(TrimSecurityLog, {"reason": reason}, **known, **shell))
        acts.write(connection, Act("trimmed", detail={"through": gone.seq}), now)
    seal_what_is_new(ledger)
    return gone.seq
