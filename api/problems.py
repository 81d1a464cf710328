"""The one table that turns refusals into HTTP statuses, and refusals into problem documents (RFC 9457).

{"type": "urn:xiaohao:problem:stale_version", "title": "Precondition Failed", "status": 412, "code": "stale_version",
 "detail": "您看到的是第 3 版…", "messages": {"zh": "…", "en": "…"}, "current_version": 4}
"""

from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, request
from marshmallow import ValidationError
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from api import refusals as edge
from events.errors import DuplicateCommand, NotCanonical, WrongExpectedVersion
from identity.refusals import PasswordMustChange, SecondFactorMissing, TooManyGuesses
from workflow import (
    account_errors,
    calendar_errors,
    comparison_errors,
    contact_errors,
    deadline_errors,
    file_errors,
    finding_errors,
    inbox_errors,
    log_errors,
    matter_errors,
    notice_errors,
    obligation_errors,
    organisation_errors,
    row_errors,
    sample_errors,
)
from workflow import errors as w
from workflow.fields import PROBLEMS
from workflow.schemas import explain

STATUS: dict[type[w.Refusal], int] = {
    edge.MalformedJson: 400,
    edge.BadHeader: 400,
    edge.BadRequest: 400,
    edge.NotSignedIn: 401,
    edge.BadToken: 401,
    edge.WrongLogin: 401,
    PasswordMustChange: 403,
    SecondFactorMissing: 403,
    edge.PlaceClosed: 403,
    edge.TokenReadsOnly: 403,
    w.NotPermitted: 403,
    w.NotTheHandler: 403,
    w.SameAccount: 403,
    edge.Missing: 404,
    w.NoSuchItem: 404,
    organisation_errors.NoSuchOrganisation: 404,
    log_errors.NoSuchCommand: 404,
    log_errors.NoSuchPerson: 404,
    log_errors.NoSuchPosition: 404,
    edge.MethodRefused: 405,
    w.IllegalTransition: 409,
    w.NotCompleted: 409,
    organisation_errors.Dissolved: 409,
    organisation_errors.HasUnitsBelow: 409,
    organisation_errors.HasOpenItems: 409,
    organisation_errors.CenterStays: 409,
    organisation_errors.HasAccounts: 409,
    account_errors.NoSuchAccount: 404,
    contact_errors.NoSuchContact: 404,
    comparison_errors.NoSuchComparison: 404,
    comparison_errors.AlreadyWithdrawn: 409,
    finding_errors.NoSuchFinding: 404,
    finding_errors.NoSuchSnapshot: 404,
    finding_errors.NotYourFinding: 403,
    finding_errors.SourceNotYours: 403,
    finding_errors.FindingGone: 409,
    finding_errors.FoundAlready: 409,
    finding_errors.RaisedAlready: 409,
    finding_errors.SnapshotGone: 409,
    row_errors.NoSuchRow: 404,
    row_errors.NoSuchRegister: 404,
    row_errors.RowThere: 409,
    row_errors.RowGone: 409,
    contact_errors.ContactGone: 409,
    sample_errors.NoSuchSample: 404,
    sample_errors.NoSuchDraw: 404,
    sample_errors.SampleConcludedAlready: 409,
    sample_errors.FrameChanged: 409,
    sample_errors.FrameStands: 409,
    sample_errors.FrameAltered: 409,
    sample_errors.NoFrame: 409,
    sample_errors.NotDrawn: 409,
    sample_errors.DrawnAlready: 409,
    sample_errors.CheckedAlready: 409,
    sample_errors.NotChecked: 409,
    sample_errors.OtherFrame: 409,
    inbox_errors.NoSuchMessage: 404,
    account_errors.NoMailAddress: 409,
    contact_errors.LiaisonThere: 409,
    contact_errors.AlreadyListed: 409,
    contact_errors.PersonErased: 409,
    contact_errors.StationGone: 409,
    contact_errors.StationMerged: 409,
    contact_errors.FoundByAnother: 409,
    calendar_errors.NoSuchPolicy: 404,
    calendar_errors.NoSuchYear: 404,
    calendar_errors.CalendarUnchanged: 409,
    deadline_errors.ExtensionTooLate: 409,
    deadline_errors.ExtensionPending: 409,
    deadline_errors.NoExtensionAsked: 409,
    deadline_errors.OwnExtension: 403,
    deadline_errors.TooManyExtensions: 409,
    deadline_errors.LightStands: 409,
    notice_errors.NoSuchDraft: 404,
    notice_errors.NoSuchPackage: 404,
    notice_errors.DraftingAccount: 403,
    notice_errors.DraftSettled: 409,
    notice_errors.DraftEmpty: 409,
    notice_errors.DraftChanged: 409,
    notice_errors.ProblemThere: 409,
    notice_errors.NoSuchProblem: 409,
    notice_errors.NotIssued: 409,
    notice_errors.NoticeTakenBack: 409,
    notice_errors.NoticeUnderWay: 409,
    notice_errors.NotYetAcknowledged: 409,
    notice_errors.ReturnedAlready: 409,
    notice_errors.NothingReturned: 409,
    obligation_errors.NoSuchObligation: 404,
    obligation_errors.NoSuchPerformance: 404,
    obligation_errors.AlreadyOwed: 409,
    obligation_errors.ObligationOver: 409,
    obligation_errors.AlreadySuspended: 409,
    obligation_errors.NotSuspended: 409,
    obligation_errors.AlreadyStruck: 409,
    obligation_errors.NotOngoing: 409,
    obligation_errors.NotWhoEntered: 403,
    account_errors.OwnAccount: 403,
    account_errors.NotToBeLent: 403,
    account_errors.AlreadyDisabled: 409,
    account_errors.NotDisabled: 409,
    account_errors.ExclusiveRoles: 409,
    account_errors.AlreadyHolds: 409,
    account_errors.NoSuchGrant: 409,
    account_errors.LastOfUnit: 409,
    account_errors.SignedAlready: 409,
    account_errors.StillActive: 409,
    **dict.fromkeys(matter_errors.STANDING, 409),
    log_errors.NotYetSigned: 409,
    file_errors.FileAltered: 410,
    log_errors.LogAltered: 410,
    w.AlreadyExists: 412,
    w.StaleVersion: 412,
    edge.TooLarge: 413,
    file_errors.FileTooLarge: 413,
    edge.WrongContentType: 415,
    file_errors.FileTypeRefused: 415,
    w.Refusal: 422,
    edge.MatchMissing: 428,
    TooManyGuesses: 429,
    edge.NoneMatchMissing: 428,
    edge.Trouble: 500,
    edge.Busy: 503,
    file_errors.NoRoom: 503,
    log_errors.NoPublicKey: 503,
    log_errors.ReadOnly: 503,
    log_errors.KeysAway: 503,
    log_errors.HistoryBehind: 503,
}
BY_STATUS: dict[int, type[w.Refusal]] = {
    400: edge.BadRequest, 404: edge.Missing, 405: edge.MethodRefused, 413: edge.TooLarge, 500: edge.Trouble,
}  # fmt: skip
RETRY_AFTER = "2"
CHALLENGE = 'Bearer realm="api"'
BUSY = (
    exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.IntegrityError,
    WrongExpectedVersion, DuplicateCommand,
)  # fmt: skip

