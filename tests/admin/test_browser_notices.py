"""Drafts, packages and notices in a real browser: no violation, no sideways scroll, in both widths and colours."""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID, uuid5

import pytest
from playwright.sync_api import Browser, Page

from tests.admin.conftest import Site, sign_in
from tests.admin.town import NOTICE, PNG, SPACE, Town, actor
from workflow import messages as m
from workflow import schemas, service
from workflow.messages import draft as d
from workflow.messages import package as p
from workflow.notice_preparation import package_id

DRAFT = uuid5(SPACE, "draft")
PATHS = (
    ("center2", "/admin/drafts/"), ("center2", f"/admin/drafts/{DRAFT}"), ("center1", "/admin/packages/"),
    ("center1", f"/admin/notices/{NOTICE}"), ("baishi_leader", f"/admin/packages/{NOTICE}/baishi"),
    ("center1", f"/admin/packages/{NOTICE}/baishi"), ("baishi_leader", "/admin/"),
)  # fmt: skip
WIDTHS = (1366, 390)


def told(site: Site) -> None:
    """A draft with two problems; one package returned and sent back."""
    town = Town(site.ledger)
    town.given = 5000
    say(
        town,
        d.DraftNotice,
        "center1",
        DRAFT,
        title="一季度抽查发现问题整改通知",
        year=2020,
        basis="绩效评价标准",
        leader="王五",
    )
    for problem, bureaus in (("卷宗没有编页码，目录不是专用目录", ["*"]), ("公布的电话打不通", ["baishi", "shiqiao"])):
        said = {"bureaus": bureaus, "area": "archives", "kind": "staged", "problem": problem, "due": "2020-06"}
        say(town, d.AddProblem, "center1", DRAFT, **said, requirement="逐卷补齐，举一反三")
    leader = actor("baishi_leader")
    papers = {
        name: [town.upload(PNG + name.encode(), f"{name}.png", "image/png", leader)] for name in ("report", "completed")
    }
    for kind, login, said in (
        (p.SetReturn, "center1", {"return_by": "2020-04-08"}),
        (p.DispatchPackage, "center1", {"way": "post", "sent_on": "2020-03-12", "post_number": "XA20200001CN"}),
        (p.AcknowledgePackage, "baishi_handler", {}),
        (p.ReturnPackage, "baishi_leader", {**papers, "remark": "第一次返回"}),
        (p.SendBackPackage, "center2", {"reason": "清单没有盖章"}),
    ):
        say(town, kind, login, package_id(NOTICE, "baishi"), {"notice": NOTICE, "bureau": "baishi"}, **said)


def say(
    town: Town, kind: type[m.Command], login: str, subject: UUID, context: dict[str, Any] | None = None, /, **said: Any
) -> None:
    town.given += 1
    shell = {"command_id": uuid5(SPACE, f"command {town.given}"), "subject": subject, "by": actor(login)}
    service.handle(town.ledger, schemas.load(kind, said, **shell, at=town.clock.now(), **(context or {})))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_notices_are_accessible_and_fit(
    browser: Browser, live: tuple[str, Site], violations: Callable[[Page], list[Any]], colours: Any, rng: Random,
    big: bool,
) -> None:  # fmt: skip
    """Every page at both widths; in a small run one page at one of them."""
    address, site = live
    told(site)
    paths = PATHS if big else [rng.choice(PATHS)]
    for login in dict.fromkeys(login for login, _ in paths):
        context = browser.new_context(color_scheme=colours)
        page, heard = context.new_page(), []
        page.on("console", lambda said, heard=heard: heard.append(said.text) if said.type == "error" else None)
        sign_in(context, address, site, login)
        for path in (path for who, path in paths if who == login):
            page.goto(address + path)
            for width in WIDTHS if big else [rng.choice(WIDTHS)]:
                page.set_viewport_size({"width": width, "height": 800})
                assert violations(page) == [], (path, width)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        assert heard == []
        context.close()
