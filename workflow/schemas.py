"""One marshmallow schema per command, derived from its asked fields; forms, API and imports all load through them.

Errors are lasting codes (`required`, `too_long`, …); `PROBLEMS` says each in both languages.
"""

from collections.abc import Mapping
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
from workflow.errors import Words
from workflow.facts import Due, Figure
from workflow.messages import Area, Command, Evidence

C = TypeVar("C", bound=Command)

PROBLEMS: dict[str, Words] = {
    "required": Words("必须填写", "This is required"),
    "unknown_field": Words("没有这个字段", "There is no such field"),
    "too_long": Words("内容太长，请精简", "This is too long; shorten it"),
    "not_text": Words("应当是文字", "This should be text"),
    "control_character": Words("含有不能保存的控制字符，请删去", "This holds control characters; remove them"),
    "not_a_date": Words("不是有效日期，请写成 2020-04-08", "This is no date; write 2020-04-08"),
    "not_a_due": Words(
        "不是有效时限，请写成 2020-04-08、2020-04-xun1（上旬）、2020-04、2020-Q2 或 2020",
        "This is no due date; write 2020-04-08, 2020-04-xun1, 2020-04, 2020-Q2 or 2020",
    ),
    "not_a_choice": Words("不在可选范围内，请从列表中选择", "This is no choice offered; choose one from the list"),
    "not_an_id": Words("不是有效编号", "This is no valid id"),
    "not_a_number": Words("应当是整数", "This should be a whole number"),
    "out_of_range": Words("超出允许范围", "This is out of range"),
    "not_a_figure": Words("量化情况写法有误", "This is no valid figure"),
    "not_a_list": Words("应当是列表", "This should be a list"),
    "not_a_file": Words("应当是已上传文件的 SHA-256", "This should be the SHA-256 of an uploaded file"),
    "not_an_area": Words("问题类别应当有代码和中英文名称", "An area needs a code and names in both languages"),
    "invalid": Words("内容有误", "This is not valid"),
}

MISSING_VALUE = {"required": "required", "null": "required", "validator_failed": "invalid"}


def _no_control(text: str) -> None:
    if any((ord(c) < 32 and c not in "\t\n\r") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValidationError("control_character")


class Text(ma.String):
    """Text without surrounding blanks. A required one is not blank."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kw).strip()
        if self.required and not text:
            raise ValidationError("required")
        return text.replace("\r\n", "\n")


class DueField(ma.Field[Due]):
    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Due:
        if isinstance(value, Due):
            return value
        try:
            return Due.parse(value if isinstance(value, str) else "")
        except ValueError as error:
            raise ValidationError("not_a_due") from error


class FigureField(ma.Field[Figure]):
    """A figure as an object {stated, count, of, unit, quantifier}, or only as the words it was stated in."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        if isinstance(value, str):
            value = {"stated": value}
        if isinstance(value, Figure):
            return value
        if not isinstance(value, Mapping) or set(value) - FIGURE_TYPES.keys():
            raise ValidationError("not_a_figure")
        for name, given in value.items():
            if not isinstance(given, FIGURE_TYPES[name]) or isinstance(given, bool) or len(str(given)) > 200:
                raise ValidationError("not_a_figure")
            _no_control(str(given))
        return Figure(**value) if str(value.get("stated", "")).strip() else None


FIGURE_TYPES: dict[str, Any] = {
    "stated": str, "count": int | None, "of": int | None, "unit": str, "quantifier": str | None,
}  # fmt: skip


class PersonalField(Text):
    """A personal value; it loads as the value itself, which `load` keeps apart from the command."""

    def __init__(self, kind: str, **options: Any):
        super().__init__(**options)
        self.kind = kind

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kw)
        return PersonalValue.of(self.kind, text) if text else None


class EvidenceField(ma.String):
    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        sha256 = super()._deserialize(value, attr, data, **kw).lower()
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValidationError("not_a_file")
        return Evidence(sha256=sha256, size=0, media_type="")


class AreaField(ma.Field[Area]):
    """A problem area as an object {code, zh, en, aliases}."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Area:
        if isinstance(value, Area):
            return value
        if not isinstance(value, Mapping) or set(value) - {"code", "zh", "en", "aliases"}:
            raise ValidationError("not_an_area")
        code, zh, en = (_name(value.get(part)) for part in ("code", "zh", "en"))
        aliases = value.get("aliases", [])
        if not isinstance(aliases, list | tuple) or len(aliases) > 50:
            raise ValidationError("not_an_area")
        return Area(code, zh, en, tuple(map(_name, aliases)))


def _name(value: Any) -> str:
    """A short name: text, not blank, without control characters."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 100:
        raise ValidationError("not_an_area")
    _no_control(value)
    return value.strip()


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
    says = options["error_messages"]
    if hint is str:
        says["invalid"] = "not_text"
        return Text(validate=[validate.Length(max=hints.get("max", 500), error="too_long"), _no_control], **options)
    if hint is int:
        says["invalid"] = "not_a_number"
        span = validate.Range(min=hints.get("min"), max=hints.get("max"), error="out_of_range")
        return ma.Integer(strict=False, validate=span, **options)
    if hint is date:
        says["invalid"] = "not_a_date"
        return ma.Date(**options)
    if hint is UUID:
        says["invalid_uuid"] = "not_an_id"
        return ma.UUID(**options)
    if get_origin(hint) is tuple:
        says["invalid"] = "not_a_list"
        of_files = get_args(hint)[0] is Evidence
        inner = EvidenceField(error_messages={"invalid": "not_a_file"}) if of_files else AreaField()
        return ma.List(inner, validate=validate.Length(max=200, error="too_long"), **options)
    if hint is PersonalRef:
        says["invalid"] = "not_text"
        return PersonalField(hints["personal"], validate=_short_personal, **options)
    if isinstance(hint, type) and issubclass(hint, Enum):
        says["unknown"] = "not_a_choice"
        return ma.Enum(hint, by_value=True, **options)
    return DueField(**options) if hint is Due else FigureField(**options)


def _short_personal(value: PersonalValue | None) -> None:
    if value is not None:
        if len(value.value) > 200:
            raise ValidationError("too_long")
        _no_control(value.value)


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
