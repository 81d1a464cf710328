"""Fixtures for tests in a real browser: Debian's Chromium, driven by Playwright, judged by axe."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without these a start as root fails, and the browser looks for its maker's hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
Violations = list[dict[str, Any]]


def find_chromium(environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> str | None:
    """The browser named by XIAOHAO_CHROMIUM, else the first on the PATH, else None."""
    return environ.get("XIAOHAO_CHROMIUM") or next(filter(None, map(which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is."""
    path = find_chromium(os.environ)
    if path is None:
        pytest.skip(f"no Chromium was found (looked for {', '.join(NAMES)}; XIAOHAO_CHROMIUM may name one)")
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for a file of tests: while it lives, asyncio.run() is refused in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor from China with no cookies; open more pages in it to see one session twice."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that visitor."""
    return context.new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the page complained of so far: console errors (also of the CSP), uncaught errors, failed requests."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(f"uncaught: {error}"))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.method} {request.url}"))
    return heard


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def violations(axe_source: str) -> Callable[[Page], Violations]:
    """Ask axe for the page's violations of WCAG 2.2 AA; through the debugger, whom the page's CSP does not bind."""

    def ask(page: Page) -> Violations:
        debugger = page.context.new_cdp_session(page)
        wanted = json.dumps({"runOnly": LEVELS, "resultTypes": ["violations"]})
        run = f"axe.run(document, {wanted}).then(r => JSON.stringify(r.violations))"
        there = debugger.send("Runtime.evaluate", {"expression": "typeof axe", "returnByValue": True})
        if there["result"]["value"] == "undefined":
            debugger.send("Runtime.evaluate", {"expression": axe_source})
        answer = debugger.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
        debugger.detach()
        return list(json.loads(answer["result"]["value"]))

    return ask
