"""The pages in a real browser: no violation, no complaint, no sideways scroll, and they work without scripts."""

from collections.abc import Callable
from random import Random
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.admin.conftest import Site, sign_in
from tests.admin.town import item_id

PATHS = (
    "/admin/", "/admin/ledger/", f"/admin/item/{item_id('baishi', 'reported')}", "/admin/log/", "/admin/health/",
    "/admin/organisations/", "/admin/organisations/baishi", "/admin/logins/",
    "/admin/factor/", "/admin/tokens/", "/admin/rules/", "/admin/calendar/", "/admin/ledger/?due=overdue",
)  # fmt: skip
Colours = Literal["light", "dark"]
WIDTHS = (1366, 390)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_are_accessible_and_fit(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]], colours: Colours, rng: Random,
    big: bool,
) -> None:  # fmt: skip
    """Every page at both widths; in a small run each at one of them, and half of the pages in each colours."""
    address, site = live
    context = browser.new_context(color_scheme=colours)
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/login")
    assert violations(page) == []
    sign_in(context, address, site, "center1")
    for path in PATHS if big else rng.sample(PATHS, len(PATHS) // 2):
        page.goto(address + path)
        for width in WIDTHS if big else [rng.choice(WIDTHS)]:
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    assert page.evaluate("document.documentElement.dataset.bsTheme") == colours
    assert heard == []
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("login", "path", "button"), [
    ("auditor", "/admin/acts/", ""), ("secadmin", "/admin/persons/", ""), ("center1", "/admin/factor/", "form"),
    ("center1", f"/admin/item/{item_id('baishi', 'reported')}", "form[action*='/people']"),
])  # fmt: skip
def test_what_is_kept_of_persons_and_acts_is_accessible_and_fits(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]], colours: Colours, login: str,
    path: str, button: str,
) -> None:  # fmt: skip
    """Their pages at both widths; where there is a form, what it leads to."""
    address, site = live
    context = browser.new_context(color_scheme=colours)
    page = context.new_page()
    sign_in(context, address, site, login)
    page.goto(address + path)
    if button:
        page.locator(f"main {button} button").first.click()
        page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    context.close()


def test_an_item_is_reported_without_scripts(browser: Browser, live: tuple[str, Site], tmp_path: Any) -> None:
    address, site = live
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, address, site, "baishi_handler")
    page = context.new_page()
    page.goto(f"{address}/admin/")
    page.click(f'a[href*="{item_id("baishi", "assigned")}"]')
    page.fill("#report-measures", "逐案核对")
    page.fill("#report-result", "差异清零")
    (tmp_path / "说明.txt").write_text("现场情况说明", encoding="utf-8")
    page.set_input_files("#report-evidence", tmp_path / "说明.txt")
    page.click(".action[open] button")
    assert page.locator(".said-success").count() == 1
    assert page.locator(".files >> text=说明.txt").count() == 1
    context.close()


def test_keyboard_users_skip_to_the_content_and_see_where_they_are(browser: Browser, live: tuple[str, Site]) -> None:
    address, site = live
    context = browser.new_context()
    sign_in(context, address, site, "center1")
    page = context.new_page()
    page.goto(f"{address}/admin/ledger/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    context.close()
