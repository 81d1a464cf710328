"""A list of contacts goes into the register: people, changed numbers, calls; the same list twice is once."""

from datetime import date

import pytest

from documents.contact_import import import_contacts
from documents.contact_report import Did
from documents.drafts import Outcome
from documents.refusals import ColumnsMissing, NoHeader
from tests import examples as x
from tests.documents.lists import workbook
from workflow import contact_register
from workflow import messages as m
from workflow.errors import NotPermitted
from workflow.lookups import organisation_id

COLUMNS = ("工作站", "类别", "姓名", "联系电话", "自何日起", "核对结果", "核对日期")
WANG = ("城关镇工作站", "联络员", "王 五", "13800000001", date(2020, 1, 1), "", "")
ZHAO = ("东关镇工作站", "明白人", "赵六", "０７９１-1234567", "", "空号", date(2020, 3, 10))


@pytest.fixture
def register(office):
    for code, parent, short in (
        ("baishi-01", "baishi", "城关"),
        ("baishi-02", "baishi", "东关"),
        ("sq-01", "shiqiao", "桥头"),
    ):
        office.do(m.RegisterOrganisation, x.ADMIN, organisation_id(code), {
            "code": code, "name": f"{short}镇工作站", "short": short, "what": "township_station", "parent": parent,
        })  # fmt: skip
    return office


def listed(*rows, columns=COLUMNS, title=("联络员、明白人清单",), sheet="清单"):
    return workbook([*[[line] for line in title], columns, *rows], sheet=sheet)


def run(office, *rows, by=x.LEADER, data=None, **how):
    return import_contacts(office.ledger, by, data or listed(*rows), "名册.xlsx", **how)


def came(report):
    return [(row.read.row, row.outcome.value, *row.did) for row in report.rows]


def entries(office):
    with office.ledger.database.reading() as connection:
        found = contact_register.entries(connection, x.CENTER, office.now(), whole=True)
    return [(e.station, e.post.value, e.name, e.phone, e.standing.value) for e in found]


def notes(report):
    return [note.reason.en for row in report.rows for note in row.notes]


def test_a_list_is_registered_and_the_calls_with_it(register):
    expected = [(3, "accepted", Did.REGISTER), (4, "mended", Did.REGISTER, Did.CHECK)]
    assert came(run(register, WANG, ZHAO, dry_run=True)) == expected
    assert entries(register) == []
    report = run(register, WANG, ZHAO)
    assert (came(report), report.changes, report.written) == (expected, 3, True)
    assert entries(register) == [
        ("baishi-01", "liaison", "王五", "13800000001", "unchecked"),
        ("baishi-02", "in_the_know", "赵六", "0791-1234567", "found"),
    ]


def test_the_same_list_again_changes_nothing(register):
    run(register, WANG, ZHAO)
    again = run(register, WANG, ZHAO)
    assert came(again) == [(3, "accepted", Did.THERE), (4, "mended", Did.THERE)]
    assert (again.changes, again.left) == (0, ())


def test_a_new_number_is_a_change_and_another_liaison_is_asked_about(register):
    run(register, WANG, ZHAO)
    other = (*WANG[:2], "钱七", "13900000009", "", "", "")
    moved = (*ZHAO[:3], "0791-7654321", "", "正常", date(2020, 3, 11))
    report = run(register, other, moved)
    assert came(report) == [(3, "asked"), (4, "accepted", Did.CHANGE_PHONE, Did.CHECK)]
    assert "has 王* as the liaison here" in notes(report)[0]
    assert report.left[0].confirmable
    confirmed = run(register, other, moved, confirmed=frozenset({3}))
    assert came(confirmed) == [(3, "accepted", Did.REPLACE), (4, "accepted", Did.THERE)]
    assert [(name, phone, standing) for _, _, name, phone, standing in entries(register)] == [
        ("钱七", "13900000009", "unchecked"), ("赵六", "0791-7654321", "normal"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({0: "桥头镇工作站"}, "not in the register"), ({0: ""}, "is empty"),
        ({0: "城关镇工作站、东关镇工作站"}, "Name one station"),
        ({1: "站长"}, "liaison or a person in the know"), ({1: ""}, "liaison or a person in the know"),
        ({3: "不详"}, "does not look like a phone"), ({3: ""}, "is empty"), ({4: "去年"}, "is no date"),
        ({4: date(2020, 3, 13)}, "has not come yet"), ({5: "打不通"}, "is no result"),
        ({2: "名" * 51}, "longer than 50"),
        ({5: "正常", 6: date(2019, 12, 31)}, "is before the last change"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_left_and_the_rest_goes_in(register, changed, why):
    wrong = tuple(changed.get(place, value) for place, value in enumerate(WANG))
    report = run(register, wrong, ZHAO)
    [left] = report.left
    assert left.read.row == 3
    assert left.outcome in (Outcome.ASKED, Outcome.REFUSED)
    assert why in " ".join(note.reason.en for note in left.notes)
    assert [station for station, *_ in entries(register)] == ["baishi-02"]


def test_one_entry_is_told_of_once_in_a_list(register):
    report = run(
        register, WANG, (*WANG[:2], "钱七", *WANG[3:]), ("城关镇工作站", "联络员", "王五", "1380000", "", "", "")
    )
    assert came(report) == [(3, "accepted", Did.REGISTER), (4, "refused"), (5, "refused")]
    assert "Row 3 tells of the same entry" in notes(report)[0]


def test_a_list_of_one_post_says_so_in_its_title_or_its_column(register):
    columns = ("站点", "姓名", "电话")
    person = ("城关镇工作站", "王五", "13800000001")
    for how in (
        {"title": ("白石县明白人清单",), "columns": columns},
        {"columns": ("站点", "明白人", "电话"), "title": ()},
        {"columns": columns, "title": (), "sheet": "明白人"},
    ):
        [row] = run(register, data=listed(person, **how), dry_run=True).rows
        assert row.read.post.value == "in_the_know"
    [row] = run(register, data=listed(person, columns=columns), dry_run=True).rows
    assert row.outcome is Outcome.REFUSED


def test_rows_that_name_nobody_are_skipped(register):
    report = run(register, ("城关镇工作站", "联络员", "", "", "", "", ""), (), WANG)
    assert came(report) == [(3, "skipped"), (4, "skipped"), (5, "accepted", Did.REGISTER)]


def test_a_file_that_is_no_list_is_refused_whole(register):
    with pytest.raises(NoHeader, match="工作站"):
        run(register, data=workbook([["甲", "乙"], [1, 2]]))
    with pytest.raises(ColumnsMissing, match="联系电话"):
        run(register, data=listed(columns=("工作站", "姓名", "类别")))


def test_who_keeps_the_register_imports_into_it(register):
    for by in (x.EVALUATOR, x.AUDITOR, x.ADMIN):
        with pytest.raises(NotPermitted):
            run(register, WANG, by=by)
    assert came(run(register, WANG, by=x.CENTER)) == [(3, "accepted", Did.REGISTER)]
    [row] = run(register, WANG, by=x.STRANGER).rows
    assert row.outcome is Outcome.ASKED
    assert not row.confirmable


def test_a_remark_that_looks_personal_is_asked_about(register):
    row = (*WANG[:5], "正常", date(2020, 3, 10), "改拨13812345678")
    data = listed(row, columns=(*COLUMNS, "备注"))
    asked = run(register, data=data)
    assert came(asked) == [(3, "asked")]
    assert "a mobile phone" in notes(asked)[0]
    assert came(run(register, data=data, confirmed=frozenset({3}))) == [(3, "accepted", Did.REGISTER, Did.CHECK)]
