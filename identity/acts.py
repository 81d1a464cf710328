"""What the shells tell the security log: who signed in or out, what was refused, taken out or read. See events.acts."""

from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, request
from flask_login import current_user
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from events import acts
from events.acts import Act
from identity.current import current_ledger, signed_in, token_actor

REFUSED = frozenset({401, 403, 404})
SIGNS_IN = "security.login"


def init_acts(app: Flask) -> None:
    """First of all, so that an address stands behind whatever follows."""
    app.before_request(_note_where)
    app.after_request(_note_refusal)


def done(kind: str, account: UUID | None = None, subject: str = "", **detail: Any) -> None:
    """Write an act in a transaction of its own, before it is answered: if that fails, there is no answer."""
    ledger = current_ledger()
    with ledger.database.writing() as connection:
        note(connection, kind, account, subject, **detail)


def note(connection: Connection, kind: str, account: UUID | None = None, subject: str = "", **detail: Any) -> None:
    """Write an act in the transaction that does it. What it holds back is other acts, so write it last."""
    acts.write(connection, Act(kind, account, subject, detail), current_ledger().clock.now())


def counted(kind: str, account: UUID | None = None, subject: str = "", **detail: Any) -> None:
    """Write an act that may come in floods; repeated within a minute it is counted."""
    ledger = current_ledger()
    with ledger.database.writing() as connection:
        acts.count(connection, Act(kind, account, subject, detail), ledger.clock.now())


def _note_where() -> None:
    acts.WHERE.set(request.remote_addr or "")


def _note_refusal(response: Response) -> Response:
    """Whom something was refused, and what: the route, not the address with its values."""
    if response.status_code not in REFUSED or request.url_rule is None or request.endpoint == SIGNS_IN:
        return response
    try:
        account = _account()
        if account or request.authorization:
            counted("refused", account, f"{request.method} {request.url_rule.rule}", status=response.status_code)
    except SQLAlchemyError as error:  # what cannot be written down is not answered either
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _account() -> UUID | None:
    if current_user.is_authenticated and (actor := signed_in()):
        return actor.account
    found = token_actor()
    return found.account if found else None
