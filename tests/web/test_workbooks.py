"""Reply workbooks on their page, over HTTP and on the command line: out, filled in, looked at, merged, on record."""

import io
import re
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from events import acts
from tests.city import City
from tests.documents.replies import filled, opened, zipped
from tests.office import PNG
from workflow.audit import audit
from wsgi import cli

PAGE, CHECK = "/admin/workbooks/", "/admin/workbook-check/"
REPORT = {"action": "report", "report.measures": "逐案核对", "report.result": "差异清零", "report.evidence": "照片.png"}


@pytest.fixture
def worked(city: City) -> City:
    """Two items of Baishi are assigned, one of them to be reported."""
    for item in city.items("baishi")[:2]:
        city.reach(item, "assigned")
    return city


def download(city: City, login: str = "baishi_leader") -> bytes:
    answer = city.browser(login).get(f"{PAGE}download")
    assert (answer.status_code, answer.mimetype.endswith("sheet")) == (200, True)
    return answer.data


def upload(city: City, data: bytes, evidence: bytes = b"", login: str = "baishi_leader"):
    sent = {"file": FileStorage(io.BytesIO(data), "答复表.xlsx")}
    if evidence:
        sent["evidence"] = FileStorage(io.BytesIO(evidence), "佐证.zip")
    boundary, body = encode_multipart(sent)  # in memory: the client's own way leaves temporary files open
    return city.browser(login).post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def answered(city: City, said: dict[UUID, dict], evidence: bytes = b"") -> str:
    """The address where it is looked at what an upload comes to."""
    answer = upload(city, filled(download(city), said), evidence)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def newest(city: City) -> str:
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    return f"?as_of=@{log[-1]['position']}"


def acts_of(city: City, kind: str) -> list[str]:
    with city.ledger.database.reading() as connection:
        return [row.subject for row in acts.page(connection, kind=kind)]


def test_a_bureau_takes_it_away_fills_it_in_and_merges_it(worked):
    first, second = worked.items("baishi")[:2]
    files = {"照片.png": PNG, "多余.png": PNG + b"2"}
    where = answered(
        worked, {first: REPORT, second: {"note_progress.progress": "电话13812345678"}}, zipped(files)[0]
    )  # fmt: skip
    assert acts_of(worked, "exported") == ["workbook"]
    leader = worked.browser("baishi_leader")
    page = leader.get(where).text
    for text in ("可以记录：1 行", "疑似有手机号码", "多余.png", 'name="confirm"', "差异清零"):
        assert text in page, text
    with worked.ledger.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM uploads").scalar() == 1  # the demo's own
    done = leader.post(where)
    assert (done.status_code, done.headers["Location"]) == (303, where)  # a row is left
    page = leader.get(where).text
    assert "已经记录过" in page
    again = opened(leader.get(f"{where}/again").data)[1]
    assert any("13812345678" in str(cell.value) for row in again.iter_rows() for cell in row)
    [merge_id] = re.findall(rf'href="{PAGE}([0-9a-f-]{{36}})"', leader.get(PAGE).text)
    assert merge_id in leader.get(f"/admin/item/{first}").text
    with worked.ledger.database.reading() as connection:
        assert list(audit(connection, worked.ledger.files)) == []


def test_what_was_merged_is_seen_by_who_sees_the_unit_and_as_of_any_moment(worked):
    before = newest(worked)
    [item] = worked.items("baishi")[:1]
    where = answered(worked, {item: {"note_progress.progress": "已联系"}})
    merge_id = worked.browser("baishi_leader").post(where).headers["Location"].removeprefix(PAGE)
    told = {"baishi_handler": 200, "center1": 200, "auditor": 200, "shiqiao_leader": 404, "sysadmin": 404}
    for login, status in told.items():
        assert worked.browser(login).get(f"{PAGE}{merge_id}").status_code == status, login
        assert (merge_id in worked.browser(login).get(PAGE).text) is (status == 200), login
    assert merge_id not in worked.browser("auditor").get(f"{PAGE}{before}").text
    assert worked.browser("auditor").get(f"{PAGE}{merge_id}{before}").status_code == 404


def test_when_every_row_is_done_the_files_are_kept_no_longer(worked):
    [item] = worked.items("baishi")[:1]
    where = answered(worked, {item: {"note_progress.progress": "已联系"}})
    for login in ("baishi_handler", "shiqiao_leader"):
        assert worked.browser(login).get(where).status_code == 404
    assert worked.browser("center1").get(where).status_code == 404
    done = worked.browser("baishi_leader").post(where)
    assert done.headers["Location"].startswith(PAGE)
    assert worked.browser("baishi_leader").get(where).status_code == 404
    assert not list((worked.ledger.files.root / "staged").glob("*/*"))


