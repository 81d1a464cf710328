"""The pages of disclosure lists in a real browser: no violation, no sideways scroll, and they work without scripts."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page

from identity import accounts
from tests.admin.conftest import Site, sign_in
from tests.web.test_disclosures import BAD, GOOD
from tests.workflow.disclosure_examples import MONTH, UNIT, recipients
from workflow import schemas, service
from workflow.messages import disclosure_list as d
from workflow.public_table import made

LISTS, PREPARE = "/admin/disclosures/", "/admin/disclosure-list/"


def prepared(site: Site, name: str) -> UUID:
    """A list of somebody and a minor."""
    by, rows = accounts.by_login(site.ledger, "baishi_handler"), recipients({"name": name}, {"age": "9"})
    assert by is not None
    said = {"bureau": "baishi", "month": str(MONTH), "digest": made(UNIT, MONTH, rows, ()).table.digest}
    shell: dict[str, Any] = {"command_id": uuid4(), "subject": uuid4(), "by": by, "at": site.ledger.clock.now()}
    return service.handle(site.ledger, schemas.load(d.PrepareDisclosureList, said, rows=rows, **shell)).subject


@pytest.mark.parametrize(("colours", "width"), [("light", 390), pytest.param("dark", 1366, marks=pytest.mark.big)])
def test_their_pages_are_accessible_and_fit(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]],
    colours: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    address, site = live
    one = prepared(site, {390: "李四", 1366: "王五"}[width])  # the same list is not prepared twice
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(context, address, site, "baishi_handler")

    def fits(path: str) -> None:
        assert violations(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)

    for path in (LISTS, f"{LISTS}{one}", f"{LISTS}{one}/print", "/admin/rules/"):
        page.goto(address + path)
        fits(path)
    page.goto(address + PREPARE)
    page.fill("#d-typed", BAD)
    page.fill("#d-month", "2020-02")
    page.click("form:has(#d-typed) button")
    fits(PREPARE)
    context.close()


def test_a_list_is_looked_at_and_prepared_without_scripts(browser: Browser, live: tuple[str, Site]) -> None:
    address, site = live
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, address, site, "baishi_handler")
    page = context.new_page()
    page.goto(f"{address}{PREPARE}")
    page.fill("#d-typed", GOOD)
    page.fill("#d-month", "2020-02")
    page.click("form:has(#d-typed) button")
    assert page.locator(".paper-table >> text=张**").count() == 1
    page.click("form[action$='carry-out'] button")
    assert page.locator(".said-success").count() == 1
    assert page.locator(f"h1 >> text={UNIT}2020年2月").count() == 1
    context.close()
