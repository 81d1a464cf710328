"""Reports upward: listed, read with every figure, drafted of a moment, approved, issued; and the office's wording."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from flask import Response

import identity
from api import asking, queries, telling
from api import upward_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from documents import upward_files
from events.event import Recorded
from identity import acts
from workflow import messages as m
from workflow import schemas, upward_reports
from workflow.messages import Actor
from workflow.messages import upward as u
from workflow.service import Done
from workflow.sight import Place
from workflow.upward import MAY, UpwardReport
from workflow.upward_errors import NoSuchReport
from workflow.upward_reports import Made
from workflow.upward_text import Block, Said


@operation("GET", "/upward-reports", tag="reports upward", answers=a.UpwardReports, query=queries.EyesQuery,
           refused=(403, 404, 422))  # fmt: skip
def list_upward_reports(actor: Actor) -> Response:
    """List the reports upward.

    Those that were withdrawn, too. For who sees all items.
    """
    require_place(actor, Place.UPWARD)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.UPWARD)
        found = upward_reports.listed(connection, reader, moment)
    rows = [a.UpwardRow(**{name: getattr(row, name) for name in a.UpwardRow.__struct_fields__}) for row in found]
    return telling.json(a.UpwardReports(reports=rows, as_of=telling.as_of(moment, seen)))


@operation("GET", "/upward-reports/<uuid:report_id>", tag="reports upward", answers=a.UpwardAnswer,
           query=queries.EyesQuery, refused=(404, 422), etag=True)  # fmt: skip
def show_upward_report(actor: Actor, report_id: UUID) -> Response:
    """Show a report upward.

    Its content is made anew from its position of the log, each figure with the events it rests on. `unknown` are the
    figures that print 【待核】; whoever approves and issues says how many they are.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.UPWARD)
        report, recorded = upward_reports.one(connection, reader, report_id, moment)
        names = identity.names(connection)
    made = upward_reports.made(identity.current_ledger(), report)
    events = [_event(one, reader, names) for one in recorded]
    return telling.json(_answer(report_id, report, made, events, telling.as_of(moment, seen)), version=report.version)


def _answer(
    report_id: UUID, report: UpwardReport, made: Made, events: list[a.UpwardEvent], as_of: Any
) -> a.UpwardAnswer:
    content = made.content
    values = {figure.key: figure.value for figure in content.figures}
    same = ("addressee", "issuer", "year", "at_position", "wording", "digest", "returned", "number",
            "issued_on", "docx", "xlsx", "version", "stage")  # fmt: skip
    return a.UpwardAnswer(
        report_id=report_id, **{name: getattr(report, name) for name in same}, notices=list(report.notices),
        reported_as_of=made.at.at, same=made.same, head=made.head, unknown=[figure.key for figure in content.unknown],
        blocks=[_block(block, values) for block in content.blocks], events=events, as_of=as_of,
        figures=[
            a.UpwardFigure(
                key=one.key, label=one.label, value=one.value, how=one.how, why=one.why, sums=list(one.sums),
                refs=[a.UpwardRef(**ref._asdict()) for ref in one.refs],
            )
            for one in content.figures
        ],
    )  # fmt: skip


def _block(block: Block, values: dict[str, str]) -> a.UpwardBlock:
    pieces = [
        a.UpwardPiece(text=values[piece.key], key=piece.key) if isinstance(piece, Said)
        else a.UpwardPiece(text=piece, key=None) for piece in block.pieces
    ]  # fmt: skip
    return a.UpwardBlock(kind=block.kind, pieces=pieces)


def _event(one: Recorded, reader: Actor, names: Any) -> a.UpwardEvent:
    return a.UpwardEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), names),
    )  # fmt: skip


@operation("GET", "/upward-reports/<uuid:report_id>/report.<ending>", tag="reports upward", query=queries.AsOfQuery,
           refused=(404, 410, 422))  # fmt: skip
