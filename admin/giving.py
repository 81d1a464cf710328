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
    comparison_errors,
    contact_errors,
    log_errors,
    organisation_errors,
    patterns,
    row_errors,
    schemas,
    service,
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
    contact_errors.LiaisonThere: 409, contact_errors.AlreadyListed: 409, contact_errors.PersonErased: 409,
    contact_errors.StationGone: 409, contact_errors.StationMerged: 409, contact_errors.FoundByAnother: 409,
    row_errors.NoSuchRow: 404, row_errors.NoSuchRegister: 404, row_errors.RowThere: 409, row_errors.RowGone: 409,
}  # fmt: skip


def give(
    command: type[Command], subject: UUID, data: dict[str, object], kept: tuple[Evidence, ...] = (), **context: Any
) -> Done | Typed:
    """Do what the form asks, as the one who is signed in, on the version it was drawn from. `context` is what the page
    itself adds to the command."""
    ledger, by = identity.current_ledger(), identity.current_actor()
    typed = Typed(trigger=command.trigger, values=as_typed(data), kept=kept, errors={})
    try:
        asked = schemas.load(
            command, data, command_id=command_id(by), subject=subject, by=by, at=ledger.clock.now(),
            expected_version=_version(), **context,
        )  # fmt: skip
        patterns.require_seen(asked, seen="personal_seen" in request.form)
        sure.require(command)
        return service.handle(ledger, asked)
    except (NoSuchItem, contact_errors.NoSuchContact, row_errors.NoSuchRow):
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
    return {name: value for name, value in data.items() if isinstance(value, str)}


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
