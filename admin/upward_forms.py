"""The forms of a report upward: drawn for who may send them, in the present; what cannot be done now is not offered."""

from typing import Any

from flask import request

from admin.command_forms import Form, drawn
from admin.forms import Choice, Field, FormMaker, Typed
from admin.look import Look
from admin.words import t
from workflow.errors import Words
from workflow.messages import UPWARD_COMMANDS, Command
from workflow.messages.upward import DraftReport, RedraftReport
from workflow.upward import MAY, SAYS, Stage, UpwardReport

AS_OF = Words("截至时间", "As of")
OFFERED = {
    Stage.DRAFTED: ("approve", "redraft", "return", "withdraw"),
    Stage.APPROVED: ("issue", "redraft", "return", "withdraw"),
    Stage.ISSUED: ("withdraw",),
    Stage.WITHDRAWN: (),
}
NOT_BY_DRAFTERS = ("approve", "return", "issue")
TYPED_IN = ("title", "addressee", "issuer", "year", "basis", "meeting", "plan")


class UpwardForms(FormMaker):
    """The forms of a report, or of a new one; `notices` are those there are to report on."""

    def __init__(self, look: Look, notices: list[Any], report: UpwardReport):
        self.look, self.notices, self.report = look, notices, report

    def fields(self, command: type[Command], typed: Typed | None) -> list[Field]:
        found = [one for one in super().fields(command, typed) if one.name != "digest"]
        return [self._moment(command, typed), *found] if command in (DraftReport, RedraftReport) else found

    def _moment(self, command: type[Command], typed: Typed | None) -> Field:
        """The moment that the figures are of; it is no field of the command, which states what it came to."""
        wrong = tuple(typed.errors.get("as_of", ())) if typed else ()
        return Field(
            name="as_of", label=AS_OF, widget="text", required=False, errors=wrong,
            value=request.form.get("as_of", "") if typed else "",
            hint=t("A day (2020-04-08, its end), an instant, or @position. Empty: now."),
        )  # fmt: skip

    def choices(self, kind: str) -> tuple[Choice, ...]:
        return tuple(Choice(str(one.notice_id), f"{one.number} {one.title}") for one in self.notices)

    def value(self, trigger: str, name: str) -> Any:
        match trigger, name:
            case "redraft", "notices":
                return [str(one) for one in self.report.notices]
            case "redraft", name if name in TYPED_IN:
                return getattr(self.report, name)
            case "draft", "year":
                return self.look.at.today.year - 1
            case "draft", "issuer":
                return self.look.unit(self.look.actor.org)
            case "draft", "notices":
                return []
        return ""

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case _, "unknown":
                return t("How many figures nobody knows, as you read in their list: %(n)s.", n=self.report.unknown)
            case "issue", "number":
                return t("It stands below the red heading.")
        return ""


def new_form(look: Look, notices: list[Any], typed: Typed | None) -> Form | None:
    """To draft a report; none where there is nothing to report on."""
    if look.at.past or look.actor.role not in MAY or not notices:
        return None
    return drawn(UpwardForms(look, notices, UpwardReport()), UPWARD_COMMANDS["draft"], SAYS["draft"], typed)


def forms_of(look: Look, report: UpwardReport, notices: list[Any], typed: Typed | None) -> list[Form]:
    """What the reader may do with the report now."""
    if look.at.past or look.actor.role not in MAY:
        return []
    maker = UpwardForms(look, notices, report)
    return [
        drawn(maker, UPWARD_COMMANDS[one], SAYS[one], typed) for one in OFFERED[report.stage] if _may(look, report, one)
    ]


def _may(look: Look, report: UpwardReport, trigger: str) -> bool:
    """Three accounts draft, approve and issue."""
    mine = look.actor.account
    if trigger in NOT_BY_DRAFTERS and mine in report.drafters:
        return False
    return not (trigger == "issue" and mine == report.approved_by)
