"""What a request stands in: the settings and ledger it was wired with, and the actor who asks."""

from dataclasses import dataclass

from flask import abort, current_app, g, request
from flask_login import current_user

from config import Settings
from identity import tokens
from workflow.messages import Actor
from workflow.service import Ledger
from workflow.words import Role

KEY = "xiaohao"


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the composition root gave."""

    settings: Settings
    ledger: Ledger


def wiring() -> Wiring:
    found: Wiring = current_app.extensions[KEY]
    return found


def current_settings() -> Settings:
    return wiring().settings


def current_ledger() -> Ledger:
    return wiring().ledger


def signed_in() -> Actor | None:
    """The account that is signed in on this browser, if one is."""
    if not current_user.is_authenticated:
        return None
    return Actor(current_user.account_id, Role(current_user.role), current_user.org)


def current_actor() -> Actor:
    """The signed-in account as an actor; 401 if nobody is signed in."""
    return signed_in() or abort(401)


def token_actor() -> Actor | None:
    """The account whose valid token the request carries as `Authorization: Bearer …`; looked up once per request."""
    if "token_actor" not in g:
        g.token_actor = _bearer()
    found: Actor | None = g.token_actor
    return found


def _bearer() -> Actor | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    ledger, production = current_ledger(), current_settings().production
    with ledger.database.reading() as connection:
        return tokens.actor_of(connection, given.token, ledger.clock.now(), production=production)
