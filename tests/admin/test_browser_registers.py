"""A register's pages in a real browser: no violation, no sideways scroll, and a row recorded without scripts."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from documents.row_import import import_rows
from identity import accounts
from tests.admin.conftest import Site, sign_in
from tests.documents.test_row_import import FIRST, SECOND, listed
from workflow.messages.row import RegisterKind

PAGE = "/admin/registers/"


@pytest.mark.parametrize(("colours", "width"), [("light", 390), ("dark", 1366)])
def test_its_pages_are_accessible_and_fit(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]],
    colours: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    address, site = live
    actor = accounts.by_login(site.ledger, "center1")
    assert actor is not None
    sheet = listed(FIRST, SECOND, (*FIRST[:1], "白援(2020)民字第0003号", *FIRST[2:5], date(2020, 3, 9), ""))
    row = import_rows(site.ledger, actor, sheet, "发放表.xlsx", RegisterKind.PAYMENT).rows[0].row_id
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(context, address, site, "center1")
    for path in (PAGE, f"{PAGE}payment", f"{PAGE}row/{row}", "/admin/row-import/payment"):
        page.goto(address + path)
        assert violations(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    context.close()


def test_a_row_is_recorded_without_scripts(browser: Browser, live: tuple[str, Site]) -> None:
    address, site = live
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, address, site, "baishi_handler")
    page = context.new_page()
    page.goto(f"{address}{PAGE}news")
    page.click("#actions summary")
    page.fill("#record-title", "送法下乡")
    page.fill("#record-submitted_on", "2020-03-02")
    page.click("#actions .action[open] button")
    assert page.locator(".said-success").count() == 1
    assert page.locator("h1 >> text=送法下乡").count() == 1
    context.close()
