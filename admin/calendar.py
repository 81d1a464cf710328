"""The working-day calendar of a year: twelve months, every published version, and publishing another from a list."""

from calendar import Calendar as Weeks
from datetime import date
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from marshmallow import ValidationError

import identity
from admin.base import Page
from admin.giving import command_id, status_of_refusal
from admin.look import Look, looking
from admin.queries import number
from admin.words import mark, t
from documents.calendar_list import publish_list
from workflow import calendars, registers
from workflow.calendar import Calendar
from workflow.calendar_errors import NoSuchYear
from workflow.errors import Refusal
from workflow.messages import PublishCalendar
from workflow.messages.calendar import FIRST_YEAR, LAST_YEAR
from workflow.sight import Place

LARGEST = 512 * 1024


class CalendarPage(Page):
    """A year; this one, unless another is asked for."""

    key, title, place = "calendar", mark("Calendar"), Place.CALENDARS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("calendar.html", **_page(look, number("year") or look.at.today.year))

    @expose("/<int:year>", methods=["POST"])
    def publish(self, year: int) -> ResponseReturnValue:
        """Publish the year's calendar from an .xlsx; what is no such list is refused where it was sent."""
        require_year(year)
        file = request.files.get("file")
        content = file.stream.read(LARGEST + 1) if file else b""
        name, by = (file.filename or "")[:120] if file else "", identity.current_actor()
        try:
            registers.require_role(by, PublishCalendar)
            publish_list(
                identity.current_ledger(), by, content, name, year=year, basis=request.form.get("basis", ""),
                command_id=command_id(by),
            )  # fmt: skip
        except (Refusal, ValidationError) as error:
            return self._refused(year, error)
        flash(t("The calendar of %(year)s is published.", year=year), "success")
        return redirect(url_for(".index", year=year), 303)

    def _refused(self, year: int, error: Refusal | ValidationError) -> ResponseReturnValue:
        refused = isinstance(error, Refusal)
        said = error.message(identity.language()) if isinstance(error, Refusal) else t("Say on what basis.")
        with looking(as_of="") as look:
            page = self.render("calendar.html", **_page(look, year, said))
        return page, status_of_refusal(error) if refused else 422


def require_year(year: int) -> None:
    """NoSuchYear outside of the years that have calendars."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchYear(given=str(year)[:8], first=FIRST_YEAR, last=LAST_YEAR)


class Day(NamedTuple):
    """A day of a month; `kind` is off or work where the calendar says so, free on a weekend, else empty."""

    number: int
    kind: str


class Month(NamedTuple):
    number: int
    weeks: list[list[Day | None]]


def months(year: int, calendar: Calendar) -> list[Month]:
    """The twelve months, by weeks from Monday; None where a week belongs to another month."""
    weeks = Weeks()
    return [
        Month(month, [[_day(day, month, calendar) for day in week] for week in weeks.monthdatescalendar(year, month)])
        for month in range(1, 13)
    ]


def _day(day: date, month: int, calendar: Calendar) -> Day | None:
    if day.month != month:
        return None
    said = calendar.years.get(day.year)
    if said and day in said.off | said.work:
        return Day(day.day, "work" if day in said.work else "off")
    return Day(day.day, "" if calendar.is_working_day(day) else "free")


def _page(look: Look, year: int, refused: str = "") -> dict[str, Any]:
    require_year(year)
    found = calendars.published(look.connection, year, look.at)
    known = calendars.years(look.connection, look.at.position)
    may = not look.at.past and look.actor.role in registers.MAY[PublishCalendar]
    return {
        "look": look, "year": year, "found": found, "months": months(year, found.calendar), "may_publish": may,
        "years": sorted({*known, year, look.at.today.year}), "known": known, "refused": refused,
        "weekdays": (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun")),
    }  # fmt: skip
