"""What the pages of disclosure lists show: the lists, one list with its public table, its steps and its forms."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import identity
from admin.command_forms import Form, drawn
from admin.formats import day_text
from admin.forms import Choice, FormMaker, Typed
from admin.look import Look
from admin.queries import given
from admin.words import say, t
from documents.disclosing import posted
from documents.public_xlsx import Posted
from events.event import Recorded
from workflow import disclosing
from workflow.disclosing import Past
from workflow.disclosure_lists import (
    MAY,
    NEEDS,
    OWN,
    SAYS,
    STAGES,
    TAKING_DOWN,
    DisclosureList,
    Stage,
    require_postable,
)
from workflow.disclosure_preparation import row_of
from workflow.errors import Words
from workflow.messages import DISCLOSURE_LIST_COMMANDS, Actor
from workflow.messages.disclosure_rule import PUBLIC_COLUMNS, TREATMENTS
from workflow.messages.publicity import RECHECKS, Recheck

LIGHTS = {
    Stage.PREPARED: "amber", Stage.APPROVED: "blue", Stage.PUBLISHED: "good", Stage.WITHDRAWN: "grey",
}  # fmt: skip


class Compared(NamedTuple):
    """What was found posted: its digest, and how it differs from what was published."""

    digest: str
    differences: tuple[Words, ...]


def list_page(look: Look) -> dict[str, Any]:
    """The lists in sight, of the unit and the month that are asked for."""
    unit, month = given("unit"), given("month")
    rows = disclosing.listed(look.connection, look.actor, look.at, unit=unit, month=month)
    return {
        "look": look, "lists": rows, "unit": unit, "month": month, "stages": STAGES, "lights": LIGHTS,
        "results": RECHECKS, "may_prepare": not look.at.past and look.actor.role in OWN, "digest": "", "found": None,
        "refused": "",
    }  # fmt: skip


class ListForms(FormMaker):
    """The forms of a list; `found` is the digest of a file that was compared."""

    def __init__(self, look: Look, listed: DisclosureList, found: str = ""):
        self.look, self.listed, self.found = look, listed, found

    def choices(self, kind: str) -> tuple[Choice, ...]:
        return ()

    def value(self, trigger: str, name: str) -> Any:
        match trigger, name:
            case "approve", "digest":
                return self.listed.digest
            case "recheck", "found":
                return self.found
            case _, "disclosed_on" | "handed_over_on" | "rechecked_on":
                return self.look.at.today.isoformat()
        return ""

    def latest(self, name: str) -> date | None:
        return self.look.at.today

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "approve", "digest":
                return t("Of the table shown here; if it is another, nothing is approved.")
            case "publish", "place":
                return t("Such as the notice board, or the office's own site.")
            case "recheck", "found":
                return t("Filled in by comparing a file; empty where the paper was only looked at.")
            case "recheck", "remark":
                return t("Required unless it is complete. No names, no telephones.")
        return ""


class Step(NamedTuple):
    """An event of a list, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def one_page(look: Look, list_id: UUID, typed: Typed | None, **more: Any) -> dict[str, Any]:
    """All that is shown of a list; NoSuchDisclosureList where there is none in sight."""
    past = disclosing.past(look.connection, look.actor, list_id, look.at)
    compared: Compared | None = more.get("compared")
    forms = [] if look.at.past else _forms(look, past.listed, typed, compared)
    unsaid = typed if typed and typed.trigger not in {form.trigger for form in forms} else None
    refused = unsaid.refusal.message(identity.language()) if unsaid and unsaid.refusal else more.get("refused", "")
    return {
        "look": look, "id": list_id, "listed": past.listed, "posted": _posted(look, past), "stages": STAGES,
        "lights": LIGHTS, "facts": _facts(past.listed), "forms": forms, "compared": compared, "refused": refused,
        "row": row_of(past.listed) if past.listed.disclosed_on else None,
        "may_post": past.listed.stage in (Stage.APPROVED, Stage.PUBLISHED),
        "may_compare": not look.at.past and past.listed.stage is Stage.PUBLISHED,
        "steps": [_step(look, one) for one in reversed(past.recorded)],
        "rules": [(say(PUBLIC_COLUMNS[r.column]), say(TREATMENTS[r.treatment])) for r in past.listed.rules],
    }  # fmt: skip


def posted_of(look: Look, list_id: UUID) -> Posted:
    """What is printed of a list in sight."""
    return _posted(look, disclosing.past(look.connection, look.actor, list_id, look.at))


def paper_of(look: Look, list_id: UUID) -> Posted:
    """The same, of a list that may be posted."""
    past = disclosing.past(look.connection, look.actor, list_id, look.at)
    require_postable(past.listed)
    return _posted(look, past)


def _posted(look: Look, past: Past) -> Posted:
    ledger, unit = identity.current_ledger(), look.unit(past.listed.bureau)
    return posted(ledger, past.listed, unit, past.recorded[0].recorded_at)


def _forms(look: Look, listed: DisclosureList, typed: Typed | None, compared: Compared | None) -> list[Form]:
    maker = ListForms(look, listed, compared.digest if compared else "")
    offered = [one for one in DISCLOSURE_LIST_COMMANDS if one != "prepare" and _is_open(look.actor, listed, one)]
    return [drawn(maker, DISCLOSURE_LIST_COMMANDS[one], SAYS[one], typed) for one in offered]


def _is_open(actor: Actor, listed: DisclosureList, trigger: str) -> bool:
    """Whether a form is offered: to who may, where the list stands for it, and to approve not to who prepared it."""
    if actor.role not in MAY[trigger] or listed.stage is not NEEDS.get(trigger, listed.stage):
        return False
    match trigger:
        case "approve":
            return actor.account != listed.by
        case "hand_over":
            return listed.handed_over_on is None
        case "withdraw":
            return listed.stage is Stage.PREPARED or (listed.stage is not Stage.WITHDRAWN and actor.role in TAKING_DOWN)
    return True


def _facts(listed: DisclosureList) -> list[tuple[str, str]]:
    """What was done with the list, where something was."""
    found = [(t("Persons"), str(listed.persons))]
    if listed.withheld:
        found.append((t("Of them withheld"), str(listed.withheld)))
    days = ((t("Disclosed on"), listed.disclosed_on), (t("Handed over on"), listed.handed_over_on))
    found += [(label, day_text(day)) for label, day in days if day]
    if listed.place:
        found.append((t("Where"), listed.place))
    if listed.rechecked_on and listed.result:
        found.append((t("Re-checked"), f"{day_text(listed.rechecked_on)} · {say(RECHECKS[listed.result])}"))
    if listed.found:
        same = t("the same as published") if listed.found == listed.digest else t("another than was published")
        found.append((t("What was found posted"), same))
    return found


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    result = getattr(event, "result", None)
    what = say(RECHECKS[result]) if isinstance(result, Recheck) else getattr(event, "place", "")
    reason = getattr(event, "reason", "") or getattr(event, "remark", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, reason)
