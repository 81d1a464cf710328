"""The whole application on the demo, for tests: a browser or a program for each account, and short ways to act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import identity
from config import Settings
from events.clock import StoppedClock
from events.database import Database
from events.signing import Notary
from identity import accounts, demo_accounts, tokens
from tests.keys import SIGNER
from tests.office import PNG
from workflow import files, schemas, service
from workflow import messages as m
from workflow.projections import ITEMS
from wsgi import create_app

IDLE = Settings().idle
LATER = datetime(2030, 1, 1, 4, tzinfo=UTC)
LOGINS = tuple(account.login for account in demo_accounts.DEMO_ACCOUNTS)


@dataclass
class City:
    """`browser(login)` is signed in to the pages, `program(login)` holds a token for the API; None is a stranger."""

    app: Flask
    ledger: service.Ledger
    clock: StoppedClock
    _browsers: dict[str | None, FlaskClient] = field(default_factory=dict)
    _used: dict[str | None, datetime] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def open(cls, url: str, folder: Path) -> Iterator["City"]:
        clock = StoppedClock(LATER)
        ledger = service.Ledger(
            Database(url), clock, ZoneInfo("Asia/Shanghai"), files.FileStore(folder), identity.whois,
            notary=Notary(SIGNER.verifier),
        )  # fmt: skip
        app = create_app(Settings(database_url=url, files=str(folder)), ledger)
        app.config["WTF_CSRF_ENABLED"] = False
        yield cls(app, ledger, clock)
        ledger.database.close()

    def browser(self, login: str | None) -> FlaskClient:
        """Signed in anew where the login has run out: the clock is often set on by days."""
        idle = login is not None and self.clock.now() - self._used.get(login, self.clock.now()) >= IDLE
        self._used[login] = self.clock.now()
        if login not in self._browsers or idle:
            client = self.app.test_client()
            if login:
                answer = client.post("/login", data={"login": login, "password": demo_accounts.DEMO_PASSWORD})
                assert answer.status_code == 302, answer.status_code
            self._browsers[login] = client
        return self._browsers[login]

    def token(self, login: str) -> str:
        if login not in self._tokens:
            with self.ledger.database.writing() as connection:
                account = self.actor(login).account
                self._tokens[login] = tokens.issue(connection, account, self.clock.now(), 30)
        return self._tokens[login]

    def bearer(self, login: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(login)}"} if login else {}

    def actor(self, login: str) -> m.Actor:
        found = accounts.by_login(self.ledger, login)
        assert found is not None
        return found

    def items(self, bureau: str) -> list[UUID]:
        """The ids of a unit's items, by number."""
        table = ITEMS.now
        wanted = select(table.c.item_id).where(table.c.bureau == bureau).order_by(table.c.number)
        with self.ledger.database.reading() as connection:
            return list(connection.scalars(wanted))

    def do(self, trigger: str, login: str, item: UUID, **said: Any) -> service.Done:
        self.clock.advance(timedelta(seconds=1))
        command = schemas.load(
            m.ITEM_COMMANDS[trigger], said, command_id=uuid4(), subject=item, by=self.actor(login), at=self.clock.now()
        )
        return service.handle(self.ledger, command)

    @property
    def weeks_on(self) -> str:
        """A Friday some weeks from now: a due date for a new round."""
        today = self.ledger.today
        return (today + timedelta(days=25 - today.weekday())).isoformat()

    def upload(self, login: str, name: str = "现场照片.png", content: bytes = PNG) -> str:
        sha256 = self.ledger.files.put(content)
        with self.ledger.database.writing() as connection:
            files.register(connection, sha256, name, "image/png", len(content), self.actor(login), self.clock.now())
        return sha256

    def reach(self, item: UUID, state: str, bureau: str = "baishi", mark: str = "") -> None:
        """Move an issued item on to a state; `mark` stands in every text a bureau writes."""
        handler = str(self.actor(f"{bureau}_handler").account)
        evidence = [self.upload(f"{bureau}_handler", f"{mark}现场照片.png", PNG + mark.encode())]
        steps: list[tuple[str, str, str, dict[str, Any]]] = [
            ("assigned", "assign", f"{bureau}_leader", {"handler": handler, "internal_due": "2020-04-01"}),
            ("reported", "report", f"{bureau}_handler",
             {"measures": f"逐案核对{mark}", "result": f"差异清零{mark}", "evidence": evidence}),
            ("verified", "verify", "center1", {"conclusion": "completed", "reason": f"属实{mark}"}),
            ("closed", "close", "center2", {"closing_note": mark}),
        ]  # fmt: skip
        for reached, trigger, login, said in steps:
            self.do(trigger, login, item, **said)
            if reached == state:
                return
