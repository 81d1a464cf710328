"""Acting on an item by its forms: done once, refused with everything typed kept, never behind anyone's back."""

import hashlib
import re
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest

from identity.demo_accounts import demo_account_id
from tests.admin.conftest import Site, send
from tests.admin.town import PNG, actor, item_id
from workflow import files
from workflow.decider import why_not
from workflow.history import life, present
from workflow.machine import TRIGGERS

ASSIGNED, REPORTED, ISSUED = (item_id("baishi", stage) for stage in ("assigned", "reported", "issued"))
TYPED = {"measures": "一、逐案核对<b>", "result": "差异清零 & 复核"}


def test_a_report_with_evidence_is_taken_and_leads_back_to_the_item(site: Site) -> None:
    handler = site.visitor("baishi_handler")
    answer = send(handler, ASSIGNED, "report", 2, **TYPED, evidence=(BytesIO(PNG), "现场 照片.png"))
    assert (answer.status_code, answer.location) == (303, f"/admin/item/{ASSIGNED}?done=report#main")
    page = handler.get(f"/admin/item/{ASSIGNED}").text
    assert "现场 照片.png" in page
    assert "一、逐案核对&lt;b&gt;" in page
    assert "已办理" in page


def test_sending_a_form_twice_is_one_event_and_the_same_answer(site: Site) -> None:
    leader, before = site.visitor("baishi_leader"), site.events()
    form = {"handler": str(demo_account_id("baishi_handler")), "internal_due": "2020-03-20", "command": str(uuid4())}
    first, second = (send(leader, ISSUED, "assign", 1, **form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert site.events() == before + 1


def test_a_report_sent_twice_with_its_files_is_one_event(site: Site) -> None:
    handler, before, command = site.visitor("baishi_handler"), site.events(), str(uuid4())
    answers = [
        send(handler, ASSIGNED, "report", 2, **TYPED, command=command, evidence=(BytesIO(PNG), "a.png")) for _ in "12"
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert site.events() == before + 1


def test_what_was_typed_and_uploaded_is_kept_when_something_is_missing(site: Site) -> None:
    handler = site.visitor("baishi_handler")
    answer = send(
        handler, ASSIGNED, "report", 2, measures=TYPED["measures"], result="", evidence=(BytesIO(PNG), "照片.png")
    )
    assert answer.status_code == 422
    assert TYPED["measures"] in unescape(answer.text)
    assert 'role="alert"' in answer.text
    assert 'href="#report-result"' in answer.text
    kept = hashlib.sha256(PNG).hexdigest()
    assert re.search(rf'name="kept" value="{kept}" checked', answer.text)
    assert "照片.png" in answer.text
    again = send(handler, ASSIGNED, "report", 2, **TYPED, kept=kept)
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("病毒.exe", b"MZ123"), ("报告.pdf", b"<html>"), ("空.png", b""), ("page.html", b"<script>"),
        ("x.svg", b"<svg/>"), ("大.txt", b"a" * (20 * 2**20 + 1)),
    ],
    ids=["exe", "false pdf", "empty", "html", "svg", "over 20 MB"],
)  # fmt: skip
def test_a_file_that_cannot_be_evidence_is_refused_at_its_field(site: Site, name: str, content: bytes) -> None:
    handler, before = site.visitor("baishi_handler"), site.events()
    answer = send(handler, ASSIGNED, "report", 2, **TYPED, evidence=(BytesIO(content), name))
    assert answer.status_code == 422
    assert 'id="report-evidence-problem"' in answer.text
    assert TYPED["result"] in unescape(answer.text)
    assert site.events() == before


def test_an_old_page_is_told_what_happened_since_and_can_be_sent_again(site: Site) -> None:
    send(site.visitor("center2"), REPORTED, "send_back", 3, reason="照片不清")
    answer = send(site.visitor("center1"), REPORTED, "verify", 3, conclusion="completed", reason="看过了,可以")
    assert answer.status_code == 412
    page = unescape(answer.text)
    assert "看过了,可以" in page
    assert 'class="since"' in page
    leader = site.visitor("baishi_leader")
    assert send(leader, ASSIGNED, "report", 1, **TYPED, evidence=(BytesIO(PNG), "a.png")).status_code == 412
    fresh = send(leader, ASSIGNED, "report", 2, **TYPED, kept=hashlib.sha256(PNG).hexdigest())
    assert fresh.status_code == 303


@pytest.mark.parametrize(
    ("login", "stage", "trigger", "version", "form", "status"),
    [
        ("baishi_handler", "reported", "verify", 3, {"conclusion": "completed"}, 403),
        ("center1", "verified", "close", 4, {"closing_note": "好"}, 403),
        ("center2", "ongoing", "close", 4, {"closing_note": "好"}, 409),
        ("center2", "closed", "close", 5, {}, 409),
        ("center1", "reported", "send_back", 3, {"reason": " "}, 422),
        ("center1", "reported", "verify", 3, {"conclusion": "partly_completed"}, 422),
        ("baishi_leader", "issued", "assign", 1, {"handler": str(uuid4()), "internal_due": "2020-03-20"}, 422),
        ("baishi_leader", "issued", "assign", 1, {"handler": "x", "internal_due": "2099-01-01"}, 422),
        ("shiqiao_leader", "issued", "assign", 1, {"handler": "x", "internal_due": "2020-03-20"}, 404),
        ("center1", "issued", "issue", 1, {}, 404),
        ("center1", "issued", "explode", 1, {}, 404),
    ],
)  # fmt: skip
def test_what_may_not_be_done_is_refused_with_its_own_status(
    site: Site, login: str, stage: str, trigger: str, version: int, form: dict[str, str], status: int
) -> None:
    visitor, before = site.visitor(login), site.events()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get("/admin/").text)[0]
    hidden = {"csrf_token": token, "version": str(version), "command": str(uuid4())}
    answer = visitor.post(f"/admin/item/{item_id('baishi', stage)}/{trigger}", data=hidden | form)
    assert answer.status_code == status
    assert site.events() == before


