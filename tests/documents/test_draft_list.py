"""A list into a drafted notice: problems are added, nothing is issued, and another account approves."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from documents import draft_list as lists
from documents.draft_list import DIFFERS, STAYED, draft_list
from documents.drafts import Outcome
from documents.refusals import TooManyRows
from events import signing, tables
from events.store import EventStore
from identity.demo_accounts import DEMO_ORGANISATIONS
from tests import examples as x
from tests import office as offices
from tests.documents.lists import COLUMNS, a_list, item
from tests.documents.test_issue_list import CLEAN, MESSY
from tests.office import Office
from tests.workflow.test_suspensions import ODD
from workflow import drafts
from workflow.errors import NotPermitted, StaleVersion
from workflow.first_areas import FIRST_AREAS
from workflow.log_errors import ReadOnly
from workflow.messages import draft as d
from workflow.notice_errors import DraftSettled, NoSuchDraft
from workflow.projections import ITEMS

DRAFT = UUID(int=0xD1)
SAID = {"title": "2019年度问题整改通知", "year": 2020, "listed_on": "2020-03-10"}


@pytest.fixture
def city(migrated_url, tmp_path, monkeypatch):
    """The whole city of the sample, with a draft begun."""
    units = [(code, name, short, str(what)) for code, name, short, what, _ in DEMO_ORGANISATIONS]
    monkeypatch.setattr(offices, "UNITS", units)
    monkeypatch.setattr(offices, "AREAS", [(area.code, area.zh, area.en) for area in FIRST_AREAS])
    with Office.open(migrated_url, tmp_path / "files") as office:
        office.do(d.DraftNotice, x.CENTER, DRAFT, SAID)
        yield office


def run(office, data, by=x.CENTER, draft=DRAFT, **options):
    return draft_list(office.ledger, by, draft, data, "清单.xlsx", **options)


def standing(office):
    with office.ledger.database.reading() as connection:
        return drafts.fold(EventStore(connection).read(f"draft-{DRAFT}").recorded)


def counted(office, table):
    with office.ledger.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_the_clean_list_is_drafted_and_issued_when_another_account_approves(city):
    report = run(city, CLEAN.read_bytes())
    assert (report.items, report.there_already, report.left) == (82, 0, ())
    draft = standing(city)
    assert (len(draft.problems), draft.items) == (report.problems, 82)
    assert counted(city, ITEMS.now) == 0
    counts = {"problems": report.problems, "items": 82, "return_by": "2020-04-20"}
    city.do(d.ApproveDraft, x.SECOND, DRAFT, counts)
    assert counted(city, ITEMS.now) == 82


def test_a_dry_run_writes_nothing_and_says_what_the_real_run_then_does(city):
    before = counted(city, tables.events)
    dry = run(city, MESSY.read_bytes(), dry_run=True)
    assert (counted(city, tables.events), dry.written) == (before, False)
    real = run(city, MESSY.read_bytes())
    assert [(row.outcome, row.added, row.there) for row in dry.rows] == [
        (row.outcome, row.added, row.there) for row in real.rows
    ]
    assert {Outcome.ASKED, Outcome.REFUSED} <= {row.outcome for row in real.rows}
    assert standing(city).items == real.items > 0


def test_the_same_list_again_adds_what_is_new_and_what_was_dropped(city):
    first = run(city, a_list(item(具体问题="甲"), item(具体问题="乙")))
    again = run(city, a_list(item(具体问题="甲"), item(具体问题="乙"), item(具体问题="丙")))
    assert (first.problems, again.problems, again.there_already) == (2, 1, 2)
    matter = next(one.matter for one in standing(city).problems if one.problem == "乙")
    city.do(d.DropProblem, x.CENTER, DRAFT, {"matter": str(matter)})
    assert run(city, a_list(item(具体问题="乙"))).problems == 1
    assert sorted(one.problem for one in standing(city).problems) == ["丙", "乙", "甲"]


def test_a_row_asked_about_is_added_on_somebodys_word(city):
    report = run(city, MESSY.read_bytes(), dry_run=True)
    row = next(row.read.row for row in report.rows if row.confirmable)
    done = run(city, MESSY.read_bytes(), confirmed=frozenset({row}))
    assert next(one for one in done.rows if one.read.row == row).added
    again = next(one for one in run(city, MESSY.read_bytes()).rows if one.read.row == row)
    assert (again.confirmable, again.added, bool(again.there)) == (False, (), True)


def test_a_list_that_says_otherwise_changes_nothing_and_is_told(city):
    run(city, a_list(item(具体问题="甲"), item(具体问题="乙")))
    later = run(city, a_list(item(具体问题="甲", 整改时限="2020-05-31"), item(具体问题="乙")))
    assert [DIFFERS in [note.reason for note in row.notes] for row in later.rows] == [True, False]
    assert (later.written, later.problems, later.there_already) == (False, 0, 2)


def test_of_a_row_the_units_that_are_new_are_added(city):
    run(city, a_list(item(具体问题="甲")))
    row = run(city, a_list(item(具体问题="甲", 责任单位="白石县司法局、石桥市司法局"))).rows[0]
    assert (row.added, row.there) == (("shiqiao",), ("baishi",))


def test_what_was_looked_at_is_what_is_added_to(city):
    with pytest.raises(StaleVersion):
        run(city, CLEAN.read_bytes(), version=7)
    assert run(city, CLEAN.read_bytes(), version=1).written


def test_while_the_log_is_read_only_the_whole_is_refused(city):
    signing.suspend(city.ledger.database, city.clock, ODD)
    with pytest.raises(ReadOnly):
        run(city, CLEAN.read_bytes())


def test_money_goes_with_it_and_persons_stay_in_the_list(city):
    report = run(city, a_list(item(具体问题="甲", 涉及金额="1.5万元"), columns=(*COLUMNS, "涉及金额")))
    bare = run(city, a_list(item(具体问题="乙", 责任领导="", 责任人="", 联系电话="")))
    assert (report.persons_stay, bare.persons_stay) == (STAYED, None)
    assert standing(city).problems[0].amount == 1_500_000


def test_what_is_open_under_another_notice_is_asked_about(city):
    known = {"bureau": "baishi", "problem": "系统里登记的案件数同卷宗清点数对不上", "area": "information_system"}
    city.issue(**known)
    row = item(具体问题=known["problem"])
    assert run(city, a_list(row), dry_run=True).rows[0].outcome is Outcome.ASKED


@pytest.mark.parametrize("by", [one for one in x.EVERYONE if one not in (x.CENTER, x.SECOND, x.THIRD)])
def test_only_the_center_drafts(city, by):
    with pytest.raises(NotPermitted):
        run(city, CLEAN.read_bytes(), by=by, dry_run=True)


def test_there_is_such_a_draft_and_it_is_open(city):
    with pytest.raises(NoSuchDraft):
        run(city, CLEAN.read_bytes(), draft=UUID(int=5), dry_run=True)
    city.do(d.DiscardDraft, x.CENTER, DRAFT, {"reason": "另行起草"})
    with pytest.raises(DraftSettled):
        run(city, CLEAN.read_bytes())


def test_a_longer_list_than_a_draft_holds_is_refused(city, monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 1)
    with pytest.raises(TooManyRows):
        run(city, a_list(item(具体问题="甲"), item(具体问题="乙")))
