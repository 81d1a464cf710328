"""Archive packages as pages and programs make them, take them away and hold files against them."""

import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from events import acts
from tests.archives import manifest, parts, zipped
from tests.city import City
from tests.keys import SIGNER
from tests.signing import sign, verify
from wsgi import cli


@pytest.fixture
def signed(sqlite_city: City, tmp_path: Path) -> City:
    sqlite_city.reach(sqlite_city.items("baishi")[0], "closed")
    sign(sqlite_city, tmp_path)
    return sqlite_city


def call(city: City, login: str, method: str, path: str, **more):
    headers = {**city.bearer(login), **more.pop("headers", {})}
    return city.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **more)


def brought(city: City, login: str, content: bytes, name: str = "包.zip"):
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name)})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return city.browser(login).post("/admin/archives/check", data=body, content_type=kind)


def newest_act(city: City) -> acts.Row:
    with city.ledger.database.reading() as connection:
        return acts.page(connection, size=1)[0]


def download(city: City, login: str, path: str) -> bytes:
    answer = city.browser(login).get(path)
    assert answer.status_code == 200
    content = answer.data
    answer.close()
    return content


def test_the_page_makes_a_package_says_how_far_it_is_and_hands_it_out(signed: City, tmp_path: Path):
    browser, command = signed.browser("center1"), str(uuid4())
    assert "未销号" in browser.get("/admin/archives/").text
    page = browser.post("/admin/archives/", data={"year": "2020", "command": command}).text
    assert re.search(r"<b>办理过程</b> (<span[^>]*>▪</span>)+ (\d+) / \2</p>", page)
    assert "归档包已生成并登记" in page
    assert "项未销号" in page
    assert page.rstrip().endswith("</html>")
    [address] = re.findall(r'href="(/admin/archives/[0-9a-f-]{36})"', page)
    content = download(signed, "center1", f"{address}/file")
    assert newest_act(signed).kind == "exported"
    (tmp_path / "a.zip").write_bytes(content)
    assert verify(tmp_path / "a.zip").status == 0
    again = browser.post("/admin/archives/", data={"year": "2020", "command": command}).text
    assert address in again, "a second click is the same package"
    assert browser.get("/admin/archives/").text.count('<th scope="row">') == 1
    for asked in (content, parts(content)["manifest.json"]):
        found = brought(signed, "auditor", asked).text
        assert "这是本系统登记过的归档包" in found
        assert address in found
    assert "每个文件都与当时一致" in brought(signed, "auditor", content).text
    assert manifest(content)["of"] == "year-2020"
    assert signed.browser("evaluator").get("/admin/archives/").status_code == 404
    assert signed.browser("baishi_leader").get(address).status_code == 404


def test_a_tampered_package_is_told_apart_and_what_is_none_is_refused(signed: City):
    browser = signed.browser("baishi_leader")
    page = browser.post("/admin/archives/", data={"year": "2020", "command": str(uuid4())}).text
    [address] = re.findall(r'href="(/admin/archives/[0-9a-f-]{36})"', page)
    content = download(signed, "baishi_leader", f"{address}/file")
    files = parts(content)
    record = next(name for name in files if name.startswith("办理过程/"))
    assert "已被改动" in brought(signed, "baishi_leader", zipped({**files, record: b"x"})).text
    assert "没有登记过" in brought(signed, "shiqiao_leader", content).text, "another bureau is told nothing of it"
    for none in (b"", b"{}", zipped({"manifest.json": b"{"})):
        refused = brought(signed, "auditor", none)
        assert refused.status_code in (422, 200)
        assert "problem" in refused.text
    assert browser.post("/admin/archives/check").status_code == 422


def test_what_is_asked_wrong_comes_back_with_the_form(signed: City):
    browser = signed.browser("center1")
    for data in ({}, {"year": "2020", "notice": str(uuid4())}, {"year": "x"}, {"notice": "x"}):
        answer = browser.post("/admin/archives/", data=data)
        assert answer.status_code == 422
        assert "problem" in answer.text
    for data, words in (
        ({"year": "1999"}, "没有您可以查看的整改通知"),
        ({"year": "2020", "until": "gestern"}, "problem"),
    ):
        page = browser.post("/admin/archives/", data=data).text
        assert words in page
        assert "已生成" not in page
    assert "还没有生成过归档包" in browser.get("/admin/archives/").text


