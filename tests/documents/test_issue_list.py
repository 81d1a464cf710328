"""From a list to the ledger: which rows become items, what is left, and that a dry run tells the truth."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from documents import issue_list
from documents.drafts import Outcome
from documents.issue_list import import_list
from events import tables
from identity.demo_accounts import DEMO_ORGANISATIONS
from tests import examples as x
from tests import office as offices
from tests.office import Office
from workflow import messages as m
from workflow.errors import NotPermitted
from workflow.first_areas import FIRST_AREAS
from workflow.machine import Owner
from workflow.projections import ITEMS, NOTICES

DATA = Path(issue_list.__file__).parent / "data"
CLEAN, MESSY = DATA / "整改清单-2019年度.xlsx", DATA / "整改清单-问题样本.xlsx"


@pytest.fixture
def city(migrated_url, tmp_path, monkeypatch):
    """The whole city of the sample: nine bureaus, eight areas."""
    units = [(code, name, short, str(what)) for code, name, short, what, _ in DEMO_ORGANISATIONS]
    monkeypatch.setattr(offices, "UNITS", units)
    monkeypatch.setattr(offices, "AREAS", [(area.code, area.zh, area.en) for area in FIRST_AREAS])
    with Office.open(migrated_url, tmp_path / "files") as office:
        yield office


def run(office, path, **options):
    return import_list(office.ledger, options.pop("by", x.CENTER), path.read_bytes(), path.name, **options)


def counted(office, table):
    with office.ledger.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_the_clean_list_becomes_82_items_of_which_one_is_the_citys(city):
    report = run(city, CLEAN)
    assert (report.issued, report.there_already, len(report.left)) == (82, 0, 0)
    with city.ledger.database.reading() as connection:
        rows = connection.execute(select(ITEMS.now)).all()
    assert len(rows) == 82
    assert [row.bureau for row in rows if row.owner == Owner.CITY] == ["center"]
    assert len({row.number for row in rows}) == 82
    assert {row.state for row in rows} == {"issued"}


def test_the_same_list_again_issues_nothing(city):
    run(city, CLEAN)
    events = counted(city, tables.events)
    report = run(city, CLEAN)
    assert (report.issued, report.there_already, report.written) == (0, 82, False)
    assert counted(city, tables.events) == events


def test_the_list_saved_by_another_program_is_still_the_same_list(city, tmp_path):
    from openpyxl import load_workbook

    run(city, CLEAN)
    book = load_workbook(CLEAN)
    book.worksheets[0].title = "Sheet1"
    book.worksheets[0].append(
        [83, "县区自报", None, "工作经费", "没有打印机", "1个", "白石县司法局", "立行立改", "配备", "市法律援助中心",
         "甲一", "丁四", "0000-7000099", "2020-06-30", None]
    )  # fmt: skip
    book.save(tmp_path / "另存.xlsx")
    report = run(city, tmp_path / "另存.xlsx")
    assert (report.issued, report.there_already) == (1, 82)


MESSY_OUTCOMES = {
    4: "accepted", 5: "asked", 6: "mended", 7: "refused", 8: "mended", 9: "accepted", 10: "refused", 11: "refused",
    12: "asked", 13: "refused", 14: "accepted", 15: "accepted", 16: "refused", 17: "accepted", 18: "asked",
    19: "asked", 20: "skipped", 21: "mended", 22: "skipped", 23: "accepted", 24: "skipped",
}  # fmt: skip


def test_the_messy_list_ends_row_by_row_as_stated(city):
    report = run(city, MESSY)
    assert {row.read.row: row.outcome.value for row in report.rows} == MESSY_OUTCOMES
    assert {row.read.row: len(row.items) for row in report.rows if row.items} == {
        4: 1, 6: 1, 8: 1, 9: 1, 14: 2, 15: 1, 17: 1, 21: 1, 23: 1,
    }  # fmt: skip
    assert report.issued == 10


def test_after_the_clean_list_rows_that_repeat_an_open_item_are_asked_about(city):
    run(city, CLEAN)
    report = run(city, MESSY)
    asked = (row for row in report.rows if row.outcome is Outcome.ASKED)
    repeated = {row.read.row for row in asked if "〔2020〕" in row.notes[-1].reason.zh}
    assert {4, 6, 8, 9} <= repeated
    assert report.issued < 10
    assert "〔2020〕2-白石-01" in report.rows[0].notes[-1].reason.zh


def test_what_is_withdrawn_under_another_notice_may_be_issued_again(city):
    run(city, CLEAN)
    first = run(city, MESSY)
    with city.ledger.database.reading() as connection:
        [row] = connection.execute(select(ITEMS.now).where(ITEMS.now.c.number == "〔2020〕2-松口-01")).all()
    city.do(m.WithdrawItem, x.CENTER, row.item_id, {"reason": "重复下发"})
    assert run(city, MESSY).issued == 1
    assert first.rows[2].outcome is Outcome.ASKED


@pytest.mark.parametrize("path", [CLEAN, MESSY], ids=["clean", "messy"])
@pytest.mark.parametrize("all_or_nothing", [False, True])
def test_a_dry_run_writes_nothing_and_says_what_the_real_run_then_does(city, path, all_or_nothing):
    before = [counted(city, table) for table in tables.metadata.sorted_tables]
    dry = run(city, path, dry_run=True, all_or_nothing=all_or_nothing)
    assert [counted(city, table) for table in tables.metadata.sorted_tables] == before
    real = run(city, path, all_or_nothing=all_or_nothing)
    assert replace(dry, written=real.written) == real


def test_all_or_nothing_leaves_the_ledger_as_it_was_if_a_row_is_left(city):
    report = run(city, MESSY, all_or_nothing=True)
    assert not report.written
    assert (counted(city, ITEMS.now), counted(city, NOTICES.now)) == (0, 1)


@pytest.mark.parametrize("actor", [x.LEADER, x.HANDLER, x.EVALUATOR, x.AUDITOR, x.ADMIN], ids=lambda a: a.role)
def test_only_the_center_imports(city, actor):
    with pytest.raises(NotPermitted):
        run(city, CLEAN, by=actor, dry_run=True)


def test_names_and_phones_of_a_list_stand_beside_the_log(city):
    run(city, CLEAN)
    with city.ledger.database.reading() as connection:
        kind = tables.personal_data.c.kind
        kinds = connection.execute(select(kind, func.count()).group_by(kind).order_by(kind)).all()
        assert [tuple(row) for row in kinds] == [("name", 164), ("phone", 82)]
        bodies = connection.scalars(select(tables.events.c.body)).all()
    assert not any(b"0000-70" in bytes(body) for body in bodies)


def test_an_item_issued_from_a_list_says_the_lists_date_as_when_it_took_effect(city):
    run(city, CLEAN)
    with city.ledger.database.reading() as connection:
        issued = select(tables.events.c.effective_at).where(tables.events.c.name == "item.issued")
        effective = set(connection.scalars(issued))
    assert {moment.astimezone(city.ledger.zone).date().isoformat() for moment in effective} == {"2020-03-12"}


def test_each_item_gets_its_own_number_when_two_lists_meet(city):
    run(city, CLEAN)
    city.issue(uuid4(), notice=str(issue_list.notice_id(run(city, CLEAN).parsed)), area="archives", problem="另一件事")
    with city.ledger.database.reading() as connection:
        numbers = connection.scalars(select(ITEMS.now.c.number).where(ITEMS.now.c.bureau == "baishi")).all()
    assert sorted(numbers)[-1] == "〔2020〕2-白石-10"


def test_what_is_asked_about_is_issued_on_somebodys_word(city):
    left = {row.read.row for row in run(city, MESSY).rows if row.confirmable}
    assert left == {12}
    report = run(city, MESSY, confirmed=frozenset({5, 12, 18, 19, 7}))
    assert (report.issued, report.there_already) == (1, 10)
    assert {row.read.row: row.outcome.value for row in report.rows if row.read.row in (5, 12, 18)} == {
        5: "asked", 12: "mended", 18: "asked",
    }  # fmt: skip


def test_a_repeat_of_an_open_item_is_issued_if_it_is_confirmed_to_be_another_matter(city):
    run(city, CLEAN)
    report = run(city, MESSY)
    assert report.rows[0].confirmable
    assert run(city, MESSY, confirmed=frozenset({4})).issued == 1
