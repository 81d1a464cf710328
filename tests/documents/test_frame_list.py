"""A list of volumes is read row by row into a frame; what cannot be drawn is left out and said why."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.frame_list import read_volumes
from documents.refusals import UnreadableFile
from documents.register import Unit
from documents.sample_xlsx import write_form, write_results
from tests import examples as x
from tests.documents.lists import workbook
from workflow.checklist import Defect, DrawnFrom
from workflow.drawing import FrameRow
from workflow.samples import Check, Sample
from workflow.sampling import Row, Seen

UNITS = (Unit("baishi", "白石县司法局", "白石"), Unit("shiqiao", "石桥市司法局", "石桥"))
COLUMNS = ("单位", "卷宗号", "类别", "承办人")


def listed(*rows, columns=COLUMNS):
    return workbook([["卷宗清单"], columns, *rows], sheet="清单")


def read(*rows, **how):
    return read_volumes(listed(*rows, **how), "卷宗.xlsx", UNITS)


def reasons(found) -> list[tuple[int, str, str]]:
    return [(row.row, row.outcome.value, note.reason.zh) for row in found.rows for note in row.notes]


def test_rows_become_a_frame_in_its_order_and_the_handlers_names_are_not_read():
    found = read(
        ("石桥市司法局", "（2019）石法援字第２号", "民事", "丁四"), ("白石", 17, "", "丁四"),
        ("白石县司法局", "A-1", "刑事", ""),
    )  # fmt: skip
    assert found.frame == (
        FrameRow("baishi", "17"), FrameRow("baishi", "A-1", "刑事"), FrameRow("shiqiao", "(2019)石法援字第2号", "民事"),
    )  # fmt: skip
    assert (found.ignored_columns, found.left) == (("承办人",), ())
    assert "丁四" not in str(found.rows)


def test_the_order_of_the_list_changes_nothing():
    rows = [("白石", f"卷{n}", "") for n in range(9)] + [("石桥", "卷1", "")]
    assert read(*rows[::-1]).frame == read(*rows).frame


def test_what_cannot_be_drawn_is_left_out_and_said_why():
    found = read(
        ("白石", "1", ""), ("白石司法局", "2", ""), ("青岚县司法局", "3", ""), ("", "4", ""), ("白石", "", "刑事"),
        ("白石", "=HYPERLINK(1)", ""), ("白石", "@5", ""), ("白石", "13800000001", ""), ("白石", "9" * 101, ""),
        ("白石、石桥", "6", ""),
    )  # fmt: skip
    assert found.frame == (FrameRow("baishi", "1"),)
    said = dict.fromkeys(range(4, 13), "refused") | {number: outcome for number, outcome, _ in reasons(found)}
    assert set(said.values()) == {"refused"}
    assert len(found.left) == 9
    words = " ".join(reason for *_, reason in reasons(found))
    for part in ("是否指", "不在名录", "没有填写单位", "没有填写卷宗号", "开头", "手机号码", "超过 100 字"):
        assert part in words, part
    assert not any("13800000001" in note.given for row in found.rows for note in row.notes)


def test_a_volume_that_is_stated_twice_counts_once_and_otherwise_stated_is_refused():
    found = read(("白石", "1", "刑事"), ("白石县司法局", " 1", "刑事"), ("白石", "１", "民事"), ("石桥", "1", "民事"))
    assert found.frame == (FrameRow("baishi", "1", "刑事"), FrameRow("shiqiao", "1", "民事"))
    assert [(row, outcome) for row, outcome, _ in reasons(found)] == [(4, "skipped"), (5, "refused")]


def test_a_file_without_a_list_of_volumes_is_refused():
    with pytest.raises(UnreadableFile, match="卷宗号"):
        read(("x", "y"), columns=("姓名", "电话"))


def seen(*rows: Row) -> Seen:
    return Seen(x.ITEM, Sample(title="年度抽查", drawn_from=DrawnFrom.VOLUMES), (), rows, True, {})


def test_the_form_has_a_column_for_each_kind_and_nothing_filled_in():
    check = Check((Defect.BINDING,), "=1+1", x.NOON.date(), "")
    rows = (Row(1, "baishi", "卷1", "刑事", check), Row(2, "baishi", "卷2", "", None))
    sheets = []
    for write in (write_form, write_results):
        content = write(seen(*rows), {"baishi": "白石县司法局"}.__getitem__, "zh", note="n", created=x.NOON)
        sheets.append([[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()])
    form, results = sheets
    assert form[2][:9] == [
        "序号", "单位", "卷宗号", "类别",
        "页码编写有误", "监督表填写不全", "页号或日期有改动", "装订有问题", "目录未用专用格式",
    ]  # fmt: skip
    assert form[3] == [1, "白石县司法局", "卷1", "刑事", *[None] * 7]
    assert results[3][4:11] == ["√", None, None, None, "√", None, "'=1+1"]
    assert results[4][4:] == [None] * 8
