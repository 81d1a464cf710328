"""The ledger: every item in sight, filtered, sorted, paged, as of any moment; and the same as a workbook."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_admin import expose

from admin.base import Page
from admin.formats import due_words, local
from admin.look import Look, looking
from admin.queries import ledger_filter, page_number, sort_name
from admin.words import FIELDS, cap, mark, say, state_words, t
from documents.ledger_xlsx import write_ledger
from workflow import money, reports
from workflow.facts import Conclusion, Due, Kind
from workflow.reports import Filter
from workflow.sight import Place
from workflow.words import CONCLUSIONS, KINDS

EVERYTHING = 10_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = (
    "number", "bureau", "area", "kind", "source", "clause", "problem", "figure", "amount", "requirement", "lead", "due",
    "state", "conclusion", "round", "handler", "internal_due", "remark",
)  # fmt: skip


class LedgerPage(Page):
    """All items the actor sees."""

    key, title, place = "ledger", mark("Ledger"), Place.ITEMS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            wanted, problems = ledger_filter()
            return self.render("ledger.html", look=look, problems=problems, **listed(look, wanted))

    @expose("/export")
    def export(self) -> Response:
        """The rows the page would show, all of them, as .xlsx."""
        with looking() as look:
            wanted, _ = ledger_filter()
            content = workbook(look, wanted, sort_name())
            name = f"ledger-{local(look.at.at):%Y%m%d-%H%M}.xlsx"
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
            "amount": "" if row.amount is None else money.plain(row.amount),
        }
        yield [said.get(name, getattr(row, name)) for name in EXPORTED]
