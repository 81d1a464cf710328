"""A list comes in over HTTP as it does on the page: row by row, once, by the center."""

import pytest

from admin.demo import SAMPLE
from tests.city import City

MESSY = SAMPLE.with_name("整改清单-问题样本.xlsx")


def send(city: City, login: str, path=MESSY, query: str = ""):
    name = f"name={path.name}"
    address = f"/api/v1/lists?{name}&{query}" if query else f"/api/v1/lists?{name}"
    return city.app.test_client().post(
        address, data=path.read_bytes(), headers=city.bearer(login), content_type="application/octet-stream"
    )


def test_a_dry_run_then_the_real_run_say_the_same(city):
    dry = send(city, "center1", query="dry_run=true").json
    real = send(city, "center1").json
    assert not dry["written"]
    assert real["written"]
    assert dry["rows"] == real["rows"]
    assert real["issued"] == sum(len(row["items"]) for row in real["rows"]) == 2
    assert {row["row"]: row["outcome"] for row in real["rows"]}[7] == "refused"
    assert send(city, "center1").json["issued"] == 0


def test_all_or_nothing_writes_nothing_if_a_row_is_left(sqlite_city):
    told = send(sqlite_city, "center1", query="all_or_nothing=true").json
    assert (told["written"], told["left"] > 0) == (False, True)


@pytest.mark.parametrize("login", ["baishi_leader", "baishi_handler", "evaluator", "auditor", "sysadmin"])
def test_only_the_center_imports(sqlite_city, login):
    assert send(sqlite_city, login).status_code == 403


def test_what_is_no_list_is_refused_with_its_code(sqlite_city, tmp_path):
    page = tmp_path / "page.xlsx"
    page.write_text("<html></html>")
    answer = send(sqlite_city, "center1", page)
    assert (answer.status_code, answer.json["code"]) == (422, "wrong_type")
    assert send(sqlite_city, "center1", query="dry_run=perhaps").status_code == 422
    for rows in (
        "x",
        "1x",
        "1,",
        "1%0A",
        "1%C3%99%18",
        "%D9%A1",
        "12345678",
    ):  # the last but one is a digit, and not ours
        assert send(sqlite_city, "center1", query=f"confirm={rows}").status_code == 422, rows
