"""The main job in a real browser on the real server: from the list in Excel to closed, and its history replayed."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from admin.cli import publish_first_areas
from admin.demo import SAMPLE
from config import Settings
from identity import demo_accounts
from migrations import upgrade
from tests.office import PNG
from wsgi import open_ledger

ROOT = Path(__file__).parent.parent.parent
WIDTHS, HEIGHT = (1366, 390), 900
SERVE = "import sys; sys.argv = ['xiaohao', 'serve']; from wsgi import cli; cli()"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `xiaohao serve` on a new city: accounts and areas, no items."""
    folder = tmp_path_factory.mktemp("served")
    settings = Settings(database_url=f"sqlite:///{folder / 'xiaohao.db'}", files=str(folder / "files"))
    upgrade(settings.database_url)
    ledger = open_ledger(settings)
    publish_first_areas(ledger)
    demo_accounts.load(ledger)
    ledger.database.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url, "XIAOHAO_FILES": settings.files, "PORT": str(port),
    }  # fmt: skip
    server = subprocess.Popen([sys.executable, "-c", SERVE], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/login", server)
        yield address
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=20)
    assert said.decode().splitlines()[:2] == [f"{address}/", "city_center center1 xiaohao-demo-2020"]


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, "the server has ended"
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


class Office:
    """People at their browsers, one after another; the pages they see are examined, at the widths that are drawn."""

    def __init__(self, browser: Browser, address: str, violations, widths):
        self.browser, self.address, self.violations, self.widths = browser, address, violations, widths
        self.heard: list[str] = []
        self.examined: set[str] = set()

    def sits_down(self, login: str) -> Page:
        wide = {"width": WIDTHS[0], "height": HEIGHT}
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=wide)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda said: self.heard.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.goto(f"{self.address}/login")
        page.fill("#login", login)
        page.fill("#password", demo_accounts.DEMO_PASSWORD)
        page.click("main form button[type=submit]")
        expect(page.locator("h1")).to_be_visible()
        return page

    def looks(self, page: Page, what: str) -> None:
        """On a desk and on a phone: no violation of WCAG 2.2 AA, nothing wider than the screen."""
        if what in self.examined:
            return
        self.examined.add(what)
        for width in self.widths():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            assert self.violations(page) == [], (what, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    def leaves(self, page: Page) -> None:
        page.context.close()


@pytest.mark.timeout(300)
def test_one_list_goes_from_excel_to_closed_and_its_history_can_be_replayed(
    browser, served, violations, tmp_path, rng, big
):
    drawn = lambda: reversed(WIDTHS) if big else rng.sample(WIDTHS, rng.choice((0, 0, 1)))  # noqa: E731
    office = Office(browser, served, violations, drawn)
    item = the_center_imports(office)
    the_leader_assigns(office, item)
    the_handler_reports(office, item, tmp_path)
    the_center_sends_back(office, item)
    the_handler_reports(office, item, tmp_path)
    the_center_verifies(office, item)
    another_closes(office, item)
    the_auditor_replays(office, item)
    assert office.heard == []


def the_center_imports(office: Office) -> str:
    page = office.sits_down("center1")
    page.goto(f"{office.address}/admin/import/")
    office.looks(page, "import")
    page.set_input_files("input[type=file]", SAMPLE)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("82")
    office.looks(page, "preview")
    page.click(".import-issue .btn-primary")
    expect(page.locator(".said-success")).to_contain_text("82")
    office.leaves(page)
    return an_open_item(office)


def an_open_item(office: Office) -> str:
    """The path of the first item of 白石 that nobody has touched."""
    page = office.sits_down("baishi_leader")
    office.looks(page, "desk")
    page.goto(f"{office.address}/admin/ledger/?state=issued")
    office.looks(page, "ledger")
    path = page.locator("table.items tbody tr a").first.get_attribute("href")
    office.leaves(page)
    assert path
    return path


def act(page: Page, trigger: str) -> None:
    form = page.locator(f"form[action*='/{trigger}']")
    form.locator("button:not([type=button])").last.click()


def opened(page: Page, trigger: str) -> None:
    """Open the form of an action if it is folded."""
    folded = page.locator(f"details:has(form[action*='/{trigger}']):not([open]) > summary")
    if folded.count():
        folded.first.click()


def the_leader_assigns(office: Office, item: str) -> None:
    page = office.sits_down("baishi_leader")
    page.goto(office.address + item)
    opened(page, "assign")
    page.select_option("#assign-handler", label="白石县司法局经办人")
    page.fill("#assign-internal_due", "2020-04-01")
    act(page, "assign")
    expect(page.locator(".said-success")).to_be_visible()
    office.leaves(page)


def the_handler_reports(office: Office, item: str, tmp_path: Path) -> None:
    picture = tmp_path / "现场照片.png"
    picture.write_bytes(PNG)
    page = office.sits_down("baishi_handler")
    page.goto(office.address + item)
    office.looks(page, "item, assigned")
    opened(page, "report")
    page.fill("#report-measures", "逐案核对系统与卷宗")
    page.fill("#report-result", "差异已清零")
    page.set_input_files("#report-evidence", picture)
    act(page, "report")
    expect(page.locator(".said-success")).to_be_visible()
    expect(page.locator("main")).to_contain_text("现场照片.png")
    office.leaves(page)


def the_center_sends_back(office: Office, item: str) -> None:
    page = office.sits_down("center1")
    page.goto(office.address + item)
    office.looks(page, "item, reported")
    opened(page, "send_back")
    page.fill("#send_back-reason", "照片看不清,请重新拍摄")
    act(page, "send_back")
    expect(page.locator(".said-success")).to_be_visible()
    expect(page.locator("main")).to_contain_text("照片看不清")
    office.leaves(page)


def the_center_verifies(office: Office, item: str) -> None:
    page = office.sits_down("center1")
    page.goto(office.address + item)
    opened(page, "verify")
    page.locator("form[action*='/verify'] input[value=completed]").check()
    act(page, "verify")
    expect(page.locator(".said-success")).to_be_visible()
    office.leaves(page)


def another_closes(office: Office, item: str) -> None:
    page = office.sits_down("center2")
    page.goto(office.address + item)
    opened(page, "close")
    act(page, "close")
    expect(page.locator(".said-success")).to_be_visible()
    office.leaves(page)


def the_auditor_replays(office: Office, item: str) -> None:
    """Each step of the item, and the ledger before and after."""
    page = office.sits_down("auditor")
    page.goto(office.address + item)
    steps = page.locator("a[href*='as_of=@'], a[href*='as_of=%40']").evaluate_all(
        "links => [...new Set(links.map(link => decodeURIComponent(link.href.split('as_of=')[1].split('&')[0])))]"
    )
    positions = sorted(int(step.removeprefix("@")) for step in steps)
    assert len(positions) == 7
    number = re.search(r"〔2020〕\S+?-\d+", page.locator("h1").inner_text())
    assert number
    states = []
    for position in positions:
        page.goto(f"{office.address}{item}?as_of=@{position}")
        assert page.locator("main form[method=post]").count() == 0
        states.append(page.locator("[aria-current=step] b").inner_text())
    office.looks(page, "item, as of")
    assert states == ["已下发", "已分派", "已上报", "已分派", "已上报", "已核查", "已销号"]
    before, after = positions[0], positions[-1]
    for position, state in ((before, "已下发"), (after, "已销号")):
        page.goto(f"{office.address}/admin/ledger/?as_of=@{position}&text={number[0]}")
        expect(page.locator("table.items tbody")).to_contain_text(state)
        expect(page.locator(".strip-past")).to_be_visible()
    office.looks(page, "ledger, as of")
    page.goto(f"{office.address}/admin/log/")
    office.looks(page, "log")
    office.leaves(page)
