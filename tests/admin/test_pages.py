"""Every page opens for whom it is meant, in both languages, and for nobody else."""

import re

import pytest
from sqlalchemy import text

from tests.admin.conftest import Site
from tests.admin.town import NOTICE, item_id

ITEM = item_id("baishi", "reopened")
PAGES = (
    "/admin/", "/admin/ledger/", f"/admin/item/{ITEM}", f"/admin/item/{ITEM}?as_of=@100", "/admin/log/",
    "/admin/notices/", f"/admin/notices/{NOTICE}", "/admin/areas/", "/admin/organisations/", "/admin/nothing",
    "/admin/?as_of=2099-01-01",
)  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
DATA = re.compile(r"<(?:script|style|code|pre|option|del|ins|blockquote|time)\b.*?</(?:\w+)>|<[^>]+>", re.S)


def words_of(page: str) -> str:
    return DATA.sub(" ", page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_a_page_opens_in_both_languages_without_a_word_of_the_inside(shared: Site, path: str, language: str) -> None:
    answer = shared.visitor("center1", language).get(path)
    assert answer.status_code == {"/admin/nothing": 404, "/admin/?as_of=2099-01-01": 400}.get(path, 200)
    assert f'<html lang="{"zh-CN" if language != "en" else "en"}">' in answer.text
    assert not re.search(r"Traceback|SELECT |sqlalchemy|Undefined", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_chinese_page_holds_no_english_sentence(shared: Site, path: str) -> None:
    shown = words_of(shared.visitor("center1").get(path).text).replace("Asia/Shanghai", "").replace("English", "")
    english = re.sub(
        r"\b(SHA-256|xlsx|pdf|png|jpe?g|docx?|xls|txt|csv|zip|MB|KB|item|notice|areas|organisation)\b", "", shown
    )
    if path != "/admin/areas/":  # the register names areas in both languages
        assert not re.findall(r"[A-Za-z]{3,}(?: [a-z]{2,})+", english)


@pytest.mark.parametrize(
    "path", [*PAGES, "/admin/import/", "/admin/ledger/?before=x&area=x&kind=x", "/admin/log/?as_of=@-", "/login"]
)
def test_a_chinese_page_has_chinese_punctuation(shared: Site, path: str) -> None:
    shown = words_of(shared.visitor("center1").get(path).text)
    assert not re.findall(r"[\u4e00-\u9fff]\s*[,:;?!()]|[(]\s*[\u4e00-\u9fff]", shown)


@pytest.mark.parametrize("path", ["/login", "/admin/nothing", "/admin/", "/admin/?as_of=2099-01-01"])
def test_a_clock_set_by_hand_is_said_on_every_page(shared: Site, path: str) -> None:
    visitor = shared.visitor("" if path == "/login" else "center1")
    assert visitor.get(path).text.count("演示：系统时钟设在 2020-03-18 09:30。") == 1


def test_a_clock_set_by_hand_is_said_where_the_database_is_away(site: Site) -> None:
    visitor = site.visitor("center1")
    with site.ledger.database.writing() as connection:
        connection.execute(text("DROP TABLE item_board"))
    assert "系统时钟设在" in visitor.get("/admin/ledger/").text


def test_a_notice_names_who_issued_it(shared: Site) -> None:
    page = shared.visitor("center1").get("/admin/notices/").text
    assert "下发单位" in page
    assert "填报单位" not in page
    assert "清单日期 2020年3月10日" in shared.visitor("center1").get(f"/admin/notices/{NOTICE}").text


@pytest.mark.parametrize("role", ["center1", "baishi_leader", "baishi_handler", "evaluator", "auditor", "sysadmin"])
def test_every_role_has_a_desk(shared: Site, role: str) -> None:
    answer = shared.visitor(role).get("/admin/")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_the_root_leads_to_the_desk_and_a_stranger_to_the_login(shared: Site) -> None:
    assert shared.visitor("center1").get("/").location == "/admin/"
    assert "/login" in (shared.visitor().get("/admin/log/").location or "")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("sysadmin", "/admin/ledger/"), ("sysadmin", "/admin/ledger/export"), ("sysadmin", f"/admin/item/{ITEM}"),
        ("sysadmin", "/admin/log/"), ("sysadmin", "/admin/notices/"), ("baishi_leader", "/admin/log/"),
        ("evaluator", "/admin/log/"), ("center1", "/admin/accounts/"),
        ("baishi_leader", "/admin/accounts/"), ("secadmin", "/admin/ledger/"),
    ],
)  # fmt: skip
def test_a_page_that_is_closed_to_a_role_is_absent(shared: Site, role: str, path: str) -> None:
    visitor = shared.visitor(role)
    assert stripped(visitor.get(path).text) == stripped(visitor.get("/admin/nothing").text)
    assert visitor.get(path).status_code == 404


def test_another_units_item_is_the_same_bytes_as_none(shared: Site) -> None:
    stranger, item = shared.visitor("shiqiao_leader"), item_id("baishi", "reported")
    absent = item_id("nowhere", "never")
    for tail in ("", "?as_of=@60", "/files/" + "a" * 64):
        foreign, none = (stranger.get(f"/admin/item/{one}{tail}") for one in (item, absent))
        assert (foreign.status_code, none.status_code) == (404, 404)
        assert stripped(foreign.text) == stripped(none.text)


def test_a_bureau_sees_no_word_of_another(shared: Site) -> None:
    stranger = shared.visitor("shiqiao_leader")
    for path in (
        "/admin/",
        "/admin/ledger/",
        "/admin/ledger/?bureau=baishi",
        "/admin/notices/",
        f"/admin/notices/{NOTICE}",
    ):
        assert "1-白石" not in stranger.get(path).text
    assert "张联系baishi".encode() not in stranger.get("/admin/ledger/export").data


def test_no_page_has_inline_script_style_or_handler(shared: Site) -> None:
    visitor = shared.visitor("center1")
    for path in (*PAGES, "/login"):
        text = visitor.get(path).text
        assert not re.search(r'\son\w+="|\sstyle="|<style\b|<script>|javascript:', text), path


def stripped(page: str) -> str:
    """A page without what is new in each."""
    return re.sub(r'(csrf_token" value|nonce)="[^"]+"', "", page)


def test_a_failing_database_is_said_without_a_word_of_it(site: Site) -> None:
    visitor = site.visitor("center1")
    with site.ledger.database.writing() as connection:
        connection.execute(text("DROP TABLE item_board"))
    answer = visitor.get("/admin/ledger/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "系统正忙" in answer.text
    assert "item_board" not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("POST", f"/admin/item/{ITEM}", 405), ("POST", "/admin/", 405)])
def test_an_address_used_the_wrong_way_is_answered_by_a_page(shared: Site, method: str, path: str, status: int) -> None:
    answer = shared.visitor("center1").open(path, method=method)
    assert answer.status_code == status
    assert '<html lang="zh-CN">' in answer.text


def test_too_much_at_once_is_answered_by_a_page(shared: Site) -> None:
    visitor = shared.visitor("baishi_handler")
    body = b"x" * (33 * 2**20)
    answer = visitor.post(f"/admin/item/{ITEM}/report", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "32 MB" in answer.text
