"""What can be taken away and checked elsewhere: bundles, receipts with their QR code, the verifier."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import IO, Any, NamedTuple
from uuid import UUID

import orjson
from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import Connection, select
from werkzeug.utils import send_file

import identity
from admin.base import Page
from admin.qr import code
from admin.queries import given
from admin.uploads import safe_name
from admin.words import event_words, mark, t
from documents import bundle, bundle_file
from documents.bundle import Bundle, Signed, Viewer
from events import codec
from identity import acts
from workflow import history
from workflow.errors import FutureInstant, NotAnInstant, Refusal
from workflow.log_errors import BundleTooLarge, EmptyPeriod, NoPublicKey, NotYetSigned
from workflow.projections import ITEMS
from workflow.sight import Place, may_enter

AT_THE_FORM = (NotAnInstant, FutureInstant, EmptyPeriod, BundleTooLarge, NotYetSigned, NoPublicKey)


class Recorded(NamedTuple):
    """An event of a receipt as it is shown; `item` is where it is about an item."""

    did: str
    item: UUID | None
    about: str
    version: int
    position: int | None
    recorded_at: datetime
    digest: str


class ProofsPage(Page):
    """For those who see items; bundles of periods for fewer."""

    key, title, place, in_menu = "proofs", mark("Proofs"), Place.ITEMS, False

    @expose("/")
    def index(self) -> str:
        """How an outsider checks the log, and what to give them."""
        return self._page()

    @expose("/period")
    def period(self) -> ResponseReturnValue:
        """The bundle of a period; or the form again, with what is wrong with it."""
        actor = identity.current_actor()
        if not may_enter(actor, Place.BUNDLES):
            return self.inaccessible_callback("period")
        ledger, viewer = identity.current_ledger(), Viewer.of(actor)
        try:
            now = ledger.clock.now()
            with history.reading_between(ledger.database, given("from"), given("to"), now, ledger.zone) as view:
                first, last = view[1:]
            made = lambda connection: bundle.of_period(connection, viewer, first, last, ledger.verifier)  # noqa: E731
            span = f"@{first}-" if last is None else f"@{first}-@{last}"
            return download(made, t("evidence bundle %(of)s", of=span) + ".zip")
        except AT_THE_FORM as refusal:
            return self._page(refusal), 422

    @expose("/receipts/<uuid:command_id>")
    def receipt(self, command_id: UUID) -> str:
        """The receipt of a command, on paper too: what was recorded, under which signature, as a QR code."""
        made = _receipt(command_id)
        said = bundle_file.json_of(made)
        compact = bundle_file.compact(said)
        return self.render(
            "receipt.html", command_id=command_id, signed=made.signed, events=_events(orjson.loads(said)["events"]),
            compact=compact, qr=code(compact), verifier=bundle_file.VERIFIER,
        )  # fmt: skip

    @expose("/receipts/<uuid:command_id>.json")
    def receipt_json(self, command_id: UUID) -> Response:
        content = bundle_file.json_of(_receipt(command_id))
        return attached(BytesIO(content), "application/json", f"receipt-{command_id}.json")

    @expose(f"/{bundle_file.VERIFIER}")
    def verifier(self) -> Response:
        return attached(BytesIO(bundle_file.verifier()), "text/x-python", bundle_file.VERIFIER)

    def _page(self, refusal: Refusal | None = None) -> str:
        return self.render(
            "proofs.html", signed=_newest(), verifier=bundle_file.VERIFIER, refused=refusal,
            wanted={name: given(name) for name in ("from", "to")},
            periods=may_enter(identity.current_actor(), Place.BUNDLES),
        )  # fmt: skip


def download(made: Callable[[Connection], Bundle], name: str) -> Response:
    """The bundle that `made` finds, as an attachment."""
    content = bundle_file.spooled(identity.current_ledger(), made)
    acts.done("exported", identity.current_actor().account, name)
    return attached(content, "application/zip", name)


def attached(content: IO[bytes], media_type: str, name: str) -> Response:
    """A file of ours as an attachment that no browser renders."""
    response = send_file(
        content, request.environ, mimetype=media_type, as_attachment=True, download_name=safe_name(name),
        response_class=Response,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _receipt(command_id: UUID) -> Bundle:
    ledger, viewer = identity.current_ledger(), Viewer.of(identity.current_actor())
    with ledger.database.reading() as connection:
        return bundle.receipt(connection, viewer, command_id, ledger.verifier)


def _newest() -> Signed | None:
    """The newest signed checkpoint, if there is one that can be told."""
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        try:
            return bundle.newest_signed(connection, ledger.verifier)
        except (NotYetSigned, NoPublicKey):
            return None


def _events(said: list[dict[str, Any]]) -> list[Recorded]:
    board = ITEMS.now.c
    numbers = select(board.stream_id, board.number).where(board.stream_id.in_({one["stream"] for one in said}))
    with identity.current_ledger().database.reading() as connection:
        known = {row.stream_id: row.number for row in connection.execute(numbers)}
    return [_event(one, known.get(one["stream"])) for one in said]


def _event(one: dict[str, Any], number: str | None) -> Recorded:
    kind, _, rest = one["stream"].partition("-")
    return Recorded(
        did=event_words(one["name"]), item=UUID(rest) if kind == "item" else None, about=number or one["stream"],
        version=one["version"], position=one["position"], recorded_at=codec.moment(one["recorded_at"]),
        digest=one["digest"],
    )  # fmt: skip
