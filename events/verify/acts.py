"""The security log against itself, and against the heads of it that were sealed into the log."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from events import codec
from events.acts import NOTHING, Head, digest, head, security_log
from events.errors import NotCanonical
from events.verify.faults import Fault

NAME = "security_log"


def verify_acts(connection: Connection, sealed: Mapping[int, bytes], trimmed: Mapping[int, bytes]) -> Iterator[Fault]:
    """Every row that is not as it was written. `sealed` and `trimmed` are what the log says: digests by number."""
    newest = head(connection)
    if newest.trimmed and newest.trimmed not in trimmed:
        yield Fault("security_head", "trimmed", "no event says that rows were taken away up to there")
    before, seq = trimmed.get(newest.trimmed, NOTHING), newest.trimmed
    missing = {at: link for at, link in sealed.items() if at > newest.trimmed}
    for row in connection.execute(select(security_log).order_by(security_log.c.seq)):
        if row.seq != seq + 1:
            yield Fault(NAME, str(seq + 1), f"the next row is {row.seq}: rows are missing, or too many")
        if _link(before, row) != row.digest:
            yield Fault(NAME, str(row.seq), "the row is not the one that was written there")
        if missing.pop(row.seq, row.digest) != row.digest:
            yield Fault(NAME, str(row.seq), "it is not the row whose digest was sealed into the log")
        before, seq = row.digest, row.seq
    yield from _end(newest, seq, before)
    for at in sorted(missing):
        yield Fault(NAME, str(at), "the row was sealed into the log, and is missing")


def _end(newest: Head, seq: int, last: bytes) -> Iterator[Fault]:
    if newest.seq != seq:
        yield Fault(NAME, str(seq + 1), f"the rows end before it; there were {newest.seq}")
    elif last != newest.digest and newest.seq > newest.trimmed:
        yield Fault("security_head", "digest", "it is not that of the newest row")


def _link(before: bytes, row: Row[Any]) -> bytes | None:
    """The digest the row should have; None for values that were never written so.

    The digest is over what the detail says; that it is written in the one way it can be is seen here.
    """
    try:
        if codec.canonical(orjson.loads(row.detail)).decode() != row.detail:
            return None
        return digest(before, row._asdict())
    except (NotCanonical, ValueError, TypeError, AttributeError):
        return None
