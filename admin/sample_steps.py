"""What happened to a sample, told event by event; to a bureau only what concerns its own rows."""

from typing import NamedTuple

from admin.formats import day_text
from admin.look import Look
from admin.words import say, t
from events.event import Recorded
from workflow import messages as m
from workflow.checklist import DEFECTS
from workflow.messages import Actor
from workflow.sampling import Seen, told
from workflow.sight import in_sight


class Step(NamedTuple):
    """An event of a sample, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def steps(look: Look, seen: Seen, key: tuple[str, str] | None = None) -> list[Step]:
    """The events in sight, the newest first; those of one row, if it is named."""
    return [_step(look, one) for one in reversed(told(look.actor, seen, key))]


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    reason = getattr(event, "reason", "") or getattr(event, "remark", "")
    if isinstance(event, m.SampleConcluded) and in_sight(look.actor).units is not None:
        reason = ""
    return Step(recorded, look.person(Actor.parse(recorded.actor)), _told(look, event), reason)


def _told(look: Look, event: m.DomainEvent) -> str:
    match event:
        case m.SamplePlanned():
            return event.purpose
        case m.SampleFramed():
            rows = sum(one.rows for one in event.strata)
            said = t("%(n)s rows of %(units)s units, digest %(digest)s", n=rows, units=len(event.strata),
                     digest=event.frame[:12])  # fmt: skip
            return t("%(said)s; %(n)s rows were left out", said=said, n=event.left) if event.left else said
        case m.SampleDrawn():
            rows = sum(len(one.rows) for one in event.drawn)
            return t("draw %(number)s: %(n)s rows, digest %(digest)s", number=event.number, n=rows,
                     digest=event.digest[:12])  # fmt: skip
        case m.SampleChecked() | m.SampleCorrected():
            found = t(", ").join(say(DEFECTS[one]) for one in event.defects) or t("nothing found")
            day = day_text(event.checked_on)
            return t("%(unit)s %(row)s: %(found)s, on %(day)s", unit=look.unit(event.unit), row=event.row, found=found,
                     day=day)  # fmt: skip
        case m.SampleConcluded() if in_sight(look.actor).units is None:
            return t("%(checked)s of %(drawn)s checked", checked=event.checked, drawn=event.drawn)
    return ""
