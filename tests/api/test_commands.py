"""Commands over HTTP: versions, repetition, and what is answered."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests import examples as x
from tests.api.program import ISSUE, Desk

ASSIGN = {"handler": str(x.HANDLER.account), "internal_due": "2020-04-01"}


def versions(desk: Desk) -> int:
    return len(desk.of(x.AUDITOR).get(f"/items/{x.ITEM}/events").json["events"])


def test_a_whole_life_is_walked_through(desk: Desk):
    center, second, leader, handler = map(desk.of, (x.CENTER, x.SECOND, x.LEADER, x.HANDLER))
    sha256 = desk.office.upload(x.HANDLER)
    report = {"measures": "逐案核对", "result": "差异清零", "evidence": [sha256]}
    answers = [
        center.issue(),
        leader.pull("assign", ASSIGN, 1),
        handler.pull("report", report, 2),
        center.pull("verify", {"conclusion": "completed"}, 3),
        second.pull("close", {}, 4),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200]
    assert [answer.headers["ETag"] for answer in answers] == ['"1"', '"2"', '"3"', '"4"', '"5"']
    assert answers[-1].json == {"item_id": str(x.ITEM), "version": 5, "state": "closed", "events": ["item.closed"]}


def test_a_command_without_the_version_it_looked_at_is_asked_for_it(sqlite_desk: Desk):
    sqlite_desk.office.issue()
    assert sqlite_desk.of(x.LEADER).post(f"/items/{x.ITEM}/assign", ASSIGN).status_code == 428
    assert sqlite_desk.of(x.LEADER).post(f"/items/{x.ITEM}/assign", ASSIGN, If_Match="*").status_code == 428
    assert sqlite_desk.of(x.CENTER).post(f"/items/{UUID(int=9)}/issue", ISSUE).status_code == 428


def test_a_stale_version_is_told_the_current_one(desk: Desk):
    desk.office.issue()
    desk.office.assign()
    answer = desk.of(x.LEADER).pull("assign", ASSIGN, 1)
    assert (answer.status_code, answer.json["code"], answer.json["current_version"]) == (412, "stale_version", 2)
    assert answer.headers["ETag"] == '"2"'


def test_an_item_is_issued_once(desk: Desk):
    assert desk.of(x.CENTER).issue().status_code == 201
    assert desk.of(x.CENTER).issue().status_code == 412


def test_whether_an_id_is_taken_is_not_told_to_those_who_may_not_issue(desk: Desk):
    desk.office.issue()
    stranger = desk.of(x.STRANGER)
    taken, free = stranger.issue(x.ITEM), stranger.issue(UUID(int=77))
    assert (taken.status_code, taken.data) == (403, free.data)
    opened = {"title": "清单", "year": 2020}
    taken, free = (stranger.post(f"/notices/{n}/open", opened, If_None_Match="*") for n in (x.NOTICE, UUID(int=78)))
    assert (taken.status_code, taken.data) == (403, free.data)


def test_a_replay_is_answered_as_it_was_whatever_version_it_names(desk: Desk):
    center, leader = desk.of(x.CENTER), desk.of(x.LEADER)
    first = center.issue(Idempotency_Key="k1")
    leader.pull("assign", ASSIGN, 1)
    again = center.post(f"/items/{x.ITEM}/issue", ISSUE, Idempotency_Key="k1")
    assert (first.status_code, first.data, first.headers["ETag"]) == (201, again.data, again.headers["ETag"])
    assert versions(desk) == 2


def test_a_key_stands_for_one_body_of_one_account(sqlite_desk: Desk):
    sqlite_desk.office.issue()
    leader = sqlite_desk.of(x.LEADER)
    assert leader.pull("assign", ASSIGN, 1, Idempotency_Key="k").status_code == 200
    other = leader.pull("assign", {**ASSIGN, "internal_due": "2020-04-02"}, 1, Idempotency_Key="k")
    assert (other.status_code, other.json["code"]) == (422, "command_id_reused")
    assert sqlite_desk.of(x.CENTER).pull("withdraw", {"reason": "重复"}, 2, Idempotency_Key="k").status_code == 200


def test_a_double_click_is_one_event_and_one_answer(desk: Desk):
    desk.office.issue()
    leader = desk.of(x.LEADER)
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(leader.pull, "assign", ASSIGN, 1, Idempotency_Key="twin") for _ in range(2)]
        first, second = (click.result() for click in clicks)
    assert (first.status_code, first.data) == (200, second.data)
    assert versions(desk) == 2


def test_two_who_looked_at_the_same_version_do_not_both_win(desk: Desk):
    desk.office.issue()
    leader = desk.of(x.LEADER)
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(leader.pull, "assign", ASSIGN, 1) for _ in range(2)]
        assert sorted(click.result().status_code for click in clicks) == [200, 412]


def test_the_state_the_conclusion_the_role_and_the_account_refuse(sqlite_desk: Desk):
    sqlite_desk.office.issue()
    sqlite_desk.office.assign()
    report = {"measures": "核对", "result": "清零", "evidence": [sqlite_desk.office.upload(x.COLLEAGUE)]}
    answers = [
        sqlite_desk.of(x.CENTER).pull("close", {}, 2),
        sqlite_desk.of(x.AUDITOR).pull("withdraw", {"reason": "重复"}, 2),
        sqlite_desk.of(x.COLLEAGUE).pull("report", report, 2),
    ]
    sqlite_desk.office.report()
    sqlite_desk.office.verify(conclusion="ongoing")
    answers += [
        sqlite_desk.of(x.SECOND).pull("close", {}, 4),
        sqlite_desk.of(x.CENTER).pull("send_back", {"reason": "再核"}, 4),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [
        (409, "illegal_transition"), (403, "not_permitted"), (403, "not_the_handler"), (409, "not_completed"),
        (403, "same_account"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({**ASSIGN, "handler": "1,2"}, "handler", "not_an_id"),
        ({**ASSIGN, "internal_due": "2020-04-31"}, "internal_due", "not_a_date"),
        ({**ASSIGN, "internal_due": "2020-04-09"}, "internal_due", "date_after_due"),
        ({**ASSIGN, "handler": str(x.STRANGER.account)}, "handler", "unknown_handler"),
        ({**ASSIGN, "state": "closed"}, "state", "unknown_field"),
        ({"handler": ASSIGN["handler"]}, "internal_due", "required"),
        ([ASSIGN], "_schema", "invalid"),
        (None, "_schema", "invalid"),
    ],
)
def test_what_is_not_valid_is_said_field_by_field(sqlite_desk: Desk, said: object, field: str, code: str):
    sqlite_desk.office.issue()
    answer = sqlite_desk.of(x.LEADER).pull("assign", said, 1)
    assert answer.status_code == 422
    assert answer.json["errors"][field][0]["code"] == code


def test_a_notice_is_opened_once_under_a_free_number(desk: Desk):
    center, opened = desk.of(x.CENTER), {"title": "清单", "year": 2020}
    made = center.post(f"/notices/{UUID(int=5)}/open", opened, If_None_Match="*")
    assert (made.status_code, made.json["events"]) == (201, ["notice.opened"])
    assert center.post(f"/notices/{UUID(int=5)}/open", opened, If_None_Match="*").status_code == 412
    taken = center.post(f"/notices/{UUID(int=6)}/open", {**opened, "sequence": 1}, If_None_Match="*")
    assert (taken.status_code, list(taken.json["errors"])) == (422, ["sequence"])


def test_areas_are_published_on_the_version_that_was_seen(desk: Desk):
    center = desk.of(x.CENTER)
    areas = {"areas": [{"code": "a", "zh": "甲", "en": "A", "aliases": ["子"]}]}
    assert center.post("/areas/publish", areas, If_Match='"0"').json["current_version"] == 1
    assert center.post("/areas/publish", areas, If_Match=center.get("/areas").headers["ETag"]).json["version"] == 2
    assert desk.of(x.LEADER).post("/areas/publish", areas, If_Match='"2"').status_code == 403


@pytest.mark.parametrize("aliases", [5, None, "子", [5], [None], {}])
def test_other_names_of_an_area_are_a_list_of_text(sqlite_desk: Desk, aliases: object):
    areas = {"areas": [{"code": "a", "zh": "甲", "en": "A", "aliases": aliases}]}
    assert sqlite_desk.of(x.CENTER).post("/areas/publish", areas, If_Match='"1"').status_code == 422