def download_upward_report(actor: Actor, report_id: UUID, ending: str) -> Response:
    """Download a report upward: docx, xlsx (its annexes) or pdf.

    What was issued is handed out as it was issued; before that it is made of the content. A pdf needs LibreOffice on
    the server.
    """
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        report, _ = upward_reports.one(connection, actor, report_id, moment)
    if ending not in upward_files.ENDINGS:
        raise NoSuchReport
    content = upward_files.content_of(identity.current_ledger(), report, ending)
    acts.done("exported", actor.account, f"upward-report-{report_id}.{ending}")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
               "Content-Disposition": f"attachment; filename=report-{report.at_position}.{ending}"}  # fmt: skip
    return Response(content, 200, headers, mimetype=upward_files.ENDINGS[ending])


@operation("POST", "/upward-reports", tag="reports upward", body=schemas.schema_for(u.DraftReport), status=201,
           answers=a.UpwardDone, query=queries.AsOfQuery, headers=HEADERS_NEW, refused=REFUSED, etag=True)  # fmt: skip
def draft_upward_report(actor: Actor) -> Response:
    """Draft a report upward.

    Of the ledger as it stood at `as_of`; empty is now. For the city center.
    """
    subject = uuid5(asking.command_id(actor)[0], "upward report")
    frozen = _frozen(actor, UpwardReport(unit=actor.org))
    return _said(give(u.DraftReport, actor, subject, new=True, **frozen), 201)


@operation("POST", "/upward-reports/<uuid:report_id>/redraft", tag="reports upward",
           body=schemas.schema_for(u.RedraftReport), answers=a.UpwardDone, query=queries.AsOfQuery,
           headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True)  # fmt: skip
def redraft_upward_report(actor: Actor, report_id: UUID) -> Response:
    """Take a report's figures anew.

    All that it says is said again; an approval does not hold any more. For the city center.
    """
    return _said(give(u.RedraftReport, actor, report_id, new=False, **_frozen(actor, _seen(actor, report_id))), 200)


def _seen(actor: Actor, report_id: UUID) -> UpwardReport:
    with reading_at("") as (connection, moment):
        return upward_reports.one(connection, actor, report_id, moment)[0]


def _frozen(actor: Actor, report: UpwardReport) -> dict[str, Any]:
    """What the report is frozen at. What is no body of a report is for the schema to refuse, who may not for the
    decider."""
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    if actor.role not in MAY:
        return {}
    said = schemas.schema_for(u.DraftReport).load(asking.json_body())
    known = {name: said[name] for name in ("title", "year", "basis", "meeting", "plan")}
    return upward_reports.frozen(
        identity.current_ledger(), replace(report, **known, notices=tuple(said["notices"])), as_of
    )


def _operation(trigger: str, says: str) -> None:
    """A command on a report that needs nothing made beforehand."""
    kind = m.UPWARD_COMMANDS[trigger]

    def view(actor: Actor, report_id: UUID) -> Response:
        _seen(actor, report_id)
        return _said(give(kind, actor, report_id, new=False), 200)

    view.__name__, view.__doc__ = f"{trigger}_upward_report", says
    operation(
        "POST", f"/upward-reports/<uuid:report_id>/{trigger}", tag="reports upward", body=schemas.schema_for(kind),
        answers=a.UpwardDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
    )(view)  # fmt: skip


_operation("approve", """Approve a report upward.

    By another account than its drafters', with the digest of the content and the number of its unknown figures.
    """)  # fmt: skip
_operation("return", """Return a report upward to be drafted anew.

    By another account than its drafters', with a reason.
    """)  # fmt: skip
_operation("withdraw", """Withdraw a report upward.

    It is not to be cited any more; it can still be opened.
    """)  # fmt: skip


@operation("POST", "/upward-reports/<uuid:report_id>/issue", tag="reports upward",
           body=schemas.schema_for(u.IssueReport), answers=a.UpwardDone, headers=HEADERS_OLD,
           refused=(*REFUSED, 404, 409), etag=True)  # fmt: skip
def issue_upward_report(actor: Actor, report_id: UUID) -> Response:
    """Issue a report upward.

    By a third account, under a document number. The files are made, kept, and named in the event by their SHA-256.
    """
    report, said = _seen(actor, report_id), schemas.schema_for(u.IssueReport).load(asking.json_body())
    kept = upward_files.keep(identity.current_ledger(), actor, report, said["number"], said["unknown"])
    return _said(give(u.IssueReport, actor, report_id, new=False, **kept), 200)


def _said(done: Done, status: int) -> Response:
    said = a.UpwardDone(report_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)
