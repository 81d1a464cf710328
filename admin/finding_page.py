"""One finding: what it says, what came of it, what it repeats, and what was said of it before."""

from typing import Any, NamedTuple
from uuid import UUID

from admin.command_forms import Form, drawn
from admin.finding_forms import FindingForms
from admin.finding_issue import raising
from admin.forms import Typed
from admin.look import Look
from admin.words import FIELDS, cap, say, t
from events.event import Recorded
from workflow import finding_register, money, repeating
from workflow.errors import Words
from workflow.finding_register import Row, Seen
from workflow.findings import SAYS, may_change
from workflow.lookups import clause_versions
from workflow.messages import FINDING_COMMANDS, Actor, Clause, FindingLinked
from workflow.messages.finding import CONCERNS, SOURCES, Concerns
from workflow.words import Role


class Step(NamedTuple):
    """An event of a finding, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def finding_page(look: Look, finding_id: UUID, typed: Typed | None) -> dict[str, Any]:
    """What the page of a finding shows."""
    seen = finding_register.one(look.connection, look.actor, finding_id, look.at)
    found = finding_register.findings(look.connection, look.actor, look.at)
    files = finding_register.evidence(look.connection, look.actor, look.at, seen.items)
    may_issue = not look.at.past and look.actor.role is Role.CITY_CENTER and not seen.row.withdrawn
    may_link = not look.at.past and may_change(look.actor, "link", seen.finding)
    return {
        "look": look, "row": seen.row, "items": seen.items, "files": files, "facts": facts(look, seen.row),
        "chain": repeating.chain(seen.row, found), "steps": [_step(look, one) for one in reversed(seen.recorded)],
        "proposed": repeating.proposed(seen.row, found) if may_link and not seen.row.repeats else [],
        "forms": _forms(look, seen, found, typed), "raising": raising(look, seen, typed) if may_issue else None,
        "source": say(SOURCES[seen.row.source]),
    }  # fmt: skip


def facts(look: Look, row: Row) -> list[tuple[str, str]]:
    """What is said of a finding, label by label."""
    said = [
        (t("Source"), cap(say(SOURCES[row.source]))), (t("Year evaluated"), str(row.year)),
        (say(FIELDS["clause"]), clause_text(look, row)), (say(FIELDS["area"]), look.area(row.area)),
        (t("Units concerned"), units_text(look, row)), (say(FIELDS["figure"]), row.figure),
        (say(FIELDS["amount"]), "" if row.amount is None else money.yuan(row.amount)),
        (t("Entered by"), look.unit(row.org)),
    ]  # fmt: skip
    return [(label, text) for label, text in said if text]


def clause_text(look: Look, row: Row) -> str:
    """The clause with its text, by the newest version of the register that has it."""
    clauses = {one.code: one for version in clause_versions(look.connection) for one in version.event.clauses}
    clause = clauses.get(row.clause)
    if clause is None:
        return row.criterion
    text = t("%(code)s %(text)s", code=clause.code, text=_in_language(clause))
    return t("%(text)s (%(standard)s, %(year)s)", text=text, standard=clause.standard, year=clause.year)


def _in_language(clause: Clause) -> str:
    return say(Words(clause.zh, clause.en))


def units_text(look: Look, row: Row) -> str:
    """The units in sight by name; of others no more than how many."""
    if row.concerns is not Concerns.NAMED:
        return cap(say(CONCERNS[row.concerns]))
    named = t(", ").join(look.unit(code) for code in row.units)
    if not row.others:
        return named
    others = t("other units: %(n)s", n=row.others)
    return t("%(units)s; %(others)s", units=named, others=others) if named else others


def _step(look: Look, recorded: Recorded) -> Step:
    """What was said: the text as it was then; of other units no more than their number."""
    event, body = recorded.event, finding_register.body(look.actor, recorded)
    what = ""
    if isinstance(event, FindingLinked):
        found = finding_register.findings(look.connection, look.actor, look.at)
        what = next((row.number for row in found if row.finding_id == event.repeats), "")
    elif "text" in body:
        parts = [body["text"], (body["figure"] or {}).get("stated", ""), *map(look.unit, body["units"])]
        amount = "" if body["amount"] is None else money.yuan(body["amount"])
        what = t(", ").join(part for part in (*parts, amount) if part)
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, getattr(event, "reason", ""))


def _forms(look: Look, seen: Seen, found: list[Row], typed: Typed | None) -> list[Form]:
    """Forms are drawn for who may send them, in the present."""
    if look.at.past:
        return []
    offered = [one for one in ("correct", "link", "withdraw") if may_change(look.actor, one, seen.finding)]
    maker = FindingForms(look, found, seen)
    return [drawn(maker, FINDING_COMMANDS[one], SAYS[one], typed) for one in offered]
