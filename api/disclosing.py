"""Disclosure lists: looked at before they are prepared, approved, published, re-checked; found by their digest."""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import msgspec
from flask import Response

import identity
from api import asking, queries, telling, upload_queries
from api import disclosure_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.evidence import attached, sent_file
from api.import_answers import ImportNote
from api.operations import OPERATIONS, Operation, operation
from api.problems import language
from api.reading import reading_at, require_place, seen_by
from documents.disclosing import Preview, digest_of_found, posted, preview
from documents.public_xlsx import XLSX, write_xlsx
from events.event import Recorded
from events.store import EventStore
from identity import acts
from workflow import disclosing, patterns, schemas, service
from workflow import messages as m
from workflow.disclosure_lists import require_postable
from workflow.facts import Due
from workflow.lookups import units
from workflow.messages import Actor
from workflow.messages.disclosure_list import PrepareDisclosureList
from workflow.public_table import CellNote, PublicTable
from workflow.row_errors import NotAMonth
from workflow.sight import Place

TAG = "disclosure lists"


@operation("GET", "/disclosure-lists", tag=TAG, answers=a.DisclosureLists, query=queries.DisclosuresQuery,
           refused=(403, 404, 422))  # fmt: skip
def list_disclosure_lists(actor: Actor) -> Response:
    """List the disclosure lists in sight.

    As they stood at `as_of`, if given; of a unit, of a month.
    """
    require_place(actor, Place.DISCLOSURES)
    given = queries.asked(queries.DisclosuresQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.DISCLOSURES)
        found = disclosing.listed(connection, reader, moment, unit=given["unit"], month=given["month"])
    return telling.json(a.DisclosureLists(lists=[_row(one) for one in found], as_of=telling.as_of(moment, seen)))


def _row(row: Any) -> a.DisclosureListRow:
    return a.DisclosureListRow(**{name: getattr(row, name) for name in a.DisclosureListRow.__struct_fields__})


@operation("GET", "/disclosure-lists/<uuid:list_id>", tag=TAG, answers=a.DisclosureListAnswer,
           query=queries.EyesQuery, refused=(404, 410, 422), etag=True)  # fmt: skip
