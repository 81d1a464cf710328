"""What addresses ask of lists: filters, sort, page. Whatever cannot be understood is left out and said."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from admin.words import mark
from workflow.facts import Kind, Light
from workflow.matter_conditions import MATTERS
from workflow.reports import SORTS, Filter
from workflow.words import State

STATES = (*State, "ongoing", "open", "standing")
LONGEST, LONGEST_NUMBER = 200, 10
PASSING = ("page", "done")


def given(name: str) -> str:
    """One value of the address, without control characters, at most 200 characters."""
    value = request.args.get(name, "")
    return "".join(c for c in value if c.isprintable()).strip()[:LONGEST]


def page_number() -> int:
    """The page asked for; 1 for what is no page. A page past the end is the last one."""
    return number("page") or 1


def number(name: str) -> int | None:
    text = given(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def sort_name() -> str:
    return given("sort") if given("sort") in SORTS else "number"


def ledger_filter(notice: UUID | None = None) -> tuple[Filter, dict[str, str]]:
    """The filter that was understood, and what was not, by field."""
    problems: dict[str, str] = {}
    found = notice or _notice(problems)
    asked = Filter(
        bureau=given("bureau"), area=given("area"), state=_one_of("state", STATES, problems),
        kind=_one_of("kind", tuple(Kind), problems), notice=found, due=_due(problems), text=given("text"),
        matter=_one_of("matter", MATTERS, problems),
        light=_one_of("light", tuple(Light), problems),
    )  # fmt: skip
    return asked, problems


def _one_of(name: str, allowed: tuple[str, ...], problems: dict[str, str]) -> str:
    value = given(name)
    if value and value not in allowed:
        problems[name] = mark("This choice does not exist; it was left out.")
        return ""
    return value


def _notice(problems: dict[str, str]) -> UUID | None:
    text = given("notice")
    try:
        return UUID(text) if text else None
    except ValueError:
        problems["notice"] = mark("This choice does not exist; it was left out.")
        return None


def _due(problems: dict[str, str]) -> str:
    """overdue, soon, extension, or a day (`before` gives it, or `due` itself)."""
    text = given("before") or given("due")
    if text in ("", "overdue", "soon", "extension"):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problems["before"] = mark("This is no date; write 2020-04-08. It was left out.")
        return ""


def here(path: str | None = None, **changes: object) -> str:
    """The present address with some values changed; an empty one is taken out, and so is the page."""
    kept = {name: value[:LONGEST] for name, value in request.args.items() if name not in PASSING}
    merged = {name: str(value) for name, value in (kept | changes).items() if value not in ("", None)}
    return f"{path or request.path}?{urlencode(merged)}" if merged else path or request.path


def keep(path: str, asked: str = "") -> str:
    """A path of ours, seen at the moment `asked`, and through the same eyes."""
    if not asked:
        return path
    eyes = given("eyes")
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}{urlencode({'as_of': asked, **({'eyes': eyes} if eyes else {})})}"


def carried(*without: str) -> list[tuple[str, str]]:
    """What a form must carry along so that the present address is kept."""
    return [(name, value[:LONGEST]) for name, value in request.args.items() if name not in (*without, *PASSING)]
