"""Samples: planned, their frame fixed, drawn, checked, concluded; and the file with which a draw is repeated."""

from typing import Any, cast
from uuid import UUID, uuid5

import msgspec
from flask import Response

import identity
from api import asking, queries, telling, upload_queries
from api import sample_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.evidence import sent_file
from api.import_telling import told_note
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from documents import framing
from events.event import Recorded
from identity import acts
from workflow import drawing, sampling, schemas
from workflow import messages as m
from workflow.messages import Actor
from workflow.sample_decider import SAYS
from workflow.sampling import Row, Seen
from workflow.service import Done
from workflow.sight import Place

HEADERS_FRAME = ("If-Match", "Idempotency-Key")


@operation("GET", "/samples", tag="samples", answers=a.Samples, query=queries.EyesQuery, refused=(403, 404, 422))
def list_samples(actor: Actor) -> Response:
    """List the samples.

    Evaluators, the city center and auditors see all of them; a bureau those that are concluded and have rows of its
    own. As of a moment, if given.
    """
    require_place(actor, Place.SAMPLES)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.SAMPLES)
        found = sampling.listed(connection, reader, moment)
    rows = [msgspec.convert(one._asdict(), a.SampleListed) for one in found]
    return telling.json(a.Samples(samples=rows, as_of=telling.as_of(moment, seen)))


@operation("GET", "/samples/<uuid:sample_id>", tag="samples", answers=a.SampleAnswer, query=queries.EyesQuery,
           refused=(404, 422), etag=True)  # fmt: skip
