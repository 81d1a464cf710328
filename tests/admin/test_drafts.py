"""Drafts: what was typed and not sent is there again after the session ran out, until it is sent or not wanted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from identity.demo_accounts import DEMO_PASSWORD
from tests.admin.conftest import Site, sign_in
from tests.admin.town import item_id

DRAFTS = "Object.keys(sessionStorage).filter(key => key.startsWith('draft '))"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser's page; what it complains of fails the test, but for a form that was refused."""
    context, heard = browser.new_context(), []
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield page
    context.close()
    assert [said for said in heard if " 422 " not in said] == []


def log_in(page: Page, login: str) -> None:
    page.fill("#login", login)
    page.fill("#password", DEMO_PASSWORD)
    page.click("main form button[type=submit]")


def none_left(page: Page) -> None:
    """No draft is kept any more, once the page's script has run."""
    page.wait_for_function(f"({DRAFTS}).length === 0")


def test_what_was_typed_is_there_again_after_the_session_ran_out(page: Page, live: tuple[str, Site]) -> None:
    address, site = live
    path, note = f"/admin/item/{item_id('baishi', 'reported')}", page.locator("form[action*='/verify'] .draft-note")
    sign_in(page.context, address, site, "center1")
    page.goto(address + path)
    expect(note).to_be_hidden()
    page.check("form[action*='/verify'] input[value=partly_completed]")
    page.fill("#verify-reason", "还差\n两份记录")
    page.context.clear_cookies()
    page.click("form[action*='/verify'] .btn-primary")
    log_in(page, "center1")
    expect(page).to_have_url(address + path)
    expect(page.locator("#verify-reason")).to_have_value("还差\n两份记录")
    expect(page.locator("form[action*='/verify'] input[value=partly_completed]")).to_be_checked()
    expect(note).to_contain_text("已恢复未提交的内容")
    page.click("form[action*='/verify'] .btn-primary")
    expect(page.locator(".said-success")).to_be_visible()
    none_left(page)


def test_a_draft_can_be_discarded_and_is_forgotten_on_signing_out(page: Page, live: tuple[str, Site]) -> None:
    address, site = live
    path = f"{address}/admin/item/{item_id('baishi', 'issued')}"
    sign_in(page.context, address, site, "baishi_leader")
    page.goto(path)
    page.select_option("#assign-handler", label="白石县司法局经办人")
    page.fill("#assign-internal_due", "2020-03-20")
    page.reload()
    expect(page.locator("#assign-internal_due")).to_have_value("2020-03-20")
    expect(page.locator("#assign-handler")).not_to_have_value("")
    page.click(".draft-note button")
    expect(page.locator("#assign-internal_due")).to_have_value("")
    expect(page.locator("#assign-handler")).to_have_value("")
    none_left(page)
    page.fill("#assign-internal_due", "2020-03-21")
    assert len(page.evaluate(DRAFTS)) == 1
    page.click("form[action='/logout'] button")
    log_in(page, "baishi_leader")
    none_left(page)


def test_a_draft_is_kept_from_another_account(page: Page, live: tuple[str, Site]) -> None:
    address, site = live
    path = f"{address}/admin/item/{item_id('baishi', 'verified')}"
    sign_in(page.context, address, site, "center2")
    page.goto(path)
    page.fill("#close-closing_note", "同意")
    page.context.clear_cookies()
    sign_in(page.context, address, site, "center1")
    page.goto(path)
    expect(page.locator(".draft-note:visible")).to_have_count(0)
    assert "同意" not in page.locator("main").inner_text()


def test_a_form_that_came_back_holds_what_was_sent_and_not_the_draft(page: Page, live: tuple[str, Site]) -> None:
    address, site = live
    sign_in(page.context, address, site, "center1")
    page.goto(f"{address}/admin/item/{item_id('shiqiao', 'reported')}")
    if page.locator("form[action*='/verify']").count() == 0:
        page.goto(f"{address}/admin/ledger/?state=reported")
        page.click("table.items tbody tr a")
    page.check("form[action*='/verify'] input[value=not_completed]")
    page.fill("#verify-reason", " ")
    page.click("form[action*='/verify'] .btn-primary")
    expect(page.locator("[role=alert]")).to_contain_text("核查意见")
    expect(page.locator(".draft-note:visible")).to_have_count(0)
    expect(page.locator("form[action*='/verify'] input[value=not_completed]")).to_be_checked()
