"""Accounts as Flask-Security asks for them: a mapped class, a database session, a datastore. Sign-in only reads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask
from flask_security import RoleMixin, SQLAlchemySessionUserDatastore, UserMixin
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, registry, scoped_session, sessionmaker

from identity import accounts, passwords

mapped = registry(metadata=accounts.accounts.metadata)


class Account(UserMixin):
    """An account that signs in."""

    account_id: UUID
    login: str
    demo: bool
    one_time: bool
    password_set_at: datetime
    active = True  # whether it can do anything is asked of the log, at each request

    def verify_and_update_password(self, password: str) -> bool:
        """Whether it is the account's password; the kept digest is left as it is."""
        return passwords.matches(self.password or "", password)


mapped.map_imperatively(Account, accounts.accounts)


class AccountSession(Session):
    """Reads on one connection; writes on another, whose transaction takes SQLite's write lock when it begins."""

    writer: Engine

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return self.writer if self._flushing else super().get_bind(*args, **kwargs)


class AccountStore(SQLAlchemySessionUserDatastore):
    """Finds accounts. In production a demo account is not there: not for the login form, not for an old session."""

    def __init__(self, session: scoped_session[Any], *, production: bool):
        super().__init__(session, Account, RoleMixin)
        self.production = production

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:
        account: Any = super().find_user(case_insensitive, **kwargs)
        return None if account and account.demo and self.production else account


def open_session(app: Flask, engine: Engine) -> scoped_session[Any]:
    """A database session per thread, given back when the request ends."""

    class OnThisEngine(AccountSession):
        writer = engine.execution_options(writing=True)

    session = scoped_session(sessionmaker(engine, class_=OnThisEngine, expire_on_commit=False))

    @app.teardown_appcontext
    def give_back(_: BaseException | None) -> None:
        session.remove()

    return session
