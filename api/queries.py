"""What may stand in a query string, parameter by parameter; what is not named here is refused."""

from datetime import date
from typing import Any
from unicodedata import category

from flask import request
from marshmallow import RAISE, Schema, ValidationError, validate
from marshmallow import fields as ma

from workflow.contact_register import Standing
from workflow.facts import Kind, Light
from workflow.file_types import UNSEEN
from workflow.matter_conditions import MATTERS
from workflow.messages.finding import Source
from workflow.package_board import Wait
from workflow.reports import PAGE, SORTS
from workflow.words import State

MAX_SIZE, MAX_LOG = 200, 1000
MAX_POSITION = 10**18
MOMENT = "A day, an instant (local or with offset) or @position."
UNKNOWN = {"unknown": "unknown_field", "type": "invalid"}
STATES = (*(str(state) for state in State), "open", "ongoing", "standing")


def printable(text: str) -> None:
    if any(category(c) in UNSEEN for c in text):
        raise ValidationError("control_character")


def _due(text: str) -> None:
    if text not in ("overdue", "soon", "extension"):
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError("not_a_date") from error


def text(longest: int, says: str, **options: Any) -> ma.String:
    checks: list[Any] = [validate.Length(max=longest, error="too_long"), printable]
    return ma.String(validate=checks, metadata={"description": says}, **options)


def _one_of(choices: Any, says: str, **options: Any) -> ma.String:
    return ma.String(
        validate=validate.OneOf([str(c) for c in choices], error="not_a_choice"),
        metadata={"description": says},
        **options,
    )


def _number(low: int, high: int, default: Any, says: str) -> ma.Integer:
    """A whole number; without a `default` (...) it must be there."""
    must = {"required": True} if default is ... else {"load_default": default}
    return ma.Integer(
        validate=validate.Range(low, high, error="out_of_range"), **must,
        error_messages={"invalid": "not_a_number", "too_large": "out_of_range"}, metadata={"description": says},
    )  # fmt: skip


def yes_no(says: str) -> ma.Boolean:
    return ma.Boolean(load_default=False, error_messages={"invalid": "not_a_choice"}, metadata={"description": says})


class Query(Schema):
    """Base: what is not named is refused."""

    class Meta:
        unknown = RAISE

    error_messages = UNKNOWN


class AsOfQuery(Query):
    as_of = text(
        40, "A day (its end), an instant (local or with offset) or @position; empty is now. The future is refused.",
        load_default="",
    )  # fmt: skip


class EyesQuery(AsOfQuery):
    eyes = ma.UUID(
        load_default=None, error_messages={"invalid_uuid": "not_an_id"},
        metadata={"description": "An account: with `as_of`, what it saw then. Any for auditors and the center, else "
                                 "one's own."},
    )  # fmt: skip


class LedgerQuery(EyesQuery):
    bureau = text(64, "Code of the responsible unit.")
    area = text(64, "Code of the problem area.")
    state = _one_of(
        STATES,
        "A state; `open` is any not final; `ongoing` verified as ongoing rectification; `standing` all not withdrawn.",
    )
    kind = _one_of(Kind, "Kind of rectification.")
    light = _one_of(Light, "The light that is on.")
    notice = ma.UUID(error_messages={"invalid_uuid": "not_an_id"}, metadata={"description": "Id of the notice."})
    due = ma.String(
        validate=_due, metadata={"description": "`overdue`, `soon`, `extension` (asked for), or a last day."}
    )
    matter = _one_of(
        MATTERS, "An open `objection`, `waiting` for an outsider, open `measures`, closed but `unchecked`, `relapsed`, "
                 "or an `amount` of money.",
    )  # fmt: skip
    text = text(200, "Words looked for in number, problem, requirement, source, clause, lead unit and remark.")
    sort = _one_of(SORTS, "The order of the list.", load_default="number")
    page = _number(1, 10**6, 1, "Which page, from 1; past the last one, the last.")
    size = _number(1, MAX_SIZE, PAGE, "Items on a page.")


