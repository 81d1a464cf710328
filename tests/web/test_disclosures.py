"""Disclosure lists on their pages and over the API: seen before anything is kept, approved by another, found again."""

import io
import re
from functools import cache
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from documents.recipient_list import read_recipients
from events import acts, tables
from events.store import EventStore
from tests.city import City
from workflow import schemas, service
from workflow.disclosure_preparation import rules_of
from workflow.facts import Due
from workflow.messages.disclosure_list import PrepareDisclosureList, Recipient
from workflow.projections import DISCLOSURE_LISTS
from workflow.public_table import made
from wsgi import cli

PAGE, LISTS, API = "/admin/disclosure-list/", "/admin/disclosures/", "/api/v1/disclosure-lists"
HEAD = "受援人姓名\t身份证号\t案由\t援助方式\t受理日期\t承办单位\t住址\t年龄\n"
GOOD = HEAD + (
    "张三丰\t340101199001011234\t工伤赔偿\t非诉\t2029-11-05\t白石县法律援助中心\t白石县临江镇8号\t35\n"
    "李小四\t\t与某公司纠纷\t诉讼\t2029-11-07\t明理律师事务所\t不详\t11\n"
)
BAD = HEAD + "张三丰\t\t与某公司纠纷\t打官司\t2029-11-05\t１３８-0000 0000\t不详\t35\n"
MONTH, HOTLINE = "2029-11", "0000-7000001"


def look(city: City, text: str = GOOD, login: str = "baishi_handler", **said):
    return city.browser(login).post(PAGE, data={"typed": text, "month": MONTH, "hotline": HOTLINE, **said})


def hidden(page: str) -> dict[str, str]:
    form = page[page.index("carry-out") :].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def by_form(city: City) -> str:
    """Prepared as the page does it: looked at, then carried out."""
    answer = city.browser("baishi_handler").post(f"{PAGE}carry-out", data=hidden(look(city).text))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


@cache
def rows_of(text: str) -> tuple[Recipient, ...]:
    return read_recipients(text.encode(), "a.txt").rows


def prepare(city: City, text: str = GOOD) -> str:
    """The same without the page."""
    by = city.actor("baishi_handler")
    with city.ledger.database.reading() as connection:
        rules = rules_of(EventStore(connection), city.ledger.today)
    digest = made("白石县司法局", Due.parse(MONTH), rows_of(text), rules).table.digest
    said = {"bureau": "baishi", "month": MONTH, "hotline": HOTLINE, "digest": digest}
    shell = {"command_id": uuid4(), "subject": uuid4(), "by": by, "at": city.clock.now()}
    command = schemas.load(PrepareDisclosureList, said, rows=rows_of(text), **shell)
    return str(service.handle(city.ledger, command).subject)


def act(city: City, login: str, one: str, trigger: str, **said):
    return city.browser(login).post(f"{LISTS}{one}/{trigger}", data=said)


def publish(city: City) -> str:
    one = prepare(city)
    assert act(city, "baishi_leader", one, "approve", digest=digest_of(city, one)).status_code == 303
    day = city.ledger.today.isoformat()
    assert act(city, "baishi_handler", one, "publish", disclosed_on=day, place="公示栏").status_code == 303
    return one


def digest_of(city: City, one: str) -> str:
    return get(city, "auditor", f"/{one}").json["listed"]["digest"]


def get(city: City, login: str, path: str = ""):
    return city.app.test_client().get(f"{API}{path}", headers=city.bearer(login))


def send(city: City, login: str, path: str, content: bytes, name: str = "名单.csv", **headers: str):
    data = {"file": (io.BytesIO(content), name)}
    return city.app.test_client().post(f"{API}{path}", data=data, headers={**city.bearer(login), **headers})


def table(city: City, one: str, login: str = "baishi_handler") -> bytes:
    answer = city.browser(login).get(f"{LISTS}{one}/table.xlsx")
    assert answer.status_code == 200
    return answer.data