@pytest.mark.parametrize("token", ["", "stale"])
def test_a_form_whose_token_ran_out_comes_back_with_everything_typed_and_a_new_one(site: Site, token: str) -> None:
    handler, before = site.visitor("baishi_handler"), site.events()
    hidden = {"csrf_token": token, "version": "2", "command": str(uuid4())}
    sent = hidden | TYPED | {"evidence": (BytesIO(PNG), "照片.png")}
    answer = handler.post(f"/admin/item/{ASSIGNED}/report", data=sent, content_type="multipart/form-data")
    page = unescape(answer.text)
    assert answer.status_code == 400
    assert TYPED["measures"] in page
    assert TYPED["result"] in page
    assert "没有办理任何内容" in page
    assert "选好的文件没有收下" in page
    assert site.events() == before
    with site.ledger.database.reading() as connection:
        assert files.find(connection, hashlib.sha256(PNG).hexdigest(), "baishi") is None
    fresh = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[-1] for name in hidden}
    again = fresh | TYPED | {"evidence": (BytesIO(PNG), "照片.png")}
    assert handler.post(f"/admin/item/{ASSIGNED}/report", data=again).status_code == 303


@pytest.mark.parametrize(
    ("login", "tail"),
    [("shiqiao_leader", "report"), ("sysadmin", "report"), ("baishi_handler", "explode"), ("baishi_handler", "issue")],
)
def test_without_its_token_too_a_form_tells_nothing_of_what_is_not_there(shared: Site, login: str, tail: str) -> None:
    assert shared.visitor(login).post(f"/admin/item/{ASSIGNED}/{tail}", data=TYPED).status_code == 404


def test_who_is_led_back_to_the_address_of_a_form_sees_the_item(shared: Site) -> None:
    answer = shared.visitor("baishi_handler").get(f"/admin/item/{ASSIGNED}/report")
    assert (answer.status_code, answer.location) == (302, f"/admin/item/{ASSIGNED}")


