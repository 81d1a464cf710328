"""Findings and evaluation in a real browser: accessible, fitting both widths, a finding entered in three clicks."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from admin.demo_findings import finding_id, load_findings
from identity import accounts
from tests.admin.conftest import Site, sign_in

Colours = Literal["light", "dark"]
PATHS = ("/admin/findings/", f"/admin/findings/{finding_id(3)}", "/admin/evaluation/", "/admin/clauses/")


@pytest.fixture(scope="module")
def evaluated(live: tuple[str, Site]) -> tuple[str, Site]:
    """The town, with the demonstration's clauses and findings."""
    ledger = live[1].ledger
    center = accounts.by_login(ledger, "center1")
    assert center is not None
    load_findings(ledger, center)
    return live


@pytest.mark.parametrize(
    ("width", "colours"),
    [
        (390, "dark"),
        (1366, "light"),
        *(pytest.param(*look, marks=pytest.mark.big) for look in ((1366, "dark"), (390, "light"))),
    ],
)
def test_the_pages_are_accessible_and_fit(
    browser: Browser, evaluated: tuple[str, Site], violations: Callable[[Page], list[Any]], width: int, colours: Colours
) -> None:
    address, site = evaluated
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    sign_in(context, address, site, "center1")
    page = context.new_page()
    for path in PATHS:
        page.goto(address + path)
        if page.locator("details.action").count():
            page.locator("details.action > summary").first.click()
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_an_evaluator_enters_a_finding_in_three_clicks_from_the_desk(
    browser: Browser, evaluated: tuple[str, Site]
) -> None:
    """The menu, the form, its button; choosing what it says is not counted, as typing is not."""
    address, site = evaluated
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    sign_in(context, address, site, "evaluator")
    page = context.new_page()
    page.goto(f"{address}/admin/")
    page.locator("nav.menu a[href='/admin/findings/']").click()
    form = page.locator("details.action")
    form.locator("summary").click()
    form.locator("[name=source][value=province]").check()
    form.locator("[name=concerns][value=unknown]").check()
    form.locator("[name=clause]").select_option("B2")
    form.locator("[name=text]").fill("有的联络员电话打不通")
    form.locator("[name='figure.quantifier']").select_option("个别")
    form.locator("button.btn-primary").click()
    assert "有的联络员电话打不通" in page.content()
    context.close()
