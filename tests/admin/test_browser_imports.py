"""The pages of an import in a real browser: accessible, no sideways scroll, rows ticked, work waited for."""

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from admin import import_list
from documents.list_jobs import work
from tests.admin.conftest import Site, sign_in
from tests.documents.lists import a_list, item
from tests.documents.test_mapping import foreign

UNITS = ("白石县司法局", "石桥市司法局")


def upload(page: Page, address: str, data: bytes, name: str) -> None:
    page.goto(f"{address}/admin/import/")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.click("main form .btn-primary")


@pytest.mark.parametrize(
    ("colours", "width"), [("light", 390), pytest.param("dark", 1366, marks=pytest.mark.big)]
)  # fmt: skip
def test_its_pages_are_accessible_and_fit_and_say_when_the_work_is_done(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]], monkeypatch,
    colours: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    address, site = live
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800})
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    sign_in(context, address, site, "center1")

    def looks() -> None:
        assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    upload(page, address, foreign(item(具体问题=f"{colours}自查")), "自查.xlsx")
    expect(page.locator("h1")).to_contain_text("指定各列")
    looks()
    rows = [item(具体问题=f"{colours}{n}", 责任单位=UNITS[n % 2]) for n in range(4)]
    upload(page, address, a_list(*rows, title=(f"{colours}清单", "日期:2020年3月12日")), "清单.xlsx")
    looks()
    page.click("[data-tick=none]")
    assert page.locator("input[name=choose]:checked").get_attribute("value") == "rows"
    assert page.locator("input[name=row]:checked").count() == 0
    page.check("input[name=row] >> nth=0")
    monkeypatch.setattr(import_list, "AT_ONCE", 3)
    page.click("#issue .btn-primary")
    expect(page.locator("h1")).to_contain_text("正在下发清单")
    looks()
    work(site.ledger)
    expect(page.locator("main")).to_contain_text("已下发 1 项", timeout=10_000)
    page.click("text=查看本次导入")
    expect(page).to_have_url(re.compile("/admin/batches/"))
    looks()
    page.goto(f"{address}/admin/batches/")
    looks()
    assert heard == []
    context.close()
