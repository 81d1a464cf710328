"""Documents: the forms there are, each of them as a file, how far a long one is; and the ledger's totals."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, send_file

import identity
from api import outgoing_answers as a
from api import outgoing_queries as q
from api import queries, telling
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from documents.outgoing import registry
from documents.outgoing.forms import About, Asked
from documents.outgoing.now import looking_now
from documents.outgoing.progress import Progress, far
from documents.outgoing.taking import Taken, take
from documents.outgoing.view import View
from identity import acts
from workflow import history, money
from workflow.account_errors import EyesNeedAMoment
from workflow.messages import Actor
from workflow.reports import Filter
from workflow.sight import Place
from workflow.totals import totals

TAG = "outgoing"
REFUSED = (404, 409, 422)


@operation("GET", "/documents", tag=TAG, answers=a.DocumentForms, query=queries.Query, refused=(403, 422))
def list_documents(actor: Actor) -> Response:
    """List the forms of documents.

    Papers to sign as .docx, tables to print as .xlsx; the names are those that the addresses of documents take.
    """
    require_place(actor, Place.ITEMS)
    queries.asked(queries.Query)
    language = identity.language()
    forms = [
        a.DocumentForm(
            name=form.name, title=form.title.say(language), purpose=form.purpose.say(language), about=form.about,
            media=list(map(str, form.media)),
        )
        for form in registry.FORMS
        if actor.role in form.roles
    ]  # fmt: skip
    return telling.json(a.DocumentForms(forms=forms))


@operation(
    "GET", "/items/<uuid:item_id>/documents", tag=TAG, answers=a.ItemDocuments, query=queries.EyesQuery,
    refused=(404, 422),
)  # fmt: skip
def list_item_documents(actor: Actor, item_id: UUID) -> Response:
    """List the papers of an item.

    A paper of something that happened (an urging, a verification) is there once for each time, by its event's version.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        life = history.life(connection, item_id, reader, moment)
    found = [(form, form.occurrences(life)) for form in registry.about(About.ITEM) if reader.role in form.roles]
    documents = [
        a.ItemDocument(
            name=form.name, title=form.title.say(identity.language()), media=list(map(str, form.media)),
            versions=list(versions),
        )
        for form, versions in found
        if versions or form.is_one is None
    ]  # fmt: skip
    return telling.json(a.ItemDocuments(documents=documents, as_of=telling.as_of(moment, seen)))


@operation("GET", "/items/<uuid:item_id>/documents/<form>/<medium>", tag=TAG, query=q.ItemDocumentQuery,
           refused=REFUSED)  # fmt: skip
def take_item_document(actor: Actor, item_id: UUID, form: str, medium: str) -> Response:
    """Take a paper of an item.

    `has_not_occurred` says that there is nothing such a paper could be of. Who took it stands in the security log.
    """
    given = queries.asked(q.ItemDocumentQuery)
    return _taken(actor, given, form, medium, About.ITEM, item=item_id, version=given["version"])


@operation("GET", "/notices/<uuid:notice_id>/packages/<bureau>/documents/<form>/<medium>", tag=TAG,
           query=q.DocumentQuery, refused=REFUSED)  # fmt: skip
def take_package_document(actor: Actor, notice_id: UUID, bureau: str, form: str, medium: str) -> Response:
    """Take what goes to one bureau with a notice.

    The notice, its list, the tasks. Who took it stands in the security log.
    """
    given = queries.asked(q.DocumentQuery)
    return _taken(actor, given, form, medium, About.PACKAGE, notice=notice_id, bureau=bureau)


@operation("GET", "/samples/<uuid:sample_id>/documents/<form>/<medium>", tag=TAG, query=q.DocumentQuery,
           refused=REFUSED)  # fmt: skip
def take_sample_document(actor: Actor, sample_id: UUID, form: str, medium: str) -> Response:
    """Take the form of a sample, or its results.

    A bureau's holds its own rows, once the sample is concluded.
    """
    return _taken(actor, queries.asked(q.DocumentQuery), form, medium, About.SAMPLE, sample=sample_id)


