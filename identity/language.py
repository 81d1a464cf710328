"""The language of a page: Chinese whatever the browser asks for, unless its cookie says English."""

from pathlib import Path

from flask import Blueprint, Flask, Response, abort, has_request_context, redirect, request
from flask_babel import Babel

from identity.current import current_settings
from identity.gate import public
from identity.paths import HOME, came_from, same_site

COOKIE = "language"
CHINESE, ENGLISH = "zh_Hans_CN", "en"
YEAR = 365 * 24 * 3600


def language() -> str:
    """`zh_Hans_CN` or `en`, for gettext, for Words.say and, with dashes, for `<html lang>`."""
    chosen = request.cookies.get(COOKIE) if has_request_context() else None
    return ENGLISH if chosen == ENGLISH else CHINESE


@public
def choose(code: str) -> Response:
    """Keep the choice in a cookie and go back: to `next`, else to the page the reader came from."""
    if code not in (CHINESE, ENGLISH):
        abort(404)
    back = same_site(request.values.get("next")) or came_from(request.referrer, request.host) or HOME
    response = redirect(back, 303)
    secure = current_settings().production
    response.set_cookie(COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    assert isinstance(response, Response)
    return response


def add_translations(app: Flask, folder: Path) -> None:
    """Read `folder`/zh_Hans_CN/LC_MESSAGES/messages.mo, too. Call it before the first request."""
    app.extensions["babel"].translation_directories.append(str(folder))


def init_language(app: Flask, blueprint: Blueprint, zone: str) -> None:
    blueprint.add_url_rule("/language/<code>", "language", choose, methods=["GET", "POST"])
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).with_name("translations"))
    Babel(app, default_locale=CHINESE, default_timezone=zone, locale_selector=language)
