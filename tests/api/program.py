"""A program that speaks to the API for one account."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert
from werkzeug.test import TestResponse

import api
import identity
from config import Settings
from identity import accounts, passwords, tokens
from tests import examples as x
from tests.office import ITEM_FACTS, Office
from workflow import messages as m

PASSWORD = "right horse battery"
DIGEST = passwords.digest(PASSWORD)
ISSUE = {"notice": str(x.NOTICE), **ITEM_FACTS}


@dataclass(frozen=True)
class Program:
    app: Flask
    token: str | None

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        return self.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.ask("GET", path, query_string=query)

    def post(self, path: str, said: Any, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, data=json.dumps(said), content_type="application/json", headers=named)

    def issue(self, item: UUID = x.ITEM, **headers: str) -> TestResponse:
        return self.post(f"/items/{item}/issue", ISSUE, **{"If_None_Match": "*", **headers})

    def pull(self, trigger: str, said: Any, version: int, item: UUID = x.ITEM, **headers: str) -> TestResponse:
        return self.post(f"/items/{item}/{trigger}", said, If_Match=f'"{version}"', **headers)


@dataclass(frozen=True)
class Desk:
    """The application, and a program for whoever is asked for."""

    app: Flask
    office: Office

    def of(self, actor: m.Actor) -> Program:
        with self.office.ledger.database.writing() as connection:
            return Program(self.app, tokens.issue(connection, actor.account, self.office.clock.now(), 30))

    @property
    def nobody(self) -> Program:
        return Program(self.app, None)


def application(office: Office) -> Flask:
    """Identity and the API over the office's ledger; each of the example's people has an account."""
    app = Flask("xiaohao", static_folder=None)
    identity.init_app(app, Settings(), office.ledger)
    api.init_app(app)
    with office.ledger.database.writing() as connection:
        for number, actor in enumerate(x.EVERYONE):
            row = {"account_id": actor.account, "name": f"某{number}", "role": actor.role, "org": actor.org}
            connection.execute(insert(accounts.unrecorded), {**row, "active": True})
            accounts.keep(connection, f"person{number}", DIGEST, office.clock.now(), actor.account)
    return app
