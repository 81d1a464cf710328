"""What the security log is told by pages and API, who reads it, and that nothing is done where it cannot be written."""

import pytest
from sqlalchemy.exc import OperationalError

from events import acts
from tests.city import City
from workflow.words import Role

OPEN_TO = {"auditor": 200, "secadmin": 200, "sysadmin": 404, "center1": 404, "baishi_leader": 404, "evaluator": 404}


def kinds(city: City, account: str | None = None) -> list[str]:
    with city.ledger.database.reading() as connection:
        wanted = str(city.actor(account).account) if account else ""
        return [row.kind for row in acts.page(connection, size=500, account=wanted)]


def sign_in(city: City, login: str, password: str = "wrong password"):
    return city.app.test_client().post("/login", data={"login": login, "password": password})


def test_signing_in_and_out_is_written_with_its_address(city: City):
    city.browser("center1").post("/logout")
    assert kinds(city, "center1")[:2] == ["logout", "login"]
    with city.ledger.database.reading() as connection:
        assert acts.page(connection)[0].address == "127.0.0.1"


def test_wrong_passwords_are_written_once_a_minute_and_what_was_typed_never(city: City):
    for _ in range(3):
        sign_in(city, "center1")
        sign_in(city, "my-password-by-mistake")
    with city.ledger.database.reading() as connection:
        rows = [row for row in acts.page(connection) if row.kind == "login_failed"]
    assert {row.account for row in rows} == {None, city.actor("center1").account}
    assert len(rows) == 2
    assert "my-password-by-mistake" not in str(rows)


def test_what_is_refused_is_written_with_the_route(city: City):
    city.browser("baishi_handler").get("/admin/log/")
    city.app.test_client().get("/api/v1/log", headers=city.bearer("baishi_handler"))
    city.app.test_client().get("/api/v1/log", headers={"Authorization": "Bearer xiaohao_x"})
    city.app.test_client().get("/admin/nowhere/")
    with city.ledger.database.reading() as connection:
        rows = [(row.subject, row.detail) for row in acts.page(connection) if row.kind == "refused"]
    assert rows == [
        ("GET /api/v1/log", '{"status":401}'), ("GET /api/v1/log", '{"status":403}'),
        ("GET /admin/log/", '{"status":404}'),
    ]  # fmt: skip


def test_a_grant_and_an_export_are_written(city: City):
    about = {"role": Role.BUREAU_HANDLER.value, "org": "shiqiao", "reason": "轮岗"}
    account = city.actor("baishi_handler").account
    headers = city.bearer("secadmin")
    version = city.app.test_client().get(f"/api/v1/accounts/{account}", headers=headers).headers["ETag"]
    given = city.app.test_client().post(
        f"/api/v1/accounts/{account}/grant", json=about, headers={**headers, "If-Match": version}
    )
    assert given.status_code == 200, given.text
    with city.ledger.database.reading() as connection:
        newest = acts.page(connection)[0]
    assert (newest.kind, newest.account, newest.subject) == (
        "account.granted", city.actor("secadmin").account, f"account-{account}",
    )  # fmt: skip
    assert city.browser("baishi_leader").get("/admin/ledger/export").status_code == 200
    assert kinds(city, "baishi_leader")[0] == "exported"
    city.browser("center1").post("/admin/comparisons/", data={"title": "进度", "basis": "推进会"})
    assert kinds(city, "center1")[0] == "comparison.published"


def test_what_is_typed_into_an_address_is_not_written(city: City):
    unit = "张三13812345678"
    assert city.browser("baishi_leader").post(f"/admin/contacts/people?unit={unit}").status_code == 200
    asked = f"/api/v1/contacts/people?unit={unit}"
    city.app.test_client().post(asked, headers=city.bearer("baishi_leader"))
    with city.ledger.database.reading() as connection:
        rows = [row for row in acts.page(connection) if row.kind == "people_read"]
    assert len(rows) == 2
    assert unit not in str(rows)


@pytest.mark.parametrize(("login", "status"), OPEN_TO.items())
def test_auditors_and_security_administrators_read_it_and_that_is_written(city: City, login: str, status: int):
    assert city.browser(login).get("/admin/acts/").status_code == status
    api = city.app.test_client().get("/api/v1/security-log?limit=2", headers=city.bearer(login))
    assert api.status_code == (200 if status == 200 else 403)
    if status == 200:
        assert "security_log_read" in kinds(city, login)
        assert [one["kind"] for one in api.json["acts"]] != []
        assert api.json["next_before"] == api.json["acts"][-1]["seq"]
    else:
        assert "security_log_read" not in kinds(city)


def test_an_act_that_cannot_be_written_is_not_done(city: City, monkeypatch: pytest.MonkeyPatch):
    city.browser("auditor")
    before = city.browser("baishi_handler")

    def fail(*_):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(acts, "write", fail)
    answer = sign_in(city, "center2", "xiaohao-demo-2020")
    assert answer.status_code == 503
    assert "disk full" not in answer.text
    assert city.browser("auditor").get("/admin/acts/").status_code == 503
    assert before.get("/admin/log/").status_code == 503
    about = {"login": "x", "password": "y"}
    assert city.app.test_client().post("/login", data=about).status_code == 503
