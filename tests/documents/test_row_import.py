"""A list goes into a typed register: new rows, changed ones, those that are there; the same list twice is once."""

from datetime import date

import pytest

from documents.refusals import ColumnsMissing, NoHeader, TooManyRows
from documents.row_import import import_rows
from tests import examples as x
from tests.documents.lists import workbook
from workflow import row_register
from workflow.errors import NotPermitted
from workflow.messages.row import RegisterKind

PAYMENT = RegisterKind.PAYMENT
COLUMNS = ("单位", "案号", "收款人", "账户类型", "补贴金额", "发放时间", "卡号")
FIRST = ("白石", "白援1号", "王 五", "个人账户", 1200.5, date(2020, 3, 2), "6222000011112222")
SECOND = ("白石县司法局", "白援2号", "赵六", "律所对公账户", "1,000元", "2020年3月3日", "")


def listed(*rows, columns=COLUMNS):
    return workbook([columns, *rows], sheet="清单")


def run(office, *rows, by=x.LEADER, kind=PAYMENT, columns=COLUMNS, **how):
    return import_rows(office.ledger, by, listed(*rows, columns=columns), "发放表.xlsx", kind, **how)


def came(report):
    return [row.came.value for row in report.rows]


def kept(office, kind=PAYMENT):
    with office.ledger.database.reading() as connection:
        found = row_register.entries(connection, x.CENTER, office.now(), kind)
        return [(one.bureau, one.name, dict(one.values)) for one in row_register.named(connection, found, whole=True)]


def test_a_list_is_taken_row_by_row_and_a_second_time_nothing_is_new(office):
    dry = run(office, FIRST, SECOND, dry_run=True)
    assert (came(dry), dry.written, kept(office)) == (["new", "new"], False, [])
    assert came(run(office, FIRST, SECOND)) == ["new", "new"]
    values = {"account_type": "personal", "amount": "120050", "case_no": "白援1号", "paid_on": "2020-03-02"}
    assert ("baishi", "王五", values) in kept(office)
    again = run(office, FIRST, SECOND)
    assert (came(again), again.changes) == (["unchanged", "unchanged"], 0)
    changed = ("白石", "白援1号", "王五", "个人账户", 1300, date(2020, 3, 2), "")
    assert came(run(office, changed, SECOND)) == ["changed", "unchanged"]


def test_numbers_of_accounts_are_neither_read_nor_kept(office):
    report = run(office, FIRST)
    assert report.parsed.ignored == ("卡号",)
    with office.ledger.database.reading() as connection:
        said = str(connection.exec_driver_sql("SELECT body FROM events").all())
    assert "6222000011112222" not in said + str(kept(office))
    typed = run(office, ("白石", "6222020200000000006", "赵六", "个人账户", 1, date(2020, 3, 2), ""))
    assert (came(typed), "bank card" in typed.rows[0].notes[0].reason.en) == (["refused"], True)


def test_a_number_that_is_spelled_otherwise_is_the_same_row(office):
    other = (FIRST[0], "白援１ 号", *FIRST[2:4], 1300, *FIRST[5:])
    assert [came(run(office, row)) for row in (FIRST, other, FIRST)] == [["new"], ["changed"], ["changed"]]
    assert len(kept(office)) == 1


def test_what_cannot_be_taken_is_refused_at_its_cell(office):
    rows = [
        ("石桥", "白援3号", "赵六", "个人账户", 1, date(2020, 3, 2), ""),
        ("白石", "", "赵六", "个人账户", 1, date(2020, 3, 2), ""),
        ("白石", "白援4号", "赵六", "现金", "若干", "不详", ""),
        ("白石", "白援5号", "赵六", "个人账户", 1, date(2020, 12, 31), ""),
        FIRST,
        FIRST,
        ("", "", "", "", "", "", ""),
        SECOND,
    ]
    report = run(office, *rows)
    assert came(report) == ["refused"] * 4 + ["new", "refused", "skipped", "new"]
    notes = [[note.cell for note in row.notes] for row in report.rows]
    assert notes[:4] == [["A2"], ["B3"], ["D4", "E4", "F4"], ["F5"]]
    assert "第 6 行" in report.rows[5].notes[0].reason.zh


def test_columns_that_a_list_does_not_have_stay_as_they_are(office):
    columns = ("单位", "公示月份", "公示日期", "公示地点", "公示人数", "移交民生办日期", "移交人")
    row = ("白石", "2020年2月", date(2020, 2, 20), "公告栏", 12, date(2020, 2, 21), "王五")
    disclosure = RegisterKind.DISCLOSURE
    assert came(run(office, row, kind=disclosure, columns=columns)) == ["new"]
    checked = (*row[:5], date(2020, 2, 28), "不完整")
    again = (*columns[:5], "复核日期", "复核结果")
    assert came(run(office, checked, kind=disclosure, columns=again)) == ["changed"]
    [(_, name, values)] = kept(office, disclosure)
    assert (name, values["handed_over_on"], values["result"]) == ("王五", "2020-02-21", "incomplete")
    assert came(run(office, checked, kind=disclosure, columns=again)) == ["unchanged"]


def test_a_bureau_need_not_name_itself_and_two_columns_are_a_list(office):
    handlers = RegisterKind.CASE_HANDLER
    assert came(run(office, ("1号", "王五"), kind=handlers, columns=("案号", "承办律师"))) == ["new"]
    assert [(bureau, name) for bureau, name, _ in kept(office, handlers)] == [("baishi", "王五")]
    nobody = run(office, ("2号", "王五"), kind=handlers, columns=("案号", "承办律师"), by=x.CENTER)
    assert came(nobody) == ["refused"]


def test_who_does_not_keep_a_register_imports_nothing(office):
    for by in (x.AUDITOR, x.EVALUATOR, x.ADMIN):
        with pytest.raises(NotPermitted):
            run(office, FIRST, by=by)
    with pytest.raises(NoHeader):
        run(office, ("a",), columns=("b",))
    with pytest.raises(ColumnsMissing):
        run(office, ("白石", "1号", "王五"), columns=("单位", "案号", "收款人"))


def test_a_list_that_is_too_long_is_refused_whole(office, monkeypatch):
    monkeypatch.setattr("documents.row_import.MOST_ROWS", 1)
    with pytest.raises(TooManyRows):
        run(office, FIRST, SECOND)