def everything(city: City) -> str:
    """What is kept of the domain: the log, what lies beside it, and the lists."""
    kept = (tables.events, tables.commands, tables.personal_data, DISCLOSURE_LISTS.now)
    with city.ledger.database.reading() as connection:
        return str([connection.execute(one.select()).all() for one in kept])


def test_what_cannot_be_published_is_shown_beside_why_and_cannot_be_ticked_away(city: City):
    before = everything(city)
    page = look(city, BAD)
    for said in ("不能公布：1 行中有 4 处要改", "电话号码", "不能以勾选放行", "张**", "打官司", "F2", "找不到乡镇"):
        assert said in page.text, said
    assert "carry-out" not in page.text
    assert "personal_seen" not in page.text
    forced = {"content": "", "name": "a.csv", "month": MONTH, "digest": "ab" * 32, "personal_seen": "1"}
    bad = city.browser("baishi_handler").post(f"{PAGE}carry-out", data=forced)
    assert bad.status_code == 422
    assert everything(city) == before


def test_the_preview_is_what_is_kept_and_the_list_is_not(city: City):
    page = look(city).text
    assert ("2 行可以公布" in page, "其中 1 人不公开" in page, "未读取的列：身份证号" in page) == (True, True, True)
    one = by_form(city)
    shown = city.browser("center1").get(f"{LISTS}{one}").text
    for said in ("张**", "未成年人", "临江镇", HOTLINE, "待审核"):
        assert said in shown, said
    for hidden_one in ("张三丰", "李小四", "340101199001011234", "与某公司"):
        assert hidden_one not in shown
        assert hidden_one not in everything(city)
        assert not any(hidden_one.encode() in f.read_bytes() for f in city.ledger.files.root.rglob("*") if f.is_file())


def test_it_goes_its_way_through_two_accounts_and_is_rechecked(city: City):
    one = prepare(city)
    digest = digest_of(city, one)
    assert "审核公示表</button>" not in city.browser("baishi_handler").get(f"{LISTS}{one}").text
    assert act(city, "baishi_handler", one, "approve", digest=digest).status_code == 403
    wrong = act(city, "baishi_leader", one, "approve", digest="ab" * 32)
    assert (wrong.status_code, "校验值不同" in wrong.text) == (409, True)
    assert "待审核的公示表：1" in city.browser("baishi_leader").get("/admin/").text
    assert act(city, "baishi_leader", one, "approve", digest=digest).status_code == 303
    day = city.ledger.today.isoformat()
    early = act(city, "baishi_handler", one, "hand_over", handed_over_on=day)
    assert (early.status_code, "请先登记公示" in early.text) == (409, True)
    act(city, "baishi_handler", one, "publish", disclosed_on=day, place="公示栏")
    act(city, "baishi_handler", one, "hand_over", handed_over_on=day)
    unsaid = act(city, "baishi_handler", one, "recheck", rechecked_on=day, result="incomplete")
    assert (unsaid.status_code, "请写明哪里不完整" in unsaid.text) == (422, True)
    act(city, "baishi_handler", one, "recheck", rechecked_on=day, result="incomplete", remark="少一行")
    [row] = re.findall(r'href="(/admin/registers/row/[^"]+)"', city.browser("baishi_handler").get(f"{LISTS}{one}").text)
    assert digest in city.browser("baishi_handler").get(row).text
    rows = city.browser("center1").get("/admin/registers/disclosure").text
    assert ("不完整" in rows, digest in rows) == (True, True)
    assert "不完整" in city.browser("auditor").get(LISTS).text


