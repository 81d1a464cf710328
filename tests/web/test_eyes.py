"""The wall between bureaus at moments past, for people who belonged elsewhere then; and the past through other eyes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from events import tables
from tests.city import City
from tests.web.routes import CANARY, ROUTES
from tests.web.test_sight import absent, ask, marked, on_both, plain
from workflow import messages as m
from workflow import schemas
from workflow.messages.base import SYSTEM
from workflow.service import handle

__all__ = ["marked"]


def tell(city: City, command: type[m.AccountCommand], account: UUID, **said: object) -> None:
    city.clock.advance(timedelta(seconds=1))
    shell = {"command_id": uuid4(), "subject": account, "by": SYSTEM, "at": city.clock.now()}
    handle(city.ledger, schemas.load(command, said, **shell))


def newest(city: City) -> int:
    with city.ledger.database.reading() as connection:
        return connection.scalar(select(func.max(tables.log.c.position)))


def move(city: City, login: str, to: str) -> int:
    """Move a handler to another unit; the last position at which it still belonged to the old one."""
    account, before = city.actor(login).account, newest(city)
    tell(city, m.RevokeRole, account, grant=1, reason="轮岗")
    tell(city, m.GrantRole, account, role="bureau_handler", org=to, reason="轮岗")
    return before


def test_eyes_are_asked_for_with_a_moment(sqlite_city: City):
    city = sqlite_city
    eyes = f"?eyes={city.actor('baishi_leader').account}"
    answer = city.app.test_client().get(f"/api/v1/items{eyes}", headers=city.bearer("auditor"))
    assert (answer.status_code, answer.json["code"]) == (422, "eyes_need_a_moment")
    assert city.browser("auditor").get(f"/admin/ledger/{eyes}").status_code == 422


def test_what_is_withheld_is_counted_by_what_is_listed(sqlite_city: City):
    city, auditor = sqlite_city, sqlite_city.bearer("auditor")
    asked = f"?as_of=@{newest(city)}"
    there = lambda path, more="": city.app.test_client().get(f"/api/v1/{path}{asked}{more}", headers=auditor).json  # noqa: E731
    eyes = f"&eyes={city.actor('baishi_leader').account}"
    for path in ("items", "contacts"):
        all_, seen = there(path), there(path, eyes)
        count = [one["total"] if path == "items" else len(one["contacts"]) for one in (all_, seen)]
        assert seen["as_of"]["withheld"] == count[0] - count[1] > 0


@on_both("baishi_handler")
def test_who_has_moved_sees_nothing_of_the_unit_they_left_at_any_moment(marked, login, big):
    city, things = marked
    account, before = city.actor(login).account, move(city, login, "shiqiao")
    canary, theirs = (CANARY.format(bureau=bureau).encode() for bureau in ("baishi", "shiqiao"))
    seen = b""
    queries = [f"?as_of=@{before}", f"?as_of=@{before}&eyes={account}", f"?as_of=@{newest(city)}", ""]
    for name, route in ROUTES.items():
        if route.method != "GET" and not big:
            continue
        for query in queries if big else queries[:2]:
            for named in (*things.values(), absent()) if big and route.names else [things["baishi"]]:
                answer = ask(city, login, replace(route, queries=()), named, query)
                assert answer.status_code < 500, (name, query)
                assert canary not in plain(answer.data), (name, query)
                seen += plain(answer.data) if "eyes" not in query else b""
        if name == "security.logout":
            city._browsers.pop(login, None)
    assert theirs in seen  # the control: what belongs to the new unit is there


@pytest.mark.parametrize("api", [True, False])
def test_an_auditor_sees_what_was_seen_then_and_how_much_was_not(sqlite_city: City, api: bool):
    city = sqlite_city
    account, before = city.actor("baishi_handler").account, move(city, "baishi_handler", "shiqiao")
    ours, theirs = (city.items(bureau)[0] for bureau in ("baishi", "shiqiao"))
    total = sum(len(city.items(bureau)) for bureau in ("baishi",))
    for moment, sees in ((before, (200, 404)), (newest(city), (404, 200))):
        query = f"?as_of=@{moment}&eyes={account}"
        paths = [f"items/{one}" if api else f"/admin/item/{one}" for one in (ours, theirs)]
        if api:
            get = lambda path: city.app.test_client().get(f"/api/v1/{path}", headers=city.bearer("auditor"))  # noqa: E731
        else:
            get = city.browser("auditor").get
        assert tuple(get(path + query).status_code for path in paths) == sees
        listed = get(("items" if api else "/admin/ledger/") + query)
        if api and moment == before:
            assert listed.json["as_of"]["eyes"] == str(account)
            assert (listed.json["total"], listed.json["as_of"]["withheld"]) == (total, 82 - total)
        if not api and moment == before:
            assert "当时的权限" in listed.text
            assert f"不予显示 {82 - total} 项" in listed.text
            assert f"eyes={account}" in listed.text  # its links look on through the same eyes


def test_what_was_closed_to_them_is_closed_through_their_eyes(sqlite_city: City):
    city, account = sqlite_city, sqlite_city.actor("baishi_handler").account
    query = f"?as_of=@{newest(city)}&eyes={account}"
    auditor = city.browser("auditor")
    paths = ("/admin/log/", "/admin/accounts/", "/admin/ledger/")
    assert [auditor.get(path + query).status_code for path in paths] == [404, 404, 200]
    assert city.browser("shiqiao_handler").get("/admin/ledger/" + query).status_code == 404
    assert auditor.get(f"/admin/ledger/?as_of=@{newest(city)}&eyes=nobody").status_code == 404
    nobody = city.browser("shiqiao_handler").get(f"/admin/ledger/?as_of=@{newest(city)}&eyes={uuid4()}")
    assert nobody.status_code == 404
