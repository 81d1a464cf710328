"""Refusals as problem documents (RFC 9457).

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
from api.statuses import status_of
from events.errors import DuplicateCommand, NotCanonical, WrongExpectedVersion
from identity.refusals import TooManyGuesses
from workflow import errors as w
from workflow.fields import PROBLEMS
from workflow.schemas import explain

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
