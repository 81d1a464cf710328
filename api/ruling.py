"""The rules with a number, and the working-day calendars: read as they stand or stood, set, published."""

from flask import Response

from api import calendar_answers, queries, telling
from api import contact_answers as a
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place
from workflow import calendars, schemas
from workflow import messages as m
from workflow.calendar_errors import NoSuchPolicy, NoSuchYear
from workflow.contact_register import Rule, rule
from workflow.history import Moment
from workflow.lookups import calendar_id, policy_id
from workflow.messages import Actor
from workflow.messages.calendar import FIRST_YEAR, LAST_YEAR
from workflow.messages.policy import POLICIES, UNITS, Policy
from workflow.sight import Place


def _named(text: str) -> Policy:
    """The policy an address names: contact-change-days is contact_change_days."""
    name = text.replace("-", "_")
    if name not in set(Policy):
        raise NoSuchPolicy
    return Policy(name)


@operation("GET", "/policies", tag="rules", answers=calendar_answers.Rules, query=queries.AsOfQuery, refused=(403, 422))
def list_rules(actor: Actor) -> Response:
    """List the rules with a number.

    What each counts, and the number in force; null where none was set: then nothing is judged by it.
    """
    require_place(actor, Place.RULES)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        found = [(one, rule(connection, one, moment)) for one in Policy]
    rows = [
        calendar_answers.RuleRow(
            policy=one, says=POLICIES[one].en, unit=UNITS[one].en, days=held.days, version=held.version
        )
        for one, held in found
    ]
    return telling.json(calendar_answers.Rules(rules=rows, as_of=telling.as_of(moment)))


@operation(
    "GET", "/policies/<string:policy>", tag="rules", answers=a.RuleAnswer, query=queries.AsOfQuery,
    refused=(403, 404, 422), etag=True,
)  # fmt: skip
def show_rule(actor: Actor, policy: str) -> Response:
    """Show a rule with a number, such as contact-change-days.

    `days` is null where no number was set: then nothing is judged by it. `said` is everything that was set.
    """
    require_place(actor, Place.RULES)
    asked = _named(policy)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        held = rule(connection, asked, moment)
    return telling.json(_rule(asked, held, moment), version=held.version)


def _rule(policy: Policy, held: Rule, moment: Moment) -> a.RuleAnswer:
    said = [
        a.RuleSaid(days=one.event.days, since=one.event.since, reason=one.event.reason, recorded_at=one.recorded_at)
        for one in held.said
    ]
    return a.RuleAnswer(policy=policy, days=held.days, version=held.version, said=said, as_of=telling.as_of(moment))


@operation(
    "POST", "/policies/<string:policy>/set", tag="rules", body=schemas.schema_for(m.SetPolicy),
    answers=a.RuleDone, headers=HEADERS_OLD, refused=(*REFUSED, 404), etag=True,
)  # fmt: skip
def set_rule(actor: Actor, policy: str) -> Response:
    """Set the number of a rule.

    It holds for what begins on `since` or later; what was due before stays due as it was. If-Match carries the
    version, "0" where nothing was set yet. For the city center.
    """
    asked = _named(policy)
    done = give(m.SetPolicy, actor, policy_id(asked), new=False, policy=asked)
    return telling.json(a.RuleDone(version=done.version, events=list(done.events)), version=done.version)


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchYear(given=str(year)[:8], first=FIRST_YEAR, last=LAST_YEAR)


@operation(
    "GET", "/calendars", tag="rules", answers=calendar_answers.Years, query=queries.AsOfQuery, refused=(403, 422)
)
def list_calendars(actor: Actor) -> Response:
    """List the years that have a working-day calendar.

    In every other year Saturdays and Sundays alone are free.
    """
    require_place(actor, Place.CALENDARS)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        years = calendars.years(connection, moment.position)
    return telling.json(calendar_answers.Years(years=years, as_of=telling.as_of(moment)))


@operation(
    "GET", "/calendars/<int:year>", tag="rules", answers=calendar_answers.YearAnswer, query=queries.AsOfQuery,
    refused=(403, 404, 422), etag=True,
)  # fmt: skip
def show_calendar(actor: Actor, year: int) -> Response:
    """Show the working-day calendar of a year.

    The days that are not as their weekday. The ETag is its version; version 0 is none yet: then Saturdays and Sundays
    alone are free.
    """
    require_place(actor, Place.CALENDARS)
    _require_year(year)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        found = calendars.published(connection, year, moment)
    said = [
        calendar_answers.CalendarSaid(
            version=one.version, basis=one.event.basis, recorded_at=one.recorded_at,
            days=[calendar_answers.CalendarDay(day=day.day, type=day.type) for day in one.event.days],
        )
        for one in found.said
    ]  # fmt: skip
    answer = calendar_answers.YearAnswer(year=year, version=found.version, said=said, as_of=telling.as_of(moment))
    return telling.json(answer, version=found.version)


@operation(
    "POST", "/calendars/<int:year>/publish", tag="rules", body=schemas.schema_for(m.PublishCalendar),
    answers=calendar_answers.CalendarDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def publish_calendar(actor: Actor, year: int) -> Response:
    """Publish the working-day calendar of a year.

    It is published whole; earlier versions stay, and what fell due by them is not changed. If-Match carries the
    version in force, "0" where there is none. For the city center and the system administrator.
    """
    _require_year(year)
    done = give(m.PublishCalendar, actor, calendar_id(year), new=False, year=year)
    said = calendar_answers.CalendarDone(version=done.version, events=list(done.events))
    return telling.json(said, version=done.version)