def test_who_lost_a_race_is_told_one_thing_and_keeps_what_they_wrote(site: Site) -> None:
    send(site.visitor("center2"), REPORTED, "send_back", 3, reason="照片不清")
    answer = send(site.visitor("center1"), REPORTED, "verify", 3, conclusion="completed", reason="材料属实")
    alert = unescape(re.findall(r'role="alert".*?</div>', answer.text, re.S)[0])
    assert answer.status_code == 412
    assert "不能核查" in alert
    assert "请看过最新内容再办理" not in answer.text
    assert unescape(answer.text).count("不能核查") == 1
    assert re.search(r"<textarea[^>]* readonly[^>]*>\s*材料属实</textarea>", answer.text)
    assert re.search(r'value="completed"[^>]* checked[^>]* disabled', answer.text)


def test_what_is_wrong_is_said_once_with_its_label(site: Site) -> None:
    leader, handler = site.visitor("baishi_leader"), str(demo_account_id("baishi_handler"))
    late = unescape(send(leader, ISSUED, "assign", 1, handler=handler, internal_due="2099-01-01").text)
    assert re.search(r'<a href="#assign-internal_due">内部期限 2099年1月1日', late)
    none = unescape(send(leader, ISSUED, "assign", 1, handler=handler).text)
    assert '<a href="#assign-internal_due">内部期限：必须填写' in none


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    visitor, before = site.visitor("center1"), site.events()
    answer = visitor.post(f"/admin/item/{REPORTED}/send_back", data={"reason": "x", "version": "3"})
    assert answer.status_code == 400
    assert site.events() == before


def test_fields_that_are_not_asked_change_nothing(site: Site) -> None:
    form = {"reason": "重复", "state": "closed", "bureau": "shiqiao", "owner": "city", "number": "x", "by": "y"}
    assert send(site.visitor("center1"), ISSUED, "withdraw", 1, **form).status_code == 303
    assert site.visitor("shiqiao_leader").get(f"/admin/item/{ISSUED}").status_code == 404


def test_a_page_tells_who_may_do_what_the_reader_may_not(site: Site) -> None:
    page = site.visitor("baishi_handler").get(f"/admin/item/{REPORTED}").text
    assert "核查由市中心办理，经办人无权办理。" in page


@pytest.mark.parametrize("login", ["center1", "baishi_leader", "baishi_handler", "auditor"])
@pytest.mark.parametrize("stage", ["issued", "reported", "closed", "withdrawn"])
def test_every_action_is_a_form_or_is_greyed_with_its_reason(shared: Site, login: str, stage: str) -> None:
    page = unescape(shared.visitor(login).get(f"/admin/item/{item_id('baishi', stage)}").text)
    with shared.ledger.database.reading() as connection:
        now = present(shared.ledger.clock.now(), shared.ledger.zone)
        item = life(connection, item_id("baishi", stage), actor(login), now).item
    for trigger in TRIGGERS.keys() - {"issue"}:
        refusal = why_not(actor(login), trigger, item)
        assert (f'/{trigger}#actions"' in page) == (refusal is None)
        assert refusal is None or f"<span>{refusal.message('zh')}</span>" in page
    for blocked in re.findall(r'<ul class="blocked">.*?</ul>', page, re.DOTALL):
        greyed = re.findall(r'<li( class="impossible")?><b>', blocked)
        assert greyed == sorted(greyed), "what the state allows comes first"


def test_evidence_is_handed_out_as_an_attachment_and_not_once_it_was_altered(site: Site) -> None:
    visitor, sha256 = site.visitor("auditor"), hashlib.sha256(PNG + REPORTED.bytes).hexdigest()
    address = f"/admin/item/{REPORTED}/files/{sha256}"
    answer = visitor.get(address)
    assert answer.data == PNG + REPORTED.bytes
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert visitor.get(address + "?as_of=@3").status_code == 404
    site.ledger.files.path(sha256).chmod(0o600)
    site.ledger.files.path(sha256).write_bytes(b"other")
    gone = visitor.get(address)
    assert gone.status_code == 410
    assert "不一致" in gone.text
