"""Documents in a real browser: menus and totals fit and are accessible; a long document says how far it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.admin.conftest import Site, sign_in

MENU = "details.documents > summary"


@pytest.mark.big
@pytest.mark.parametrize(("colours", "width"), [("light", 390), ("dark", 1366)])
def test_menus_and_totals_are_accessible_and_fit(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]],
    colours: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    address, site = live
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(context, address, site, "center1")
    for path in ("/admin/documents/", "/admin/ledger/", "/admin/", "/admin/notices/"):
        page.goto(address + path)
        if page.locator(MENU).count():
            page.click(MENU)
        found = violations(page)
        assert found == [], (path, width, [node["html"][:300] for one in found for node in one["nodes"]])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    context.close()


@pytest.mark.big
def test_a_document_is_downloaded_and_the_page_says_how_far_it_is(
    browser: Browser, live: tuple[str, Site], tmp_path: Path
) -> None:
    address, site = live
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    sign_in(context, address, site, "center1")
    page.goto(f"{address}/admin/ledger/")
    page.click(MENU)
    with page.expect_download() as download:
        page.click("details.documents a[href*='ledger.xlsx']")
    file = tmp_path / "ledger.xlsx"
    download.value.save_as(file)
    assert file.read_bytes()[:2] == b"PK"
    page.wait_for_selector("details.documents .writing:not([hidden])")
    assert page.inner_text("details.documents .writing span") == "已写完，开始下载。"
    assert said == []
    context.close()
