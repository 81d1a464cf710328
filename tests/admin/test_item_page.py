"""What the page of an item says: its days, its hints, who did what, and where it was not issued yet."""

import re
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from tests.admin.conftest import Site
from tests.admin.test_pages import stripped
from tests.admin.town import NOTICE, ZONE, item_id
from workflow import messages as m
from workflow import schemas, service
from workflow.messages.base import SYSTEM
from workflow.words import Role

CONSOLE = m.Actor(UUID(int=0), Role.CITY_CENTER, "center")


def issued(site: Site, by: m.Actor, listed_on: datetime | None = None) -> UUID:
    """An item issued by hand, in effect since a day of its list."""
    item = uuid4()
    said = {
        "notice": str(NOTICE), "bureau": "baishi", "area": "archives", "kind": "staged", "problem": f"卷宗缺页 {item}",
        "due": "2020-03-xun2",
    }  # fmt: skip
    context = {"command_id": uuid4(), "subject": item, "by": by, "effective_at": listed_on}
    service.handle(site.ledger, schemas.load(m.IssueItem, said, **context, at=site.ledger.clock.now()))
    return item


def test_an_item_is_shown_as_not_issued_yet_before_its_first_event(shared: Site) -> None:
    visitor, item = shared.visitor("baishi_leader"), item_id("baishi", "reported")
    answer = visitor.get(f"/admin/item/{item}?as_of=2020-03-01")
    assert answer.status_code == 404
    assert "只读" in answer.text
    assert f'href="/admin/item/{item}">回到现在' in answer.text
    assert "当时还没有下发" in answer.text
    first = re.findall(rf'href="(/admin/item/{item}\?as_of=%40\d+)"', answer.text)[0]
    shown = visitor.get(first.replace("%40", "@"))
    assert shown.status_code == 200
    assert "第 1 步之后的样子" in shown.text


def test_before_its_first_event_too_anothers_item_is_the_same_bytes_as_none(shared: Site) -> None:
    stranger = shared.visitor("shiqiao_leader")
    for day in ("2020-03-01", "@0"):
        pages = [
            stranger.get(f"/admin/item/{item}?as_of={day}")
            for item in (item_id("baishi", "reported"), item_id("nowhere", "never"))
        ]
        assert [page.status_code for page in pages] == [404, 404]
        assert stripped(pages[0].text) == stripped(pages[1].text)
        assert "只读" not in pages[0].text


def test_an_item_in_effect_since_its_list_is_not_late(site: Site) -> None:
    item = issued(site, CONSOLE, datetime(2020, 3, 12, tzinfo=ZONE))
    page = site.visitor("center1").get(f"/admin/item/{item}").text
    assert "清单日期 2020年3月12日" in page
    assert "补录" not in page


@pytest.mark.parametrize(
    ("language", "console", "system"), [("zh_Hans_CN", "命令行", "系统"), ("en", "command line", "system")]
)
def test_what_was_done_on_the_server_itself_is_told_by_what_it_was_done_with(
    site: Site, language: str, console: str, system: str
) -> None:
    item = issued(site, CONSOLE)
    visitor = site.visitor("center1", language)
    assert f'class="entry-who">{console} <small' in visitor.get(f"/admin/item/{item}").text
    log = visitor.get("/admin/log/").text + visitor.get("/admin/log/?before=30").text
    assert f"<span>{console}<br>" in log
    assert f"<span>{system}<br>" in log
    assert SYSTEM.account == CONSOLE.account


def test_a_day_is_written_as_people_do(shared: Site) -> None:
    item = item_id("baishi", "assigned")
    assert "2020年3月14日" in shared.visitor("center1").get(f"/admin/item/{item}").text
    assert "14 Mar 2020" in shared.visitor("center1", "en").get(f"/admin/item/{item}").text


def test_the_internal_date_can_be_chosen_up_to_the_due_date(site: Site) -> None:
    page = site.visitor("baishi_leader").get(f"/admin/item/{item_id('baishi', 'issued')}").text
    assert re.search(r'type="date" id="assign-internal_due"[^>]* max="2020-04-08"', page)
    assert "不晚于2020年4月8日。" in page
    site.ledger.clock.moment = datetime(2020, 4, 9, tzinfo=ZONE)  # type: ignore[attr-defined]
    late = site.visitor("baishi_leader").get(f"/admin/item/{item_id('baishi', 'issued')}").text
    assert "整改时限2020年4月8日已过，只能选不晚于时限的日期。" in late


def test_a_day_to_look_back_at_is_not_after_today(shared: Site) -> None:
    page = shared.visitor("center1").get("/admin/ledger/").text
    assert re.search(r'type="date" id="as-of-day"[^>]* max="2020-03-18"', page)


def test_the_form_says_when_an_opinion_is_required(shared: Site) -> None:
    page = shared.visitor("center1").get(f"/admin/item/{item_id('baishi', 'reported')}").text
    hint = re.findall(r'id="verify-reason-hint">([^<]+)<', page)
    assert hint == ["认定为部分完成、未完成时必须填写。"]


@pytest.mark.parametrize(
    ("day", "said"),
    [(6, "2 days left"), (7, "due tomorrow"), (8, "due today"), (9, "a day overdue"), (10, "2 days overdue")],
)
def test_a_due_date_is_counted_down_in_whole_days(site: Site, day: int, said: str) -> None:
    site.ledger.clock.moment = datetime(2020, 4, day, 9, tzinfo=ZONE)  # type: ignore[attr-defined]
    assert (
        f"</svg>{said}</span>" in site.visitor("center1", "en").get(f"/admin/item/{item_id('baishi', 'issued')}").text
    )


@pytest.mark.parametrize(
    ("hour", "language", "said"),
    [
        (0, "zh_Hans_CN", "自 2020年3月16日 起生效"),
        (0, "en", "in effect since 16 Mar 2020"),
        (15, "zh_Hans_CN", "自 2020-03-16 15:00 起生效"),
    ],
)
def test_what_took_effect_before_it_was_recorded_says_since_when(
    site: Site, hour: int, language: str, said: str
) -> None:
    item = issued(site, CONSOLE)
    context = {"command_id": uuid4(), "subject": item, "by": CONSOLE, "at": site.ledger.clock.now()}
    since = datetime(2020, 3, 16, hour, tzinfo=ZONE)
    service.handle(site.ledger, schemas.load(m.WithdrawItem, {"reason": "重复下发"}, **context, effective_at=since))
    visitor = site.visitor("auditor")
    visitor.get(f"/language/{language}")
    shown = stripped(visitor.get(f"/admin/item/{item}").text)
    assert said in shown
    assert ("recorded 2 days late" if language == "en" else "补录") in shown
