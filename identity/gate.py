"""Everything is closed: a request without an account gets the login page, or 401 under /api/.

What is open to all says so with `@public`, or is a static file.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from identity import second_factor
from identity.changing import is_due
from identity.current import current_ledger, current_settings, hats_of_session, signed_in, token_actor
from identity.headers import is_static
from identity.paths import came_from, same_site
from identity.policy import Policy
from identity.registering import end_of_the_powerless
from workflow.accounts import ADMINISTRATORS
from workflow.messages import Actor
from workflow.words import Role

API = "/api/"
OWN_DOORS = frozenset({"security.login", "security.logout"})
CHANGE_PASSWORD = "/admin/password/"  # nosec B105 - an address
WHILE_DUE = frozenset({"password.index", "password.change"})
SECOND_FACTOR = "/admin/factor/"
WHILE_LACKING = frozenset({"factor.index", "factor.begin", "factor.confirm"})
SECOND_FACTOR_FOR = frozenset({Role.CITY_CENTER, *ADMINISTRATORS})

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Mark a view (a function, or a MethodView class) as open to everyone."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_open(endpoint: str | None) -> bool:
    """Whether an endpoint answers without an account. An address nothing answers to is open: it is a 404 for all."""
    if endpoint is None or endpoint in OWN_DOORS or is_static(endpoint):
        return True
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "is_public", False) or getattr(getattr(view, "view_class", None), "is_public", False)


def init_gate(app: Flask) -> None:
    """Before the CSRF check, so that who came back too late is asked to sign in again, not told of a token."""
    app.before_request(gate)


def gate() -> ResponseReturnValue | None:
    if request.blueprint == "security" and request.is_json:
        abort(415)  # the login form is a form; its library would also read JSON
    if is_open(request.endpoint):
        return None
    if request.path.startswith(API):
        open_ = _still_signed_in() and not _is_due() and not lacks_second_factor()
        return None if token_actor() or open_ else abort(401)
    if not _still_signed_in():
        if end_of_the_powerless():
            abort(401)
        return redirect(url_for("security.login", next=_wanted()))
    return _led_aside()


def _led_aside() -> ResponseReturnValue | None:
    """To what has to be done before anything else: first the password, then the second factor."""
    if request.endpoint in WHILE_DUE:
        return None
    if _is_due():
        return redirect(CHANGE_PASSWORD)
    return redirect(SECOND_FACTOR) if request.endpoint not in WHILE_LACKING and lacks_second_factor() else None


def needs_second_factor() -> bool:
    """Whether the one who is signed in has a role that has to have one: in production the center and administrators."""
    return is_second_factor_due(hats_of_session())


def is_second_factor_due(hats: Iterable[Actor]) -> bool:
    """Whether who can act as this has to have a second factor."""
    return current_settings().production and any(hat.role in SECOND_FACTOR_FOR for hat in hats)


def lacks_second_factor() -> bool:
    """Whether it is needed and not set up yet."""
    if not needs_second_factor():
        return False
    with current_ledger().database.reading() as connection:
        return not second_factor.is_on(connection, current_user.account_id)


def _is_due() -> bool:
    ledger, policy = current_ledger(), Policy(current_settings().password_policy)
    return is_due(current_user, policy, ledger.clock.now())


def _still_signed_in() -> bool:
    """Whether an account is signed in, by a login of the register; the cookie's time starts anew."""
    if signed_in() is None:
        return False
    session.modified = True  # signs the cookie anew: it is good as long as the login may lie idle
    return bool(current_user.is_authenticated)


def _wanted() -> str | None:
    """The page to show after signing in: this one, or the one whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return same_site(request.full_path.removesuffix("?"))
    return came_from(request.referrer, request.host)
