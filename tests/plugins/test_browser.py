"""The browser starts, speaks Chinese, hears a page's complaints, and axe judges it under a strict policy."""

from playwright.sync_api import Page, Route

from tests.plugins.browser import find_chromium

STRICT = {"Content-Security-Policy": "default-src 'none'"}


def serve(page: Page, body: str) -> None:
    """Show the body at an address that needs no server."""

    def answer(route: Route) -> None:
        route.fulfill(body=f"<!doctype html>{body}", headers=STRICT, content_type="text/html; charset=utf-8")

    page.route("http://xiaohao.test/", answer)
    page.goto("http://xiaohao.test/")


def test_a_named_browser_comes_first_and_a_missing_one_is_none():
    assert find_chromium({"XIAOHAO_CHROMIUM": "/there"}, which=lambda name: "/here") == "/there"
    assert find_chromium({}, which={"google-chrome": "/here"}.get) == "/here"
    assert find_chromium({}, which=lambda name: None) is None


def test_the_visitor_is_in_china(page: Page):
    assert page.evaluate("[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]") == [
        "zh-CN",
        "Asia/Shanghai",
    ]


def test_what_the_policy_blocks_is_heard(page: Page, complaints: list[str]):
    serve(page, "<html lang=zh><title>销号</title><main><h1>台账</h1><script>1</script></main>")
    assert len(complaints) == 1
    assert "Content Security Policy" in complaints[0]


def test_axe_judges_a_page_under_a_strict_policy(page: Page, complaints: list[str], violations):
    serve(page, "<html lang=zh><title>销号</title><main><h1>台账</h1></main>")
    assert violations(page) == []
    serve(page, "<html><title>销号</title><main><h1>台账</h1><input></main>")
    assert {violation["id"] for violation in violations(page)} == {"html-has-lang", "label"}
    assert complaints == []
