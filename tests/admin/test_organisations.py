"""The tree of organisations on its pages: looked at by everyone, changed by the system administrator alone."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.admin.conftest import TOKEN, Site

TREE = "/admin/organisations/"
STATION = {
    "code": "baishi-01", "name": "白石县城关镇工作站", "short": "城关", "what": "township_station", "parent": "baishi",
    "since": "2020-03-01",
}  # fmt: skip
NEW_NAME = {"name": "白石区司法局", "short": "白石区", "since": "2020-03-01", "reason": "撤县设区"}


def post(client: FlaskClient, path: str, said: dict[str, Any], version: int | str = "") -> TestResponse:
    token = TOKEN.findall(client.get(TREE).text)[0]
    hidden = {"csrf_token": token, "version": str(version), "command": str(uuid4())}
    return client.post(TREE + path, data=hidden | said)


def test_the_administrator_registers_renames_moves_and_dissolves_a_unit(site: Site) -> None:
    admin = site.visitor("sysadmin")
    assert post(admin, "", STATION).location == f"{TREE}baishi-01"
    page = admin.get(f"{TREE}baishi-01").text
    assert "城关" in page
    assert "乡镇工作站" in page
    said = {"parent": "qinglan", "since": "2020-03-02", "reason": "区划调整"}
    assert post(admin, "baishi-01/move", said, 1).status_code == 303
    assert post(admin, "baishi-01/rename", {**NEW_NAME, "since": "2020-03-03"}, 2).status_code == 303
    assert post(admin, "baishi-01/dissolve", {"since": "2020-03-04", "reason": "撤并"}, 3).status_code == 303
    page = admin.get(f"{TREE}baishi-01").text
    for words in ("白石县城关镇工作站", "白石区司法局", "青岚县司法局", "区划调整", "2020年3月4日起撤销"):
        assert words in page, words
    assert "已撤销" in admin.get(TREE).text


def test_what_stood_then_is_shown_then(site: Site) -> None:
    admin = site.visitor("sysadmin")
    newest = site.events() - 1
    assert post(admin, "baishi/rename", NEW_NAME, 1).status_code == 303
    for path in (TREE, f"{TREE}baishi"):
        assert "白石区司法局" in admin.get(path).text
        then = site.visitor("auditor").get(f"{path}?as_of=@{newest}").text
        assert "白石区司法局" not in then
        assert "白石县司法局" in then


@pytest.mark.parametrize("login", ["center1", "baishi_leader", "baishi_handler", "evaluator", "auditor"])
def test_all_others_look_and_get_no_form(shared: Site, login: str) -> None:
    visitor, before = shared.visitor(login), shared.events()
    for path in (TREE, f"{TREE}baishi"):
        page = visitor.get(path).text
        assert "石" in page
        assert "/rename" not in page
        assert 'name="code"' not in page
    token = TOKEN.findall(visitor.get("/admin/").text)[0]
    refused = visitor.post(f"{TREE}baishi/rename", data={"csrf_token": token, "version": "1", **NEW_NAME})
    assert (refused.status_code, shared.events()) == (403, before)


def test_what_was_typed_comes_back_with_what_is_wrong(site: Site) -> None:
    admin, before = site.visitor("sysadmin"), site.events()
    for path, said, version, status, words in (
        ("", {**STATION, "parent": ""}, "", 422, "请选择上级单位"),
        ("", {**STATION, "name": "石桥市司法局"}, "", 422, "请换一个"),
        ("baishi/rename", {**NEW_NAME, "since": "2031-01-01"}, 1, 422, "还没有到"),
        ("baishi/rename", {**NEW_NAME, "reason": ""}, 1, 422, "必须填写"),
        ("baishi/rename", NEW_NAME, 9, 412, "您看到的是第 9 版"),
        ("baishi/dissolve", {"since": "2020-03-01", "reason": "撤"}, 1, 409, "未销号的事项"),
    ):
        answer = post(admin, path, said, version)
        assert (answer.status_code, words in answer.text) == (status, True), (path, said)
        for value in said.values():
            assert value in answer.text
    assert site.events() == before


def test_what_is_not_there_is_404(shared: Site) -> None:
    admin = shared.visitor("sysadmin")
    assert admin.get(f"{TREE}nowhere").status_code == 404
    assert post(admin, "nowhere/rename", NEW_NAME, 1).status_code == 404
    assert post(admin, "baishi/close", {}).status_code == 404
