"""Evidence bundles, receipts and the verifier that checks them, as downloads."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO
from uuid import UUID

from flask import Response
from sqlalchemy import Connection

import identity
from api import queries
from api.operations import operation
from api.reading import require_place
from documents import bundle, bundle_file
from documents.bundle import Bundle, Viewer
from identity import acts
from workflow import history
from workflow.messages import Actor
from workflow.sight import Place

CHUNK = 64 * 1024


@operation("GET", "/items/<uuid:item_id>/bundle", tag="items", query=queries.Query, refused=(404, 409, 410, 422))
def bundle_item(actor: Actor, item_id: UUID) -> Response:
    """Download an item's evidence bundle.

    A zip with the item's events, its files, and the proof that they stand in the log under the newest signed
    checkpoint. The verifier at /log/verifier checks it without this software. 409 says that its newest event is not
    signed yet.
    """
    queries.asked(queries.Query)
    key = identity.current_ledger().verifier
    made = lambda connection: bundle.of_item(connection, Viewer.of(actor), item_id, key)  # noqa: E731
    return _zip(actor, made, f"item-{item_id}.zip")


@operation("GET", "/bundles", tag="log", query=queries.PeriodQuery, refused=(403, 409, 410, 422))
def bundle_period(actor: Actor) -> Response:
    """Download the evidence bundle of a period.

    The same for all events from one moment or position to another, at most 100,000. A bureau gets the events of its
    own items; the others are covered by hashes and counted.
    """
    require_place(actor, Place.BUNDLES)
    given = queries.asked(queries.PeriodQuery)
    ledger = identity.current_ledger()
    view = history.reading_between(ledger.database, **given, now=ledger.clock.now(), zone=ledger.zone)
    with view as (_, first, last):  # positions stay what they are, so the bundle may be read in a view of its own
        pass
    name = f"log-{first}-{'signed' if last is None else last}.zip"
    made = lambda connection: bundle.of_period(connection, Viewer.of(actor), first, last, ledger.verifier)  # noqa: E731
    return _zip(actor, made, name)


@operation("GET", "/commands/<uuid:command_id>/receipt", tag="commands", query=queries.Query, refused=(404, 410, 422))
def show_receipt(actor: Actor, command_id: UUID) -> Response:
    """Show the receipt of a command.

    What it recorded, and the proof that it stands in the log. `status` is `pending` until a signed checkpoint covers
    it: ask again after some seconds. The verifier at /log/verifier checks a signed one.
    """
    queries.asked(queries.Query)
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        made = bundle.receipt(connection, Viewer.of(actor), command_id, ledger.verifier)
    return _plain(Response(bundle_file.json_of(made), mimetype="application/json"))


@operation("GET", "/log/verifier", tag="log", query=queries.Query, refused=(422,))
def download_verifier(actor: Actor) -> Response:
    """Download the stand-alone verifier.

    One Python file that needs the standard library alone. It takes a bundle or receipt and the fingerprint of the
    log's public key, which should come from paper.
    """
    queries.asked(queries.Query)
    return attached(BytesIO(bundle_file.verifier()), "text/x-python", bundle_file.VERIFIER)


def _zip(actor: Actor, made: Callable[[Connection], Bundle], name: str) -> Response:
    content = bundle_file.spooled(identity.current_ledger(), made)
    acts.done("exported", actor.account, name)
    return attached(content, "application/zip", name)


def attached(content: IO[bytes], kind: str, name: str) -> Response:
    """A file as it is read, closed once it was read to its end, or the answer is given up."""
    response = Response(_read(content), mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.call_on_close(content.close)
    return _plain(response)


def _read(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        while some := content.read(CHUNK):
            yield some


def _plain(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
