"""Obligations in a real browser: accessible, fitting, told without colours, and performed without scripts."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page

from identity import accounts
from tests.admin.conftest import Site, sign_in
from workflow import messages as m
from workflow.lookups import organisation_id
from workflow.messages.base import SYSTEM
from workflow.schemas import load
from workflow.service import handle

Colours = Literal["light", "dark"]
UNFOLD = "document.querySelectorAll('details.action').forEach(one => { one.removeAttribute('name'); one.open = true })"
MONTHLY, QUARTERLY = UUID(int=0x0B1), UUID(int=0x0B2)
SAID = {"bureau": "baishi", "basis": "公示办法", "since": "2020-01-01"}
STATION = {"code": "baishi-01", "name": "城关镇工作站", "short": "城关", "what": "township_station", "parent": "baishi"}


@pytest.fixture
def owed(live: tuple[str, Site]) -> tuple[str, Site]:
    """Two obligations of one bureau: a month was missed, another told late."""
    ledger = live[1].ledger

    def do(kind: Any, login: str, subject: UUID, said: dict[str, Any], **context: Any) -> None:
        by = accounts.by_login(ledger, login) if login else SYSTEM
        assert by is not None
        shell = {"command_id": uuid4(), "subject": subject, "by": by, "at": ledger.clock.now()}
        handle(ledger, load(kind, said, **shell, **context))

    if not live[1].app.config.get("owed"):
        live[1].app.config["owed"] = True
        do(m.RegisterOrganisation, "", organisation_id("baishi-01"), STATION)
        do(m.SetUpObligation, "center1", MONTHLY, {**SAID, "area": "disclosure", "duty": "公示名单", "rule": "monthly"})
        quarterly = {"area": "stations", "duty": "宣传咨询活动", "rule": "station_quarterly"}
        do(m.SetUpObligation, "center1", QUARTERLY, {**SAID, **quarterly})
        done = {"performed_on": "2020-01-20", "what": "公示一期", "no_evidence": "未截图"}
        do(m.RecordPerformance, "baishi_handler", uuid4(), done, obligation=MONTHLY)
    return live


@pytest.mark.parametrize(
    ("width", "colours"),
    [
        (390, "dark"),
        *(pytest.param(*look, marks=pytest.mark.big) for look in ((1366, "dark"), (1366, "light"), (390, "light"))),
    ],
)
def test_obligations_are_accessible_and_fit(
    browser: Browser, owed: tuple[str, Site], violations: Callable[[Page], list[Any]], width: int, colours: Colours
) -> None:
    address, site = owed
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800})
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    for login, path in (
        ("center1", "/admin/obligations/"), ("center1", f"/admin/obligations/{MONTHLY}"),
        ("baishi_handler", f"/admin/obligations/{QUARTERLY}"),
    ):  # fmt: skip
        sign_in(context, address, site, login)
        page.goto(address + path)
        page.evaluate(UNFOLD)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert heard == []
    context.close()


def test_what_was_done_is_told_without_scripts(browser: Browser, owed: tuple[str, Site], tmp_path: Any) -> None:
    address, site = owed
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, address, site, "baishi_handler")
    page = context.new_page()
    page.goto(f"{address}/admin/obligations/{MONTHLY}")
    page.click("#actions summary")
    page.fill("#record-performed_on", "2020-02-20")
    page.fill("#record-what", "公示二期")
    (tmp_path / "名单.txt").write_text("名单", encoding="utf-8")
    page.set_input_files("#record-evidence", tmp_path / "名单.txt")
    page.click("#actions button")
    assert page.locator(".said-success").count() == 1
    assert page.locator("#done >> text=公示二期").count() == 1
    assert page.locator(".files >> text=名单.txt").count() == 1
    context.close()
