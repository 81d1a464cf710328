"""Pages for what went wrong: generic, in the reader's language, without a word of the inside."""

from functools import partial

from flask import Flask, Response, current_app, make_response, render_template
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from admin.base import RETRY_AFTER
from admin.words import mark, t
from events.errors import DuplicateCommand, WrongExpectedVersion

BUSY = (
    exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.IntegrityError,
    WrongExpectedVersion, DuplicateCommand,
)  # fmt: skip

TEXTS: dict[int, tuple[str, str]] = {
    400: (mark("The request was not understood"),
          mark("The form may have been open for too long. Go back, reload the page and send it again.")),
    401: (mark("Please sign in"),
          mark("Your login has ended. If your account was disabled or has no role any more, ask an administrator.")),
    403: (mark("Not permitted"), mark("Your account may not do this.")),
    404: (mark("Nothing here"), mark("The page does not exist, or is not yours to see. Look it up in the ledger.")),
    405: (mark("Not this way"), mark("This address cannot be opened directly. Go back to the item and use its form.")),
    410: (mark("No longer available"), mark("What stood here is not handed out any more.")),
    412: (mark("Changed meanwhile"), mark("Look at the newest version, then send the form again.")),
    413: (mark("Too large"), mark("Together the files are too large: one form takes 32 MB. Send fewer at a time.")),
    422: (mark("Not understood"), mark("Something in the request is not valid. Go back and check it.")),
    429: (mark("Too many requests"), mark("Wait a moment, then try again.")),
    500: (mark("Our mistake"), mark("Nothing was changed. Try again; if it stays, tell the system administrator.")),
    503: (mark("Busy"), mark("The system is busy or being restarted. Nothing was lost; try again in a moment.")),
}  # fmt: skip


def register_error_pages(app: Flask) -> None:
    """Answer every error with a page. The API answers its own before they come here."""
    for code in TEXTS:
        app.register_error_handler(code, partial(page, code))
    for kind in BUSY:
        app.register_error_handler(kind, _busy)


def _busy(error: Exception) -> Response:
    """The database is away, or others were faster too often: worth another try, and worth a line for operators."""
    current_app.logger.error("answered 503", exc_info=error)
    return page(503)


def _plain(said: dict[str, object]) -> str:
    """The page without context processors: theirs ask who is signed in, and the database may be what is away."""
    return current_app.jinja_env.get_template("error_plain.html").render(said)


def page(code: int, error: Exception | None = None) -> Response:
    """The error page, with the headers the error brings along. From 500 on it asks nothing of the database."""
    heading, text = TEXTS[code]
    said = {"code": code, "heading": t(heading), "text": t(text)}
    try:
        response = make_response(_plain(said) if code >= 500 else render_template("error.html", **said), code)
    except BUSY as away:
        return _busy(away)
    for name, value in error.get_headers() if isinstance(error, HTTPException) else ():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    if code == 503:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response
