"""What the pages of obligations show: the list by unit, one obligation with what was done for it, the desk's part."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import identity
from admin import obligation_forms, strips
from admin.command_forms import Form, drawn
from admin.contacts import RuleForm
from admin.formats import day_text
from admin.forms import Typed
from admin.look import Look
from admin.queries import given
from admin.uploads import ACCEPT
from admin.words import say, t
from events.event import Recorded
from workflow import contact_register, files, obligation_register, registers
from workflow.judging import Outcome
from workflow.messages import Actor, SetPolicy
from workflow.messages.obligation import RULES, Rule
from workflow.messages.policy import Policy
from workflow.obligation_register import Done, Owed

POLICY = Policy.RAISED_ITEM_DAYS
SHORT, UNQUANTIFIED, OVER = "short", "unquantified", "over"


def _zone() -> Any:
    return identity.current_ledger().zone


def list_page(look: Look, typed: Typed | None, left: Sequence[str] = ()) -> dict[str, Any]:
    """The counts of all in sight, and those that are wanted, by unit. `left` are the units still ticked in the form."""
    everything = obligation_register.owed(look.connection, look.actor, look.at, _zone())
    wanted = {name: given(name) for name in ("unit", "standing")}
    of_unit = [one for one in everything if wanted["unit"] in ("", one.obligation.bureau)]
    shown = [one for one in of_unit if _wanted(one, wanted["standing"])]
    groups: dict[str, list[tuple[Owed, list[strips.Drawn]]]] = {}
    for one in shown:
        groups.setdefault(one.obligation.bureau, []).append((one, strips.of_list(one)))
    rule = contact_register.rule(look.connection, POLICY, look.at)
    return {
        "look": look, "groups": groups, "wanted": wanted, "chips": _chips(of_unit), "rules": RULES,
        "sums": strips.sums(of_unit), "rule": rule,
        "rule_form": _rule_form(look, typed), "form": obligation_forms.set_up_form(look, typed),
        "chosen": left, "everything": everything,
    }  # fmt: skip


def _wanted(one: Owed, standing: str) -> bool:
    match standing:
        case "short":
            return bool(one.still_owed)
        case "missed" | "late":
            return one.count(Outcome(standing)) > 0
        case "unquantified":
            return one.rule is Rule.UNQUANTIFIED and not one.over
        case "over":
            return one.over
    return not one.over


def _chips(found: list[Owed]) -> list[tuple[str, str, int]]:
    """What can be filtered by: value, words, how many."""
    words = {
        "": t("All"), SHORT: t("Still owed in this period"), "missed": t("With missed periods"),
        "late": t("With what was told late"), UNQUANTIFIED: t("No number given"), OVER: t("Over"),
    }  # fmt: skip
    return [(value, said, sum(_wanted(one, value) for one in found)) for value, said in words.items()]


def _rule_form(look: Look, typed: Typed | None) -> Form | None:
    if look.at.past or look.actor.role not in registers.MAY[SetPolicy]:
        return None
    return drawn(RuleForm(look), SetPolicy, registers.SAYS["set"], typed)


class Step(NamedTuple):
    """An event of the obligation, or of what was done for it, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


class Line(NamedTuple):
    """Something done, as its page shows it; `strike` is the form to take it back."""

    done: Done
    by: str
    late: bool
    strike: Form | None


def page(look: Look, obligation_id: UUID, typed: Typed | None = None, struck: UUID | None = None) -> dict[str, Any]:
    whole = obligation_register.whole(look.connection, look.actor, obligation_id, look.at, _zone())
    owed = whole.owed
    items = obligation_register.items_of(look.connection, [owed], look.at)
    everything = sorted([*whole.recorded, *(one for done in whole.done for one in done.recorded)], key=_when)
    digests = sorted({file.sha256 for one in whole.done for file in one.performance.evidence})
    names = files.names(look.connection, owed.obligation.bureau, digests)
    return {
        "look": look, "id": obligation_id, "owed": owed, "obligation": owed.obligation, "rules": RULES,
        "strips": strips.of_page(look, owed, items), "sums": strips.sums([owed]),
        "lines": [_line(look, owed, one, typed if one.performance_id == struck else None) for one in whole.done],
        "steps": [_step(look, one) for one in reversed(everything)], "names": names, "accept": ACCEPT,
        "forms": obligation_forms.forms(look, whole, typed), "kept": _Kept(names),
        "record_form": obligation_forms.record_form(look, whole, typed),
        "rule": contact_register.rule(look.connection, POLICY, look.at),
    }  # fmt: skip


class _Kept:
    """Says the names of files that came back in a form."""

    def __init__(self, names: dict[str, str]):
        self.names = names

    def kept(self, file: Any) -> str:
        return self.names.get(file.sha256) or file.sha256[:12]


def _when(recorded: Recorded) -> tuple[Any, ...]:
    return recorded.recorded_at, recorded.position if recorded.position is not None else 2**62


def _line(look: Look, owed: Owed, done: Done, typed: Typed | None) -> Line:
    """It is late where the period it counts for was over when it was told."""
    told = done.performance
    mine = [cell for cell in owed.cells if cell.owed and cell.station == (told.station or "")]
    late = any(
        cell.period.first <= told.performed_on <= cell.period.last < told.entered_on
        for cell in mine if told.performed_on and told.entered_on
    )  # fmt: skip
    by = look.person(Actor.parse(done.recorded[0].actor))
    return Line(done, by, late, obligation_forms.strike_form(look, done, typed))


def _step(look: Look, recorded: Recorded) -> Step:
    """What an event said: the rule, since when, on which day, by which station."""
    event, said = recorded.event, []
    if rule := getattr(event, "rule", None):
        said.append(say(RULES[rule]))
    if since := getattr(event, "since", None):
        said.append(t("holds since %(day)s", day=day_text(since)))
    if day := getattr(event, "performed_on", None):
        said.append(t("done on %(day)s", day=day_text(day)))
    if station := getattr(event, "station", None):
        said.append(look.unit(station))
    reason = getattr(event, "reason", "") or getattr(event, "what", "") or getattr(event, "basis", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), t(", ").join(said), reason)


def summary(look: Look) -> list[tuple[Owed, list[strips.Drawn]]]:
    """For the desk: what the reader's own unit still owes in the periods that run now."""
    if look.at.past:
        return []
    found = obligation_register.short(look.connection, look.actor, look.at)
    return [(one, [strips.drawn(cell) for cell in cells]) for one, cells in found]
