"""What stands beside an item's way, in a real browser: accessible, no sideways scroll, forms folded behind the way."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.admin.conftest import Site, sign_in
from tests.admin.town import actor, item_id
from workflow import messages as m
from workflow import schemas, service
from workflow.errors import Refusal

ITEM = item_id("baishi", "assigned")
SAID = (
    ("plan_measure", "baishi_leader", {"what": "补录漏登案件并与卷宗逐一核对", "measure_due": "2020-03-20"}),
    ("note_progress", "baishi_leader", {"progress": "已核对一半，其余本周内完成"}),
    ("object", "baishi_leader", {"reason": "数字另有口径"}),
    ("wait_for", "baishi_leader", {"awaiting": "市财政局", "awaited": "资金拨付", "contacted_on": "2020-03-12"}),
)


def tell(site: Site) -> None:
    for trigger, login, said in SAID:
        shell = {"command_id": uuid4(), "subject": ITEM, "by": actor(login), "at": site.ledger.clock.now()}
        with suppress(Refusal):  # an objection is open and somebody awaited already
            service.handle(site.ledger, schemas.load(m.ITEM_COMMANDS[trigger], said, **shell))


@pytest.mark.parametrize(("colours", "login", "width"), [("light", "baishi_leader", 390), ("dark", "center1", 1366)])
def test_an_item_with_everything_beside_its_way_is_accessible_and_fits(
    browser: Browser,
    live: tuple[str, Site],
    violations: Callable[[Page], list[Any]],
    colours: Any,
    login: str,
    width: int,
) -> None:
    address, site = live
    tell(site)
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 900})
    page = context.new_page()
    sign_in(context, address, site, login)
    for path in (f"/admin/item/{ITEM}", "/admin/transferred/", "/admin/ledger/?matter=waiting"):
        page.goto(address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(f"{address}/admin/item/{ITEM}")
    folded = page.locator("details.action details.action")
    assert folded.count() > 1
    context.close()