def show_sample(actor: Actor, sample_id: UUID) -> Response:
    """Show a sample.

    Its frame, every draw, the drawn rows with what was found. A bureau sees its own rows once it is concluded; others
    are counted. The ETag is its version: send it back in If-Match to change it.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, eyes = seen_by(connection, actor, given["eyes"], moment, Place.SAMPLES)
        seen = sampling.one(connection, reader, sample_id, moment)
        others = sampling.same_frame(connection, seen, moment)
        names = identity.names(connection)
    events = [_event(one, reader, names) for one in sampling.told(reader, seen)]
    sample = seen.sample
    said = a.SampleAnswer(
        sample_id=sample_id, version=sample.version, title=sample.title, purpose=sample.purpose,
        drawn_from=sample.drawn_from, concluded=sample.concluded is not None, frame=_frame(seen), draws=_draws(seen),
        same_frame=[other for other, _ in others],
        rows=[_row(row) for row in seen.rows], checked=seen.checked, found=seen.found,
        by_kind={str(kind): number for kind, number in seen.by_kind.items()}, others=a.SampleOthers(**seen.others),
        events=events, as_of=telling.as_of(moment, eyes),
    )  # fmt: skip
    return telling.json(said, version=sample.version)


def _frame(seen: Seen) -> a.SampleFrame | None:
    sample = seen.sample
    if not seen.whole or not sample.frame:
        return None
    return a.SampleFrame(
        digest=sample.frame, units=_units(sample.strata), empty=list(sample.empty), at_position=sample.at_position,
        times=sample.frames,
    )  # fmt: skip


def _units(strata: tuple[drawing.Stratum, ...]) -> list[a.UnitRows]:
    return [a.UnitRows(unit=one.unit, rows=one.rows) for one in strata]


def _draws(seen: Seen) -> list[a.SampleDraw]:
    if not seen.whole:
        return []
    return [
        a.SampleDraw(
            number=one.number, frame=one.frame, method=one.method, seed=one.seed, seed_from=one.seed_from,
            sizes=_units(one.sizes), each=one.each, in_all=one.in_all, digest=one.digest, reason=one.reason,
        )
        for one in seen.sample.draws
    ]  # fmt: skip


def _row(row: Row) -> a.SampleRowAnswer:
    check = row.check
    return a.SampleRowAnswer(
        place=row.place, unit=row.unit, row=row.row, kind=row.kind, defects=list(check.defects) if check else [],
        remark=check.remark if check else "", checked_on=check.checked_on if check else None,
        corrections=check.corrections if check else 0,
    )  # fmt: skip


def _event(one: Recorded, reader: Actor, names: Any) -> a.SampleEvent:
    return a.SampleEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), names),
    )  # fmt: skip


@operation("GET", "/samples/<uuid:sample_id>/draws/<int:number>", tag="samples", query=queries.AsOfQuery,
           refused=(404, 409, 422))  # fmt: skip
def show_draw_file(actor: Actor, sample_id: UUID, number: int) -> Response:
    """Download all that is needed to repeat a draw.

    The frame's rows, method, seed, sizes, and what was drawn. `docs/howto.md` has the few lines that repeat it;
    `xiaohao sample verify FILE` does, too. For evaluators, the city center and auditors.
    """
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        content = sampling.draw_file(connection, sampling.one(connection, actor, sample_id, moment), number)
    acts.done("exported", actor.account, f"draw-{sample_id}-{number}.json")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, 200, headers, mimetype="application/json")


@operation("POST", "/samples/<uuid:sample_id>/volumes", tag="samples", answers=a.VolumesBrought,
           query=upload_queries.VolumesQuery, headers=HEADERS_FRAME,
           refused=(400, 403, 404, 409, 412, 413, 415, 422, 428), etag=True)  # fmt: skip
def bring_volumes(actor: Actor, sample_id: UUID) -> Response:
    """Bring the list of volumes that a sample is drawn from.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the
    query. Columns: unit,
    volume, kind. Rows that cannot be drawn are left out and said why. `dry_run` writes nothing. The file is not kept.
    """
    given = queries.asked(upload_queries.VolumesQuery)
    version = asking.version_seen()
    with reading_at("") as (connection, moment):
        sampling.one(connection, actor, sample_id, moment)
        name, content = sent_file(given["name"])
        brought = framing.look_at(connection, actor, content, name)
    asked = _asked(actor, sample_id, version, given["reason"])
    done = None if given["dry_run"] else framing.bring(identity.current_ledger(), asked, brought)
    frame = brought.frame
    rows = [
        a.VolumesRow(row=row.row, outcome=row.outcome.value, notes=[told_note(note) for note in row.notes])
        for row in brought.rows if row.notes
    ]  # fmt: skip
    said = a.VolumesBrought(
        digest=drawing.frame_digest(frame), units=_units(drawing.strata_of(frame)), left=len(brought.left),
        version=done.version if done else None, rows=rows,
    )  # fmt: skip
    return telling.json(said, version=done.version if done else version)


@operation("POST", "/samples/<uuid:sample_id>/items", tag="samples", answers=a.SampleDone, query=queries.ItemsQuery,
           headers=HEADERS_FRAME, refused=(400, 403, 404, 409, 412, 422, 428), etag=True)  # fmt: skip
def take_sample_items(actor: Actor, sample_id: UUID) -> Response:
    """Take the items that a sample is drawn from.

    Those of the ledger that fit the query, as they stood at a moment; by default after the log's last position.
    """
    given = queries.asked(queries.ItemsQuery)
    version = asking.version_seen()
    with reading_at("") as (connection, moment):
        sampling.one(connection, actor, sample_id, moment)
    asked = _asked(actor, sample_id, version, given["reason"])
    done = framing.take_items(
        identity.current_ledger(), asked, given["at"], area=given["area"], state=given["state"]
    )  # fmt: skip
    return _said(done, 200)


def _asked(actor: Actor, sample_id: UUID, version: int, reason: str) -> framing.Asked:
    at, command_id = identity.current_ledger().clock.now(), asking.command_id(actor)[0]
    return framing.Asked(
        sample=sample_id, by=actor, at=at, command_id=command_id, version=version, reason=reason.strip()
    )  # fmt: skip


def _said(done: Done, status: int) -> Response:
    said = a.SampleDone(sample_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)


def _view(trigger: str) -> Any:
    kind, new = m.SAMPLE_COMMANDS[trigger], trigger == "plan"

    def view(actor: Actor, sample_id: UUID | None = None) -> Response:
        subject = sample_id or uuid5(asking.command_id(actor)[0], "sample")
        return _said(give(kind, actor, subject, new=new), 201 if new else 200)

    return view


def _operation(trigger: str) -> Operation:
    new = trigger == "plan"
    return Operation(
        method="POST", path="/samples" if new else f"/samples/<uuid:sample_id>/{trigger}", name=f"{trigger}_sample",
        tag="samples", summary=f"{SAYS[trigger].en.capitalize()}.", description=DESCRIBED[trigger],
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.SAMPLE_COMMANDS[trigger])), answers=a.SampleDone,
        status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=REFUSED if new else (*REFUSED, 404, 409),
    )  # fmt: skip


DESCRIBED = {
    "plan": "A seed, if one is given, is that of the first draw; else, and for every further one, the server makes it "
            "in the draw itself. For evaluators, the city center and auditors.",
    "draw": "`frame` is the digest of the frame that was looked at, `sizes` one number for every unit or unit=number "
            "for each, `in_all` what they must add up to. For evaluators, the city center and auditors.",
    "draw_again": "It needs a reason, and gets a seed that the server makes; what was drawn before is kept.",
    "check": "No defect means that none was found. For evaluators and the city center.",
    "correct": "What the check said is replaced; what it said before stays in the log.",
    "conclude": "The sample is frozen, and bureaus see their own results. With rows that were not checked it needs a "
                "reason, and names them.",
}  # fmt: skip
OPERATIONS.extend(_operation(trigger) for trigger in DESCRIBED)
