"""A long list is written some rows at a time: others get their turn, and it comes to what one run would."""

import threading

import pytest
from sqlalchemy import func, select

from documents import issue_list
from documents.issue_list import import_list
from events import sealer, tables
from events.errors import WrongExpectedVersion
from tests import examples as x
from tests.documents.lists import a_list, item
from tests.office import Office
from workflow.projections import ITEMS

UNITS = ("白石县司法局", "石桥市司法局", "白石县司法局、石桥市司法局", "月球司法局")
LIST = a_list(*(item(责任单位=UNITS[n % 4], 具体问题=f"卷宗编页有误{n}") for n in range(11)))


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(issue_list, "BATCH", 3)
    monkeypatch.setattr(issue_list, "PAUSE", 0)


def run(office: Office, data: bytes = LIST, **options):
    return import_list(office.ledger, x.CENTER, data, "清单.xlsx", **options)


def items(office: Office) -> list[tuple[str, str]]:
    with office.ledger.database.reading() as connection:
        rows = connection.execute(select(ITEMS.now.c.item_id, ITEMS.now.c.number).order_by(ITEMS.now.c.number))
        return [(str(row.item_id), row.number) for row in rows]


def test_batches_come_to_what_one_run_says(office, small):
    dry = run(office, dry_run=True)
    seen = []
    real = run(office, progress=lambda done, of: seen.append((done, of)))
    assert real.rows == dry.rows
    assert (real.notice_number, real.issued, real.written) == (dry.notice_number, 12, True)
    assert items(office) == sorted(
        ((str(one.item_id), one.number) for row in real.rows for one in row.items), key=lambda one: one[1]
    )
    assert seen == [(n, 11) for n in range(1, 12)]


def test_each_batch_is_sealed(office, small):
    run(office)
    with office.ledger.database.reading() as connection:
        assert sealer.lag(connection) == 0


def test_a_batch_with_nothing_new_writes_nothing(office, small):
    rows = [item(责任单位="月球司法局", 具体问题=f"问题{n}") for n in range(4)]
    report = run(office, a_list(*rows, item()))
    assert (report.issued, report.written) == (1, True)
    assert items(office) == [(str(report.rows[-1].items[0].item_id), f"{report.notice_number}-白石-01")]
    assert not run(office, a_list(*rows)).written


class Breaks(Exception):
    pass


@pytest.mark.parametrize("breaks_at", [1, 5, 11])
def test_an_import_that_broke_off_goes_on_when_it_is_sent_again(office, small, breaks_at):
    whole = run(office, dry_run=True)

    def progress(done: int, _: int) -> None:
        if done == breaks_at:
            raise Breaks

    with pytest.raises(Breaks):
        run(office, progress=progress)
    kept = len(items(office))
    assert kept == sum(len(row.items) for row in whole.rows[: (breaks_at - 1) // 3 * 3])
    again = run(office)
    assert (again.issued, again.there_already) == (12 - kept, kept)
    assert [[one.number for one in row.items] for row in again.rows] == [
        [one.number for one in row.items] for row in whole.rows
    ]


def test_a_batch_that_met_another_writer_is_tried_again_and_doubles_nothing(office, small):
    met = []

    def progress(done: int, _: int) -> None:
        if done in (2, 6, 11) and met.count(done) < 3:
            met.append(done)
            raise WrongExpectedVersion("item-x", 0)

    report = run(office, progress=progress)
    assert len(met) == 9
    assert (report.issued, len(items(office))) == (12, 12)
    with office.ledger.database.reading() as connection:
        issued = select(func.count()).where(tables.events.c.name == "item.issued")
        assert connection.scalar(issued) == 12


def test_all_or_nothing_is_one_batch(office, small):
    assert not run(office, all_or_nothing=True).written
    assert items(office) == []


def test_another_writer_gets_a_turn_between_batches(sqlite_office: Office, monkeypatch):
    """It asks while the first batch is being written, and need not wait for the last."""
    monkeypatch.setattr(issue_list, "BATCH", 2)
    begun, done = threading.Event(), threading.Event()

    def write() -> None:
        begun.wait(20)
        with sqlite_office.ledger.database.writing():
            done.set()

    other = threading.Thread(target=write)
    other.start()
    turns = []

    def progress(count: int, _: int) -> None:
        begun.set()
        turns.append(done.is_set())

    try:
        run(sqlite_office, progress=progress)
    finally:
        begun.set()
        other.join()
    assert not turns[0]
    assert turns[-1]


def test_of_two_units_in_one_row_the_one_that_can_be_issued_is_and_is_told(office):
    both = item(责任单位="白石县司法局、石桥市司法局")
    notice = str(run(office, a_list(item(责任单位="石桥市司法局", 具体问题="另一件"))).notice)
    office.issue(notice=notice, bureau="baishi", area="archive", problem=both["具体问题"])
    for dry_run in (True, False):
        [row] = run(office, a_list(both), dry_run=dry_run).rows
        assert row.outcome == "refused"
        assert [one.number for one in row.items] == ["〔2020〕2-石桥-02"]
        assert "〔2020〕2-白石-01" in row.notes[-1].reason.zh
