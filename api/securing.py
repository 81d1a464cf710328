"""Reading the security log."""

import orjson
from flask import Response

import identity
from api import listings, queries, telling
from api.operations import operation
from api.reading import require_place
from events import acts
from identity.acts import counted
from workflow.messages import Actor
from workflow.sight import Place


@operation(
    "GET", "/security-log", tag="log", answers=listings.SecurityLogPage, query=queries.SecurityQuery, refused=(403, 422)
)
def read_security_log(actor: Actor) -> Response:
    """Read the security log, newest first, for auditors and security administrators.

    Who signed in, was refused, took out or read what. That it was read is written there, too.
    """
    require_place(actor, Place.SECURITY)
    given = queries.asked(queries.SecurityQuery)
    counted("security_log_read", actor.account)
    size, account = given["limit"], str(given["account"] or "")
    with identity.current_ledger().database.reading() as connection:
        rows = acts.page(connection, before=given["before"], size=size + 1, kind=given["kind"], account=account)
    entries = [
        listings.ActEntry(**{**row._asdict(), "detail": orjson.loads(row.detail), "digest": row.digest.hex()})
        for row in rows[:size]
    ]
    more = rows[size - 1].seq if len(rows) > size else None
    return telling.json(listings.SecurityLogPage(acts=entries, next_before=more))
