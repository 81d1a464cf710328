"""`xiaohao demo --story`: a spring on the sample list, told by commands alone, the same each time on both databases."""

import re

import pytest
from sqlalchemy import select

from events import tables
from tests.admin.telling import BEFORE, settings_in, xiaohao
from tests.plugins.databases import PostgresServer
from workflow import service
from workflow.audit import audit
from workflow.projections import ITEMS
from wsgi import open_ledger

MENU = re.compile(r'<nav class="menu".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="(/admin/[^"]*)"')
PACKED = "/admin/archives/"
NOTHING_THERE = {"auditor": {"/admin/", PACKED}, "center1": {PACKED}, "baishi_leader": {PACKED}}
"""Pages with nothing on them for a reader: auditors do not act on items, and nothing has been packed."""


def leaves(ledger: service.Ledger) -> list[bytes]:
    """The leaves of the log after what `migrate` recorded."""
    with ledger.database.reading() as connection:
        found = connection.scalars(select(tables.log.c.leaf).where(tables.log.c.position > 0).order_by("position"))
        return [bytes(leaf) for leaf in found]


def test_it_says_what_it_told(told):
    assert re.fullmatch(r"story: \d{3,4} acts from 2020-03-02 to 2020-05-19: account 3, calendar 1, .*\n", told[2])


def test_the_ledger_that_it_leaves_has_no_fault(told):
    settings, ledger, _ = told
    with ledger.database.reading() as connection:
        assert list(audit(connection, ledger.files)) == []
    assert xiaohao(settings, "log", "verify")[0] == 0


def test_every_state_and_every_light_is_there(told):
    row = ITEMS.now.c
    with told[1].database.reading() as connection:
        states = set(connection.scalars(select(row.state).distinct()))
        lights = set(connection.scalars(select(row.light).distinct()))
    assert states == {"issued", "assigned", "reported", "verified", "closed", "withdrawn", "converted"}
    assert lights == {None, "blue", "yellow", "red"}


def test_what_goes_wrong_in_it_is_found(told):
    """Packages, periods, contacts and rows of the registers: some are as they should be, and some are not."""
    settings = told[0]
    found = {
        ("notice", "packages"): ("waits for: returned", "waits for: to_return late", "waits for: late returned"),
        ("obligation", "list"): ("late 2 missed 0", "late 2 missed 1"),
        ("contact", "list"): ("normal", "dead_number", "reported late"),
        ("register", "findings", "payment"): ("paid_early", "other_payee", "other_amount"),
        ("register", "findings", "disclosure"): ("not_rechecked", "found_wanting"),
    }
    for words, expected in found.items():
        status, said = xiaohao(settings, *words, XIAOHAO_NOW="2020-05-20T09:00")
        assert status == 0
        assert [word for word in expected if word not in said] == [], words
    assert xiaohao(settings, "contact", "list", XIAOHAO_NOW="2020-05-20T09:00")[1].count("reported late") == 1


@pytest.mark.parametrize("login", ["center1", "baishi_leader", "evaluator", "auditor"])
def test_every_page_of_the_menu_has_something_to_show(spring, login):
    browser = spring.browser(login)
    menu = MENU.search(browser.get("/admin/").text)
    pages = set(LINK.findall(menu[0]))
    assert len(pages) > 12
    answers = {page: browser.get(page) for page in pages}
    assert {page for page, answer in answers.items() if answer.status_code != 200} == set()
    assert {page for page, answer in answers.items() if "empty-box" in answer.text} == NOTHING_THERE.get(login, set())


def test_a_day_in_april_is_as_it_was(spring):
    """The instants are those of the story: what was closed later is not closed then."""
    browser = spring.browser("auditor")
    assert "empty-box" in browser.get("/admin/ledger/?state=closed&as_of=2020-04-10").text
    assert "empty-box" not in browser.get("/admin/ledger/?state=closed&as_of=2020-04-14").text


def test_told_again_on_the_other_database_it_is_the_same_log(told, postgres_server: PostgresServer, tmp_path):
    url = postgres_server.create()
    settings = settings_in(url, tmp_path)
    assert xiaohao(settings, "migrate", **BEFORE) == (0, "")
    status, said = xiaohao(settings, "demo", "--story")
    assert (status, said) == (0, told[2])
    ledger = open_ledger(settings)
    assert leaves(ledger) == leaves(told[1])
    ledger.database.close()
    postgres_server.drop(url)


def test_it_is_not_told_where_there_are_items(told):
    status, said = xiaohao(told[0], "demo", "--story")
    assert status == 1
    assert "holds items already" in said


def test_it_is_not_told_to_a_log_that_began_later(sqlite_url, tmp_path):
    settings = settings_in(sqlite_url, tmp_path)
    assert xiaohao(settings, "migrate") == (0, "")
    status, said = xiaohao(settings, "demo", "--story")
    assert status == 1
    assert "XIAOHAO_NOW=2020-03-02T08:00" in said


def test_it_is_not_told_in_production(sqlite_url, tmp_path):
    settings = settings_in(sqlite_url, tmp_path)
    xiaohao(settings, "migrate")
    status, said = xiaohao(settings, "demo", "--story", XIAOHAO_ENV="production", XIAOHAO_SECRET_KEY="s" * 40)
    assert status == 1
    assert "production refuses" in said
