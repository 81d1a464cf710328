"""Receipts in a real browser: they fit, are accessible, and their QR code stays black on white in the dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from events import signing, tables
from events.witness import Witness
from tests.admin.conftest import Site, sign_in
from tests.admin.town import item_id
from tests.keys import SIGNER


def newest_command(site: Site) -> str:
    events = tables.events.c
    stream = f"item-{item_id('baishi', 'reported')}"
    wanted = select(events.command_id).where(events.stream_id == stream).order_by(events.version.desc())
    with site.ledger.database.reading() as connection:
        return str(connection.scalars(wanted).first())


@pytest.mark.parametrize(
    ("width", "colours"),
    [
        (390, "light"),
        (1366, "dark"),
        *(pytest.param(*look, marks=pytest.mark.big) for look in ((1366, "light"), (390, "dark"))),
    ],
)
def test_a_receipt_fits_and_is_accessible_and_its_code_can_be_read(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]],
    width: int, colours: Any,
) -> None:  # fmt: skip
    address, site = live
    signing.sign_checkpoint(
        site.ledger.database, site.ledger.clock, SIGNER, Witness(site.ledger.files.root / "witness")
    )
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    sign_in(context, address, site, "center1")
    for path in (f"/admin/proofs/receipts/{newest_command(site)}", "/admin/proofs/"):
        page.goto(address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if "receipts" in path:
            shades = [
                page.locator(f"svg.qr {part}").evaluate("e => getComputedStyle(e).fill") for part in ("rect", "path")
            ]
            assert shades == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
            assert page.locator("svg.qr").bounding_box()["width"] > 250
    assert heard == []
    context.close()
