"""Reading over HTTP: sight, filters, the past, and which actions are open."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests import examples as x
from tests.api.program import Desk

OTHER = UUID(int=3)


def numbers(answer) -> list[str]:
    return [item["number"] for item in answer.json["items"]]


def test_the_ledger_shows_a_bureau_its_own_items_and_the_center_all(desk: Desk):
    desk.office.issue()
    desk.office.issue(OTHER, bureau="shiqiao")
    assert len(numbers(desk.of(x.CENTER).get("/items"))) == 2
    assert numbers(desk.of(x.LEADER).get("/items")) == ["〔2020〕1-白石-01"]
    assert desk.of(x.ADMIN).get("/items").status_code == 403


def test_the_ledger_is_filtered_sorted_and_paged(desk: Desk):
    desk.office.issue()
    desk.office.issue(OTHER, bureau="shiqiao", area="archive", due="2020-03-01")
    center = desk.of(x.CENTER)
    for query in (
        {"bureau": "shiqiao"},
        {"area": "archive"},
        {"due": "overdue"},
        {"due": "2020-03-31"},
        {"text": "石桥"},
    ):
        assert numbers(center.get("/items", **query)) == ["〔2020〕1-石桥-01"], query
    assert numbers(center.get("/items", state="closed", text="全角\u3000空格")) == []
    assert numbers(center.get("/items", notice=str(OTHER))) == []
    page = center.get("/items", sort="due", size=1, page=2).json
    assert (page["items"][0]["bureau"], page["total"], page["page"], page["pages"]) == ("baishi", 2, 2, 2)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        *[("/items", {"page": page}) for page in ("-1", "0", "1e999", "1" * 5000, "x", "1,2")],
        *[("/items", {"size": size}) for size in ("201", "0", "-5")],
        *[("/items", {name: "\x00"}) for name in ("bureau", "area", "text", "as_of", "due", "state")],
        *[("/items", {"text": "长" * 100_000}), ("/items", {"notice": "1,2"}), ("/items", {"nonsense": "1"})],
        *[("/items", {"as_of": asked}) for asked in ("soon", "2020-13-01", "2999-01-01", "@99999", "@-1")],
        ("/log", {"after": str(10**30)}),
        ("/log", {"limit": "1001"}),
        ("/areas", {"page": "1"}),
    ],
)
def test_a_query_that_cannot_be_meant_is_422(sqlite_desk: Desk, path: str, query: dict[str, str]):
    answer = sqlite_desk.of(x.CENTER).get(path, **query)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(query)


def test_an_item_tells_what_is_open_to_whom_and_why_the_rest_is_not(sqlite_desk: Desk):
    sqlite_desk.office.issue()
    shown = sqlite_desk.of(x.LEADER).get(f"/items/{x.ITEM}")
    assert (shown.json["allowed"], shown.headers["ETag"]) == (["assign", "request_extension"], '"1"')
    assert shown.json["blocked"]["withdraw"]["code"] == "not_permitted"
    assert shown.json["blocked"]["report"]["code"] == "illegal_transition"
    facts = shown.json["facts"]
    assert (facts["contact"], facts["phone"], facts["leader"]) == ("丁*", "000****0001", None)
    assert (facts["due"], facts["figure"]["stated"]) == ("2020-04-08", "9个单位中有6个")


def test_the_past_is_shown_as_it_was_and_nothing_can_be_done_there(desk: Desk):
    desk.office.whole_life()
    center = desk.of(x.CENTER)
    events = center.get(f"/items/{x.ITEM}/events").json["events"]
    then = center.get(f"/items/{x.ITEM}", as_of=f"@{events[1]['position']}")
    assert (then.json["state"], then.json["version"], then.headers["ETag"]) == ("assigned", 2, '"2"')
    assert (then.json["allowed"], then.json["blocked"]) == ([], {})
    assert numbers(center.get("/items", as_of="2020-03-11")) == []
    assert center.get(f"/items/{x.ITEM}", as_of="2020-03-11").status_code == 404
    assert len(center.get(f"/items/{x.ITEM}/events", as_of=f"@{events[1]['position']}").json["events"]) == 2
    desk.office.clock.advance(timedelta(days=2))
    assert center.get("/items", as_of="2020-03-12").json["items"][0]["state"] == "closed"
    assert center.get("/notices", as_of="2020-03-12").json["notices"][0]["closed"] == 1


def test_the_timeline_tells_who_did_what_and_what_it_changed(desk: Desk):
    desk.office.whole_life()
    shown = desk.of(x.AUDITOR).get(f"/items/{x.ITEM}/events").json["events"]
    assert [event["name"] for event in shown] == [
        "item.issued", "item.assigned", "item.reported", "item.verified", "item.closed",
    ]  # fmt: skip
    assert shown[1]["actor"] == {
        "account": str(x.LEADER.account), "role": "bureau_leader", "org": "baishi", "name": "某3",
    }  # fmt: skip
    changed = {change["field"]: change["after"] for change in shown[0]["changes"]}
    assert (changed["contact"], changed["due"]) == ("丁*", "2020-04-08")
    assert set(shown[0]["body"]["contact"]) == {"ref", "commitment"}


def test_what_is_foreign_looks_as_if_it_were_absent(desk: Desk):
    desk.office.whole_life()
    sha256 = desk.of(x.CENTER).get(f"/items/{x.ITEM}").json["evidence"][0]["sha256"]
    for stranger in (desk.of(x.STRANGER), desk.of(x.ADMIN)):
        for rest in ("", "/events", f"/files/{sha256}"):
            foreign, absent = (stranger.get(f"/items/{item}{rest}") for item in (x.ITEM, OTHER))
            assert (foreign.status_code, foreign.data) == (404, absent.data)
        for trigger, said in (("assign", {"handler": str(OTHER), "internal_due": "2020-04-01"}), ("close", {})):
            foreign, absent = (stranger.pull(trigger, said, 5, item) for item in (x.ITEM, OTHER))
            assert (foreign.status_code, foreign.data) == (404, absent.data)


def test_notices_areas_and_organisations_are_listed(desk: Desk):
    desk.office.issue()
    assert desk.of(x.LEADER).get("/notices").json["notices"][0]["items"] == 1
    assert desk.of(x.STRANGER).get("/notices").json["notices"] == []
    assert [area["code"] for area in desk.of(x.LEADER).get("/areas").json["areas"]] == ["system", "archive"]
    codes = [unit["code"] for unit in desk.of(x.ADMIN).get("/organisations").json["organisations"]]
    assert codes == ["baishi", "center", "shiqiao"]


def test_the_log_is_read_in_order_by_auditors_and_the_center_alone(desk: Desk):
    desk.office.whole_life()
    auditor, read, after = desk.of(x.AUDITOR), [], -1
    while page := auditor.get("/log", after=after, limit=3).json["events"]:
        read += page
        after = page[-1]["position"]
    assert [event["position"] for event in read] == list(range(10))
    assert read[-1]["name"] == "item.closed"
    assert desk.of(x.LEADER).get("/log").status_code == 403


def test_a_program_learns_whom_an_item_can_be_assigned_to(sqlite_city):
    item, program = sqlite_city.items("baishi")[0], sqlite_city.app.test_client()
    address = f"/api/v1/items/{item}/handlers"
    told = program.get(address, headers=sqlite_city.bearer("baishi_leader")).json
    assert [one["name"] for one in told["handlers"]] == ["白石县司法局经办人", "白石县司法局负责人"]
    handler = told["handlers"][0]["account"]
    said = {"handler": handler, "internal_due": "2020-04-01"}
    headers = {**sqlite_city.bearer("baishi_leader"), "If-Match": '"1"'}
    assert program.post(f"/api/v1/items/{item}/assign", json=said, headers=headers).status_code == 200
    assert program.get(address, headers=sqlite_city.bearer("shiqiao_leader")).status_code == 404
