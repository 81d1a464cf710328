"""The fields of what is published as a table: an area, a day of the calendar, a clause of a standard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as ma

from workflow.fields import no_control
from workflow.messages import Area, Clause, DayType, SpecialDay, WordingPart


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


class CalendarDayField(ma.Field[SpecialDay]):
    """A day that is not as its weekday, as an object {day, type}."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> SpecialDay:
        if isinstance(value, SpecialDay):
            return value
        if not isinstance(value, Mapping) or set(value) != {"day", "type"}:
            raise ValidationError("not_a_calendar_day")
        try:
            return SpecialDay(date.fromisoformat(value["day"]), DayType(value["type"]))
        except (TypeError, ValueError) as error:
            raise ValidationError("not_a_calendar_day") from error


def _name(value: Any) -> str:
    """A short name: text, not blank, without control characters."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 100:
        raise ValidationError("not_an_area")
    no_control(value)
    return value.strip()


class ClauseField(ma.Field[Clause]):
    """A clause of a standard as an object {code, zh, en, area, standard, year}."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> Clause:
        if isinstance(value, Clause):
            return value
        if not isinstance(value, Mapping) or set(value) != {"code", "zh", "en", "area", "standard", "year"}:
            raise ValidationError("not_a_clause")
        year = value["year"]
        if isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 9999:
            raise ValidationError("not_a_clause")
        longest = {"code": 64, "zh": 500, "en": 500, "area": 64, "standard": 200}
        texts = {part: _short(value[part], most) for part, most in longest.items()}
        return Clause(**texts, year=year)


def _short(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise ValidationError("not_a_clause")
    no_control(value)
    return value.strip()


class WordingPartField(ma.Field[WordingPart]):
    """A part of a wording as an object {name, text}; whether there is such a part is for the decider to say."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kw: Any) -> WordingPart:
        if isinstance(value, WordingPart):
            return value
        if not isinstance(value, Mapping) or set(value) != {"name", "text"}:
            raise ValidationError("not_a_wording")
        name, text = value["name"], value["text"]
        if not isinstance(name, str) or not isinstance(text, str) or len(name) > 64 or len(text) > 5_000:
            raise ValidationError("not_a_wording")
        no_control(text)
        return WordingPart(name, text.strip())
