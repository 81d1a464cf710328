"""What a request stands in: the settings and ledger it was wired with, and the actor who asks."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, current_app, g, request, session
from flask_login import current_user

from config import Settings
from identity import tokens
from identity.accounts import whois
from workflow.messages import Actor
from workflow.service import Ledger

KEY, HAT = "xiaohao", "hat"


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
    """The account that is signed in on this browser, if one is, as what it chose to act as, or can act as first."""
    hats = hats_of_session()
    return next((hat for hat in hats if worn(hat) == session.get(HAT)), hats[0]) if hats else None


def hats_of_session() -> tuple[Actor, ...]:
    """All that the account signed in on this browser can act as today; asked once per request."""
    if not current_user.is_authenticated:
        return ()
    if "hats" not in g:
        g.hats = hats_of(current_user.account_id)
    found: tuple[Actor, ...] = g.hats
    return found


def hats_of(account: UUID) -> tuple[Actor, ...]:
    """All that an account can act as today."""
    ledger = current_ledger()
    with ledger.database.reading() as connection:
        return whois(connection, account, ledger.today)


def wear(hat: Actor) -> None:
    """From now on act as this in this session."""
    session[HAT] = worn(hat)


def worn(hat: Actor) -> str:
    """What a session holds of what it acts as."""
    return f"{hat.role} {hat.org}"


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
        now = ledger.clock.now()
        found = tokens.bearer_of(connection, given.token, now, ledger.today, production=production)
    g.token_reads = found is not None and found.scope == tokens.Scope.READ
    return found.actor if found else None


def token_reads_only() -> bool:
    """Whether the request's token is for reading alone; ask after token_actor."""
    return bool(g.get("token_reads", False))
