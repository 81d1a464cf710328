"""A small town at work behind the whole application, and visitors who are signed in to it."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext
from sqlalchemy import func, insert, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.serving import make_server
from werkzeug.test import TestResponse, encode_multipart

import identity
import wsgi
from config import Settings
from events import tables
from events.clock import StoppedClock
from events.database import Database
from events.signing import Notary
from identity import logins
from identity.demo_accounts import DEMO_PASSWORD
from migrations import upgrade
from tests.admin.telling import BEFORE, settings_in, xiaohao
from tests.admin.town import START, TODAY, ZONE, Town
from tests.city import City
from tests.keys import SIGNER
from workflow import service
from workflow.files import FileStore
from workflow.service import Ledger

AFTER = datetime(2020, 5, 20, 1, tzinfo=UTC)
COOKIES: dict[str, tuple[str, dict[str, Any]]] = {}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's database and files, to be copied."""
    folder = tmp_path_factory.mktemp("town")
    upgrade(f"sqlite:///{folder}/town.db")
    ledger = ledger_in(folder)
    ledger.clock.moment = START  # type: ignore[attr-defined]
    Town(ledger).build()
    ledger.database.close()
    return folder


def ledger_in(folder: Path) -> Ledger:
    database, files = Database(f"sqlite:///{folder}/town.db"), FileStore(folder / "files")
    return Ledger(database, StoppedClock(TODAY), ZONE, files, identity.whois, notary=Notary(SIGNER.verifier))


@dataclass(frozen=True)
class Site:
    """The application with the town behind it."""

    app: Flask
    ledger: Ledger

    def visitor(self, login: str = "", language: str = "") -> FlaskClient:
        """A browser without scripts, signed in as `login`; a stranger without one."""
        client = self.app.test_client()
        if login:
            client.set_cookie("xiaohao_session", self.cookie(login))
        if language:
            client.set_cookie("language", language)
        return client

    def cookie(self, login: str) -> str:
        """The session of an account; signed in once for all tests, since the demo's secret is the same for all."""
        if login not in COOKIES:
            COOKIES[login] = self._signed_in(login)
        value, row = COOKIES[login]
        now = {"began_at": self.ledger.clock.now(), "seen_at": self.ledger.clock.now()}
        with self.ledger.database.writing() as connection:
            known = logins.logins.c.login_id == row["login_id"]
            if not connection.execute(update(logins.logins).where(known).values(now)).rowcount:
                connection.execute(insert(logins.logins), row | now)
        return value

    def _signed_in(self, login: str) -> tuple[str, dict[str, Any]]:
        """A new session's cookie, and the row of its login."""
        before, client = self._logins(), self.app.test_client()
        token = TOKEN.findall(client.get("/login").text)[0]
        client.post("/login", data={"csrf_token": token, "login": login, "password": DEMO_PASSWORD})
        found = client.get_cookie("xiaohao_session")
        assert found is not None
        [row] = (row for login_id, row in self._logins().items() if login_id not in before)
        return found.value, row

    def _logins(self) -> dict[UUID, dict[str, Any]]:
        with self.ledger.database.reading() as connection:
            rows = connection.execute(select(logins.logins)).mappings()
            return {row["login_id"]: dict(row) for row in rows}

    def events(self) -> int:
        """How many events there are."""
        with self.ledger.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(tables.events)) or 0


@pytest.fixture
def site(town_folder: Path, tmp_path: Path) -> Iterator[Site]:
    """The whole application on a town of its own."""
    shutil.copytree(town_folder, tmp_path / "town")
    ledger = ledger_in(tmp_path / "town")
    yield Site(wsgi.create_app(Settings(), ledger), ledger)
    ledger.database.close()


@pytest.fixture(scope="session")
def shared(town_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One application for all tests that only read."""
    folder = tmp_path_factory.mktemp("shared") / "town"
    shutil.copytree(town_folder, folder)
    ledger = ledger_in(folder)
    yield Site(wsgi.create_app(Settings(), ledger), ledger)
    ledger.database.close()


def send(client: FlaskClient, item: UUID, trigger: str, version: int, **form: Any) -> TestResponse:
    """Post an item's form as a browser does: with the page's token; `command` is what the page was given."""
    token = TOKEN.findall(client.get(f"/admin/item/{item}").text)[0]
    hidden = {"csrf_token": token, "version": str(version), "command": form.pop("command", str(uuid4()))}
    sent = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in form.items()}
    boundary, body = encode_multipart(hidden | sent)  # in memory: the client's own way leaves temporary files open
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/admin/item/{item}/{trigger}", data=body, content_type=kind)


def whole(app: Flask) -> Any:
    """The application, its answers read before they are sent.

    The server leaves a file open where a browser goes away in the middle of it.
    """

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        body = app(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            getattr(body, "close", lambda: None)()

    return answer


@pytest.fixture(scope="module")
def live(town_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    """The application behind a real address, for browsers."""
    folder = tmp_path_factory.mktemp("live") / "town"
    shutil.copytree(town_folder, folder)
    ledger = ledger_in(folder)
    site = Site(wsgi.create_app(Settings(), ledger), ledger)
    server = make_server("127.0.0.1", 0, whole(site.app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", site
    server.shutdown()
    thread.join()
    server.server_close()
    ledger.database.close()


def sign_in(context: BrowserContext, address: str, site: Site, login: str) -> None:
    context.add_cookies([{"name": "xiaohao_session", "value": site.cookie(login), "url": address}])


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, service.Ledger, str]]:
    """The story as the command line tells it on SQLite, and what it said of it."""
    folder = tmp_path_factory.mktemp("story")
    settings = settings_in(f"sqlite:///{folder / 'xiaohao.db'}", folder)
    assert xiaohao(settings, "migrate", **BEFORE) == (0, "")
    status, said = xiaohao(settings, "demo", "--story")
    assert status == 0, said
    ledger = wsgi.open_ledger(settings)
    yield settings, ledger, said
    ledger.database.close()


@pytest.fixture(scope="session")
def spring(told) -> City:
    """The application the morning after, as XIAOHAO_NOW=2020-05-20T09:00 serves it."""
    settings, ledger, _ = told
    clock = StoppedClock(AFTER)
    ledger = service.Ledger(ledger.database, clock, ledger.zone, ledger.files, ledger.whois, notary=ledger.notary)
    app = wsgi.create_app(settings, ledger)
    app.config["WTF_CSRF_ENABLED"] = False
    return City(app, ledger, clock)
