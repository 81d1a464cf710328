"""What an import of contacts asks: everything of a row at once, and a tick answers no more than was shown."""

import pytest

from documents.contact_list import Column, ContactRow
from documents.contact_questions import Confirmed, Question, answers_to, read_station
from documents.contact_report import Did
from documents.drafts import Outcome
from documents.refusals import TooManyRows
from documents.register import Unit
from events import acts, vault
from tests import examples as x
from tests.documents.test_contact_import import COLUMNS, WANG, came, entries, listed, notes, run
from tests.workflow.test_contacts import furnished
from workflow import messages as m
from workflow.errors import Words

WITH_REMARK = (*COLUMNS, "备注")
PERSONAL = "改拨13812345678"
MINE = {code: Unit(code, name) for code, name in (("b-1", "城关镇工作站"), ("b-2", "东关镇工作站"))}
ALL = {**MINE, "s-1": Unit("s-1", "东关乡工作站"), "s-2": Unit("s-2", "桥头镇工作站")}


@pytest.fixture
def register(office):
    return furnished(office)


@pytest.fixture
def taken(register):
    run(register, WANG)
    return register


def remarked(*row):
    return listed((*row, PERSONAL), columns=WITH_REMARK)


def questions(*keys):
    return [Question(key, Column.NAME, Words("", "")) for key in keys]


def test_all_questions_of_a_row_are_asked_at_once_and_a_remark_by_itself(taken):
    data = remarked("城关工作站", "联络员", "赵六", "13900000001", "", "正常", "2020-03-10")
    asked = run(taken, data=data, dry_run=True)
    said = " ".join(notes(asked))
    assert ("Is “城关镇工作站” meant?" in said, "has 王* as the liaison" in said, "a mobile phone" in said) == (
        True,
    ) * 3
    [row] = asked.rows
    both, remark = row.answers
    assert (both.startswith("3:station=baishi-01+person="), remark) == (True, "3:remark")
    for given in ({3}, {both}, {remark}, {"3:station=baishi-01", remark}):
        assert came(run(taken, data=data, confirmed=frozenset(given))) == [(3, "asked")]
    assert [name for _, _, name, *_ in entries(taken)] == ["王五"]
    for given in ({both, remark}, {3, remark}):
        [done] = run(taken, data=data, confirmed=frozenset(given), dry_run=True).rows
        assert done.did == (Did.REPLACE, Did.CHECK)


def test_what_is_asked_only_after_the_tick_is_asked_again(taken):
    other = (*WANG[:2], "钱七", "13900000009", "", "", "")
    [shown] = run(taken, other, dry_run=True).rows
    run(taken, (*WANG[:2], "王五", "13800000009", "", "", ""))
    assert came(run(taken, other, confirmed=frozenset(shown.answers))) == [(3, "asked")]
    [anew] = run(taken, other, dry_run=True).rows
    assert came(run(taken, other, confirmed=frozenset(anew.answers))) == [(3, "accepted", Did.REPLACE)]


def test_a_row_that_was_never_shown_is_not_confirmed_by_another(taken):
    given = Confirmed([5, "6:remark", "7:station=a+person=b", "x", "8:"])
    open_ = {
        (5, ("station=a",)): False, (5, ("remark",)): False, (5, ("person=b", "remark")): True, (5, ("",)): True,
        (6, ("remark",)): False, (6, ("station=a", "remark")): True, (7, ("station=a", "person=b")): False,
        (7, ("station=c",)): True, (8, ("remark",)): True, (9, ()): False,
    }  # fmt: skip
    for (row, keys), expected in open_.items():
        assert given.leaves(row, questions(*keys)) is expected, (row, keys)
    assert answers_to(5, questions("station=a", "person=b", "remark")) == ("5:station=a+person=b", "5:remark")
    assert answers_to(5, questions("", "remark")) == ()


