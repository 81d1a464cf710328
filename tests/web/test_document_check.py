"""The check of official documents, on its page and over the API: for who writes them, and nothing is kept."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from documents.official import rendering
from events import tables
from tests.city import City
from tests.documents.papers import GOOD, broken, telling
from tests.web.test_comparisons import newest
from tests.web.test_sight import given
from workflow import messages as m
from workflow.lookups import organisation_id

PAGE, API = "/admin/document-check/", "/api/v1/documents/check"
FAST = f"{API}?unrendered=true"
WRITERS = ("center1", "baishi_leader", "baishi_handler", "evaluator", "auditor")
SLIP = broken("2.整改台账", "2.整改台账。")


def upload(city: City, docx: bytes, login: str = "center1", path: str = PAGE, name: str = "报告.docx"):
    return city.browser(login).post(path, data={"file": (BytesIO(docx), name)})


def ask(city: City, docx: bytes, login: str = "center1", path: str = FAST, name: str = "报告.docx"):
    file = {"file": (BytesIO(docx), name)}
    return city.app.test_client().post(path, data=file, headers=city.bearer(login))


def counts(city: City) -> list[int]:
    """How many rows each table holds."""
    with city.ledger.database.reading() as connection:
        sizes = (connection.scalar(select(func.count()).select_from(table)) for table in tables.metadata.sorted_tables)
        return list(sizes)


@pytest.mark.skipif(rendering.program() is None, reason="LibreOffice is not installed")
def test_the_page_shows_what_was_found_what_was_measured_and_the_pages(sqlite_city: City):
    answer = upload(sqlite_city, telling("截止4月8日，已收到。", "各地要加强管理。" * 20))
    assert answer.status_code == 200
    for said in ("改为“截至”。", "共 1 页，每面行数未测（没有排满的一页），每行 28 字", "data:image/png;base64,"):
        assert said in answer.text, said
    assert answer.text.count("<figure") == 1


def test_without_a_renderer_the_page_says_what_was_not_checked(sqlite_city: City, monkeypatch):
    monkeypatch.setattr(rendering, "PROGRAMS", ())
    answer = upload(sqlite_city, telling("截止4月8日，已收到8份。<b>&"))
    assert (answer.status_code, "每面行数、每行字数、印出的页码未检查" in answer.text) == (200, True)
    assert "改为“截至”。" in answer.text
    assert "<b>&" not in answer.text


def test_what_is_no_document_is_refused_where_it_was_sent(sqlite_city: City):
    for docx, name, said in (
        (b"", "", "必须"),
        (b"x", "a.docx", "不是 .docx 文档"),
        (GOOD, "a.docm", "含有宏"),
        (b"", "a.docx", "空的"),
    ):
        answer = upload(sqlite_city, docx, name=name)
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.text, said
    assert sqlite_city.browser("center1").post(PAGE).status_code == 422


@pytest.mark.parametrize("login", WRITERS)
def test_who_writes_documents_may_check_them(sqlite_city: City, login):
    assert sqlite_city.browser(login).get(PAGE).status_code == 200
    assert ask(sqlite_city, GOOD, login).status_code == 200


def test_administrators_and_strangers_may_not(sqlite_city: City):
    for login in ("sysadmin", "secadmin"):
        assert sqlite_city.browser(login).get(PAGE).status_code == 404
        assert upload(sqlite_city, GOOD, login).status_code == 404
        assert ask(sqlite_city, GOOD, login).status_code == 403
    assert ask(sqlite_city, GOOD, None).status_code == 401


def test_over_the_api_each_finding_has_its_code_and_place(sqlite_city: City):
    answer = ask(sqlite_city, SLIP)
    [one] = answer.json["format"]
    assert (one["code"], one["count"], one["places"][0]["quote"]) == ("enclosure_note", 1, "2.整改台账。")
    assert (answer.json["wording"], answer.json["measures"], answer.json["clean"]) == ([], None, False)
    english = sqlite_city.app.test_client().post(
        f"{FAST}&name=a.docx", data=SLIP, headers={**sqlite_city.bearer("center1"), "Accept-Language": "en"},
        content_type="application/octet-stream",
    )  # fmt: skip
    assert english.json["format"][0]["there"] == "punctuation after the name"


def test_over_the_api_what_is_no_document_is_a_problem_with_its_code(sqlite_city: City):
    for docx, name, code in (
        (b"x", "a.docx", "not_a_document"),
        (GOOD, "a.docm", "macro_document"),
        (GOOD[:900], "a.docx", "damaged_document"),
    ):
        answer = ask(sqlite_city, docx, name=name)
        assert (answer.status_code, answer.json["code"]) == (422, code)


def test_nothing_is_kept_and_nothing_is_recorded(city: City):
    ask(city, GOOD)
    before = counts(city)
    ask(city, SLIP)
    ask(city, b"x")
    assert counts(city) == before


def test_units_go_by_the_register_as_of_the_moment(sqlite_city: City):
    city = sqlite_city
    before = newest(city).removeprefix("?")
    said = {"name": "白石区司法局", "short": "白石区", "what": "district", "since": "2030-01-01", "reason": "撤县设区"}
    given(city, m.RenameOrganisation, "sysadmin", organisation_id("baishi"), said)
    document = telling("白石县司法局已报送。")
    now, then = (ask(city, document, path=f"{FAST}&{at}").json["wording"] for at in ("", before))
    assert [one["there"] for one in now if one["code"] == "unit_name"] == ["“白石县司法局”已更名为“白石区司法局”"]
    assert [one for one in then if one["code"] == "unit_name"] == []
