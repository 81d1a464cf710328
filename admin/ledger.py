"""The ledger: every item in sight, filtered, sorted, paged, as of any moment; and the same as a workbook."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin import urging
from admin.base import Page
from admin.document_menu import of_ledger
from admin.formats import due_words, local
from admin.giving import asked_of
from admin.look import Look, looking
from admin.queries import ledger_filter, page_number, sort_name
from admin.totals_box import box
from admin.words import FIELDS, cap, light_words, mark, say, state_words, t
from documents.ledger_xlsx import write_ledger
from identity import acts
from workflow import money, reports
from workflow.facts import Conclusion, Due, Kind, Light
from workflow.messages import UrgeItem
from workflow.reports import Filter
from workflow.sight import Place
from workflow.words import CONCLUSIONS, KINDS

EVERYTHING = 10_000_000
MATTERS = {
    "objection": mark("with an open objection"), "waiting": mark("waiting outside"),
    "measures": mark("with unfinished measures"), "unchecked": mark("closed, not followed up"),
    "relapsed": mark("found back by a follow-up"), "amount": mark("with an amount of money"),
}  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = (
    "number", "bureau", "area", "kind", "source", "clause", "problem", "figure", "amount", "requirement", "lead", "due",
    "state", "conclusion", "round", "handler", "internal_due", "remark", "due_original", "light", "extension_until",
    "awaiting",
)  # fmt: skip


class LedgerPage(Page):
    """All items the actor sees."""

    key, title, place = "ledger", mark("Ledger"), Place.ITEMS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            wanted, problems = ledger_filter()
            many = urging.overdue(look, wanted)
            return self.render(
                "ledger.html", look=look, problems=problems, overdue=many, command=uuid4(), box=box(look, wanted),
                documents=of_ledger(look), **listed(look, wanted),
            )  # fmt: skip

    @expose("/urge", methods=["POST"])
    def urge(self) -> ResponseReturnValue:
        """Urge the items named in the form, each by itself; a line for each says what came of it."""
        results, refused = urging.urge(request.form.getlist("item"), asked_of(UrgeItem))
        with looking(as_of="") as look:
            page = self.render("urged.html", look=look, results=results, refused=refused)
        return page, 422 if refused else 200

    @expose("/export")
    def export(self) -> Response:
        """The rows the page would show, all of them, as .xlsx."""
        with looking() as look:
            wanted, _ = ledger_filter()
            content = workbook(look, wanted, sort_name())
            name = f"ledger-{local(look.at.at):%Y%m%d-%H%M}.xlsx"
            acts.done("exported", identity.current_actor().account, "ledger", as_of=look.at.asked)
        return Response(content, 200, {"Content-Disposition": f"attachment; filename={name}"}, mimetype=XLSX)


def listed(look: Look, wanted: Filter) -> dict[str, Any]:
    """What the list template needs: the page of rows, counts per state whatever the state wanted, and choices."""
    sort = sort_name()
    page = reports.ledger(look.connection, look.actor, look.at, wanted, sort=sort, page=page_number())
    anything = Filter(**{**_parts(wanted), "state": ""})
    counts = reports.counts(look.connection, look.actor, look.at, anything)
    return {"page": page, "counts": counts, "wanted": wanted, "sort": sort, "choices": _choices(look)}


def _choices(look: Look) -> dict[str, list[tuple[str, str]]]:
    """What the filter form offers."""
    notices = reports.notice_names(look.connection, look.actor, look.at)
    return {
        "bureau": look.unit_choices(),
        "area": look.area_choices(),
        "kind": [(kind.value, cap(say(words))) for kind, words in KINDS.items()],
        "matter": [(name, t(words)) for name, words in MATTERS.items()],
        "light": [(light.value, light_words(light)) for light in Light],
        "notice": [(str(row.notice_id), f"{row.number} {row.title[:24]}") for row in notices],
    }


def _parts(wanted: Filter) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Filter.__slots__}


def workbook(look: Look, wanted: Filter, sort: str) -> bytes:
    page = reports.ledger(look.connection, look.actor, look.at, wanted, sort=sort, size=EVERYTHING)
    note = t("As of %(moment)s. Items: %(total)s.", moment=f"{local(look.at.at):%Y-%m-%d %H:%M}", total=page.total)
    columns = [say(FIELDS[name]) for name in EXPORTED]
    rows = _rows(look, page)
    return write_ledger(columns, rows, title=t("Rectification ledger"), note=note, created=local(look.at.at))


def _rows(look: Look, page: reports.Page) -> Iterator[list[Any]]:
    for row in page.rows:
        said = {
            "bureau": look.unit(row.bureau),
            "area": look.area(row.area),
            "kind": say(KINDS[Kind(row.kind)]),
            "due": due_words(Due.parse(row.due)),
            "state": state_words(row.state, row.conclusion),
            "conclusion": say(CONCLUSIONS[Conclusion(row.conclusion)]) if row.conclusion else "",
            "handler": look.account(row.handler),
            "due_original": due_words(row.due_original),
            "light": light_words(row.light) if row.light else "",
            "amount": "" if row.amount is None else money.plain(row.amount),
        }
        yield [said.get(name, getattr(row, name)) for name in EXPORTED]
