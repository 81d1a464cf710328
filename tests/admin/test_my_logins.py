"""My logins: each place I am signed in at, and an end to it."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from identity.demo_accounts import DEMO_PASSWORD
from tests.admin.conftest import TOKEN, Site

PAGE = "/admin/logins/"
END = re.compile(r"/admin/logins/([0-9a-f-]{36})/end")


def signed_in(site: Site, login: str = "center1", agent: str = "test") -> FlaskClient:
    client = site.app.test_client()
    token = TOKEN.findall(client.get("/login").text)[0]
    sent = {"csrf_token": token, "login": login, "password": DEMO_PASSWORD}
    client.post("/login", data=sent, headers={"User-Agent": agent})
    return client


def end(client: FlaskClient, which: str) -> TestResponse:
    token = TOKEN.findall(client.get(PAGE).text)[0]
    return client.post(PAGE + which, data={"csrf_token": token})


def test_each_login_is_listed_and_the_one_that_asks_is_marked(site: Site) -> None:
    here = signed_in(site, agent="Firefox of the office")
    signed_in(site, agent="an unknown <b>machine</b>")
    page = here.get(PAGE).text
    assert "Firefox of the office" in page
    assert "an unknown &lt;b&gt;machine&lt;/b&gt;" in page
    assert (page.count("\u5f53\u524d\u767b\u5f55"), len(END.findall(page))) == (1, 1)


def test_what_is_ended_is_out_at_its_next_request(site: Site) -> None:
    here, there = signed_in(site), signed_in(site)
    assert there.get("/admin/").status_code == 200
    assert end(here, f"{END.findall(here.get(PAGE).text)[0]}/end").status_code == 303
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


def test_all_others_are_ended_at_once(site: Site) -> None:
    here, *others = (signed_in(site) for _ in range(4))
    answer = end(here, "end-others")
    assert answer.status_code == 303
    assert "\u5df2\u7ed3\u675f 3 \u4e2a\u767b\u5f55" in here.get(PAGE).text
    assert [one.get("/admin/").status_code for one in (here, *others)] == [200, 302, 302, 302]


@pytest.mark.parametrize("login", ["baishi_leader", "sysadmin"])
def test_nobody_elses_login_is_shown_or_ended(site: Site, login: str) -> None:
    mine, other = signed_in(site), signed_in(site, login)
    assert END.findall(mine.get(PAGE).text) == []
    signed_in(site)
    [listed] = END.findall(mine.get(PAGE).text)
    end(other, f"{listed}/end")
    assert END.findall(mine.get(PAGE).text) == [listed]
