"""The forms of a sample: planned, drawn, its rows checked, concluded. Drawn for who may send them, in the present."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import request

from admin.command_forms import Form, drawn
from admin.forms import Choice, Field, FormMaker, Typed
from admin.look import Look
from admin.words import cap, say, t
from workflow.checklist import DEFECTS, DEFECTS_OF
from workflow.messages import SAMPLE_COMMANDS, Command
from workflow.sample_decider import MAY, SAYS
from workflow.sampling import Row, Seen

NAMED = ("frame", "unit", "row")
"""What the page itself names, and nobody types."""


class SampleForms(FormMaker):
    """The forms of a sample, or of one of its rows."""

    def __init__(self, look: Look, seen: Seen | None = None, row: Row | None = None):
        self.look, self.seen, self.row = look, seen, row

    def fields(self, command: type[Command], typed: Typed | None) -> list[Field]:
        found = [one for one in super().fields(command, typed) if one.name not in NAMED]
        return [self._checks(one, typed) if one.name == "defects" else one for one in found]

    def _checks(self, field: Field, typed: Typed | None) -> Field:
        """A box for each kind of defect; none ticked means that none was found."""
        assert self.seen
        there = self.row.check.defects if self.row and self.row.check else ()
        ticked = request.form.getlist("defects") if typed else [str(one) for one in there]
        kinds = DEFECTS_OF[self.seen.sample.drawn_from]
        choices = tuple(Choice(str(one), cap(say(DEFECTS[one]))) for one in kinds)
        return replace(field, widget="checks", choices=choices, value=ticked, hint=t("None ticked: nothing was found."))

    def value(self, trigger: str, name: str) -> Any:
        check = self.row.check if self.row else None
        if name == "checked_on":
            return (check.checked_on if check else self.look.at.today).isoformat()
        return check.remark if check and name == "remark" else ""

    def latest(self, name: str) -> date | None:
        return self.look.at.today if name == "checked_on" else None

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "seed":
                return t("Empty: the server makes one in the draw. Given: it stands here before there is a frame.")
            case "sizes" if self.seen:
                there = [f"{self.look.unit(one.unit)} {one.rows}" for one in self.seen.sample.strata]
                return t("One number for every unit, or unit=number, a line each. There are: %(units)s.",
                         units=t(", ").join(there))  # fmt: skip
            case "in_all":
                return t("Then the units must add up to it.")
            case "reason" if trigger == "conclude" and self.seen and self.seen.sample.missing:
                return t("Required: %(n)s were not checked, and will be named.", n=len(self.seen.sample.missing))
        return ""


def sample_forms(look: Look, seen: Seen, typed: Typed | None) -> list[Form]:
    """To draw, again, and to conclude, as far as the sample is."""
    sample = seen.sample
    if look.at.past or sample.concluded:
        return []
    offered = (["draw_again"] if sample.draws else ["draw"]) if sample.frame else []
    offered += ["conclude"] if sample.last and sample.last.frame == sample.frame else []
    return _drawn(look, SampleForms(look, seen), offered, typed)


def row_forms(look: Look, seen: Seen, row: Row, typed: Typed | None) -> list[Form]:
    """To say what was found of a row, or to correct it."""
    if look.at.past or seen.sample.concluded:
        return []
    return _drawn(look, SampleForms(look, seen, row), ["correct" if row.check else "check"], typed)


def _drawn(look: Look, maker: SampleForms, offered: list[str], typed: Typed | None) -> list[Form]:
    may = [trigger for trigger in offered if look.actor.role in MAY[trigger]]
    return [drawn(maker, SAMPLE_COMMANDS[trigger], SAYS[trigger], typed) for trigger in may]
