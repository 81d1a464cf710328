"""Drafted notices: read as they stand or stood, written, approved, discarded; and notices that are withdrawn."""

from typing import Any, cast
from uuid import UUID, uuid5

import msgspec
from flask import Response

import identity
from api import answers as base
from api import asking, queries, telling
from api import notice_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from api.refusals import Missing
from events.event import Recorded
from workflow import draft_board, money, reports, schemas
from workflow import messages as m
from workflow.drafts import SAYS, Draft
from workflow.messages import Actor
from workflow.messages.draft import ProblemAdded
from workflow.sight import Place

NAMES = {
    "draft": "draft_notice", "revise": "revise_draft", "add": "add_problem_draft", "drop": "drop_problem_draft",
    "approve": "approve_draft", "discard": "discard_draft",
}  # fmt: skip


@operation("GET", "/drafts", tag="drafts", answers=a.Drafts, query=queries.EyesQuery, refused=(403, 422))
def list_drafts(actor: Actor) -> Response:
    """List the notices being drafted.

    For the city center and auditors; through a bureau's eyes there are none.
    """
    require_place(actor, Place.DRAFTS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.DRAFTS)
        found = draft_board.listed(connection, reader, moment)
    return telling.json(a.Drafts(drafts=telling.rows(a.DraftRow, found), as_of=telling.as_of(moment, seen)))


@operation(
    "GET", "/drafts/<uuid:draft_id>", tag="drafts", answers=a.DraftAnswer, query=queries.EyesQuery, refused=(404, 422),
    etag=True,
)  # fmt: skip
def show_draft(actor: Actor, draft_id: UUID) -> Response:
    """Show a draft, and what happened to it.

    The ETag is its version: send it back in If-Match to change or approve it.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.DRAFTS)
        past = draft_board.past(connection, reader, draft_id, moment)
        names = identity.names(connection)
    draft = past.draft
    said = a.DraftAnswer(
        draft_id=draft_id, leader=past.leader, authors=sorted(draft.authors), **_plain(draft),
        problems=[_problem(one) for one in draft.problems],
        events=[happening(one, reader, names) for one in past.recorded], as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said, version=draft.version)


PLAIN = (
    "version", "stage", "title", "year", "issuer", "basis", "meeting", "plan", "listed_on", "return_by", "items",
)  # fmt: skip


def _plain(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in PLAIN}


def _problem(one: ProblemAdded) -> a.DraftProblem:
    said = {name: getattr(one, name) for name in a.DraftProblem.__struct_fields__}
    figure = one.figure.stated if one.figure else None
    amount = None if one.amount is None else money.plain(one.amount)
    told = {"bureaus": list(one.bureaus), "due": str(one.due), "figure": figure, "amount": amount}
    return a.DraftProblem(**{**said, **told})


def happening(one: Recorded, reader: Actor, names: Any) -> a.Happening:
    """An event, and who brought it about as far as the reader is told."""
    return a.Happening(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), names), body=msgspec.to_builtins(one.event),
    )  # fmt: skip


def _view(trigger: str) -> Any:
    kind, new = m.DRAFT_COMMANDS[trigger], trigger == "draft"

    def view(actor: Actor, draft_id: UUID | None = None) -> Response:
        subject = draft_id or uuid5(asking.command_id(actor)[0], "draft")
        done = give(kind, actor, subject, new=new)
        said = a.DraftDone(draft_id=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _operation(trigger: str) -> Operation:
    new = trigger == "draft"
    return Operation(
        method="POST", path="/drafts" if new else f"/drafts/<uuid:draft_id>/{trigger}", name=NAMES[trigger],
        tag="drafts", summary=f"{SAYS[trigger].en.capitalize()}.",
        description="For the city center. A draft is approved by another account than every one that wrote any of it, "
                    "on the counts that account looked at; then notice, items and packages are made in one "
                    "transaction, or nothing is.",
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.DRAFT_COMMANDS[trigger])), answers=a.DraftDone,
        status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=(*REFUSED, 409) if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.DRAFT_COMMANDS)


@operation(
    "POST", "/notices/<uuid:notice_id>/withdraw", tag="commands", body=schemas.schema_for(m.WithdrawNotice),
    answers=base.NoticeDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def withdraw_notice(actor: Actor, notice_id: UUID) -> Response:
    """Withdraw a notice.

    With all its items, in one transaction; refused with their numbers where any was reported. For the city center.
    """
    with reading_at("") as (connection, moment):
        if notice_id not in {row.notice_id for row in reports.notice_names(connection, actor, moment)}:
            raise Missing
    done = give(m.WithdrawNotice, actor, notice_id, new=False)
    said = base.NoticeDone(notice_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, version=done.version)