class LogQuery(Query):
    after = _number(-1, MAX_POSITION, -1, "Events past this position; -1 begins at the beginning.")
    limit = _number(1, MAX_LOG, 100, "How many events at most.")


class SecurityQuery(Query):
    before = _number(1, MAX_POSITION, None, "Rows before this number; empty is the newest.")
    limit = _number(1, MAX_LOG, 100, "How many rows at most.")
    kind = text(64, "Acts of this kind alone.", load_default="")
    account = ma.UUID(
        load_default=None, error_messages={"invalid_uuid": "not_an_id"},
        metadata={"description": "Acts of this account alone."},
    )  # fmt: skip


class PeriodQuery(Query):
    begins = text(40, MOMENT + " Empty is the beginning of the log.", load_default="", data_key="from")
    ends = text(40, MOMENT + " Empty is the last signed position.", load_default="", data_key="to")


class InclusionQuery(Query):
    position = _number(0, MAX_POSITION, ..., "The position of the event.")
    size = _number(1, MAX_POSITION, None, "The size of the tree; empty is that of the newest signed checkpoint.")


class ConsistencyQuery(Query):
    first = _number(0, MAX_POSITION, ..., "The size of the older tree.")
    second = _number(0, MAX_POSITION, None, "The size of the newer one; empty is that of the newest checkpoint.")


class OfUnitQuery(Query):
    unit = text(64, "Code of the bureau that answers for the station.", load_default="")
    standing = _one_of(Standing, "How the entries stand.", load_default="")


class ContactsQuery(OfUnitQuery, EyesQuery):
    pass


class PackagesQuery(EyesQuery):
    notice = ma.UUID(
        load_default=None, error_messages={"invalid_uuid": "not_an_id"},
        metadata={"description": "Those of this notice alone."},
    )  # fmt: skip
    wait = _one_of(Wait, "Those that wait for this, or are late.", load_default="")


class ObligationsQuery(EyesQuery):
    unit = text(64, "Code of the unit that owes.", load_default="")


class InboxQuery(EyesQuery):
    unread = yes_no("Only what is not marked as read. Of the past that is not known: then all.")
    page = _number(1, 10**6, 1, "Which page, from 1; past the last one, the last.")
    size = _number(1, MAX_SIZE, PAGE, "Messages on a page.")


class RowsQuery(EyesQuery):
    unit = text(64, "Code of the responsible unit.", load_default="")


class DisclosuresQuery(RowsQuery):
    month = text(7, "Month, such as 2020-03.", load_default="")


class RaiseBody(Query):
    findings = ma.List(
        ma.String(validate=validate.Length(max=400, error="too_long")), required=True,
        validate=validate.Length(max=1000, error="too_long"),
        error_messages={"required": "required", "null": "required", "invalid": "not_a_list"},
        metadata={"description": "What chooses each finding: its `chosen_by`."},
    )  # fmt: skip


class ItemsQuery(Query):
    at = text(40, MOMENT + " Empty is the log's last position.", load_default="")
    area = text(64, "Code of the problem area.", load_default="")
    state = _one_of(STATES, "A state; `open` is any not final.", load_default="")
    reason = text(200, "Why the frame is changed, if there is one already.", load_default="")


class FindingsQuery(EyesQuery):
    year = _number(1949, 9999, None, "The year that was evaluated.")
    source = _one_of(Source, "Who found it.", load_default="")
    area = text(64, "Code of the problem area.", load_default="")
    clause = text(500, "Code of the clause, or the clause as it was stated.", load_default="")
    unit = text(64, "Code of a unit that is named.", load_default="")


class UnitQuery(Query):
    unit = text(64, "Code of the unit.", required=True)


class EvaluationQuery(EyesQuery):
    year = _number(1949, 9999, ..., "The year that was evaluated.")


def asked(schema: type[Query]) -> dict[str, Any]:
    """The query string's values, or ValidationError. An empty one counts as left out; of a repeated one, the first."""
    loaded: dict[str, Any] = schema().load({name: value for name, value in request.args.items() if value})
    return loaded
