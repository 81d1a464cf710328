"""What a posted form of a report adds to its command: the moment it is frozen at, or the files that are issued."""

from dataclasses import replace
from typing import Any

from flask import request
from marshmallow import ValidationError

import identity
from admin.forms import Typed
from admin.giving import as_typed, asked_of, sent_back
from documents import upward_files
from workflow import schemas, upward_reports
from workflow.errors import Refusal
from workflow.messages import UpwardCommand
from workflow.messages.upward import ApproveReport, DraftReport, IssueReport, RedraftReport
from workflow.upward import MAY, UpwardReport

FREEZING = (DraftReport, RedraftReport)
SAID = ("title", "year", "basis", "meeting", "plan")


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
            said = read(command, data)
            return upward_files.keep(ledger, actor, report, said["number"], said["unknown"]) if said else {}
    except Refusal as refusal:
        return sent_back(Typed(trigger=command.trigger, values=as_typed(data), errors={}), refusal)
    if command is ApproveReport:
        data["digest"] = upward_reports.made(ledger, report).content.digest
    return {}


def read(command: type[UpwardCommand], data: dict[str, Any]) -> dict[str, Any]:
    """The form as the schema reads it; nothing where the schema will refuse it."""
    try:
        return dict(schemas.schema_for(command).load(data))
    except ValidationError:
        return {}


def frozen_as(report: UpwardReport, data: dict[str, Any], as_of: str) -> dict[str, Any]:
    """What the report is frozen at, of what the schema reads in the form."""
    said = read(DraftReport, data)
    if not said:
        return {}
    known = {name: said[name] for name in SAID}
    return upward_reports.frozen(
        identity.current_ledger(), replace(report, **known, notices=tuple(said["notices"])), as_of
    )