@operation("GET", "/comparisons/<uuid:comparison_id>/documents/<form>/<medium>", tag=TAG, query=q.DocumentQuery,
           refused=REFUSED)  # fmt: skip
def take_comparison_document(actor: Actor, comparison_id: UUID, form: str, medium: str) -> Response:
    """Take a comparison that was published.

    Its counts are those after its position of the log.
    """
    given = queries.asked(q.DocumentQuery)
    return _taken(actor, given, form, medium, About.COMPARISON, comparison=comparison_id)


@operation("GET", "/documents/<form>/<medium>", tag=TAG, query=q.LedgerDocumentQuery, refused=(403, *REFUSED))
def take_ledger_document(actor: Actor, form: str, medium: str) -> Response:
    """Take a document of the ledger.

    The printed ledger, the three lists, the totals, the comparison; of what the conditions leave. With `progress`, ask
    meanwhile how far it is.
    """
    require_place(actor, Place.ITEMS)
    given = queries.asked(q.LedgerDocumentQuery)
    chosen, files = given.pop("progress"), identity.current_ledger().files
    wanted = Filter(**{name: value for name, value in given.items() if name not in ("as_of", "eyes")})
    noted = {"progress": Progress(files, actor.account, chosen)} if chosen else {}
    return _taken(actor, given, form, medium, About.LEDGER, wanted=wanted, **noted)


@operation("GET", "/documents/progress/<uuid:chosen>", tag=TAG, answers=a.DocumentProgress, query=queries.Query,
           refused=(422,))  # fmt: skip
def show_document_progress(actor: Actor, chosen: UUID) -> Response:
    """Show how far a document is.

    By the id that was given as `progress` when it was asked for; nobody else's is told.
    """
    queries.asked(queries.Query)
    found = far(identity.current_ledger().files, actor.account, chosen)
    return telling.json(a.DocumentProgress(done=found.done if found else None, of=found.of if found else None))


@operation("GET", "/totals", tag="items", answers=a.LedgerTotals, query=q.TotalsQuery, refused=(403, 422))
def show_totals(actor: Actor) -> Response:
    """Show the totals of the ledger.

    How many areas, units, problems and items, how much money, and how far they are; of the items in sight that fit.
    """
    require_place(actor, Place.ITEMS)
    given = queries.asked(q.TotalsQuery)
    as_of, eyes = given.pop("as_of"), given.pop("eyes")
    with reading_at(as_of) as (connection, moment):
        reader, seen = seen_by(connection, actor, eyes, moment, Place.ITEMS)
        found = totals(connection, reader, moment, Filter(**given))
    said = {**found._asdict(), "money": money.plain(found.money), "as_of": telling.as_of(moment, seen)}
    return telling.json(a.LedgerTotals(**said))


@contextmanager
def _view(actor: Actor, given: dict[str, Any]) -> Iterator[View]:
    """What the caller sees at the moment asked for, through whose eyes it asks for; else now."""
    ledger, language = identity.current_ledger(), identity.language()
    if not given["as_of"]:
        if given["eyes"]:
            raise EyesNeedAMoment(field="eyes")
        with looking_now(ledger, actor, language) as view:
            yield view
        return
    with reading_at(given["as_of"]) as (connection, moment):
        reader, _ = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        yield View.open(connection, reader, moment, ledger.zone, language)


def _taken(actor: Actor, given: dict[str, Any], form: str, medium: str, about: About, **asked: Any) -> Response:
    """The file as an attachment that no browser renders; that it was taken is written down first."""
    with _view(actor, given) as view:
        taken = take(view, form, medium, about, Asked(**asked))
    acts.done("exported", actor.account, f"document {form}.{medium}", **taken.said)
    return _attached(taken)


def _attached(taken: Taken) -> Response:
    sent = BytesIO(taken.content)
    response = send_file(sent, mimetype=taken.media_type, as_attachment=True, download_name=taken.name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
