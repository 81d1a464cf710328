"""The health page of a read-only log in a real browser: accessible, fitting, and the same without colours."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import delete, insert

from events import signing, tables
from events.reasons import reason
from tests.admin.conftest import Site, sign_in

Colours = Literal["light", "dark"]
LONG = {"error": "position 41, item-6f1e version 3, item.of_tomorrow: UnknownEventType " * 3}


@pytest.fixture
def stopped(live: tuple[str, Site]) -> Iterator[tuple[str, Site]]:
    """Read-only now and once before, the histories stopped by an event."""
    database, clock = live[1].ledger.database, live[1].ledger.clock
    before = clock.now() - timedelta(days=9)
    past = {"found_at": before, "reason": "an older copy", "lifted_at": before + timedelta(hours=1)}
    with database.writing() as connection:
        connection.execute(insert(tables.suspensions), past)
        connection.execute(tables.subscriptions.update().values(**LONG, failed_at=before))
    signing.suspend(database, clock, reason("no_note", path="/var/lib/witness/xiaohao", signed=12))
    yield live
    with database.writing() as connection:
        connection.execute(delete(tables.suspensions))
        connection.execute(tables.subscriptions.update().values(error=None, failed_at=None))


@pytest.mark.parametrize(
    ("width", "colours"),
    [
        (390, "dark"),
        *(pytest.param(*look, marks=pytest.mark.big) for look in ((1366, "dark"), (1366, "light"), (390, "light"))),
    ],
)
def test_the_page_of_a_read_only_log_is_accessible_and_fits(
    browser: Browser, stopped: tuple[str, Site], violations: Callable[[Page], list[Any]], width: int, colours: Colours
) -> None:
    address, site = stopped
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    sign_in(context, address, site, "center1")
    page = context.new_page()
    for path in ("/admin/health/", "/admin/ledger/"):
        page.goto(address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.locator(".strip-stopped").is_visible()
    context.close()


def test_the_first_line_is_seen_at_once_and_every_standing_is_in_words(
    browser: Browser, stopped: tuple[str, Site]
) -> None:
    address, site = stopped
    context = browser.new_context(viewport={"width": 390, "height": 800})
    sign_in(context, address, site, "center1")
    page = context.new_page()
    page.goto(f"{address}/admin/health/")
    assert "台账只读" in page.locator("h1 + .verdict").inner_text()
    assert page.locator(".verdict").bounding_box()["y"] < 800  # type: ignore[index]
    said = [one.strip("!✓… \n") for one in page.locator(".standing").all_inner_texts()]
    assert said == ["停止", "只读中", "已解除，无记录"]
    context.close()
