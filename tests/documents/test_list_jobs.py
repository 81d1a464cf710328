"""Work on a long list in the background: begun once, taken by one, done again where it broke off, told for a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from documents import issue_list, list_jobs
from documents.issue_list import LongList, import_list
from documents.list_jobs import ISSUE, LOOK, WITHDRAW, Asked, start, work
from documents.told_report import unpacked
from tests import examples as x
from tests.documents.lists import a_list, item
from workflow import jobs
from workflow.jobs import ATTEMPTS, KEPT, LEASE, Standing
from workflow.projections import BATCHES, ITEMS

ROWS = [item(具体问题=f"问题{n}", 责任单位="白石县司法局" if n % 2 else "石桥市司法局") for n in range(7)]
LIST = a_list(*ROWS, item(整改时限="2020年4月31日"))


@pytest.fixture
def sent(office, monkeypatch):
    """The list as the center sent it; written two rows to a transaction."""
    monkeypatch.setattr(issue_list, "BATCH", 2)
    monkeypatch.setattr(issue_list, "PAUSE", 0)
    return office.upload(x.CENTER, LIST, "清单.xlsx")


def begin(office, sha256, what=ISSUE, by=x.CENTER, **asked):
    return start(office.ledger, by, Asked(what=what, sha256=sha256, name="清单.xlsx", **asked))


def job(office, job_id):
    with office.ledger.database.reading() as connection:
        found = jobs.find(connection, "center", job_id)
        return found, {what: jobs.kept(connection, found, what) for what in ("result", "corrected")} if found else {}


def states(office):
    with office.ledger.database.reading() as connection:
        return list(connection.scalars(select(ITEMS.now.c.state)))


def test_a_look_writes_nothing_and_an_issue_what_it_said(office, sent):
    looked = begin(office, sent, LOOK)
    assert work(office.ledger) == 8
    found, left = job(office, looked)
    assert (found.standing, found.done, found.of) == (Standing.DONE, 8, 8)
    assert (unpacked(left["result"]).new, unpacked(left["result"]).written, states(office)) == (7, False, [])
    assert left["corrected"].startswith(b"PK")
    issued = begin(office, sent)
    assert work(office.ledger) == 8
    told = unpacked(job(office, issued)[1]["result"])
    assert (told.new, told.written, len(told.left), len(states(office))) == (7, True, 1, 7)
    assert [row.items for row in told.rows] == [row.items for row in unpacked(left["result"]).rows]
    with office.ledger.database.reading() as connection:
        [batch] = connection.execute(select(BATCHES.now)).all()
    assert (batch.batch_id, batch._mapping["items"], batch.version) == (told.batch, 7, 4)  # four transactions
    assert work(office.ledger) == 0


def test_two_clicks_begin_one_and_so_do_two_tabs_and_when_it_is_done_another_begins(office, sent):
    first = begin(office, sent)
    assert {begin(office, sent), begin(office, sent, LOOK), begin(office, sent, by=x.SECOND)} == {first}
    assert start(office.ledger, x.CENTER, Asked(what=ISSUE, sha256=sent), first) == first
    work(office.ledger)
    assert begin(office, sent) != first


@pytest.mark.big
def test_choices_are_kept_with_the_work(office, sent):
    one = begin(office, sent, rows=(4, 5), units=("baishi",))
    work(office.ledger)
    assert unpacked(job(office, one)[1]["result"]).new == 1


def test_what_one_process_has_no_other_takes_until_its_lease_is_over(office, sent):
    one = begin(office, sent)
    taken = jobs.take(office.ledger.database, office.clock.now())
    assert (taken.job_id, work(office.ledger)) == (one, 0)
    office.clock.advance(LEASE)
    assert work(office.ledger) == 8
    assert not jobs.end(office.ledger.database, taken, Standing.FAILED, office.clock.now())  # it was too late
    assert job(office, one)[0].standing is Standing.DONE


class Dies(BaseException):
    pass


def test_work_that_broke_off_is_done_again_and_issues_nothing_twice(office, sent, monkeypatch):
    one = begin(office, sent)
    note = list_jobs._Working._between

    def dies(self, done, of):
        note(self, done, of)
        if done == 4:
            raise Dies

    with monkeypatch.context() as patch:
        patch.setattr(list_jobs._Working, "_between", dies)
        with pytest.raises(Dies):
            work(office.ledger)
    assert (job(office, one)[0].done, len(states(office))) == (4, 4)
    office.clock.advance(LEASE)
    assert work(office.ledger) == 8
    assert len(states(office)) == 7
    with office.ledger.database.reading() as connection:
        assert [row._mapping["items"] for row in connection.execute(select(BATCHES.now))] == [7]


@pytest.mark.big
def test_work_that_breaks_off_each_time_is_given_up_and_one_that_errs_says_so(office, sent, monkeypatch, caplog):
    one = begin(office, sent)
    for _ in range(ATTEMPTS):
        assert jobs.take(office.ledger.database, office.clock.now()).job_id == one
        office.clock.advance(LEASE)
    assert work(office.ledger) == 0
    assert job(office, one)[0].standing is Standing.FAILED
    two = begin(office, sent)
    monkeypatch.setattr(list_jobs, "import_list", lambda *_, **__: 1 / 0)
    assert work(office.ledger) == 0
    assert "已经下发的保留" in job(office, two)[0].refused[0]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.big
def test_a_refusal_is_what_came_of_it_in_both_languages(office):
    one = begin(office, office.upload(x.CENTER, b"<html>", "a.xlsx"))
    work(office.ledger)
    found = job(office, one)[0]
    assert (found.standing, "不是能读取的表格" in found.refused[0], "no table" in found.refused[1]) == (
        Standing.REFUSED, True, True,
    )  # fmt: skip


def test_who_lost_the_role_meanwhile_issues_nothing(office, sent):
    one = begin(office, sent)
    office.people.pop(x.CENTER.account)
    work(office.ledger)
    assert (job(office, one)[0].standing, states(office)) == (Standing.REFUSED, [])


def test_an_import_is_withdrawn_in_the_background_too(office, sent):
    report = import_list(office.ledger, x.CENTER, LIST, "清单.xlsx")
    asked = Asked(what=WITHDRAW, batch=str(report.batch), reason="发错了")
    one = start(office.ledger, x.SECOND, asked)
    assert start(office.ledger, x.CENTER, asked) == one
    work(office.ledger)
    assert set(states(office)) == {"withdrawn"}
    again = start(office.ledger, x.SECOND, asked)
    work(office.ledger)
    assert (job(office, again)[0].standing, "已经撤回" in job(office, again)[0].refused[0]) == (Standing.REFUSED, True)


@pytest.mark.big
def test_what_came_of_it_goes_after_a_day_and_is_no_other_units(office, sent):
    one = begin(office, sent, LOOK)
    work(office.ledger)
    with office.ledger.database.reading() as connection:
        assert jobs.find(connection, "baishi", one) is None
        assert jobs.find(connection, "center", uuid4()) is None
    office.clock.advance(KEPT + timedelta(seconds=1))
    work(office.ledger)
    assert job(office, one) == (None, {})


@pytest.mark.big
def test_a_list_too_long_to_wait_for_is_told_before_anything_is_done(office, sent):
    with pytest.raises(LongList) as long:
        import_list(office.ledger, x.CENTER, LIST, "清单.xlsx", most=7)
    assert (long.value.rows, states(office)) == (8, [])
    assert import_list(office.ledger, x.CENTER, LIST, "清单.xlsx", most=8).written
