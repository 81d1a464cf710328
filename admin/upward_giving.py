"""What a posted form of a report adds to its command: the moment it is frozen at, or the files that are issued."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request

import identity
from admin.forms import Typed, is_uuid
from admin.giving import as_typed, asked_of, sent_back
from documents import upward_files
from workflow import upward_reports
from workflow.errors import Refusal
from workflow.messages import UpwardCommand
from workflow.messages.upward import ApproveReport, DraftReport, IssueReport, RedraftReport
from workflow.upward import MAY, UpwardReport

FREEZING = (DraftReport, RedraftReport)
SAID = ("title", "basis", "meeting", "plan")


def posted(command: type[UpwardCommand]) -> dict[str, Any]:
    """The form's values; of what is ticked, all."""
    data: dict[str, Any] = dict(asked_of(command))
    if command in FREEZING:
        data["notices"] = request.form.getlist("notices")
    return data


def context_of(command: type[UpwardCommand], report: UpwardReport, data: dict[str, Any]) -> dict[str, Any] | Typed:
    """What the page adds; or the form, with why it cannot be frozen or its files not be made."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    try:
        if command in FREEZING and actor.role in MAY:
            return frozen_as(report, data, request.form.get("as_of", "").strip())
        if command is IssueReport:
            return upward_files.keep(ledger, actor, report, str(data.get("number", "")).strip())
    except Refusal as refusal:
        return sent_back(Typed(trigger=command.trigger, values=as_typed(data), errors={}), refusal)
    if command is ApproveReport:
        data["digest"] = upward_reports.made(ledger, report).content.digest
    return {}


def frozen_as(report: UpwardReport, data: dict[str, Any], as_of: str) -> dict[str, Any]:
    """What the report is frozen at; nothing where the form says no year, for the schema to refuse."""
    year = str(data.get("year", ""))
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return {}
    notices = tuple(UUID(one) for one in data.get("notices", ()) if is_uuid(str(one)))
    said = {name: str(data.get(name, "")).strip().replace("\r\n", "\n") for name in SAID}
    return upward_reports.frozen(
        identity.current_ledger(), replace(report, year=int(year), notices=notices, **said), as_of
    )
