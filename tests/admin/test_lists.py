"""Lists: filters, sort and paging take whatever an address says; the export has the page's rows."""

from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.admin.conftest import Site
from tests.admin.town import item_id

ODD = (
    "",
    "-1",
    "0",
    "999999999999999999999",
    "1,2",
    "abc",
    "\x00",
    "١",
    "'",
    "%",
    "🙂",
    "x" * 5000,
    "2020-13-45",
    "@",
    "@9999",
    "{}",
)
NAMES = (
    "page",
    "sort",
    "bureau",
    "area",
    "state",
    "kind",
    "notice",
    "due",
    "before",
    "text",
    "name",
    "account",
    "item",
    "order",
)


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/ledger/", "/admin/ledger/export", "/admin/log/", f"/admin/item/{item_id('baishi', 'closed')}"],
)
def test_whatever_an_address_says_no_page_breaks(shared: Site, path: str) -> None:
    visitor = shared.visitor("auditor")
    for value in map(quote, ODD):
        everything = "&".join(f"{name}={value}" for name in NAMES)
        assert visitor.get(f"{path}?{everything}").status_code == 200, value
        assert visitor.get(f"{path}?as_of={value}").status_code in (200, 400), value


@pytest.mark.parametrize(
    "tail", ["1,2", "abc", "%00", "0" * 40, "..%2f..%2fetc", "00000000-0000-0000-0000-000000000000"]
)
def test_an_odd_id_is_a_page_that_does_not_exist(shared: Site, tail: str) -> None:
    visitor = shared.visitor("center1")
    for path in (
        f"/admin/item/{tail}",
        f"/admin/notices/{tail}",
        f"/admin/item/{item_id('baishi', 'closed')}/files/{tail}",
    ):
        assert visitor.get(path).status_code == 404


def test_the_ledger_shows_what_the_filter_asks_and_counts_ongoing_apart(shared: Site) -> None:
    visitor = shared.visitor("center1")
    found = visitor.get("/admin/ledger/?bureau=baishi&state=ongoing").text
    assert found.count('scope="row"') == 1
    assert str(item_id("baishi", "ongoing")) in found
    assert visitor.get("/admin/ledger/?bureau=baishi&state=open").text.count('scope="row"') == 7


def test_a_filter_that_is_not_understood_is_said(shared: Site) -> None:
    page = shared.visitor("center1").get("/admin/ledger/?before=2020-13-01").text
    assert 'aria-invalid="true"' in page
    assert "不是有效日期" in page


def test_the_export_has_the_rows_of_the_page_and_nothing_personal(shared: Site) -> None:
    answer = shared.visitor("baishi_leader").get("/admin/ledger/export?state=open&sort=due")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(answer.data)).active.values)
    assert [row for row in rows if "白石县司法局" in row] == rows[-7:]
    assert "张联系" not in str(rows)


def test_the_past_is_shown_as_it_was_and_read_only(shared: Site) -> None:
    visitor, item = shared.visitor("center1"), item_id("baishi", "reopened")
    now, past = visitor.get(f"/admin/item/{item}").text, visitor.get(f"/admin/item/{item}?as_of=@100").text
    assert '<form method="post" action="/admin/item' in now
    assert '<form method="post" action="/admin/item' not in past
    assert 'role="status"' in past
    assert "重新立账" not in past


@pytest.mark.parametrize("asked", ["2099-01-01", "soon", "@99999", "2020-02-30"])
def test_a_moment_that_cannot_be_shown_is_refused_and_the_present_is_not_shown_instead(
    shared: Site, asked: str
) -> None:
    visitor = shared.visitor("auditor")
    for path in ("/admin/", "/admin/ledger/", f"/admin/item/{item_id('baishi', 'closed')}", "/admin/log/"):
        answer = visitor.get(f"{path}?as_of={asked}")
        assert answer.status_code == 400
        assert "1-白石" not in answer.text
        assert asked in answer.text
