"""A reply workbook goes out, is filled in away from the system, and is merged: what is new once, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from openpyxl import Workbook

from documents.reply_columns import OFFLINE, columns_of, triggers_of
from documents.reply_merge import merge_reply
from documents.reply_report import Came
from tests import examples as x
from tests.documents.replies import (
    ASSIGN,
    PEOPLE,
    REPORT,
    came,
    download,
    filled,
    merge,
    opened,
    row_of,
    said,
    saved,
    zipped,
)
from tests.office import PNG
from workflow import merging
from workflow.errors import NotPermitted
from workflow.file_errors import NoRoom
from workflow.files import FileStore
from workflow.history import life, present
from workflow.words import State
from workflow.workbook_errors import NotAWorkbookOfOurs, OldWorkbook, OtherUnitsWorkbook

IDS = ("事项标识", "事项版本", "表格标识", "校验值")
FIRST, SECOND, THIRD, FOURTH = (UUID(int=n) for n in range(11, 15))


@pytest.fixture
def busy(office):
    """Three items of Baishi: one issued, one assigned to the handler, one reported; and one of another unit."""
    for number, item in enumerate((FIRST, SECOND, THIRD)):
        office.issue(item, problem=f"第{number}个问题")
    office.issue(FOURTH, bureau="shiqiao", problem="别人的问题")
    office.assign(SECOND)
    office.assign(THIRD)
    office.report(THIRD)
    return office


def lived(office, item, by=x.CENTER):
    with office.ledger.database.reading() as connection:
        return life(connection, item, by, present(office.clock.now(), office.ledger.zone))


def events(office):
    with office.ledger.database.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM events").scalar()


def uploads(office):
    with office.ledger.database.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM uploads").scalar()


def test_a_unit_gets_its_open_items_and_only_what_can_be_done_is_offered(busy):
    _, sheet, columns = opened(download(busy))
    rows = range(4, sheet.max_row + 1)
    assert {sheet.cell(row, columns["具体问题"]).value for row in rows} == {"第0个问题", "第1个问题", "第2个问题"}
    offered = {
        str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if "签收" in (one.formula1 or "")
    }
    first = row_of(sheet, columns, FIRST)
    cell = sheet.cell(first, columns["操作"]).coordinate
    assert offered[cell] == '"签收,分派,填报进展,申请延期,提出异议"'
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.cell(first, columns["分派：经办人"]).protection.locked is False
    assert sheet.cell(first, columns["上报：整改结果"]).protection.locked is True
    hidden = next(one for one in sheet.column_dimensions.values() if one.hidden)
    assert {columns[name] for name in IDS} <= set(range(hidden.min, hidden.max + 1))


def test_the_same_state_and_instant_give_the_same_bytes(busy):
    at = busy.clock.now()
    assert download(busy, at=at) == download(busy, at=at)
    assert download(busy, at=at) != download(busy, at=at + timedelta(seconds=1))


def test_the_columns_are_those_that_the_commands_ask_for():
    for trigger, command in OFFLINE.items():
        asked = [name for name, field in command.__dataclass_fields__.items() if "label" in field.metadata]
        assert [column.name for column in columns_of(trigger)] == asked
    assert set(triggers_of(x.HANDLER.role)) == {"acknowledge", "report", "note_progress", "request_extension"}
    assert triggers_of(x.CENTER.role) == triggers_of(x.AUDITOR.role) or "object" not in triggers_of(x.AUDITOR.role)


def test_what_is_filled_in_is_recorded_once_and_says_how_it_came(busy):
    data = filled(download(busy), {FIRST: {"action": "assign", **ASSIGN}, SECOND: {"action": "report", **REPORT}})
    before = events(busy)
    dry = merge(busy, data, evidence=zipped(), dry_run=True)
    assert (sorted(came(dry)), dry.written) == (["recorded", "recorded", "untouched"], False)
    assert (events(busy), uploads(busy)) == (before, 1)
    real = merge(busy, data, evidence=zipped())
    assert (came(real), real.written, events(busy)) == (came(dry), True, before + 3)
    assert [lived(busy, one).item.state for one in (FIRST, SECOND)] == [State.ASSIGNED, State.REPORTED]
    last = lived(busy, SECOND).steps[-1].recorded
    assert (last.correlation_id, last.event.measures) == (real.merge_id, "逐案核对")
    again = merge(busy, data, evidence=zipped())
    assert (sorted(came(again)), again.written, events(busy)) == (
        ["already", "already", "untouched"],
        False,
        before + 3,
    )
    assert merge(busy, data, by=x.HANDLER).count(Came.ALREADY) == 2  # nor by another, and without the zip


def test_a_merge_is_on_record_for_the_unit_and_for_who_sees_it(busy):
    data = filled(download(busy), {SECOND: {"action": "report", **REPORT}})
    merge_id = merge(busy, data, evidence=zipped({"照片.png": PNG, "多余.png": PNG + b"2"})).merge_id
    with busy.ledger.database.reading() as connection:
        for by, seen in ((x.LEADER, 1), (x.HANDLER, 1), (x.CENTER, 1), (x.AUDITOR, 1), (x.STRANGER, 0), (x.ADMIN, 0)):
            assert len(merging.merges(connection, by, busy.now())) == seen
        told = merging.one(connection, x.AUDITOR, merge_id, busy.now())
        assert (told.merged.recorded, told.merged.files, told.merged.untouched) == (1, 1, 2)
        assert [item for item, _ in told.items] == [SECOND]
        assert merging.merges(connection, x.AUDITOR, busy.then("@3")) == []


def test_when_it_happened_is_said_apart_from_when_it_was_recorded(busy):
    busy.clock.advance(timedelta(days=5))
    said_on = {"action": "note_progress", "note_progress.progress": "已核对一半", "happened_on": "2020年3月14日"}
    merge(busy, filled(download(busy), {SECOND: said_on}))
    recorded = lived(busy, SECOND).steps[-1].recorded
    assert (recorded.effective_at.date(), recorded.recorded_at.date()) == (date(2020, 3, 13), date(2020, 3, 17))  # UTC
    wrong = {FIRST: date(2020, 3, 18), SECOND: date(2020, 3, 11), THIRD: "前天"}
    report = merge(busy, filled(download(busy), {one: {**said_on, "happened_on": day} for one, day in wrong.items()}))
    by_item = {row.item: row.notes[0].reason.zh for row in report.rows}
    assert "还没有到" in by_item[FIRST]
    assert "早于事项下发" in by_item[SECOND]
    assert "不是有效日期" in by_item[THIRD]


def test_what_moved_on_meanwhile_is_shown_in_both_versions_and_done_if_somebody_says_so(busy):
    data = filled(
        download(busy), {SECOND: {"action": "report", **REPORT}, FIRST: {"action": "object", "object.reason": "x"}}
    )
    busy.report(SECOND)
    busy.do(x.m.SendBackItem, x.CENTER, SECOND, {"reason": "照片看不清"})
    busy.do(x.m.WithdrawItem, x.CENTER, FIRST, {"reason": "重复"})
    report = merge(busy, data, evidence=zipped())
    rows = {row.item: row for row in report.rows}
    stale, gone = rows[SECOND], rows[FIRST]
    assert (stale.came, gone.came, report.written) == (Came.STALE, Came.REFUSED, False)
    assert (stale.versions.then.version, stale.versions.now.version) == (2, 4)
    assert [step.recorded.name for step in stale.versions.since] == ["item.reported", "item.sent_back"]
    assert "已撤回" in gone.notes[-1].reason.zh
    number = stale.read.row
    assert merge(busy, data, evidence=zipped(), confirmed={number: 3}).count(Came.STALE) == 1  # of another version
    done = merge(busy, data, evidence=zipped(), confirmed={number: 4})
    assert (done.count(Came.RECORDED), lived(busy, SECOND).item.state) == (1, State.REPORTED)
    assert merge(busy, data, evidence=zipped(), confirmed={number: None}).count(Came.ALREADY) == 1


@pytest.mark.big
def test_a_light_that_the_clock_raised_makes_no_row_stale(busy):
    data = filled(download(busy), {SECOND: {"action": "note_progress", "note_progress.progress": "x"}})
    busy.do(x.m.SuperviseItem, x.m.Actor(UUID(int=0), x.Role.SYSTEM_ADMIN, "system"), SECOND, {"light": "blue"})
    assert merge(busy, data).count(Came.RECORDED) == 1


def test_what_is_wrong_is_said_at_its_cell_and_the_rest_goes_on(busy):
    rows = {
        FIRST: {"action": "assign", "assign.handler": "无此人", "assign.internal_due": date(2020, 4, 1)},
        SECOND: {"action": "report", **REPORT, "report.evidence": "没有.png\n照片.png"},
        THIRD: {"action": "note_progress", "note_progress.progress": "等待核查"},
    }
    report = merge(busy, filled(download(busy), rows), evidence=zipped({"照片.png": PNG, "另一张.png": PNG + b"2"}))
    by_item = {row.item: row for row in report.rows}
    assert [by_item[one].came for one in rows] == [Came.REFUSED, Came.REFUSED, Came.RECORDED]
    assert (by_item[FIRST].notes[0].column, by_item[SECOND].notes[0].column) == ("分派：经办人", "上报：佐证材料")
    assert "丁四、甲一、戊五" in by_item[FIRST].notes[0].reason.zh
    assert report.unused == ("另一张.png",)
    fresh = download(busy, kept=report.kept)
    _, sheet, columns = opened(fresh)
    assert sheet.cell(row_of(sheet, columns, FIRST), columns["分派：经办人"]).value == "无此人"
    assert sheet.cell(row_of(sheet, columns, FIRST), columns["分派：内部期限"]).value.date() == date(2020, 4, 1)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"action": "下发"}, "不是这份表能办的操作"),
        ({"report.measures": "a", "note_progress.progress": "b"}, "没有选择操作"),
        ({"action": "note_progress", "note_progress.progress": "b", "report.measures": "a"}, "还填写了别的操作的列"),
        ({"action": "report"}, "必须填写"),
        ({"action": "note_progress", "note_progress.progress": "电话13812345678"}, "疑似有手机号码"),
        ({"action": "request_extension", "request_extension.until": "五月", "request_extension.reason": "a",
          "request_extension.progress": "b"}, "不是有效日期"),
        ({"action": "note_progress", "note_progress.progress": "a" * 20_001}, "太长"),
        ({"action": "note_progress", "note_progress.progress": "=1+1"}, "公式"),
        ({"action": "assign", **ASSIGN}, "不能分派"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(busy, typed, why):
    before = events(busy)
    report = merge(busy, filled(download(busy), {SECOND: typed}))
    assert any(why in text for texts in said(report) for text in texts), said(report)
    assert (report.written, events(busy)) == (False, before)


@pytest.mark.big
def test_an_action_that_is_not_chosen_is_read_from_the_only_columns_filled_in(busy):
    assert merge(busy, filled(download(busy), {SECOND: {"note_progress.progress": "x"}})).count(Came.RECORDED) == 1


@pytest.mark.big
def test_what_looks_personal_is_recorded_if_it_is_said_to_be_meant(busy):
    data = filled(download(busy), {SECOND: {"note_progress.progress": "电话13812345678"}})
    [row] = merge(busy, data).left
    assert (row.came, row.confirmable) == (Came.ASKED, True)
    assert merge(busy, data, confirmed={row.read.row: row.seen}).count(Came.RECORDED) == 1


def test_a_row_whose_ids_were_edited_or_is_another_units_is_refused(busy):
    progress = {"note_progress.progress": "x"}
    book, sheet, columns = opened(filled(download(busy), dict.fromkeys((FIRST, SECOND, THIRD), progress)))
    edits = zip((FIRST, SECOND, THIRD), (("事项标识", str(FOURTH)), ("事项版本", 9), ("校验值", "c0")), strict=True)
    for row, name, value in [(row_of(sheet, columns, item), *edit) for item, edit in edits]:
        sheet.cell(row, columns[name]).value = value
    assert ["标识被改动过" in notes[0] for notes in said(merge(busy, saved(book)))] == [True] * 3

    theirs = opened(download(busy, by=x.STRANGER))[1]
    other = {cell.value: cell.column for cell in theirs[3]}
    for name in IDS:
        sheet.cell(4, columns[name]).value = theirs.cell(4, other[name]).value
    sheet.cell(5, columns["表格标识"]).value = None
    report = merge(busy, saved(book))
    assert "不是本单位办理的事项" in said(report)[0][0]
    assert "标识被改动过" in said(report)[1][0]
    assert "别人的问题" not in str(report)


def test_a_row_that_stands_twice_is_done_once(busy):
    book, sheet, columns = opened(filled(download(busy), {SECOND: {"note_progress.progress": "x"}}))
    row, end = row_of(sheet, columns, SECOND), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(end, column).value = sheet.cell(row, column).value
    sheet.cell(end, columns["填报进展：进展情况"]).value = "y"
    report = merge(busy, saved(book))
    assert (report.count(Came.RECORDED), report.count(Came.REFUSED)) == (1, 1)
    assert f"第 {row} 行已经填写过" in said(report)[0][0]


def test_rows_may_be_sorted_and_deleted_columns_moved_and_the_sheet_copied(busy):
    _, sheet, columns = opened(filled(download(busy), {SECOND: {"note_progress.progress": "x"}}))
    copy = Workbook()
    page = copy.active
    page.title = "我的表"
    order = list(reversed(range(1, sheet.max_column + 1)))
    for source in (3, row_of(sheet, columns, SECOND)):
        page.append([sheet.cell(source, column).value for column in order])
    assert merge(busy, saved(copy)).count(Came.RECORDED) == 1


def test_a_workbook_of_another_unit_layout_or_kind_is_refused_whole(busy, monkeypatch):
    data = download(busy)
    with pytest.raises(OtherUnitsWorkbook):
        merge(busy, data, by=x.STRANGER)
    with pytest.raises(NotPermitted):
        merge(busy, data, by=x.CENTER)
    with pytest.raises(NotPermitted):
        download(busy, by=x.AUDITOR)
    book, sheet, columns = opened(data)
    sheet.delete_cols(columns["校验值"])
    with pytest.raises(NotAWorkbookOfOurs, match="校验值"):
        merge(busy, saved(book))
    monkeypatch.setattr("documents.reply_merge.LAYOUT", 2)
    with pytest.raises(OldWorkbook):
        merge(busy, data)


def test_somebody_elses_workbook_of_the_unit_is_taken_and_said_so(busy):
    data = filled(download(busy, by=x.HANDLER), {SECOND: {"note_progress.progress": "x"}})
    assert "另一个人" in merge(busy, data, dry_run=True).hints[0].zh
    del busy.people[x.HANDLER.account]
    report = merge(busy, data)
    assert ("现在不在本单位" in report.hints[0].zh, report.written) == (True, True)
    assert lived(busy, SECOND).steps[-1].by == x.LEADER


def test_signing_for_the_notice_is_one_of_the_actions(busy):
    data = filled(download(busy, by=x.HANDLER), {FIRST: {"action": "acknowledge"}, SECOND: {"action": "签收"}})
    report = merge(busy, data, by=x.HANDLER)
    assert (report.count(Came.RECORDED), report.count(Came.ALREADY)) == (1, 1)
    assert merge(busy, data, by=x.HANDLER).written is False
    _, sheet, _ = opened(download(busy))
    assert not any("签收" in (one.formula1 or "") for one in sheet.data_validations.dataValidation)


@pytest.mark.big
def test_a_handler_records_for_the_items_that_are_assigned_to_them_alone(busy):
    data = filled(download(busy, by=x.HANDLER), {SECOND: {"action": "report", **REPORT}})
    assert "别的经办人" in said(merge(busy, data, by=x.COLLEAGUE, evidence=zipped()))[0][0]
    assert merge(busy, data, by=x.HANDLER, evidence=zipped()).count(Came.RECORDED) == 1


@pytest.mark.big
def test_english_words_are_read_as_well(busy):
    book, sheet, columns = opened(download(busy, language="en"))
    row = next(r for r in range(4, sheet.max_row + 1) if sheet.cell(r, columns["Item id"]).value == str(SECOND))
    sheet.cell(row, columns["Action"]).value = "note progress"
    sheet.cell(row, columns["Note progress: progress"]).value = "half"
    assert merge(busy, saved(book)).count(Came.RECORDED) == 1
    assert len(PEOPLE) == 3


def test_two_who_merge_the_same_at_once_record_it_once(busy):
    data = filled(download(busy), {one: {"note_progress.progress": "x"} for one in (FIRST, SECOND, THIRD)})
    before = events(busy)
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda by: merge(busy, data, by=by), (x.LEADER, x.LEADER)))
    assert sorted(report.count(Came.RECORDED) for report in reports) == [0, 3]
    assert sorted(report.count(Came.ALREADY) for report in reports) == [0, 3]
    assert events(busy) == before + 4


def test_where_files_cannot_be_kept_nothing_is_recorded(busy, tmp_path):
    (tmp_path / "full").write_text("no folder")
    data = filled(download(busy), {SECOND: {"action": "report", **REPORT}, FIRST: {"note_progress.progress": "x"}})
    before, full = events(busy), replace(busy.ledger, files=FileStore(tmp_path / "full"))
    with pytest.raises(NoRoom):
        merge_reply(full, x.LEADER, data, "答复表.xlsx", PEOPLE, evidence=zipped())
    assert (events(busy), uploads(busy)) == (before, 1)