def show_disclosure_list(actor: Actor, list_id: UUID) -> Response:
    """Show a list, and what the public sees of it.

    The ETag is its version: send it back in If-Match. 410 says that the table's bytes are missing or altered.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.DISCLOSURES)
        past, names = disclosing.past(connection, reader, list_id, moment), identity.names(connection)
    listed = past.listed
    assert listed.month
    row = {name: getattr(listed, name) for name in a.DisclosureListRow.__struct_fields__ if hasattr(listed, name)}
    told = {"list_id": list_id, "month": str(listed.month), "stage": listed.stage.value}
    told["result"] = listed.result.value if listed.result else None
    said = a.DisclosureListAnswer(
        listed=a.DisclosureListRow(**{**row, **told}), withheld=listed.withheld, hotline=listed.hotline,
        place=listed.place, found=listed.found,
        table=_table(disclosing.table_of(identity.current_ledger().files, listed)),
        events=[_event(one, reader, names) for one in past.recorded], as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said, version=listed.version)


def _table(table: PublicTable) -> a.PublicTableTold:
    return a.PublicTableTold(title=table.title, columns=list(table.columns), rows=[list(row) for row in table.rows])


def _event(one: Recorded, reader: Actor, names: Any) -> a.DisclosureListEvent:
    return a.DisclosureListEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), names), body=msgspec.to_builtins(one.event),
    )  # fmt: skip


@operation("GET", "/disclosure-lists/<uuid:list_id>/table.xlsx", tag=TAG, query=queries.AsOfQuery,
           refused=(404, 409, 410, 422))  # fmt: skip
def download_disclosure_table(actor: Actor, list_id: UUID) -> Response:
    """Download a list as it is posted.

    Once it is approved. An .xlsx of A4, in Chinese; the same list gives the same bytes. That it was taken out is
    recorded.
    """
    ledger = identity.current_ledger()
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        past = disclosing.past(connection, actor, list_id, moment)
        unit = units(connection, moment.position).get(past.listed.bureau)
    require_postable(past.listed)
    name = unit.name if unit else past.listed.bureau
    content = write_xlsx(posted(ledger, past.listed, name, past.recorded[0].recorded_at))
    acts.done("exported", actor.account, f"disclosure-{list_id}.xlsx")
    digest = hashlib.sha256(content).hexdigest()
    return attached(content, m.Evidence(digest, len(content), XLSX), f"disclosure-{list_id}.xlsx")


@operation("POST", "/disclosure-lists/preview", tag=TAG, answers=a.DisclosurePreview,
           query=upload_queries.DisclosureUpload, refused=(400, 403, 413, 415, 422))  # fmt: skip
def preview_disclosure_list(actor: Actor) -> Response:
    """See what the public will see of a list.

    An .xlsx or .csv as the multipart field `file`, or as the body itself with its name in the query. Nothing is
    recorded or kept. For a bureau's leaders and handlers.
    """
    found, _, _ = _preview(actor)
    made = found.made
    said = a.DisclosurePreview(
        publishable=found.publishable, digest=made.table.digest, persons=len(found.read.rows), withheld=made.withheld,
        table=_table(made.table), notes=[_note(one) for one in made.notes], ignored=list(found.read.ignored),
    )  # fmt: skip
    return telling.json(said)


def _preview(actor: Actor) -> tuple[Preview, str, str]:
    given = queries.asked(upload_queries.DisclosureUpload)
    name, content = sent_file(given["name"])
    month = given["month"]
    try:
        asked = Due.parse(month)
    except ValueError as error:
        raise NotAMonth(field="month") from error
    return preview(identity.current_ledger(), actor, content, name, actor.org, asked), month, given["hotline"]


def _note(one: CellNote) -> ImportNote:
    reason = one.reason.say(language())
    return ImportNote(
        cell=one.cell or str(one.row), column=one.column.say(language()), given=one.given, reason=reason,
        suggestion=None, kind="refused",
    )  # fmt: skip


@operation("POST", "/disclosure-lists", tag=TAG, answers=a.DisclosureListDone, query=upload_queries.DisclosureUpload,
           headers=HEADERS_NEW, status=201, refused=(*REFUSED, 409), etag=True)  # fmt: skip
def prepare_disclosure_list(actor: Actor) -> Response:
    """Prepare a disclosure list.

    The same file as in the preview, with its digest. What the public will see is kept; the list itself is not. For a
    bureau's leaders and handlers.
    """
    found, month, hotline = _preview(actor)
    ledger, (command_id, again) = identity.current_ledger(), asking.command_id(actor)
    digest = queries.asked(upload_queries.DisclosureUpload)["digest"]
    said = {"bureau": actor.org, "month": month, "hotline": hotline, "digest": digest}
    subject, at = uuid5(command_id, "disclosure"), ledger.clock.now()
    command = schemas.load(PrepareDisclosureList, said, command_id=command_id, subject=subject, by=actor, at=at)
    if again:
        with ledger.database.reading() as connection:
            if done := service.replayed(EventStore(connection), command):
                return _said(done, 201)
    patterns.require_seen(command, seen=asking.personal_seen())
    asking.require_new()
    return _said(service.handle(ledger, replace(command, rows=found.read.rows)), 201)


@operation("POST", "/disclosure-lists/verify", tag=TAG, answers=a.DisclosureFound, query=upload_queries.VerifyQuery,
           refused=(400, 403, 413, 415, 422))  # fmt: skip
def find_disclosure_list(actor: Actor) -> Response:
    """Tell which list a posted file is.

    The .xlsx as the multipart field `file`, or as the body with its name in the query, however it was saved since.
    Without a file, `digest` in the query: 12 characters or more.
    """
    require_place(actor, Place.DISCLOSURES)
    given = queries.asked(upload_queries.VerifyQuery)
    if given["digest"]:
        digest = disclosing.digest_in(given["digest"])
    else:
        name, content = sent_file(given["name"])
        digest = digest_of_found(content, name)
    with reading_at("") as (connection, moment):
        found = disclosing.with_digest(connection, actor, moment, digest)
    return telling.json(a.DisclosureFound(digest=digest, lists=[_row(one) for one in found]))


def _said(done: service.Done, status: int) -> Response:
    said = a.DisclosureListDone(list_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)


SUMMARIES = {
    "approve": ("Approve a list.", "By another account than the one that prepared it, under the digest it looked at."),
    "publish": ("Record that a list was disclosed.", "Its row of the register, and what it does for the unit's monthly "
                "obligation, are recorded with it."),
    "hand_over": ("Record that a list was handed over.", "To the livelihood office, which posts it too."),
    "recheck": ("Record the re-check of a list.", "`found` is the digest of what was found posted: a complete list has "
                "the published one."),
    "withdraw": ("Withdraw a list.", "Its row of the register and what it did for the obligation do not count then."),
}  # fmt: skip


def _operation(trigger: str) -> Operation:
    kind, (summary, says) = m.DISCLOSURE_LIST_COMMANDS[trigger], SUMMARIES[trigger]

    def view(actor: Actor, list_id: UUID) -> Response:
        return _said(give(kind, actor, list_id, new=False), 200)

    return Operation(
        method="POST", path=f"/disclosure-lists/<uuid:list_id>/{trigger}", tag=TAG, body=schemas.schema_for(kind),
        name=f"{trigger}_disclosure_list", summary=summary.removesuffix("."), description=says, view=view,
        answers=a.DisclosureListDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
    )  # fmt: skip


OPERATIONS.extend(map(_operation, SUMMARIES))
