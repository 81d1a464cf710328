"""Documents: every form there is and what it is for, and each of them to be taken; how far a long one is."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response
from flask_admin import expose

import identity
from admin.base import Page
from admin.document_menu import Offer, listed, of_comparison
from admin.look import Look, looking
from admin.proofs import attached
from admin.queries import given, ledger_filter, number
from admin.words import mark
from documents.outgoing.forms import About, Asked
from documents.outgoing.now import looking_now
from documents.outgoing.progress import Progress, far
from documents.outgoing.taking import take
from documents.outgoing.view import View
from identity import acts
from workflow import comparing
from workflow.account_errors import EyesNeedAMoment
from workflow.sight import Place


class DocumentsPage(Page):
    """The forms the reader may take."""

    key, title, place = "documents", mark("Documents"), Place.ITEMS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("documents.html", look=look, groups=listed(look), published=_published(look))

    @expose("/items/<uuid:item_id>/<form>.<medium>")
    def item(self, item_id: UUID, form: str, medium: str) -> Response:
        """A paper of an item; `version` chooses which of several."""
        return _taken(form, medium, About.ITEM, item=item_id, version=number("version"))

    @expose("/packages/<uuid:notice_id>/<bureau>/<form>.<medium>")
    def package(self, notice_id: UUID, bureau: str, form: str, medium: str) -> Response:
        return _taken(form, medium, About.PACKAGE, notice=notice_id, bureau=bureau)

    @expose("/samples/<uuid:sample_id>/<form>.<medium>")
    def sample(self, sample_id: UUID, form: str, medium: str) -> Response:
        return _taken(form, medium, About.SAMPLE, sample=sample_id)

    @expose("/comparisons/<uuid:comparison_id>/<form>.<medium>")
    def comparison(self, comparison_id: UUID, form: str, medium: str) -> Response:
        return _taken(form, medium, About.COMPARISON, comparison=comparison_id)

    @expose("/ledger/<form>.<medium>")
    def ledger(self, form: str, medium: str) -> Response:
        """A document of the ledger, filtered as the list is."""
        wanted, _ = ledger_filter()
        return _taken(form, medium, About.LEDGER, wanted=wanted, **_progress())

    @expose("/progress/<uuid:chosen>")
    def progress(self, chosen: UUID) -> Response:
        """How far the document is that was asked for with this id, as JSON; null where nothing was said yet."""
        found = far(identity.current_ledger().files, identity.current_actor().account, chosen)
        answer = Response(status=200, mimetype="application/json")
        answer.set_data("null" if found is None else f'{{"done": {found.done}, "of": {found.of}}}')
        return answer


def _progress() -> dict[str, Any]:
    """What notes how far it is, where the page wants to know."""
    try:
        chosen = UUID(given("progress"))
    except ValueError:
        return {}
    return {"progress": Progress(identity.current_ledger().files, identity.current_actor().account, chosen)}


@contextmanager
def _view() -> Iterator[View]:
    """What the reader sees at the moment the address asks for, through whose eyes it asks for; else now."""
    ledger, language = identity.current_ledger(), identity.language()
    if given("as_of"):
        with looking() as look:
            yield View.open(look.connection, look.actor, look.at, ledger.zone, language)
    elif given("eyes"):
        raise EyesNeedAMoment(field="eyes")
    else:
        with looking_now(ledger, identity.current_actor(), language) as view:
            yield view


def _taken(form: str, medium: str, about: About, **asked: Any) -> Response:
    with _view() as view:
        taken = take(view, form, medium, about, Asked(**asked))
    acts.done("exported", identity.current_actor().account, f"document {form}.{medium}", **taken.said)
    return attached(BytesIO(taken.content), taken.media_type, taken.name)


def _published(look: Look) -> list[tuple[comparing.Published, list[Offer]]]:
    """The comparisons that were published, each with what can be taken of it."""
    found = comparing.published(look.connection, look.actor, look.at)
    return [(one, of_comparison(look, one.comparison_id)) for one in found if not one.withdrawn]
