"""Drafts, packages and notices on their pages and in the API: from draft to returned material."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.city import City
from tests.office import PNG
from workflow import draft_board, package_board
from workflow.history import present
from workflow.notice_preparation import package_id
from workflow.projections import DRAFTS, NOTICES


@pytest.fixture
def city(sqlite_city):
    """The specifications in tests/workflow/ run on both databases."""
    return sqlite_city


HEAD = {
    "title": "整改通知（起草）",
    "year": "2030",
    "basis": "绩效评价标准",
    "meeting": "年初会议",
    "plan": "整改方案",
    "leader": "王五",
}
PROBLEM = {
    "bureaus": ["baishi", "shiqiao"], "area": "archives", "kind": "immediate", "problem": "卷宗没有编页码",
    "due": "2030-06", "requirement": "逐卷补齐",
}  # fmt: skip
GO = {"problems": "1", "items": "2", "return_by": "2030-04-08"}


def post(city, login, path, version="", **said):
    return city.browser(login).post(f"/admin/{path}", data={"version": str(version), **said})


def drafted(city: City) -> UUID:
    """A draft of center1 with one problem for two bureaus."""
    answer = post(city, "center1", "drafts/", **HEAD)
    assert answer.status_code == 303, answer.text
    draft = UUID(answer.headers["Location"].rpartition("/")[2])
    assert post(city, "center1", f"drafts/{draft}/add", 1, **PROBLEM).status_code == 303
    return draft


def issued(city: City) -> UUID:
    draft = drafted(city)
    answer = post(city, "center2", f"drafts/{draft}/approve", 2, **GO)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/notices/{draft}"), answer.text
    return draft


def line(city, notice, bureau="baishi", login="center1"):
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        return package_board.past(connection, city.actor(login), notice, bureau, at).line


def api(city, login, path, **how):
    return city.app.test_client().open(
        f"/api/v1/{path}", headers={**city.bearer(login), **how.pop("headers", {})}, **how
    )


def papers(**more):
    found = {"report": (io.BytesIO(PNG + b"1"), "报告.png"), "completed": (io.BytesIO(PNG + b"2"), "清单.png")}
    return {"data": {**found, **more}, "content_type": "multipart/form-data"}


def test_the_center_drafts_and_another_account_approves_what_it_looked_at(city):
    draft = drafted(city)
    mine, other = (city.browser(login).get(f"/admin/drafts/{draft}").text for login in ("center1", "center2"))
    approving = f'action="/admin/drafts/{draft}/approve#actions"'
    assert (approving in mine, approving in other) == (False, True)
    assert all(
        word in other for word in ("绩效评价标准", "王*", "卷宗没有编页码", "石桥市司法局", "问题 1 个，事项 2 个")
    )
    assert "王五" not in other
    assert "待签发的通知草稿：1" in city.browser("center2").get("/admin/").text
    own = post(city, "center1", f"drafts/{draft}/approve", 2, **GO)
    assert (own.status_code, "没有参与的另一个账号" in own.text) == (403, True)
    changed = post(city, "center2", f"drafts/{draft}/approve", 2, **{**GO, "items": "3"})
    assert (changed.status_code, "请重新核对后签发" in changed.text) == (409, True)
    assert post(city, "center2", f"drafts/{draft}/approve", 1, **GO).status_code == 412
    assert post(city, "center2", f"drafts/{draft}/approve", 2, **GO).status_code == 303
    again = post(city, "center2", f"drafts/{draft}/approve", 3, **GO)
    assert (again.status_code, "已经签发" in again.text) == (409, True)
    notice = city.browser("center1").get(f"/admin/notices/{draft}").text
    assert all(word in notice for word in ("绩效评价标准", "石桥市司法局", "签收 0/2", f"/admin/drafts/{draft}"))


def test_a_form_that_is_refused_comes_back_with_what_was_ticked(city):
    draft = drafted(city)
    again = post(city, "center1", f"drafts/{draft}/add", 2, **PROBLEM)
    assert (again.status_code, "已有同样的问题下给白石县司法局" in again.text) == (409, True)
    assert 'value="shiqiao" checked' in again.text.replace("  ", " ")
    nobody = post(city, "center1", f"drafts/{draft}/add", 2, **{**PROBLEM, "bureaus": []})
    assert nobody.status_code == 422
    every = post(city, "center1", f"drafts/{draft}/add", 2, **{**PROBLEM, "problem": "都有", "bureaus": ["*"]})
    assert every.status_code == 303
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        problems = draft_board.past(connection, city.actor("auditor"), draft, at).draft.problems
    assert [len(one.bureaus) for one in problems] == [2, 9]
    dropped = post(city, "center1", f"drafts/{draft}/drop", 3, matter=str(problems[0].matter))
    assert dropped.status_code == 303
    gone = post(city, "center1", f"drafts/{draft}/drop", 4, matter=str(problems[0].matter))
    assert (gone.status_code, "可能已被移出" in gone.text) == (409, True)
    assert post(city, "center1", f"drafts/{draft}/discard", 4, reason="并入另一份").status_code == 303
    assert "作废" in city.browser("auditor").get("/admin/drafts/").text


@pytest.mark.parametrize("login", ["baishi_leader", "evaluator", "sysadmin"])
def test_a_draft_is_absent_to_everyone_else(city, login):
    draft = drafted(city)
    for path in ("drafts/", f"drafts/{draft}"):
        assert city.browser(login).get(f"/admin/{path}").status_code == 404
    assert api(city, login, f"drafts/{draft}").status_code == 404
    assert api(city, login, "drafts").status_code == 403
    assert city.browser(login).get(f"/admin/notices/{draft}").status_code == 404
    eyes = city.actor("baishi_leader").account
    with city.ledger.database.reading() as connection:
        assert len(connection.execute(select(DRAFTS.now)).all()) == 1
    then = api(city, "auditor", f"drafts?as_of=@{newest(city)}&eyes={eyes}")
    assert then.status_code == 404  # nor could those eyes enter there


def newest(city):
    events = api(city, "auditor", "log?limit=1000").json["events"]
    return events[-1]["position"]


def test_a_bureau_signs_once_and_the_silent_one_is_seen(city):
    notice = issued(city)
    assert "下发材料未签收：2" in city.browser("baishi_handler").get("/admin/").text
    page = city.browser("baishi_handler").get(f"/admin/packages/{notice}/baishi").text
    assert all(word in page for word in ("绩效评价标准", "2030年4月8日", "签收"))
    first = post(city, "baishi_handler", f"packages/{notice}/baishi/acknowledge")
    again = city.browser("baishi_leader").post(f"/admin/packages/{notice}/baishi/acknowledge", follow_redirects=True)
    assert (first.status_code, again.status_code, "已经签收过" in again.text) == (303, 200, True)
    assert line(city, notice).version == 2
    page = city.browser("center1").get(f"/admin/notices/{notice}?wait=unsigned").text
    shown = [bureau for bureau in ("baishi", "shiqiao") if f'/admin/packages/{notice}/{bureau}"' in page]
    assert (shown, "签收 1/2" in page) == (["shiqiao"], True)
    mine = city.browser("baishi_leader").get("/admin/packages/").text
    assert "shiqiao" not in mine
    assert city.browser("baishi_leader").get(f"/admin/packages/{notice}/shiqiao").status_code == 404
    assert post(city, "baishi_leader", f"packages/{notice}/shiqiao/acknowledge").status_code == 404
    assert post(city, "center1", f"packages/{notice}/shiqiao/acknowledge").status_code == 403


def test_report_and_list_are_returned_sent_back_and_returned_again(city):
    notice = issued(city)
    path = f"packages/{notice}/baishi"
    post(city, "baishi_handler", f"{path}/acknowledge")
    leader = city.browser("baishi_leader")
    partly = papers()
    del partly["data"]["completed"]
    refused = leader.post(f"/admin/{path}/return", **partly)
    assert (refused.status_code, "报告.png" in refused.text, 'name="kept_report"' in refused.text) == (422, True, True)
    assert leader.post(f"/admin/{path}/return", **papers()).status_code == 303
    assert city.browser("baishi_handler").post(f"/admin/{path}/return", **papers()).status_code == 403
    page = city.browser("center2").get(f"/admin/{path}").text
    assert all(word in page for word in ("报告.png", "清单.png", "-白石-01"))
    sent = post(city, "center2", f"{path}/send_back", 3, reason="清单没有盖章")
    assert sent.status_code == 303
    city.clock.advance(timedelta(days=120))
    assert leader.get(f"/admin/{path}").status_code in (200, 302)
    answer = city.browser("baishi_leader").post(f"/admin/{path}/return", **papers(remark="已补盖章"))
    assert answer.status_code == 303
    found = line(city, notice)
    assert (found.times, found.late, found.missing) == (2, True, 1)
    said = api(city, "baishi_leader", f"notices/{notice}/packages/baishi").json
    sha256 = said["report"][0]["sha256"]
    for login, status in (("center1", 200), ("auditor", 200), ("baishi_handler", 200), ("shiqiao_leader", 404)):
        for file in (f"/admin/{path}/files/{sha256}",):
            got = city.browser(login).get(file)
            assert got.status_code == status
            got.close()
    got = api(city, "center1", f"notices/{notice}/packages/baishi/files/{sha256}")
    assert got.data == PNG + b"1"


def test_the_same_is_done_by_programs(city):
    made = api(city, "center1", "drafts", method="POST", json={**HEAD, "year": 2030}, headers={"If-None-Match": "*"})
    draft = made.json["draft_id"]
    added = api(city, "center1", f"drafts/{draft}/add", method="POST", json=PROBLEM, headers={"If-Match": '"1"'})
    assert (made.status_code, added.status_code) == (201, 200), added.json
    shown = api(city, "auditor", f"drafts/{draft}").json
    assert (shown["items"], shown["leader"], shown["problems"][0]["due"]) == (2, "王*", "2030-06")
    go = {"problems": 1, "items": 2, "return_by": "2030-04-08"}
    own = api(city, "center1", f"drafts/{draft}/approve", method="POST", json=go, headers={"If-Match": '"2"'})
    assert (own.status_code, own.json["code"]) == (403, "drafting_account")
    for _ in range(2):
        headers = {"If-Match": '"2"', "Idempotency-Key": "approve-1"}
        done = api(city, "center2", f"drafts/{draft}/approve", method="POST", json=go, headers=headers)
        assert (done.status_code, done.json["events"]) == (200, ["draft.approved"])
    where = f"notices/{draft}/packages/baishi"
    sent = {"way": "post", "sent_on": "2030-01-01", "post_number": "XA1"}
    assert (
        api(city, "center1", f"{where}/dispatch", method="POST", json=sent, headers={"If-Match": '"1"'}).json["version"]
        == 2
    )
    signed = [
        api(city, f"baishi_{who}", f"{where}/acknowledge", method="POST", json={}) for who in ("leader", "handler")
    ]
    assert [one.json["events"] for one in signed] == [["package.acknowledged"], []]
    rows = api(city, "center1", f"packages?notice={draft}&wait=unsigned").json
    assert ([row["bureau"] for row in rows["packages"]], rows["tally"]["unsigned"]) == (["shiqiao"], 1)
    gone = api(
        city,
        "center1",
        f"notices/{draft}/withdraw",
        method="POST",
        json={"reason": "依据有误"},
        headers={"If-Match": '"1"'},
    )
    assert gone.json["events"] == ["notice.withdrawn"]
    late = api(city, "shiqiao_leader", f"notices/{draft}/packages/shiqiao/acknowledge", method="POST", json={})
    assert (late.status_code, late.json["code"]) == (409, "notice_withdrawn")
    with city.ledger.database.reading() as connection:
        [row] = connection.execute(select(NOTICES.now).where(NOTICES.now.c.notice_id == UUID(draft))).all()
    assert row.withdrawn_at


def test_a_notice_is_withdrawn_from_its_page_unless_something_was_reported(city):
    notice = issued(city)
    assert post(city, "baishi_leader", f"notices/{notice}/withdraw", reason="x").status_code == 403
    assert post(city, "center1", f"notices/{package_id(notice, 'x')}/withdraw", reason="x").status_code == 404
    assert post(city, "center1", f"notices/{notice}/withdraw", reason="依据有误").status_code == 303
    assert "已撤回" in city.browser("baishi_leader").get("/admin/notices/").text
    city.reach(city.items("baishi")[0], "reported")
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        old = next(one.notice_id for one in package_board.lines(connection, city.actor("center1"), at) if one.reported)
    refused = post(city, "center1", f"notices/{old}/withdraw", reason="依据有误")
    assert (refused.status_code, "不能整份撤回" in refused.text) == (409, True)


def test_it_is_shown_as_it_stood_and_through_the_eyes_of_others(city):
    notice = issued(city)
    position = newest(city)
    post(city, "baishi_handler", f"packages/{notice}/baishi/acknowledge")
    then = city.browser("center1").get(f"/admin/packages/{notice}/baishi?as_of=@{position}").text
    assert ("未签收" in then, "acknowledge#actions" in then) == (True, False)
    eyes = city.actor("shiqiao_leader").account
    seen = city.browser("auditor").get(f"/admin/packages/{notice}/baishi?as_of=@{position}&eyes={eyes}")
    own = city.browser("auditor").get(f"/admin/packages/{notice}/shiqiao?as_of=@{position}&eyes={eyes}")
    assert (seen.status_code, own.status_code) == (404, 200)
    log = city.browser("auditor").get("/admin/log/").text
    assert ("起草通知" in log, f"/admin/notices/{notice}" in log) == (True, True)
