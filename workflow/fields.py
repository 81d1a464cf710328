"""The fields of the schemas: what a form, a JSON body or a row may say for each, and the codes of what it may not.

A code is lasting; `PROBLEMS` says each in both languages.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validate
from marshmallow import fields as ma

from events.personal import PersonalValue
from workflow import money
from workflow.checklist import Defect
from workflow.errors import Words
from workflow.facts import Due, Figure, stated_as
from workflow.mail_addresses import is_mail_address
from workflow.messages import Evidence
from workflow.phones import is_phone

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
    "not_a_list": Words("应当是列表", "This should be a list"),
    "not_a_file": Words("应当是已上传文件的 SHA-256", "This should be the SHA-256 of an uploaded file"),
    "not_a_clause": Words(
        "条款应当有代码、中英文内容、问题类别、标准名称和年度",
        "A clause needs a code, its text in both languages, an area, and its standard's name and year",
    ),
    "not_a_figure": Words(
        "量化情况写法有误：数目和“个别”“普遍”等量词只能写一种",
        "This is no valid figure: it has a count or a quantifier, not both",
    ),
    "not_a_phone": Words(
        "不是电话号码，请写数字，可以带 +、-、空格和分机号，如 0000-7000001 转 8",
        "This is no phone number; write digits, also with +, -, blanks and an extension, such as 0000-7000001 ext. 8",
    ),
    "not_an_amount": Words(
        "不是有效金额，请写成以元为单位、最多两位小数的数，如 12345.60，或 1.5万元",
        "This is no amount; write yuan with at most two decimals, such as 12345.60, or 1.5万元",
    ),
    "not_an_address": Words(
        "不是有效的邮箱地址，请写成 name@example.com", "This is no mail address; write name@example.com"
    ),
    "not_an_area": Words("问题类别应当有代码和中英文名称", "An area needs a code and names in both languages"),
    "not_a_calendar_day": Words(
        "日历的一天应当有日期（2020-10-01）和类型（off 放假、work 上班）",
        "A day of a calendar needs a day (2020-10-01) and a type, off or work",
    ),
    "not_a_wording": Words("套话的一段应当有名称和文字", "A part of a wording needs its name and its text"),
    "invalid": Words("内容有误", "This is not valid"),
}


def no_control(text: str) -> None:
    if any((ord(c) < 32 and c not in "\t\n\r") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValidationError("control_character")


class Text(ma.String):
    """Text without surrounding blanks. A required one is not blank."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kw).strip()
        if self.required and not text:
            raise ValidationError("required")
        return text.replace("\r\n", "\n")


class ShortText(Text):
    """One of several: a code."""

    def __init__(self, **options: Any):
        codes: dict[str, Any] = {"required": "required", "null": "required", "invalid": "not_text"}
        length = validate.Length(min=1, max=64, error="too_long")
        super().__init__(validate=[length, no_control], error_messages=codes, **options)


class WholeNumber(ma.Integer):
    """A whole number, as such or as a form writes it; 2020.7 is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        if isinstance(value, bool | float):
            raise ValidationError("not_a_number")
        return super()._deserialize(value, attr, data, **kw)


class DueField(ma.Field[Due]):
    """A due date as `Due.parse` reads it."""

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
            no_control(str(given))
        counted, quantifier = value.get("count"), value.get("quantifier")
        if (counted is not None and quantifier) or min(counted or 0, value.get("of") or 0) < 0:
            raise ValidationError("not_a_figure")
        stated = str(value.get("stated", "")).strip() or stated_as(**{k: v for k, v in value.items() if k != "stated"})
        return Figure(**{**value, "stated": stated}) if stated else None


FIGURE_TYPES: dict[str, Any] = {
    "stated": str, "count": int | None, "of": int | None, "unit": str, "quantifier": str | None,
}  # fmt: skip


class MoneyField(ma.Field[int]):
    """An amount in yuan as text, or a whole number of yuan; it loads as fen. A float is none: it is not exact."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValidationError("not_an_amount")
        try:
            return money.fen(str(value))
        except ValueError as error:
            raise ValidationError("not_an_amount") from error


class PersonalField(Text):
    """A personal value; it loads as the value itself, which `load` keeps apart from the command."""

    def __init__(self, kind: str, **options: Any):
        super().__init__(**options)
        self.kind = kind

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kw)
        return PersonalValue.of(self.kind, text) if text else None


class EvidenceField(ma.String):
    """The SHA-256 of an uploaded file, in hex; what the file is, the service looks up."""

    default_error_messages = {"invalid": "not_a_file"}  # noqa: RUF012 - as marshmallow declares it

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Any:
        sha256 = super()._deserialize(value, attr, data, **kw).lower()
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValidationError("not_a_file")
        return Evidence(sha256=sha256, size=0, media_type="")


class DefectField(ma.Enum[Defect]):
    """A kind of defect, by its value."""

    default_error_messages = {"unknown": "not_a_choice"}  # noqa: RUF012 - as marshmallow declares it

    def __init__(self, **options: Any):
        super().__init__(Defect, by_value=True, **options)


LONGEST_PERSONAL = 200


def mail_address(value: PersonalValue | None) -> None:
    """One address as mail servers take it: no name beside it, no list, no line's end."""
    if value is not None and not is_mail_address(value.value):
        raise ValidationError("not_an_address")


def short_personal(value: PersonalValue | None) -> None:
    if value is not None:
        if len(value.value) > LONGEST_PERSONAL:
            raise ValidationError("too_long")
        no_control(value.value)


def a_phone(value: PersonalValue | None) -> None:
    if value is not None and not is_phone(value.value):
        raise ValidationError("not_a_phone")
