"""The process logs as pages and programs are given them: who may, what is refused, and that taking them is noted."""

import json

import pytest
from sqlalchemy import func, select

from events import acts, tables
from tests.city import City

TYPES = {
    "xes": "application/xml", "ocel": "application/json", "cloudevents": "application/x-ndjson", "csv": "text/csv",
}  # fmt: skip


def ask(city: City, login: str, **query: str):
    return city.app.test_client().get("/api/v1/process-log", query_string=query, headers=city.bearer(login))


def newest_act(city: City) -> acts.Row:
    with city.ledger.database.reading() as connection:
        return acts.page(connection, size=1)[0]


def test_a_program_is_given_each_format_whole_with_its_counts_and_it_is_noted(sqlite_city: City):
    with sqlite_city.ledger.database.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(tables.log))
    for name, kind in TYPES.items():
        answer = ask(sqlite_city, "auditor", format=name)
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert (answer.headers["Events"], answer.headers["Events-Withheld"]) == (str(total), "0")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert newest_act(sqlite_city).kind == "exported"
        answer.close()
    own = ask(sqlite_city, "baishi_leader", format="csv")
    assert 0 < int(own.headers["Events"]) < total
    assert int(own.headers["Events"]) + int(own.headers["Events-Withheld"]) == total
    own.close()


@pytest.mark.parametrize(
    ("query", "field"),
    [({"format": "pdf"}, "format"), ({}, "format"), ({"format": "csv", "from": "gestern"}, "from"),
     ({"format": "csv", "to": "9999-01-01"}, "to"), ({"format": "csv", "eyes": "x"}, "eyes")],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_by_its_field(sqlite_city: City, query, field):
    answer = ask(sqlite_city, "auditor", **query)
    assert answer.status_code == 422
    assert field in answer.json["errors"]


def test_administrators_are_given_none_and_nobody_an_empty_period(sqlite_city: City):
    assert ask(sqlite_city, "sysadmin", format="csv").status_code == 403
    assert sqlite_city.browser("sysadmin").get("/admin/process/").status_code == 404
    none = ask(sqlite_city, "auditor", format="csv", to="2000-01-01")
    assert (none.status_code, none.json["code"]) == (422, "empty_period")


def test_the_page_counts_a_period_and_leads_to_its_files(sqlite_city: City):
    page = sqlite_city.browser("baishi_leader").get("/admin/process/?from=@3&to=@40")
    assert "记录 @3 至 @40" in page.text
    assert "/admin/process/files/xes?from=%403&amp;to=%4040" in page.text
    file = sqlite_city.browser("baishi_leader").get("/admin/process/files/cloudevents?from=@3&to=@40")
    told = json.loads(file.data.splitlines()[-1])["data"]
    file.close()
    assert told["events"] + told["events_withheld"] == 38
    assert newest_act(sqlite_city).subject == "过程日志@3-@40.cloudevents.jsonl"
    for path in ("?from=2000-01-02&to=2000-01-01", "?from=x", "files/csv?to=9999-01-01"):
        refused = sqlite_city.browser("auditor").get(f"/admin/process/{path}")
        assert refused.status_code == 422
        assert "problem" in refused.text
    assert "没有“pdf”这种格式" in sqlite_city.browser("auditor").get("/admin/process/files/pdf").text
