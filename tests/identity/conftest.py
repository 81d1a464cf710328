"""A small site with identity in front of it: one closed page, one API address, one form, and the demo's people."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from jinja2 import DictLoader

import identity
from config import Settings
from events.clock import StoppedClock
from events.database import Database
from identity import demo_accounts
from identity.demo_accounts import DEMO_PASSWORD
from migrations import upgrade
from tests.plugins.databases import PostgresServer
from workflow.files import FileStore
from workflow.messages import Command
from workflow.messages.base import SYSTEM
from workflow.schemas import load
from workflow.service import Ledger, handle

NOW = datetime(2020, 3, 12, 1, tzinfo=UTC)
BASE = "<!doctype html><title>{% block title %}{% endblock %}</title><style nonce='{{ csp_nonce() }}'></style>"
Site = Callable[..., Flask]
on_both = pytest.mark.parametrize("demo", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def ledger(database_url: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger with its tables, on each database in turn."""
    yield from opened(database_url, tmp_path, new=True)


@pytest.fixture(scope="session")
def sqlite_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo's organisations and accounts, to copy."""
    folder = tmp_path_factory.mktemp("demo")
    for ledger in opened(f"sqlite:///{folder}/demo.db", folder, new=True):
        demo_accounts.load(ledger)
    return folder / "demo.db"


@pytest.fixture(scope="session")
def postgres_demo(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same in PostgreSQL."""
    url = postgres_server.create()
    for ledger in opened(url, tmp_path_factory.mktemp("demo"), new=True):
        demo_accounts.load(ledger)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def demo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with the demo's organisations and accounts: SQLite, and PostgreSQL too where `on_both` is asked for."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_demo"), tmp_path / "demo.db")
        yield from opened(f"sqlite:///{tmp_path}/demo.db", tmp_path)
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.create(template=request.getfixturevalue("postgres_demo"))
        yield from opened(url, tmp_path)
        server.drop(url)


def opened(url: str, folder: Path, *, new: bool = False) -> Iterator[Ledger]:
    database = Database(url)
    if new:
        upgrade(url)
    yield Ledger(database, StoppedClock(NOW), ZoneInfo("Asia/Shanghai"), FileStore(folder / "files"), identity.whois)
    database.close()


@pytest.fixture
def site(demo: Ledger) -> Site:
    """Makes the small site; `env="production"` makes it as in production."""

    def make(env: str = "demo") -> Flask:
        app = Flask("small", static_folder=str(Path(__file__).parent), static_url_path="/static")
        app.jinja_loader = DictLoader({"login_base.html": BASE + "{% block content %}{% endblock %}"})
        identity.init_app(app, Settings(env=env, secret_key="k" * 40), demo)
        add_views(app)
        return app

    return make


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site().test_client()


def add_views(app: Flask) -> None:
    @app.route("/admin/", methods=["GET", "POST"])
    def closed_page() -> str:
        return str(identity.current_actor())

    @app.get("/admin/things")
    @app.get("/admin/things/<unit>")
    def things(unit: str = "") -> str:
        return f"things {unit}"

    @app.get("/api/me")
    def me() -> str:
        return str(identity.token_actor() or identity.current_actor())

    @app.get("/healthz")
    @identity.public
    def health() -> str:
        return "ok"

    @app.get("/broken")
    @identity.public
    def broken() -> str:
        raise ZeroDivisionError


def token_in(client: FlaskClient) -> str:
    """The CSRF token of the login form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, login: str, password: str = DEMO_PASSWORD, **more: str) -> Response:
    """Send the login form as a browser does."""
    form = {"csrf_token": token_in(client), "login": login, "password": password, **more}
    return client.post("/login", data=form, base_url="http://localhost")


def csrf_cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("XSRF-TOKEN")
    assert cookie
    return cookie.value


def told(ledger: Ledger, command: type[Command], account: UUID, **said: Any) -> None:
    """Give a command on an account as the operator at the server."""
    shell = {"command_id": uuid4(), "subject": account, "by": SYSTEM, "at": ledger.clock.now()}
    handle(ledger, load(command, said, **shell))
