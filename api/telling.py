"""From what the workflow answers to the shapes of answers.py: the sight was decided before anything arrives here."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from flask import Response
from sqlalchemy import Connection, Row

import identity
from api import answers as a
from api import listings
from api.problems import language
from events import vault
from events.event import Recorded
from events.personal import PersonalRef
from workflow import files, merging, money
from workflow.decider import why_not
from workflow.eyes import Eyes
from workflow.facts import Due
from workflow.history import Life, Moment, Step
from workflow.item import Item
from workflow.machine import TRIGGERS
from workflow.messages import Actor, Evidence
from workflow.messages.item import ItemReported
from workflow.persons import NAMED, masked_field
from workflow.sight import OTHER, tells_who

R = TypeVar("R", bound=a.Answer)


def json(said: a.Answer, status: int = 200, *, version: int | None = None) -> Response:
    """The answer as JSON, never kept by caches; with the version as its ETag, if one is given."""
    response = Response(msgspec.json.encode(said), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if version is not None:
        response.set_etag(str(version))
    return response


def as_of(moment: Moment, eyes: Eyes | None = None) -> a.AsOf:
    return a.AsOf(
        position=moment.position, at=moment.at, eyes=eyes.account if eyes else None,
        withheld=eyes.withheld if eyes else None,
    )  # fmt: skip


def rows(kind: type[R], found: Iterable[Row[Any]]) -> list[R]:
    """Rows of a read model; only the fields the shape names."""
    return [kind(**{name: getattr(row, name) for name in kind.__struct_fields__}) for row in found]


def item(connection: Connection, life: Life, actor: Actor, moment: Moment) -> a.ItemAnswer:
    now = life.item
    allowed, blocked = ([], {}) if moment.past else _open_to(actor, now, moment.today)
    assert now.state is not None and now.issued_at is not None and now.changed_at is not None
    return a.ItemAnswer(
        item_id=life.item_id, state=now.state, version=now.version, round=now.round, issued_at=now.issued_at,
        changed_at=now.changed_at, facts=_facts(connection, now), evidence=_evidence(connection, life, actor),
        allowed=allowed, blocked=blocked, as_of=as_of(moment),
    )  # fmt: skip


def _open_to(actor: Actor, now: Item, today: date) -> tuple[list[str], dict[str, a.Blocked]]:
    """The triggers open to the actor, and why the others are not, by the guards of the decider."""
    spoken = language()
    refusals = {trigger: why_not(actor, trigger, now, today) for trigger in TRIGGERS if trigger != "issue"}
    blocked = {t: a.Blocked(code=r.code, message=r.message(spoken)) for t, r in refusals.items() if r}
    return [trigger for trigger, refusal in refusals.items() if refusal is None], blocked


def _facts(connection: Connection, now: Item) -> a.ItemFacts:
    assert now.due is not None
    revealed = _reveal(connection, (now.leader, now.contact, now.phone))
    said = {name: getattr(now, name) for name in a.ItemFacts.__struct_fields__ if name != "due_last"}
    personal = {name: said[name] and _masked(name, revealed.get(said[name].ref)) for name in NAMED}
    amount = None if now.amount is None else money.plain(now.amount)
    return a.ItemFacts(**{**said, **personal, "due": str(now.due), "due_last": now.due.last, "amount": amount})


def _masked(field: str, kept: str | None) -> str | None:
    return None if kept is None else masked_field(field, kept)


def people(connection: Connection, life: Life) -> a.People:
    """Who is named in an item, whole; reading it is written to the security log by who asks."""
    now = life.item
    revealed = _reveal(connection, (now.leader, now.contact, now.phone))
    return a.People(**{name: (ref := getattr(now, name)) and revealed.get(ref.ref) for name in NAMED})


def _reveal(connection: Connection, values: Iterable[Any]) -> Mapping[UUID, str]:
    refs = {value.ref for value in values if isinstance(value, PersonalRef)}
    return vault.reveal(connection, refs) if refs else {}


def _evidence(connection: Connection, life: Life, reader: Actor) -> list[a.EvidenceFile]:
    """The files of the last report."""
    reports = [step for step in life.steps if isinstance(step.recorded.event, ItemReported)]
    if not reports:
        return []
    return named_files(connection, reader, reports[-1].by, life.item.evidence)


def named_files(connection: Connection, reader: Actor, by: Actor, stated: Iterable[Evidence]) -> list[a.EvidenceFile]:
    """Files under the names that who brought them gave, as far as the reader is told who that was."""
    stated = list(stated)
    told = [file.sha256 for file in stated] if tells_who(reader, by) else []
    names = files.names(connection, by.org, told)
    return [
        a.EvidenceFile(sha256=f.sha256, name=names.get(f.sha256), size=f.size, media_type=f.media_type) for f in stated
    ]


def timeline(connection: Connection, life: Life, reader: Actor, moment: Moment) -> a.Timeline:
    changed = [value for step in life.steps for change in step.changes for value in (change.before, change.after)]
    revealed = _reveal(connection, changed)
    names = identity.names(connection)
    merges = merging.of_those(connection, reader, (step.recorded.correlation_id for step in life.steps))
    events = [_event(step, reader, revealed, names, merges) for step in life.steps]
    return a.Timeline(item_id=life.item_id, events=events, as_of=as_of(moment))


def who(reader: Actor, by: Actor, names: Mapping[UUID, str]) -> a.Who:
    """Who acted, as far as the reader is told."""
    if tells_who(reader, by):
        return a.Who(account=by.account, role=by.role, org=by.org, name=names.get(by.account))
    return a.Who(account=None, role=by.role, org=OTHER, name=None)


def _event(
    step: Step, reader: Actor, revealed: Mapping[UUID, str], names: Mapping[UUID, str], merges: Container[UUID]
) -> a.EventAnswer:
    one, by = step.recorded, step.by
    changes = [
        a.ChangeAnswer(
            field=c.field, before=_said(c.field, c.before, revealed), after=_said(c.field, c.after, revealed)
        )
        for c in step.changes
    ]
    return a.EventAnswer(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        effective_at=one.effective_at, changes=changes, body=msgspec.to_builtins(one.event),
        merge=one.correlation_id if one.correlation_id in merges else None,
        actor=who(reader, by, names),
    )  # fmt: skip


def _said(field: str, value: Any, revealed: Mapping[UUID, str]) -> Any:
    match value:
        case PersonalRef():
            return _masked(field, revealed.get(value.ref))
        case Due():
            return str(value)
        case int() if field == "amount":
            return money.plain(value)
        case _:
            return msgspec.to_builtins(value)


def log_entry(one: Recorded) -> listings.LogEntry:
    assert one.position is not None and one.sealed_at is not None
    return listings.LogEntry(
        position=one.position, sealed_at=one.sealed_at, stream=one.stream, version=one.version, name=one.name,
        schema_version=one.schema_version, event_id=one.event_id, command_id=one.command_id,
        recorded_at=one.recorded_at, effective_at=one.effective_at, actor=one.actor, digest=one.digest.hex(),
        body=msgspec.to_builtins(one.event),
    )  # fmt: skip
