"""The contact register: read as it stands or stood, called, changed, imported."""

from typing import Any, cast
from uuid import UUID, uuid5

import msgspec
from flask import Response

import identity
from api import asking, queries, telling, upload_queries
from api import contact_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.evidence import sent_file
from api.import_telling import told_note
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from documents.contact_import import import_contacts
from events.event import Recorded
from identity import acts
from workflow import contact_register, schemas
from workflow import messages as m
from workflow.contact_errors import NoSuchContact
from workflow.contact_register import Entry
from workflow.contacts import SAYS, was_late
from workflow.lookups import units
from workflow.messages import Actor
from workflow.sight import Place


@operation("GET", "/contacts", tag="contacts", answers=a.Contacts, query=queries.ContactsQuery, refused=(403, 404, 422))
def list_contacts(actor: Actor) -> Response:
    """List the contact register.

    The liaisons and people in the know of every station in sight, names and phones masked. As they stood at `as_of`,
    if given.
    """
    return _listed(actor, whole=False)


@operation(
    "POST", "/contacts/people", tag="contacts", answers=a.Contacts, query=queries.OfUnitQuery, refused=(403, 422)
)
def show_contact_people(actor: Actor) -> Response:
    """Show the contact register with names and phones whole.

    That they were read, by whom and of how many entries, is written to the security log first.
    """
    return _listed(actor, whole=True)


def _listed(actor: Actor, *, whole: bool) -> Response:
    require_place(actor, Place.CONTACTS)
    given = queries.asked(queries.OfUnitQuery if whole else queries.ContactsQuery)
    with reading_at(given.get("as_of", "")) as (connection, moment):
        reader, seen = seen_by(connection, actor, given.get("eyes"), moment, Place.CONTACTS)
        found = contact_register.entries(connection, reader, moment, whole=whole)
        known = units(connection)
    wanted = given["unit"], given["standing"]
    rows = [_row(one) for one in found if wanted[0] in ("", one.bureau) and wanted[1] in ("", one.standing)]
    if whole:
        acts.done(
            "people_read", actor.account, "contacts", unit=wanted[0] if wanted[0] in known else "", entries=len(rows)
        )
    return telling.json(a.Contacts(contacts=rows, as_of=telling.as_of(moment, seen)))


def _row(one: Entry) -> a.ContactRow:
    return a.ContactRow(**{name: getattr(one, name) for name in a.ContactRow.__struct_fields__})


@operation(
    "GET", "/contacts/<uuid:contact_id>", tag="contacts", answers=a.ContactAnswer, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_contact(actor: Actor, contact_id: UUID) -> Response:
    """Show one entry of the contact register, and what happened to it.

    The ETag is its version: send it back in If-Match to change it.
    """
    given = queries.asked(queries.EyesQuery)
    return _one(actor, contact_id, given["as_of"], given["eyes"], whole=False)


@operation(
    "POST", "/contacts/<uuid:contact_id>/people", tag="contacts", answers=a.ContactAnswer, refused=(404,),
    etag=True,
)  # fmt: skip
def show_contact_person(actor: Actor, contact_id: UUID) -> Response:
    """Show one entry with name and phone whole.

    That they were read is written to the security log first.
    """
    return _one(actor, contact_id, "", None, whole=True)


def _one(actor: Actor, contact_id: UUID, as_of: str, eyes: UUID | None, *, whole: bool) -> Response:
    with reading_at(as_of) as (connection, moment):
        reader, seen = seen_by(connection, actor, eyes, moment, Place.CONTACTS)
        past = contact_register.past(connection, reader, contact_id, moment)
        found = contact_register.entries(connection, reader, moment, whole=whole)
        names = identity.names(connection)
    entry = next((one for one in found if one.contact_id == contact_id), None)
    if entry is None:
        raise NoSuchContact
    if whole:
        acts.done("people_read", actor.account, f"contact-{contact_id}")
    events = [_event(one, reader, names) for one in past.recorded]
    said = a.ContactAnswer(contact=_row(entry), events=events, as_of=telling.as_of(moment, seen))
    return telling.json(said, version=entry.version)


def _event(one: Recorded, reader: Actor, names: Any) -> a.ContactEvent:
    by = Actor.parse(one.actor)
    return a.ContactEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, by, names),
        body=msgspec.to_builtins(one.event), late=was_late(one.event),
    )  # fmt: skip


def _view(trigger: str) -> Any:
    kind, new = m.CONTACT_COMMANDS[trigger], trigger == "register"

    def view(actor: Actor, contact_id: UUID | None = None) -> Response:
        subject = contact_id or uuid5(asking.command_id(actor)[0], "contact")
        done = give(kind, actor, subject, new=new)
        said = a.ContactDone(contact_id=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _operation(trigger: str) -> Operation:
    new = trigger == "register"
    return Operation(
        method="POST", path="/contacts" if new else f"/contacts/<uuid:contact_id>/{trigger}",
        name=f"{trigger}_contact", tag="contacts", summary=f"{SAYS[trigger].en.capitalize()}.",
        description="For the bureau that answers for the station and the city center; evaluators may record what came "
                    "of a call. Days are the days it changed or was called, not after today.",
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.CONTACT_COMMANDS[trigger])),
        answers=a.ContactDone, status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=(*REFUSED, 409) if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.CONTACT_COMMANDS)


@operation(
    "POST", "/contact-lists", tag="contacts", answers=a.ContactsImported, query=upload_queries.ContactListQuery,
    refused=(400, 403, 413, 415, 422),
)  # fmt: skip
def import_a_contact_list(actor: Actor) -> Response:
    """Import a list of contacts.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the
    query. Who is known by
    station, post and name is not entered twice; rows that are asked about or refused are left and said why. `dry_run`
    writes nothing. At most 2,000 rows. The file is not kept; that the register's names were read is recorded.
    """
    given = queries.asked(upload_queries.ContactListQuery)
    name, content = sent_file(given["name"])
    confirmed = frozenset(filter(None, given["confirm"].split(",")))
    ledger = identity.current_ledger()
    report = import_contacts(ledger, actor, content, name, dry_run=given["dry_run"], confirmed=confirmed)
    rows = [
        a.ContactsImportedRow(
            row=row.read.row, outcome=row.outcome.value, did=[*row.did], contact_id=row.contact_id,
            confirmable=row.confirmable, answers=[*row.answers], notes=[told_note(note) for note in row.notes],
        )
        for row in report.rows
    ]  # fmt: skip
    said = a.ContactsImported(written=report.written, changes=report.changes, left=len(report.left), rows=rows)
    return telling.json(said)
