"""The same list in other shapes: columns moved and renamed, titles above, merged, formulas, rows that are no items."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from documents.headers import SYNONYMS, Column
from documents.limits import LIMITS
from documents.rectification_list import NoteKind, Outcome
from documents.refusals import ColumnsMissing, NoHeader
from tests.documents.lists import COLUMNS, TITLE, a_list, item, read, workbook

ITEMS = (
    item(),
    item(责任单位="青岚县司法局", 整改时限="2020.4.8"),
    item(责任单位="松口县司法局", 整改时限=date(2020, 12, 31)),
)
SHELLS = st.sampled_from(["{}", " {} ", "{}*", "{}\n", "{}(必填)", "{}:", "\uff08{}\uff09"])
LINES = st.lists(st.sampled_from(["某市整改清单", "附件1", "市整〔2020〕3号", "说明事项", "(内部资料)"]), max_size=5)


def drafts(data: bytes):
    return [draft for row in read(data).rows for draft in row.drafts]


def written_as(column: str) -> st.SearchStrategy[str]:
    names = st.sampled_from(SYNONYMS[Column(column)].split())
    return st.builds(lambda shell, name: shell.format(name), SHELLS, names)


SHAPES = st.fixed_dictionaries(
    {
        "order": st.permutations(COLUMNS),
        "names": st.fixed_dictionaries({column: written_as(column) for column in COLUMNS}),
        "title": LINES,
        "sheet": st.sampled_from(["Sheet1", "整改清单", "清单 (2)", "a&b<c>"]),
    }
)


@given(shape=SHAPES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_a_list_reads_the_same_in_any_shape(shape):
    plain = drafts(a_list(*ITEMS))
    rows = [[line] for line in (*shape["title"], TITLE[1])] + [[shape["names"][name] for name in shape["order"]]]
    rows += [[one[name] for name in shape["order"]] for one in ITEMS]
    assert drafts(workbook(rows, sheet=shape["sheet"])) == plain


def test_a_list_without_any_title_has_no_date_and_compares_none():
    parsed = read(a_list(item(整改时限=date(2019, 1, 1)), item(责任单位="青岚县司法局", 整改时限="4月8日"), title=()))
    assert parsed.listed_on is None
    assert [row.outcome for row in parsed.rows] == [Outcome.ACCEPTED, Outcome.ASKED]


@pytest.mark.parametrize(
    "line",
    [
        "日期:2020年3月12日",
        "2020年3月12日",
        "二〇二〇年三月十二日",
        "填报日期:2020.3.12",
        "制表时间: 2020-03-12",
        "日期:2020/3/12 请于2020年4月8日前反馈",
    ],
)
def test_the_lists_date_is_found_in_its_usual_forms(line):
    assert read(a_list(item(), title=("清单", line))).listed_on == date(2020, 3, 12)


def test_a_reporting_deadline_is_not_the_lists_date():
    assert read(a_list(item(), title=("清单", "请于2020年4月8日前反馈"))).listed_on is None


@pytest.mark.parametrize("line", ["市援整〔2020〕3号", "市援整[2020]3号", "文号: 市援整(2020)3号"])
def test_the_lists_number_is_found(line):
    assert read(a_list(item(), title=("清单", line))).number == "市援整〔2020〕3号"


def test_a_construction_inspection_workbook_is_read_as_it_is():
    columns = (
        "序号 检查时间 检查单位 检查人 检查项目 检查工点 隐患问题描述 隐患类型 隐患等级 "
        "整改要求(措施) 整改期限 整改责任单位 整改责任人 整改完成日期 销号情况"
    )
    row = [
        1,
        "",
        "省厅",
        "甲",
        "",
        "",
        "卷宗编页有误",
        "档案管理",
        "",
        "重编",
        "2020-04-08",
        "白石县司法局",
        "丁四",
        "",
        "",
    ]
    parsed = read(workbook([["检查问题台账"], columns.split(), row]))
    assert parsed.rows[0].outcome is Outcome.ASKED
    assert [note.column for note in parsed.rows[0].notes] == ["整改类型"]
    assert "检查工点" in parsed.ignored_columns


def test_unknown_and_nameless_columns_are_reported():
    rows = [[*COLUMNS, "涉及人数", ""], [*item().values(), "3万元", "x"]]
    assert read(workbook(rows)).ignored_columns == ("涉及人数", "Q 列（没有表头）")


def test_sheets_that_are_not_read_are_named():
    book = load_workbook(BytesIO(a_list(item())))
    book.create_sheet("说明")["A1"] = "填表说明"
    book.move_sheet("说明", -1)
    book.save(target := BytesIO())
    parsed = read(target.getvalue())
    assert (parsed.sheet, parsed.other_sheets) == ("整改清单", ("说明",))


def test_missing_columns_are_named():
    with pytest.raises(ColumnsMissing) as refused:
        read(a_list(item(), columns=[name for name in COLUMNS if name not in ("责任单位", "整改时限")]))
    assert refused.value.what["missing"] == "责任单位、整改时限"
    assert "责任单位、整改时限" in refused.value.message("zh")


def test_a_workbook_without_a_header_says_what_is_needed():
    with pytest.raises(NoHeader, match="具体问题"):
        read(workbook([["a", "b"], [1, 2]]))


def test_a_header_of_two_merged_rows_is_one_header():
    top = ["序号", "问题", "", "责任单位", "整改", "", ""]
    low = ["", "问题类别", "具体问题", "", "整改类型", "整改要求", "整改时限"]
    row = [1, "档案管理", "卷宗编页有误", "白石县司法局", "立行立改", "重编", "2020-04-08"]
    data = workbook([["清单"], top, low, row], merged=["A2:A3", "B2:C2", "D2:D3", "E2:G2"])
    parsed = read(data)
    assert parsed.header_row == 3
    assert [row.outcome for row in parsed.rows] == [Outcome.ACCEPTED]


def test_a_problem_merged_over_rows_belongs_to_each_but_not_sideways():
    items = (item(量化情况=""), item(具体问题="", 量化情况="", 责任单位="青岚县司法局"))
    parsed = read(a_list(*items, merged=["E4:F5"]))
    assert [draft.problem for row in parsed.rows for draft in row.drafts] == ["卷宗编页有误"] * 2
    assert [draft.figure for row in parsed.rows for draft in row.drafts] == [None, None]


@pytest.mark.parametrize("column", ["问题类别", "具体问题", "责任单位", "整改要求", "整改时限"])
def test_an_empty_required_cell_is_refused(column):
    row = read(a_list(item(**{column: ""}))).rows[0]
    assert [(note.column, note.kind) for note in row.notes] == [(column, NoteKind.REFUSED)]


def test_an_empty_type_is_asked_for():
    assert read(a_list(item(整改类型=""))).rows[0].outcome is Outcome.ASKED


def test_a_formula_with_a_stored_result_is_taken_and_mended():
    row = read(a_list(item(整改要求=('=CONCATENATE("补","录")', "补录")))).rows[0]
    assert (row.outcome, row.drafts[0].requirement) == (Outcome.MENDED, "补录")


def test_a_formula_that_ends_in_an_error_has_no_result():
    assert read(a_list(item(整改要求=("=NA()", "#N/A")))).rows[0].outcome is Outcome.REFUSED


def test_characters_that_cannot_be_seen_are_left_out_and_shown():
    row = read(a_list(item(具体问题="卷宗\x01编页\u200b有误"))).rows[0]
    assert (row.outcome, row.drafts[0].problem) == (Outcome.MENDED, "卷宗编页有误")


def test_a_text_of_more_than_5000_characters_is_refused():
    row = read(a_list(item(备注="字" * 5001))).rows[0]
    assert row.outcome is Outcome.REFUSED
    assert len(row.notes[0].given) == 200


@pytest.mark.parametrize(
    "column", [name for name in COLUMNS if name not in ("问题类别", "责任单位", "整改类型", "整改时限")]
)
def test_a_cell_holds_as_much_as_the_command_takes_and_is_refused_above_that(column):
    most = LIMITS[Column(column)]
    assert read(a_list(item(**{column: "字" * most}))).rows[0].outcome is Outcome.ACCEPTED
    row = read(a_list(item(**{column: "字" * (most + 1)}))).rows[0]
    assert row.outcome is Outcome.REFUSED
    assert [(note.column, note.kind) for note in row.notes] == [(column, NoteKind.REFUSED)]
    assert str(most) in row.notes[0].reason.zh


def test_a_phone_is_measured_as_it_is_kept():
    row = read(a_list(item(联系电话="\ufdfa" * 20))).rows[0]
    assert (row.outcome, row.notes[-1].column) == (Outcome.REFUSED, "联系电话")


def test_a_number_is_read_as_the_text_it_shows():
    draft = read(a_list(item(联系电话=13800000000.0, 依据条款=2.1))).rows[0].drafts[0]
    assert (draft.phone, draft.clause, draft.serial) == ("13800000000", "2.1", "1")


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", "", "", "16项"],
        ["合 计", 16],
        ["小计:3项"],
        ["注:请于4月8日前反馈"],
        ["备注:无"],
        ["一、档案管理"],
        [83],
        ["填表人:甲一  审核人:乙二"],
        list(COLUMNS),
        [TITLE[0]],
        [TITLE[1]],
        [],
    ],
)
def test_rows_that_are_no_items_are_skipped_and_shown(row):
    values = [list(one.values()) for one in (item(), item(责任单位="青岚县司法局"))]
    parsed = read(workbook([[TITLE[0]], [TITLE[1]], COLUMNS, values[0], row, values[1], []]))
    assert [found.outcome for found in parsed.rows] == [Outcome.ACCEPTED, Outcome.SKIPPED, Outcome.ACCEPTED]
    assert parsed.rows[1].notes[0].kind is NoteKind.SKIPPED


def test_blank_rows_at_the_end_are_no_rows():
    assert len(read(workbook([COLUMNS, list(item().values()), [], ["  "], []])).rows) == 1


def test_of_three_alike_the_first_stands():
    parsed = read(a_list(item(), item(具体问题="卷宗 编页有误。"), item(责任单位="青岚县司法局、白石县司法局")))
    assert [row.outcome for row in parsed.rows] == [Outcome.ACCEPTED, Outcome.ASKED, Outcome.ASKED]


def test_saving_the_list_in_another_program_changes_no_draft():
    data = a_list(*ITEMS)
    load_workbook(BytesIO(data)).save(target := BytesIO())
    assert drafts(target.getvalue()) == drafts(data)
