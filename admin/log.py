"""The log itself, newest first, for auditors and the center: what was recorded, when, by whom."""

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from flask_admin import expose
from sqlalchemy import select

from admin.base import Page
from admin.event_words import EVENTS
from admin.forms import is_uuid
from admin.look import Look, looking
from admin.queries import given, number
from admin.words import event_words, mark, say, t
from events.event import Recorded
from workflow import log_reports
from workflow.messages import Actor, CalendarPublished, DisclosureRuleSet, PolicySet
from workflow.messages.disclosure_rule import PUBLIC_COLUMNS
from workflow.messages.policy import POLICIES
from workflow.messages.row import KINDS as ROW_KINDS
from workflow.projections import (
    COMPARISONS,
    CONTACTS,
    DISCLOSURE_LISTS,
    DRAFTS,
    ITEMS,
    NOTICES,
    OBLIGATIONS,
    PACKAGES,
    PERFORMANCES,
    SAMPLES,
)
from workflow.sight import Place
from workflow.words import ROLES

SIZE = 50
NOWHERE = "item-none"
PAGES = {
    "item": "/admin/item/", "contact": "/admin/contacts/", "comparison": "/admin/comparisons/",
    "draft": "/admin/drafts/", "notice": "/admin/notices/", "obligation": "/admin/obligations/",
    "sample": "/admin/samples/", "batch": "/admin/batches/", "register": "/admin/registers/row/",
    "disclosure": "/admin/disclosures/",
}  # fmt: skip


class Line(NamedTuple):
    """One line of the log."""

    position: int
    recorded_at: datetime
    sealed_at: datetime
    name: str
    role: str
    unit: str
    page: str | None
    subject: str
    did: str
    stored: str
    version: int
    digest: str
    body: str
    command: UUID


class LogPage(Page):
    """Every sealed event."""

    key, title, place = "log", mark("Log"), Place.LOG

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            lines = _lines(look, _read(look))
            more = len(lines) > SIZE
            return self.render(
                "log.html", look=look, lines=lines[:SIZE], more=lines[SIZE - 1].position if more else None,
                names={name: event_words(name) for name in EVENTS}, wanted=_wanted(), before=number("before"),
            )  # fmt: skip


def _wanted() -> dict[str, str]:
    return {name: given(name) for name in ("name", "account", "item")}


def _read(look: Look) -> list[Recorded]:
    """One more than is shown, to know whether there is more."""
    wanted = _wanted()
    filters = {"name": wanted["name"]}
    if wanted["account"]:
        filters["account"] = wanted["account"]
    if wanted["item"]:
        filters["stream"] = _stream(look, wanted["item"])
    return log_reports.log_page(look.connection, look.actor, look.at, before=number("before"), size=SIZE + 1, **filters)


def _stream(look: Look, asked: str) -> str:
    """The stream of an item given by number, or by id; one that does not exist where there is none."""
    if is_uuid(asked):
        return f"item-{UUID(asked)}"
    table = ITEMS.now
    return look.connection.scalar(select(table.c.stream_id).where(table.c.number == asked)) or NOWHERE


def _lines(look: Look, recorded: list[Recorded]) -> list[Line]:
    owed = _owed(look, {one.stream for one in recorded})
    about = {one.stream: owed.get(one.stream, one.stream) for one in recorded}
    numbers = _numbers(look, set(about.values()))
    return [_line(look, one, about[one.stream], numbers) for one in recorded]


def _owed(look: Look, streams: set[str]) -> dict[str, str]:
    """The obligation that each performance is one of."""
    table = PERFORMANCES.now.c
    rows = look.connection.execute(select(table.stream_id, table.obligation_id).where(table.stream_id.in_(streams)))
    return {row.stream_id: f"obligation-{row.obligation_id}" for row in rows}


def _numbers(look: Look, streams: set[str]) -> dict[str, str]:
    """What an event is about, as people know it: an item's number, a contact's station, the title of others."""
    items, contacts, compared = ITEMS.now.c, CONTACTS.now.c, COMPARISONS.now.c
    found: dict[str, str] = {}
    owed, samples, disclosed = OBLIGATIONS.now.c, SAMPLES.now.c, DISCLOSURE_LISTS.now.c
    for stream, said in (
        (items.stream_id, items.number), (compared.stream_id, compared.title), (owed.stream_id, owed.duty),
        (NOTICES.now.c.stream_id, NOTICES.now.c.number), (DRAFTS.now.c.stream_id, DRAFTS.now.c.title),
        (samples.stream_id, samples.title), (disclosed.stream_id, disclosed.title),
    ):  # fmt: skip
        rows = look.connection.execute(select(stream, said).where(stream.in_(streams)))
        found |= {row[0]: row[1] for row in rows}
    stations = select(contacts.stream_id, contacts.station).where(contacts.stream_id.in_(streams))
    found |= {row.stream_id: look.unit(row.station) for row in look.connection.execute(stations)}
    packages, notices = PACKAGES.now.c, NOTICES.now.c
    sent = select(packages.stream_id, packages.bureau, notices.number).where(
        packages.stream_id.in_(streams), packages.notice_id == notices.notice_id
    )
    return found | {row.stream_id: f"{row.number} {look.unit(row.bureau)}" for row in look.connection.execute(sent)}


def _line(look: Look, one: Recorded, about: str, numbers: dict[str, str]) -> Line:
    by = Actor.parse(one.actor)
    assert one.position is not None and one.sealed_at is not None
    kind, _, rest = about.partition("-")
    return Line(
        position=one.position, recorded_at=one.recorded_at, sealed_at=one.sealed_at, name=look.person(by),
        role=say(ROLES[by.role]), unit=look.unit(by.org), page=f"{PAGES[kind]}{rest}" if kind in PAGES else None,
        subject=numbers.get(about) or _said(look, one) or f"{kind} {rest[:8]}", did=event_words(one.name),
        stored=one.name, version=one.version, digest=one.digest.hex(), body=_pretty(one.event),
        command=one.command_id,
    )  # fmt: skip


def _said(look: Look, one: Recorded) -> str:
    """The name that a notice or an organisation gives itself, or that an account has."""
    event, account = one.event, one.stream.partition("account-")[2]
    if isinstance(event, PolicySet):
        return say(POLICIES[event.policy])
    if isinstance(event, DisclosureRuleSet):
        return say(PUBLIC_COLUMNS[event.column])
    if isinstance(event, CalendarPublished):
        return str(event.year)
    if account:
        return look.account(UUID(account))
    if hasattr(event, "kind") and event.kind in ROW_KINDS:
        return say(ROW_KINDS[event.kind])
    if hasattr(event, "areas"):
        return t("Areas")
    return str(getattr(event, "number", "") or getattr(event, "name", ""))


def _pretty(event: object) -> str:
    return json.dumps(msgspec.to_builtins(event), ensure_ascii=False, indent=2, sort_keys=True)