Errors = dict[str, list[dict[str, str]]]
CODES = {words: code for code, words in PROBLEMS.items()}


def language() -> str:
    """The caller's language, as Accept-Language says; Chinese unless English is preferred."""
    return request.accept_languages.best_match(["zh", "en"], default="zh")


def status_of(refusal: w.Refusal) -> int:
    """The status of a refusal; one that blames a field of the body is 422 unless the table says otherwise."""
    status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    return 422 if refusal.field and status not in (413, 415, 503) else status


def problem(refusal: w.Refusal, errors: Errors | None = None) -> Response:
    """The refusal as a problem document, with the headers its status asks for."""
    status = status_of(refusal)
    spoken = language()
    if refusal.field and errors is None:
        errors = {refusal.field: [{"code": refusal.code, "message": refusal.message(spoken)}]}
    said: dict[str, Any] = {
        "type": f"urn:xiaohao:problem:{refusal.code}", "title": HTTPStatus(status).phrase, "status": status,
        "code": refusal.code, "detail": refusal.message(spoken),
        "messages": {"zh": refusal.message("zh"), "en": refusal.message("en")},
    }  # fmt: skip
    if errors:
        said["errors"] = errors
    if isinstance(refusal, w.StaleVersion):
        said["current_version"] = refusal.what["current"]
    return _headed(Response(msgspec.json.encode(said), status, mimetype="application/problem+json"), refusal)


def _headed(response: Response, refusal: w.Refusal) -> Response:
    response.headers["Content-Language"] = "zh-CN" if language() == "zh" else "en"
    response.headers["Vary"] = "Accept-Language, Authorization"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if response.status_code == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    if isinstance(refusal, TooManyGuesses):
        response.headers["Retry-After"] = str(refusal.seconds)
    if isinstance(refusal, w.StaleVersion):
        response.set_etag(str(refusal.what["current"]))
    return response


def _invalid(error: ValidationError) -> Response:
    spoken = language()
    said = explain(error).items()
    errors = {name: [{"code": CODES[words], "message": words.say(spoken)} for words in all_] for name, all_ in said}
    return problem(edge.Invalid(), errors)


def _not_canonical(_: NotCanonical) -> Response:
    return problem(edge.Invalid())


def _busy(_: Exception) -> Response:
    return problem(edge.Busy())


def _http(error: HTTPException) -> Response:
    """What the framework refuses, in our words; its own headers (Allow) are kept."""
    refusal = BY_STATUS.get(error.code or 500, edge.BadRequest if (error.code or 500) < 500 else edge.Trouble)()
    response = problem(refusal)
    response.headers.extend({name: value for name, value in error.get_headers() if name == "Allow"})
    return response


def register(app: Flask, blueprint: Blueprint) -> None:
    """Answer with problems under /api/, and nowhere else: also where no address or method fits."""
    blueprint.register_error_handler(w.Refusal, problem)
    blueprint.register_error_handler(ValidationError, _invalid)
    blueprint.register_error_handler(NotCanonical, _not_canonical)
    blueprint.register_error_handler(HTTPException, _http)
    for kind in BUSY:
        blueprint.register_error_handler(kind, _busy)
    app.before_request(_unrouted)


def _unrouted() -> Response | None:
    """An address that fits nothing belongs to no blueprint, so its error handlers are never asked."""
    failed = request.routing_exception
    ours = failed is not None and (failed.code or 500) >= 400 and request.path.startswith("/api/")
    return _http(failed) if failed and ours else None