def test_a_program_makes_lists_shows_takes_and_checks(signed: City, tmp_path: Path):
    new = {"If-None-Match": "*", "Idempotency-Key": "one"}
    made = call(signed, "auditor", "POST", "/archives", json={"year": 2020}, headers=new)
    assert (made.status_code, made.json["events"]) == (201, ["archive.packed"])
    assert call(signed, "auditor", "POST", "/archives", json={"year": 2020}, headers=new).json == made.json
    path = f"/archives/{made.json['archive_id']}"
    shown = call(signed, "center1", "GET", path)
    assert call(signed, "center1", "GET", "/archives").json["archives"] == [shown.json]
    assert shown.json["open_items"] == shown.json["items"] - 1
    file = call(signed, "center1", "GET", f"{path}/file")
    (tmp_path / "a.zip").write_bytes(file.data)
    file.close()
    assert newest_act(signed).subject == f"archive-{shown.json['manifest'][:12]}.zip"
    assert verify(tmp_path / "a.zip").status == 0
    checked = call(signed, "center1", "POST", "/archives/check?name=a.zip", data=(tmp_path / "a.zip").read_bytes())
    assert checked.json == {
        "manifest": shown.json["manifest"], "proved": True, "problem": None, "recorded": [made.json["archive_id"]],
    }  # fmt: skip
    assert call(signed, "center1", "POST", "/archives", json={"year": 2020}).status_code == 428
    later = call(signed, "center1", "POST", "/archives", json={"year": 2020, "until": "9999-01-01"},
                 headers={"If-None-Match": "*"})  # fmt: skip
    assert (later.status_code, list(later.json["errors"])) == (422, ["until"])
    assert call(signed, "center1", "POST", "/archives", json={}, headers=new).json["code"] == "notice_or_year"
    assert call(signed, "evaluator", "GET", "/archives").status_code == 403
    assert call(signed, "shiqiao_leader", "GET", f"{path}/file").json["code"] == "no_such_archive"
    assert call(signed, "center1", "POST", "/archives/check?name=a", data=b"x").json["code"] == "not_an_archive"
    gone = next(one for one in manifest((tmp_path / "a.zip").read_bytes())["files"] if one["kind"] == "evidence")
    signed.ledger.files.path(gone["sha256"]).unlink()
    assert call(signed, "center1", "GET", f"{path}/file").status_code == 409
    assert signed.browser("center1").get(f"/admin{path}/file").status_code == 409


def test_the_operator_makes_lists_and_verifies(signed: City, tmp_path: Path):
    env = {
        "DATABASE_URL": str(signed.ledger.database.engine.url), "XIAOHAO_FILES": str(signed.ledger.files.root),
        "XIAOHAO_VERIFY_KEY": SIGNER.verifier.line, "XIAOHAO_NOW": "2030-01-02T08:00",
    }  # fmt: skip

    def run(*words):
        result = CliRunner().invoke(cli, ["archive", *map(str, words)], env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    path = tmp_path / "out" / "a.zip"
    assert "there is no folder" in run("pack", path, "--year", "2020")[1]
    path = tmp_path / "a.zip"
    status, output = run("pack", path, "--notice", "〔2020〕1")
    assert status == 0, output
    assert "are not struck off" in output
    status, output = run("verify", path)
    assert (status, "recorded as" in output) == (0, True), output
    assert "〔2020〕1" in run("list")[1]
    assert run("pack", path)[0] == 1
    assert run("pack", path, "--notice", "〔1999〕1")[0] == 1
    files = parts(path.read_bytes())
    path.write_bytes(zipped({**files, "目录.csv": b"x"}))
    assert run("verify", path)[0] == 1
    path.write_bytes(b"nothing")
    assert "not_an_archive" in run("verify", path)[1]
