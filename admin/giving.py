"""Give the command of a posted form; or give the form back, with what is wrong and everything that was typed."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

import identity
from admin import sure
from admin.forms import Typed, is_uuid
from identity.refusals import TooManyGuesses
from workflow import (
    account_errors,
    calendar_errors,
    comparison_errors,
    contact_errors,
    deadline_errors,
    disclosure_errors,
    finding_errors,
    inbox_errors,
    log_errors,
    matter_errors,
    notice_errors,
    obligation_errors,
    organisation_errors,
    patterns,
    row_errors,
    sample_errors,
    schemas,
    service,
    upward_errors,
)
from workflow.errors import (
    AlreadyExists,
    CommandIdReused,
    IllegalTransition,
    NoSuchItem,
    NotCompleted,
    NotPermitted,
    NotTheHandler,
    Refusal,
    SameAccount,
    StaleVersion,
    Words,
)
from workflow.messages import Actor, Command, Evidence
from workflow.service import Done

STATUSES: dict[type[Refusal], int] = {
    NoSuchItem: 404, NotPermitted: 403, NotTheHandler: 403, SameAccount: 403, StaleVersion: 412,
    IllegalTransition: 409, NotCompleted: 409, CommandIdReused: 409, AlreadyExists: 409,
    organisation_errors.Dissolved: 409, organisation_errors.HasOpenItems: 409, organisation_errors.HasUnitsBelow: 409,
    organisation_errors.CenterStays: 409,
    organisation_errors.HasAccounts: 409, account_errors.OwnAccount: 403, account_errors.NotToBeLent: 403,
    account_errors.AlreadyDisabled: 409, account_errors.NotDisabled: 409, account_errors.ExclusiveRoles: 409,
    account_errors.AlreadyHolds: 409, account_errors.NoSuchGrant: 409, account_errors.LastOfUnit: 409,
    account_errors.SignedAlready: 409, account_errors.StillActive: 409, log_errors.NoSuchPerson: 404,
    log_errors.KeysAway: 503, TooManyGuesses: 429,
    account_errors.NoSuchAccount: 404, contact_errors.NoSuchContact: 404,
    comparison_errors.NoSuchComparison: 404, comparison_errors.AlreadyWithdrawn: 409, contact_errors.ContactGone: 409,
    **dict.fromkeys(matter_errors.STANDING, 409),
    sample_errors.NoSuchSample: 404, sample_errors.SampleConcludedAlready: 409, sample_errors.FrameChanged: 409,
    sample_errors.FrameStands: 409, sample_errors.FrameAltered: 409, sample_errors.NoFrame: 409,
    sample_errors.NotDrawn: 409, sample_errors.DrawnAlready: 409, sample_errors.CheckedAlready: 409,
    sample_errors.NotChecked: 409, sample_errors.OtherFrame: 409,
    contact_errors.LiaisonThere: 409, contact_errors.AlreadyListed: 409, contact_errors.PersonErased: 409,
    contact_errors.StationGone: 409, contact_errors.StationMerged: 409, contact_errors.FoundByAnother: 409,
    calendar_errors.NoSuchPolicy: 404, calendar_errors.NoSuchYear: 404, calendar_errors.CalendarUnchanged: 409,
    deadline_errors.ExtensionTooLate: 409, deadline_errors.ExtensionPending: 409, deadline_errors.OwnExtension: 403,
    deadline_errors.NoExtensionAsked: 409, deadline_errors.TooManyExtensions: 409, deadline_errors.LightStands: 409,
    notice_errors.NoSuchDraft: 404, notice_errors.NoSuchPackage: 404, notice_errors.DraftingAccount: 403,
    notice_errors.DraftSettled: 409, notice_errors.DraftEmpty: 409, notice_errors.DraftChanged: 409,
    notice_errors.ProblemThere: 409, notice_errors.NoSuchProblem: 409, notice_errors.NotIssued: 409,
    notice_errors.NoticeTakenBack: 409, notice_errors.NoticeUnderWay: 409, notice_errors.NotYetAcknowledged: 409,
    notice_errors.ReturnedAlready: 409, notice_errors.NothingReturned: 409,
    obligation_errors.NoSuchObligation: 404, obligation_errors.NoSuchPerformance: 404,
    obligation_errors.AlreadyOwed: 409, obligation_errors.ObligationOver: 409, obligation_errors.AlreadySuspended: 409,
    obligation_errors.NotSuspended: 409, obligation_errors.AlreadyStruck: 409, obligation_errors.NotOngoing: 409,
    obligation_errors.NotWhoEntered: 403,
    finding_errors.NoSuchFinding: 404, finding_errors.NotYourFinding: 403, finding_errors.SourceNotYours: 403,
    finding_errors.FindingGone: 409, finding_errors.FoundAlready: 409, finding_errors.RaisedAlready: 409,
    finding_errors.NoSuchSnapshot: 404, finding_errors.SnapshotGone: 409,
    inbox_errors.NoSuchMessage: 404, account_errors.NoMailAddress: 409,
    disclosure_errors.NoSuchDisclosureList: 404, **disclosure_errors.STANDING,
    row_errors.NoSuchRow: 404, row_errors.NoSuchRegister: 404, row_errors.RowThere: 409, row_errors.RowGone: 409,
    upward_errors.NoSuchReport: 404, upward_errors.ReportSettled: 409, upward_errors.NotApproved: 409,
    upward_errors.DraftedByYou: 403, upward_errors.ApprovedByYou: 403, upward_errors.ReportChanged: 409,
    upward_errors.WordingSame: 409,
}  # fmt: skip
ABSENT = (
    NoSuchItem, contact_errors.NoSuchContact, obligation_errors.NoSuchObligation, obligation_errors.NoSuchPerformance,
    notice_errors.NoSuchDraft, notice_errors.NoSuchPackage, sample_errors.NoSuchSample, row_errors.NoSuchRow,
    disclosure_errors.NoSuchDisclosureList,
)  # fmt: skip
"""What is closed to an actor does not exist: no form is given back for it."""


def give(
    command: type[Command], subject: UUID, data: dict[str, object], kept: tuple[Evidence, ...] = (), *,
    part: str = "", **context: Any,
) -> Done | Typed:  # fmt: skip
    """Do what the form asks, as the one who is signed in, on the version it was drawn from. `context` is what the page
    itself adds to the command; `part` tells the commands of one form apart, where it gives several."""
    ledger, by = identity.current_ledger(), identity.current_actor()
    once = uuid5(command_id(by), part) if part else command_id(by)
    typed = Typed(trigger=command.trigger, values=as_typed(data), kept=kept, errors={})
    try:
        asked = schemas.load(
            command, data, command_id=once, subject=subject, by=by, at=ledger.clock.now(), expected_version=_version(),
            **context,
        )  # fmt: skip
        patterns.require_seen(asked, seen="personal_seen" in request.form)
        sure.require(command)
        return service.handle(ledger, asked)
    except ABSENT:
        raise
    except (ValidationError, Refusal) as error:
        return sent_back(typed, error)


def sent_back(typed: Typed, error: ValidationError | Refusal) -> Typed:
    """The form, with what is wrong beside the fields it is wrong in."""
    if isinstance(error, ValidationError):
        return replace(typed, errors=schemas.explain(error))
    at_field = {error.field: [Words(error.message("zh"), error.message("en"))]} if error.field else {}
    return replace(typed, errors=at_field, refusal=error)


def as_typed(data: dict[str, Any]) -> dict[str, str]:
    """What can be typed again; what was ticked is written with blanks between."""
    said = {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in data.items()}
    return {name: value for name, value in said.items() if isinstance(value, str)}


def asked_of(command: type[Command]) -> dict[str, str]:
    """The form's values for what the command asks."""
    return {name: request.form[name] for name in schemas.schema_for(command).fields if name in request.form}


def command_id(by: Actor) -> UUID:
    """Made of the account and what the form was given when drawn: sending it twice is one command."""
    token = request.form.get("command", "")
    return uuid5(by.account, token) if is_uuid(token) else uuid4()


def _version() -> int | None:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def status_of(typed: Typed) -> int:
    if typed.expired:
        return 400
    return status_of_refusal(typed.refusal) if typed.refusal else 422


def answered(page: str, refusal: Refusal) -> ResponseReturnValue:
    """A page that says a refusal, with its status, and when to come again where it is to be waited for."""
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooManyGuesses) else {}
    return page, status_of_refusal(refusal), headers


def status_of_refusal(refusal: Refusal) -> int:
    return STATUSES.get(type(refusal), 422)