def test_of_another_bureau_and_by_administrators_it_is_not_there(city: City):
    one = publish(city)
    for login, status in (("shiqiao_leader", 404), ("sysadmin", 404), ("auditor", 200), ("evaluator", 200)):
        for path in ("", "/print", "/table.xlsx"):
            answer = city.browser(login).get(f"{LISTS}{one}{path}")
            assert answer.status_code == status, (login, path)
            answer.close()
        assert get(city, login, f"/{one}").status_code == status
        assert city.browser(login).post(f"{LISTS}{one}/compare").status_code == (404 if status == 404 else 422)
    assert look(city, login="center1").status_code == 404
    assert city.browser("evaluator").get(PAGE).status_code == 404
    assert get(city, "shiqiao_leader").json["lists"] == []
    assert act(city, "shiqiao_leader", one, "withdraw", reason="x").status_code == 404


def test_a_posted_file_is_found_and_told_apart(city: City):
    one = publish(city)
    content = table(city, one)
    assert content == table(city, one, "auditor")
    digest = digest_of(city, one)
    for said in ({"digest": digest[:12]}, {"file": (io.BytesIO(content), "公示表.xlsx")}):
        page = city.browser("auditor").post(f"{LISTS}verify", data=said).text
        assert ("就是这份公示表" in page, one in page) == (True, True)
    stranger = city.browser("shiqiao_leader").post(f"{LISTS}verify", data={"digest": digest}).text
    assert "没有校验值" in stranger
    for bad in ({"digest": "xyz"}, {}, {"file": (io.BytesIO(b"x"), "a.xlsx")}):
        assert city.browser("auditor").post(f"{LISTS}verify", data=bad).status_code == 422
    same = city.browser("baishi_handler").post(f"{LISTS}{one}/compare", data={"file": (io.BytesIO(content), "a.xlsx")})
    assert ("逐字一致" in same.text, digest in same.text) == (True, True)
    second = prepare(city, GOOD.replace("张三丰", "王五"))
    for path in ("print", "table.xlsx"):
        early = city.browser("baishi_handler").get(f"{LISTS}{second}/{path}")
        assert (early.status_code, "请先审核" in early.text) == (409, True)
    assert get(city, "auditor", f"/{second}/table.xlsx").status_code == 409
    act(city, "baishi_leader", second, "approve", digest=digest_of(city, second))
    other = table(city, second)
    differs = city.browser("baishi_handler").post(f"{LISTS}{one}/compare", data={"file": (io.BytesIO(other), "a.xlsx")})
    assert "少了或改了 1 行：1" in differs.text
    with city.ledger.database.reading() as connection:
        assert "exported" in [row.kind for row in acts.page(connection)]


def test_as_of_then_it_is_as_it_was(city: City):
    one = prepare(city)
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    at = f"?as_of=@{log[-1]['position']}"
    act(city, "baishi_leader", one, "withdraw", reason="重来")
    assert "已撤回" in city.browser("auditor").get(f"{LISTS}{one}").text
    then = city.browser("auditor").get(f"{LISTS}{one}{at}").text
    assert ("待审核" in then, "已撤回，不得张贴" in then) == (True, False)
    assert get(city, "auditor", f"/{one}{at}").json["listed"]["stage"] == "prepared"
    assert [row["stage"] for row in get(city, "auditor", at).json["lists"]] == ["prepared"]


