"""The two samples as other programs save them, made by LibreOffice: row by row they end as the .xlsx does.

The differences are stated: a calculating program stores the result that row 16 lacked; text keeps neither merged cells
nor that something was a formula.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from documents.guard import Format, check_file
from documents.refusals import BrokenText, EncryptedFile, UnreadableFile
from documents.workbook import read_workbook
from tests.documents.lists import a_list, item, read, sample

FORMATS = Path(__file__).parent / "formats"
CLEAN, MESSY = "整改清单-2019年度", "整改清单-问题样本"
CALCULATED = {16: "mended"}
AS_TEXT = {16: "accepted"}
HEADER = "序号,问题类别,具体问题,责任单位,整改类型,整改要求,整改时限"
ROW = "1,档案管理,卷宗编页有误,白石县司法局,立行立改,重编页码,2020-04-08"


def saved(name: str) -> bytes:
    return (FORMATS / name).read_bytes()


def gb18030(name: str) -> bytes:
    return saved(name).decode().encode("gb18030")


def outcomes(parsed) -> dict[int, str]:
    return {row.row: row.outcome.value for row in parsed.rows}


@pytest.mark.parametrize("ending", ["xls", "ods", "csv"])
def test_the_clean_list_is_the_same_82_drafts_in_every_format(ending):
    parsed = read(saved(f"{CLEAN}.{ending}"), f"{CLEAN}.{ending}")
    assert outcomes(parsed) == outcomes(sample(f"{CLEAN}.xlsx"))
    assert [row.drafts for row in parsed.rows] == [row.drafts for row in sample(f"{CLEAN}.xlsx").rows]
    assert (parsed.title, parsed.listed_on) == ("2019年度评价问题整改清单", sample(f"{CLEAN}.xlsx").listed_on)


@pytest.mark.parametrize(
    ("data", "form", "differs"),
    [
        (saved(f"{MESSY}.xls"), "XLS", CALCULATED),
        (saved(f"{MESSY}.ods"), "ODS", CALCULATED),
        (saved(f"{MESSY}.csv"), "CSV · UTF-8 · “,”", AS_TEXT),
        (b"\xef\xbb\xbf" + saved(f"{MESSY}.csv"), "CSV · UTF-8 · “,”", AS_TEXT),
        (gb18030(f"{MESSY}.csv"), "CSV · GB18030 · “,”", AS_TEXT),
        (saved(f"{MESSY}.csv").decode().encode("utf-16"), "CSV · UTF-16 · “,”", AS_TEXT),
    ],
    ids=["xls", "ods", "csv", "csv with its mark", "GB18030", "UTF-16"],
)
def test_each_row_of_the_messy_list_ends_as_in_the_workbook(data, form, differs):
    parsed = read(data, "清单")
    assert outcomes(parsed) == outcomes(sample(f"{MESSY}.xlsx")) | differs
    assert parsed.form == form


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_formula_is_told_in_every_workbook(ending):
    rows = {row.row: row for row in read(saved(f"{MESSY}.{ending}"), "清单").rows}
    assert [(note.cell, note.kind) for note in rows[16].notes] == [("I16", "mended")]
    assert [(note.cell, note.kind) for note in rows[17].notes] == [("O17", "shown")]
    assert rows[17].drafts[0].remark == ""


@pytest.mark.big
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_merged_cell_fills_the_rows_it_covers(ending):
    rows = {row.row: row for row in read(saved(f"{MESSY}.{ending}"), "清单").rows}
    assert {rows[number].drafts[0].source for number in (4, 5, 6)} == {"第三方评价机构"}


@pytest.mark.parametrize(("separator", "shown"), [(",", "“,”"), (";", "“;”"), ("\t", "Tab")])
def test_the_separator_of_a_text_is_found(separator, shown):
    text = "\r\n".join(line.replace(",", separator) for line in (HEADER, ROW, ROW.replace("有误", '"；, 有误"')))
    book = read_workbook(text.encode(), "清单.csv")
    assert book.form == f"CSV · UTF-8 · {shown}"
    assert len(book.sheets[0].rows[1]) == 7


def test_a_text_may_say_its_separator_and_hold_line_breaks_and_quotes_in_its_cells():
    lines = f"{HEADER}\n{ROW}\n".replace(",", ";").replace("卷宗编页有误", '"编页\n有""误;"')
    [row] = read(f"sep=;\n{lines}".encode(), "清单.csv").rows
    assert (row.row, row.outcome, row.drafts[0].problem) == (3, "accepted", '编页 有"误;')


def test_a_formula_in_a_text_is_none_of_ours_and_a_quoted_text_is_one():
    formula, quoted = ROW.replace("重编页码", "=A1&B2"), ROW.replace("1,", '="0012",', 1).replace("有误", "不全")
    [refused, taken] = read(f"{HEADER}\n{formula}\n{quoted}\n".encode(), "a.csv").rows
    assert (refused.outcome, refused.notes[0].cell) == ("refused", "F2")
    assert (taken.outcome, taken.drafts[0].serial) == ("accepted", "0012")


@pytest.mark.parametrize(
    ("data", "line", "fault"),
    [
        (f"{HEADER}\n{ROW}\n".encode() + b"\xff\xff,1\n", 3, "undecodable"),
        (f"{HEADER}\n{ROW}\0\n".encode(), 2, "nul"),
        (f'{HEADER}\n{ROW}\n"1,{ROW}\n'.encode(), 3, "quotes"),
        (f'{HEADER}\n"a"b,{ROW}\n'.encode(), 2, "quotes"),
        (f"{HEADER}\n{'长' * 100_001}\n".encode(), 2, "long"),
        (b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\n", 1, "not_utf16"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_the_line(data, line, fault):
    with pytest.raises(BrokenText) as refused:
        read_workbook(data, "清单.csv")
    assert (refused.value.line, refused.value.fault) == (line, fault)
    assert f"第 {line} 行" in refused.value.message("zh")


def test_what_a_file_is_is_told_by_its_content_whatever_it_is_called():
    named = {
        Format.XLSX: a_list(item()), Format.XLS: saved(f"{CLEAN}.xls"), Format.ODS: saved(f"{CLEAN}.ods"),
        Format.CSV: saved(f"{CLEAN}.csv"),
    }  # fmt: skip
    for form, data in named.items():
        for name in ("清单.xlsx", "清单.xls", "清单.ods", "清单.csv", "清单", "清单.pdf"):
            assert check_file(data, name) is form


def test_an_encrypted_xls_or_ods_is_refused_as_such():
    xls = bytearray(saved(f"{CLEAN}.xls"))
    at = xls.index(b"\x85\x00")  # a record of the globals becomes the one that says it is encrypted
    xls[at] = 0x2F
    ods = saved(f"{CLEAN}.ods")
    with pytest.raises(EncryptedFile):
        read_workbook(bytes(xls), "清单.xls")
    with pytest.raises(EncryptedFile):
        read_workbook(
            changed_part(
                ods,
                "META-INF/manifest.xml",
                b"<manifest:file-entry",
                b"<manifest:encryption-data/><manifest:file-entry",
            ),
            "清单.ods",
        )


def changed_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(old, new) if name == part else content)
    return target.getvalue()


ROW_OF_ODS = b"<table:table-row "


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string">'
         b'<text:p>x</text:p></table:table-cell></table:table-row>', "oversized_file"),
        (b'<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
         b'<text:p>x</text:p></table:table-cell></table:table-row>', "oversized_file"),
        (b'<table:table-row table:number-rows-repeated="10000"><table:table-cell table:number-columns-repeated="200" '
         b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>', "oversized_file"),
        (b'<table:table-row table:number-rows-repeated="99999999999999999999999"><table:table-cell/></table:table-row>',
         "oversized_file"),
        (b'<table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row>',
         "damaged_file"),
        (b"<table:table-row></table:table-cell>", "damaged_file"),
    ],
)  # fmt: skip
def test_a_bomb_of_repeated_cells_is_refused(new, code):
    data = changed_part(saved(f"{CLEAN}.ods"), "content.xml", ROW_OF_ODS, new + ROW_OF_ODS)
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(data, "清单.ods")
    assert refused.value.code == code


@pytest.mark.big
def test_a_doctype_in_an_ods_is_refused():
    data = changed_part(
        saved(f"{CLEAN}.ods"), "content.xml", b"<office:document-content", b"<!DOCTYPE a><office:document-content"
    )
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(data, "清单.ods")
    assert refused.value.code == "forbidden_xml"


@pytest.mark.big
def test_a_mark_of_macros_is_refused():
    data = saved(f"{CLEAN}.xls") + "_VBA_PROJECT_CUR".encode("utf-16-le")
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(data, "清单.xls")
    assert refused.value.code == "macro_file"
