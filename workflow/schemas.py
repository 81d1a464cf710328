"""One marshmallow schema per command, derived from its asked fields; forms, API and imports all load through them.

What each field takes, and the codes of what it does not, is in fields.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, replace
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, pre_load, validate
from marshmallow import fields as ma

from events.personal import PersonalRef, PersonalValue
from workflow.checklist import Defect
from workflow.errors import Words
from workflow.facts import Due, Figure
from workflow.fields import (
    PROBLEMS,
    DefectField,
    DueField,
    EvidenceField,
    FigureField,
    MoneyField,
    PersonalField,
    ShortText,
    Text,
    WholeNumber,
    a_phone,
    mail_address,
    no_control,
    short_personal,
)
from workflow.messages import Area, Clause, Command, Evidence, SpecialDay, WordingPart
from workflow.table_fields import AreaField, CalendarDayField, ClauseField, WordingPartField

C = TypeVar("C", bound=Command)

MANY = 200
MISSING_VALUE = {"required": "required", "null": "required", "validator_failed": "invalid"}


class CommandSchema(Schema):
    """Base of the derived schemas: what is not asked for is refused."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "invalid"}  # noqa: RUF012 - as marshmallow declares it

    @pre_load
    def _blank_is_absent(self, data: Any, **_: Any) -> Any:
        """A form sends an empty string for what was left out."""
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if value != "" or name not in self.fields}


def schema_for(command: type[Command]) -> CommandSchema:
    """The schema of a command: a field for each one asked of the actor. Made once, and shared."""
    made: Any = command
    return _made(made)


@cache
def _made(command: Any) -> CommandSchema:
    hints = get_type_hints(command)
    made = {f.name: _field(f, hints[f.name]) for f in fields(command) if "label" in f.metadata}
    schema: CommandSchema = CommandSchema.from_dict(made, name=command.__name__)()  # type: ignore[assignment]
    return schema


def load(command: type[C], data: Any, **context: Any) -> C:
    """The command that `data` asks for, or marshmallow's ValidationError. `context` is what the shell adds."""
    loaded: dict[str, Any] = schema_for(command).load(data)
    personal = tuple(value for value in loaded.values() if isinstance(value, PersonalValue))
    said = {name: _settled(value) for name, value in loaded.items()}
    made = command(**said, **context)
    return replace(made, personal=personal) if personal else made


def _settled(value: Any) -> Any:
    if isinstance(value, PersonalValue):
        return value.stated
    return tuple(value) if isinstance(value, list) else value


def _field(field: Field[Any], hint: Any) -> ma.Field[Any]:
    hints = dict(field.metadata)
    optional = get_origin(hint) is UnionType
    bare = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
    required = field.default is MISSING
    options: dict[str, Any] = {
        "allow_none": optional, "required": required, "metadata": hints, "error_messages": dict(MISSING_VALUE),
    }  # fmt: skip
    if not required:
        options["load_default"] = field.default
    return _typed(bare, hints, options)


def _typed(hint: Any, hints: dict[str, Any], options: dict[str, Any]) -> ma.Field[Any]:
    """The field for a type, its errors said by our codes."""
    says = options["error_messages"]
    if hint is str:
        says["invalid"] = "not_text"
        return Text(validate=[validate.Length(max=hints.get("max", 500), error="too_long"), no_control], **options)
    if hints.get("money"):
        span = validate.Range(min=hints.get("min"), max=hints.get("max"), error="out_of_range")
        return MoneyField(validate=span, **options)
    if hint is int:
        says["invalid"] = "not_a_number"
        span = validate.Range(min=hints.get("min"), max=hints.get("max"), error="out_of_range")
        return WholeNumber(validate=span, **options)
    if hint is PersonalRef:
        says["invalid"] = "not_text"
        checks = [short_personal]
        checks += [a_phone] if hints.get("dialled") else []
        checks += [mail_address] if hints["personal"] == "mail" else []
        return PersonalField(hints["personal"], validate=checks, **options)
    if get_origin(hint) is tuple:
        says["invalid"] = "not_a_list"
        return ma.List(OF_MANY[get_args(hint)[0]](), validate=validate.Length(max=MANY, error="too_long"), **options)
    if issubclass(hint, Enum):
        says["unknown"] = "not_a_choice"
        return ma.Enum(hint, by_value=True, **options)
    says |= {"invalid": "not_a_date", "invalid_uuid": "not_an_id"}
    return PLAIN[hint](**options)


PLAIN: dict[type, type[ma.Field[Any]]] = {date: ma.Date, UUID: ma.UUID, Due: DueField, Figure: FigureField}
OF_MANY: dict[type, Callable[[], ma.Field[Any]]] = {
    Evidence: EvidenceField,
    Area: AreaField,
    SpecialDay: CalendarDayField,
    Defect: DefectField,
    Clause: ClauseField,
    WordingPart: WordingPartField,
    UUID: lambda: ma.UUID(error_messages={"invalid_uuid": "not_an_id"}),
    str: ShortText,
}  # fmt: skip


def explain(error: ValidationError) -> dict[str, list[Words]]:
    """What is wrong by field; list fields by their own name. Unknown codes are said as `invalid`."""
    messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
    return {str(name): [_problem(code) for code in _codes(said)] for name, said in messages.items()}


def _problem(code: str) -> Words:
    return PROBLEMS.get(code, PROBLEMS["invalid"])


def _codes(said: Any) -> list[str]:
    if isinstance(said, dict):
        return [code for inner in said.values() for code in _codes(inner)]
    return [code for inner in said for code in _codes(inner)] if isinstance(said, list) else [str(said)]