@pytest.mark.parametrize(
    ("text", "code", "suggested"),
    [
        ("城关镇工作站", "b-1", False), ("城关工作站", "b-1", True), ("东关乡工作站", None, False),
        ("东关乡站", None, False), ("桥头镇工作站", None, False), ("桥头镇", None, False), ("远方", None, False),
        ("城关镇工作站、东关镇工作站", None, False),
    ],
)  # fmt: skip
def test_another_units_station_is_never_taken_for_one_of_ones_own(text, code, suggested):
    read = read_station(text, MINE, ALL)
    assert (read.code, bool(read.question and read.question.suggestion)) == (code, suggested)
    assert (read.question is None) == (code is not None and not suggested)
    if code is None:
        assert read.question.key == ""


def test_ones_own_name_is_ones_own_though_others_use_it_too():
    assert read_station("城关镇工作站", MINE, {"s-0": Unit("s-0", "城关镇工作站"), **ALL}).code == "b-1"
    county = {"b-1": Unit("b-1", "白石城关镇工作站")}
    assert read_station("城关镇工作站", county, {"s-0": Unit("s-0", "石桥城关镇工作站"), **county}).code == "b-1"


def test_a_longer_list_is_refused_before_any_transaction(register, monkeypatch):
    monkeypatch.setattr("documents.contact_import.MOST_ROWS", 2)
    monkeypatch.setattr(type(register.ledger.database), "writing", None)
    monkeypatch.setattr(type(register.ledger.database), "reading", None)
    with pytest.raises(TooManyRows, match="has 3 rows; at most 2"):
        run(register, WANG, WANG, WANG)


def test_a_row_more_opens_no_name_more(register, monkeypatch):
    opened, opens = [], vault._opened
    monkeypatch.setattr(vault, "_opened", lambda key, row: (opened.append(row.ref), opens(key, row))[1])

    def opened_by(rows):
        opened.clear()
        assert run(register, *rows).changes == len(rows)
        return len(opened)

    people = [("城关镇工作站", "明白人", f"王{chr(0x4E00 + n)}", f"1380000{n:04}", "", "", "") for n in range(30)]
    assert opened_by(people[:10]) == 0
    assert opened_by(people[10:30]) == 20  # name and phone of the ten that were there
    assert run(register, *people).changes == 0


def test_that_names_were_read_is_recorded_once_a_run(taken):
    def read():
        with taken.ledger.database.reading() as connection:
            return [
                (row.account, row.subject, row.detail) for row in acts.page(connection) if row.kind == "people_read"
            ]

    assert read() == []
    other = ("东关镇工作站", "明白人", "赵六", "13900000001", "", "", "")
    run(taken, WANG, other, dry_run=True)
    run(taken, WANG, other)
    assert read() == [(x.LEADER.account, "contacts", '{"entries":1}')] * 2


def test_a_name_and_a_number_are_the_same_however_they_are_written(taken):
    again = (*WANG[:2], "王　五", "+86 138-0000-0001", "", "", "")
    assert came(run(taken, again)) == [(3, "accepted", Did.THERE)]


def test_a_serial_day_without_a_format_is_a_day(register):
    report = run(register, (*WANG[:4], 43831, "正常", 43900.0))
    assert [row.outcome for row in report.rows] == [Outcome.MENDED]
    read: ContactRow = report.rows[0].read
    assert (read.since.isoformat(), read.checked_on.isoformat()) == ("2020-01-01", "2020-03-10")
    assert "read as 2020-01-01" in notes(report)[0]
    assert "is no date" in notes(run(register, (*WANG[:4], 2020, "", "")))[0]


def test_what_others_found_is_not_found_mended_by_a_list(taken):
    [entry] = run(taken, WANG).rows
    bad = {"result": "dead_number", "checked_on": "2020-03-12"}
    taken.do(m.CheckPhone, x.EVALUATOR, entry.contact_id, bad)
    report = run(taken, (*WANG[:5], "正常", ""))
    assert came(report) == [(3, "refused")]
    assert "found this phone wrong" in notes(report)[0]
