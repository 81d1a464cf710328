"""A list of recipients is read from a workbook, a .csv or pasted text; the posted table is found again in its file."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.public_xlsx import Posted, found_table, write_xlsx
from documents.recipient_list import read_recipients
from documents.refusals import ColumnsMissing, DamagedFile, EmptyFile, NoHeader, OversizedFile, UnreadableFile
from tests.documents.lists import workbook
from tests.workflow.disclosure_examples import table_of
from workflow.disclosure_errors import NotADisclosureTable
from workflow.messages.disclosure_rule import ColumnRule, PublicColumn, Treatment

COLUMNS = ("序号", "受援人姓名", "身份证号", "案由", "办理方式", "指派日期", "承办单位", "家庭住址", "联系电话", "年龄")
ROW = (1, "张 三", "340101199001011234", "工伤赔偿", "诉讼", date(2020, 2, 5), "白石县法律援助中心", "临江镇8号",
       "13800001234", 35)  # fmt: skip
GIVEN = {
    "name": "张 三", "matter": "工伤赔偿", "way": "诉讼", "accepted": "2020-02-05", "agency": "白石县法律援助中心",
    "place": "临江镇8号", "age": "35",
}  # fmt: skip
MADE_AT = datetime(2020, 3, 5, 9)


def posted(*rows, rules=()):
    table = table_of(*rows, rules=rules).table
    return Posted(table, "白石县司法局", len(rows), date(2020, 3, 6), "0000-7000001", MADE_AT)


def test_a_workbook_is_read_by_its_header_and_no_number_is_taken_in():
    read = read_recipients(workbook([("受援人名单",), COLUMNS, ROW, ("",) * 10], sheet="名单"), "名单.xlsx")
    [row] = read.rows
    assert (read.header_row, read.sheet, row.row, row.cells["name"]) == (2, "名单", 3, "B3")
    assert dict(row.given) == GIVEN
    assert set(read.ignored) == {"序号", "身份证号", "联系电话"}
    assert "13800001234" not in str(read)


@pytest.mark.parametrize("between", ["\t", ",", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_whatever_parts_its_cells(between, encoding):
    lines = (between.join(COLUMNS), between.join(map(str, ROW)))
    [row] = read_recipients("\r\n".join(lines).encode(encoding), "名单.CSV").rows
    assert dict(row.given) == GIVEN


def test_quoted_cells_of_a_csv_hold_what_parts_cells():
    text = '受援人,案由\n"张三",抚恤金、救济金\n"李,四","工伤赔偿"\n'
    rows = read_recipients(text.encode(), "a.csv").rows
    assert [row.given["name"] for row in rows] == ["张三", "李,四"]


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", EmptyFile), (b" \n", EmptyFile), (b"\xff\xff\x00", DamagedFile), (b"a\0b", DamagedFile),
        ("姓名".encode(), NoHeader), ("受援人,住址\n张三,x".encode(), ColumnsMissing), (b'"' + b"a" * 9, DamagedFile),
        (b"a\n" * 6000, OversizedFile), (b"a" * 3000, OversizedFile), (b"," * 100, OversizedFile),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(content, refused):
    with pytest.raises(refused):
        read_recipients(content, "名单.csv")


def test_a_file_of_another_kind_is_refused():
    for name in ("名单.xlsx", "名单.xls", "名单.pdf", "名单"):
        with pytest.raises(UnreadableFile):
            read_recipients(b"%PDF-1.7", name)


def test_the_posted_file_is_the_same_bytes_each_time_and_says_what_it_is():
    paper = posted({}, {"name": "李四"})
    content = write_xlsx(paper)
    assert content == write_xlsx(paper)
    sheet = load_workbook(BytesIO(content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "白石县司法局2020年2月法律援助受援人公示表"
    assert cells[1][0] == "公示单位：白石县司法局    人数：2    日期：2020年3月6日"
    assert cells[2][:3] == ["序号", "受援人", "援助事项"]
    assert cells[-1][0] == f"监督电话：0000-7000001    校验码：{paper.table.digest[:12]}"
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert (sheet.page_setup.paperSize, "张三丰" in str(cells)) == (9, False)


@pytest.mark.parametrize("rules", [(), (ColumnRule(PublicColumn.NAME, Treatment.STARS),)])
def test_a_posted_file_has_the_digest_however_it_was_saved_since(rules):
    paper = posted({}, {"name": "李四", "way": "", "place": ""}, rules=rules)
    content = write_xlsx(paper)
    assert found_table(content, "公示表.xlsx").digest == paper.table.digest
    book, saved = load_workbook(BytesIO(content)), BytesIO()
    book.active.merge_cells("A1:G1")
    book.active.column_dimensions["B"].width = 40
    book.save(saved)
    assert found_table(saved.getvalue(), "另存.xlsx").digest == paper.table.digest
    book.active["B4"] = "张三丰"
    book.save(changed := BytesIO())
    assert found_table(changed.getvalue(), "改过.xlsx").digest != paper.table.digest


def test_a_file_without_the_table_is_no_disclosure_list():
    for rows in ([COLUMNS, ROW], [("序号",), (1,)], [("序号", "别的"), (1, 2)], [("",)]):
        with pytest.raises(NotADisclosureTable):
            found_table(workbook(rows), "别的.xlsx")