def test_a_row_that_moved_on_is_shown_in_both_versions_and_done_when_ticked(worked):
    [item] = worked.items("baishi")[:1]
    where = answered(worked, {item: {"note_progress.progress": "已完成八成"}})
    worked.do("hand_over", "baishi_leader", item, handler=str(worked.actor("baishi_leader").account), reason="轮岗交接")
    leader = worked.browser("baishi_leader")
    page = leader.get(where).text
    for text in ("表格下载后有变动", "轮岗交接", "表格里", "按事项现在的情况办理"):
        assert text in page, text
    tick = page.partition('name="confirm" value="')[2].partition('"')[0]
    row = tick.partition("@")[0]
    assert "什么都没有记录" in leader.post(where, data={"confirm": f"{row}@2"}, follow_redirects=True).text
    assert "记录 1 行" in leader.post(where, data={"confirm": tick}, follow_redirects=True).text


def test_what_is_no_workbook_is_refused_where_it_was_sent(worked):
    data = download(worked)
    for sent, evidence, why in (
        (b"", b"", "还没有选择文件"),
        (b"x" * (5 * 2**20 + 1), b"", "超过 5 MB"),
        (b"PK\3\4", b"", "损坏"),
        (data, b"Rar!", "不是 zip"),
    ):
        answer = (
            upload(worked, sent, evidence) if sent else worked.browser("baishi_leader").post(PAGE, data={})
        )  # fmt: skip
        assert (answer.status_code, why in answer.text) == (422, True), why
    where = upload(worked, data, login="shiqiao_leader").headers["Location"]
    answer = worked.browser("shiqiao_leader").get(where)
    assert (answer.status_code, "发给其他单位" in answer.text) == (422, True)
    assert worked.browser("baishi_leader").get(f"{CHECK}{uuid4()}").status_code == 404
    for login in ("center1", "auditor", "evaluator"):
        assert worked.browser(login).get(f"{PAGE}download").status_code == 422
        assert upload(worked, data, login=login).status_code == 422


def test_a_program_does_the_same(worked):
    [item] = worked.items("baishi")[:1]
    program, key = worked.app.test_client(), worked.bearer("baishi_leader")
    book = filled(program.get("/api/v1/reply-workbook", headers=key).data, {item: REPORT})

    def sent(path: str, query: str = "", login: str = "baishi_leader"):
        files = {"file": (io.BytesIO(book), "答复表.xlsx"), "evidence": (io.BytesIO(zipped()[0]), "佐证.zip")}
        return program.post(f"/api/v1/reply-workbook/{path}{query}", headers=worked.bearer(login), data=files)

    dry, real, again = sent("merge", "?dry_run=true").json, sent("merge").json, sent("merge").json
    assert [(one["written"], one["recorded"], one["already"]) for one in (dry, real, again)] == [
        (False, 1, 0), (True, 1, 0), (False, 0, 1),
    ]  # fmt: skip
    events = program.get(f"/api/v1/items/{item}/events", headers=key).json["events"]
    assert [one["merge"] for one in events[-2:]] == [None, real["merge_id"]]
    told = program.get(f"/api/v1/reply-workbook/merges/{real['merge_id']}", headers=worked.bearer("auditor")).json
    assert ([one["item_id"] for one in told["items"]], told["merge"]["files"]) == ([str(item)], 1)
    listed = program.get("/api/v1/reply-workbook/merges", headers=worked.bearer("shiqiao_leader")).json
    assert (listed["merges"], listed["total"]) == ([], 0)
    assert load_workbook(io.BytesIO(sent("again").data)).worksheets[0]["A1"].value
    assert sent("merge", "?confirm=x").status_code == 422
    for login, status in (("center1", 403), ("auditor", 403), ("shiqiao_leader", 422)):
        assert sent("merge", login=login).status_code == status
    bare = program.post("/api/v1/reply-workbook/merge?name=a.xlsx&dry_run=true", headers=key, data=book)
    assert bare.json["already"] == 1


def test_the_operator_does_the_same_on_the_command_line(demo_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", demo_url)
    monkeypatch.setenv("XIAOHAO_FILES", str(tmp_path / "files"))
    out, back = tmp_path / "表.xlsx", tmp_path / "新表.xlsx"

    def run(*words: str):
        return CliRunner().invoke(cli, ["reply", *words])

    assert run("download", str(out), "--as", "baishi_leader").exit_code == 0
    _, sheet, columns = opened(out.read_bytes())
    item = UUID(sheet.cell(4, columns["事项标识"]).value)
    out.write_bytes(
        filled(out.read_bytes(), {item: {"action": "note_progress", "note_progress.progress": "13812345678"}})
    )
    dry = run("merge", str(out), "--as", "baishi_leader", "--dry-run", "--again", str(back))
    assert (dry.exit_code, "待确认 asked about 1" in dry.output, back.exists()) == (2, True, True)
    real = run("merge", str(out), "--as", "baishi_leader", "--confirm", "4")
    assert (real.exit_code, "已并入 merged" in real.output) == (0, True), real.output
    assert "1 recorded, 0 left" in run("list").output
    assert run("merge", str(out), "--as", "center1").exit_code == 1
    assert run("merge", "nowhere.xlsx", "--as", "baishi_leader").exit_code == 1