def test_over_the_api_a_list_is_looked_at_then_prepared_once(city: City):
    asked = f"?month={MONTH}&hotline={HOTLINE}"
    seen = send(city, "baishi_handler", f"/preview{asked}", GOOD.encode()).json
    assert (seen["publishable"], seen["persons"], seen["withheld"], seen["notes"]) == (True, 2, 1, [])
    assert seen["table"]["rows"][0][1] == "张**"
    bad = send(city, "baishi_handler", f"/preview{asked}", BAD.encode()).json
    assert (bad["publishable"], {note["cell"] for note in bad["notes"]}) == (False, {"C2", "D2", "F2", "G2"})
    path, head = f"{asked}&digest={seen['digest']}", {"If-None-Match": "*", "Idempotency-Key": "k1"}
    first, again = (send(city, "baishi_handler", path, GOOD.encode(), **head) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, first.json)
    refused = send(city, "baishi_handler", f"{asked}&digest={'ab' * 32}", BAD.encode(), **{"If-None-Match": "*"})
    assert (refused.status_code, refused.json["code"]) == (422, "not_publishable")
    one = first.json["list_id"]
    done = city.app.test_client().post(
        f"{API}/{one}/approve",
        json={"digest": seen["digest"]},
        headers={**city.bearer("baishi_leader"), "If-Match": '"1"'},
    )
    assert done.json["events"] == ["disclosure_list.approved"]
    found = send(city, "auditor", "/verify", table(city, one), "posted.xlsx").json
    assert [row["list_id"] for row in found["lists"]] == [one]
    assert send(city, "baishi_handler", "/preview?month=2029", GOOD.encode()).status_code == 422
    assert send(city, "center1", f"/preview{asked}", GOOD.encode()).status_code == 403


def test_the_center_sets_how_a_column_is_published(city: City):
    day = city.ledger.today.isoformat()
    said = {"treatment": "left_out", "since": day, "reason": "从简"}
    assert city.browser("baishi_leader").post("/admin/rules/disclosure/place", data=said).status_code == 403
    wrong = city.browser("center1").post("/admin/rules/disclosure/name", data={**said, "treatment": "as_written"})
    assert (wrong.status_code, "不能这样公布" in wrong.text) == (422, True)
    assert city.browser("center1").post("/admin/rules/disclosure/nothing", data=said).status_code == 404
    assert city.browser("center1").post("/admin/rules/disclosure/place", data=said).status_code == 303
    assert "从简" in city.browser("auditor").get("/admin/rules/").text
    assert "临江镇" not in city.browser("auditor").get(f"{LISTS}{prepare(city)}").text
    rules = city.app.test_client().get("/api/v1/disclosure-rules", headers=city.bearer("auditor")).json["rules"]
    assert {one["column"]: one["treatment"] for one in rules}["place"] == "left_out"
    headers = {**city.bearer("center1"), "If-Match": '"1"'}
    set_again = city.app.test_client().post(
        "/api/v1/disclosure-rules/place/set", json={**said, "treatment": "township"}, headers=headers
    )
    assert set_again.json["events"] == ["disclosure_rule.set"]


@pytest.mark.parametrize(
    "said",
    [
        {"month": "2029-13"}, {"month": "2099-01"}, {"month": ""}, {"hotline": "13800001234"}, {"typed": ""},
        {"typed": "x"}, {"typed": HEAD}, {"month": "2029-11-01"}, {"typed": "a" * 600_000},
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_says_why(sqlite_city: City, said):
    answer = look(sqlite_city, **said) if "typed" not in said else look(sqlite_city, said["typed"])
    assert answer.status_code in (413, 422), said
    assert "carry-out" not in answer.text


def test_forged_ids_and_triggers_are_not_there(sqlite_city: City):
    one = prepare(sqlite_city)
    for path in (f"{uuid4()}", f"{UUID(int=0)}/print", f"{one}/table.exe", "x"):
        assert sqlite_city.browser("baishi_leader").get(f"{LISTS}{path}").status_code == 404
    for trigger in ("prepare", "strike", "x"):
        assert act(sqlite_city, "baishi_leader", one, trigger, reason="x").status_code == 404


def test_the_command_line_lists_and_verifies(demo_url, tmp_path):
    def run(*words):
        env = {"DATABASE_URL": demo_url, "XIAOHAO_FILES": str(tmp_path / "files")}
        result = CliRunner().invoke(cli, ["disclosure", *map(str, words)], env=env)
        return result.exit_code, result.output

    assert run("list") == (0, "")
    assert run("verify", "ab" * 32)[0] == 1
    assert run("verify", "x")[0] == 1
    assert "name surname" in run("rules")[1]
