"""Files that are damaged, mislabelled or meant to hurt: each is refused with a lasting code, none is a crash."""

import random
import subprocess
import sys
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import child, refusals
from documents.refusals import UnreadableFile
from documents.workbook import read_workbook
from tests.documents.lists import COLUMNS, a_list, item, workbook

GOOD = a_list(item())
CODES = {kind.code for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, UnreadableFile)}
SHEET = "xl/worksheets/sheet1.xml"
NOISE = random.Random(0).randbytes(40_000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_or_refused(data: bytes) -> str:
    """ "read" if the file is read; the code of the refusal if it is not."""
    try:
        read_workbook(data, "清单.xlsx")
    except UnreadableFile as refusal:
        return refusal.code
    return "read"


def code_of(data: bytes, name: str = "清单.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(data, name)
    assert refused.value.message("zh")
    assert refused.value.message("en")
    return refused.value.code


def repacked(changes: dict[str, bytes], *, drop: str = "") -> bytes:
    """The good list with some of its parts replaced, added or dropped."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        parts = {name: source.read(name) for name in source.namelist() if name != drop} | changes
        for name, content in parts.items():
            copy.writestr(name, content)
    return target.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(GOOD)) as source:
        return source.read(name)


def with_cells(cells: str) -> bytes:
    """The good list with these cells at the end of its last row."""
    return repacked({SHEET: part(SHEET).replace(b"</row></sheetData>", cells.encode() + b"</row></sheetData>")})


def with_sheets(names: list[str], sheets: list[bytes]) -> bytes:
    """A workbook of these sheets, whose names need not differ."""
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, start=1))
    book = part("xl/workbook.xml").decode()
    before, after = book.partition("<sheets>")[0], book.partition("</sheets>")[2]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    related = "".join(
        f'<Relationship Id="s{n}" Type="{kind}" Target="worksheets/s{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    relations = "xl/_rels/workbook.xml.rels"
    return repacked(
        {f"xl/worksheets/s{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)}
        | {
            "xl/workbook.xml": f"{before}<sheets>{named}</sheets>{after}".encode(),
            relations: part(relations).replace(b"</Relationships>", f"{related}</Relationships>".encode()),
        }
    )


def inline(ref: str, text: str = "z") -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_doctype(encoding: str = "utf-8") -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    text = part(SHEET).decode().partition("?>")[2]
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY l0 "lol">{entities}]>{text}'
    return repacked({SHEET: declared.encode(encoding)})


@pytest.mark.parametrize(("data", "name", "code"), [
    (b"", "清单.xlsx", "empty_file"),
    (b"<html><table></table></html>", "清单.xlsx", "wrong_type"),
    (b"\0" * 100, "清单.xlsx", "wrong_type"),
    (OLE + bytes(500), "清单.xls", "wrong_type"),
    (OLE + "Workbook\0".encode("utf-16-le"), "清单.xls", "damaged_file"),
    (OLE + "Workbook\0".encode("utf-16-le"), "清单.et", "old_format"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "清单.xlsx", "encrypted_file"),
    (GOOD[: len(GOOD) // 2], "清单.xlsx", "damaged_file"),
    (GOOD[:-5], "清单.xlsx", "damaged_file"),
    (repacked({}, drop="xl/workbook.xml"), "清单.xlsx", "wrong_type"),
    (repacked({}, drop=SHEET), "清单.xlsx", "damaged_file"),
    (repacked({SHEET: b"<worksheet><sheetData>"}), "清单.xlsx", "damaged_file"),
    (repacked({SHEET: part(SHEET).replace("卷宗".encode(), b"\0")[:300]}), "清单.xlsx", "damaged_file"),
    (repacked({"xl/vbaProject.bin": b"x"}), "清单.xlsx", "macro_file"),
    (repacked({"xl/workbook.bin": b"x"}), "清单.xlsx", "old_format"),
    (with_doctype(), "清单.xlsx", "forbidden_xml"),
    (with_doctype("utf-16"), "清单.xlsx", "forbidden_xml"),
    (repacked({"xl/styles.xml": b"<!DOCTYPE a>" + part("xl/styles.xml").partition(b"?>")[2]}), "清单.xlsx",
     "forbidden_xml"),
    (repacked({"docProps/app.xml": b" " * 2**20, "noise.bin": NOISE}), "清单.xlsx", "oversized_file"),
    (repacked({"noise.bin": (NOISE[:1200] + bytes(50_000)) * 1100}), "清单.xlsx", "oversized_file"),
    (repacked({"xl/media/bomb.xml": b" " * (51 * 2**20)}), "清单.xlsx", "oversized_file"),
    (repacked({"docProps/app.xml": b" " * 2**20}), "清单.xlsx", "oversized_file"),
    (repacked({f"junk/{n}.txt": b"" for n in range(200)}), "清单.xlsx", "oversized_file"),
    (workbook([COLUMNS, *([] for _ in range(10_100)), ["x"]]), "清单.xlsx", "oversized_file"),
    (workbook([[*([""] * 300), "x"]]), "清单.xlsx", "oversized_file"),
    (with_cells(inline("A1000000")), "清单.xlsx", "oversized_file"),
    (with_cells(inline("a10101")), "清单.xlsx", "oversized_file"),
    (with_cells(inline("IW3")), "清单.xlsx", "oversized_file"),
    (with_cells(inline("AAAAAAAAA3")), "清单.xlsx", "oversized_file"),
    (with_cells(inline("A" + "9" * 5000)), "清单.xlsx", "damaged_file"),
    (with_sheets(["清单", "清单"], [part(SHEET).replace(b"</row></sheetData>", inline("A1000000").encode()
     + b"</row></sheetData>"), part(SHEET)]), "清单.xlsx", "oversized_file"),
])  # fmt: skip
def test_a_file_that_is_no_safe_workbook_is_refused_with_its_code(data, name, code):
    assert code_of(data, name) == code


def test_a_part_that_unpacks_larger_than_it_says_is_refused():
    data = repacked({"docProps/app.xml": b"<a>" + b"x" * 5000 + b"</a>"})
    assert code_of(data.replace((5007).to_bytes(4, "little"), (7).to_bytes(4, "little"))) == "damaged_file"


def test_an_encrypted_entry_is_refused():
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(data)) == "encrypted_file"


def test_a_sheet_of_many_overlapping_merged_ranges_is_refused_in_time():
    merged = b"".join(b'<mergeCell ref="A1:IV%d"/>' % n for n in range(6_000, 9_900))
    row = b'<row r="10000"><c r="A10000"><v>1</v></c></row></sheetData>'
    sheet = part(SHEET).replace(b"</sheetData>", row + b"<mergeCells>" + merged + b"</mergeCells>")
    started = time.monotonic()
    assert code_of(repacked({SHEET: sheet})) == "oversized_file"
    assert time.monotonic() - started < 10


def test_many_sheets_of_merged_ranges_are_refused_in_time():
    row = b'<row r="9000"><c r="IV9000"><v>1</v></c></row></sheetData>'
    merged = b'<mergeCells><mergeCell ref="A1:IV1900"/></mergeCells>'
    sheet = part(SHEET).replace(b"</sheetData>", row + merged)
    names = [f"s{n}" for n in range(5)]
    started = time.monotonic()
    assert code_of(with_sheets(names, [sheet] * 5)) == "oversized_file"
    assert time.monotonic() - started < 20


def test_a_cell_stands_where_its_own_reference_says():
    sheet = read_workbook(with_cells('<c r="B7"><f>1+1</f><v>2</v></c>'), "清单.xlsx").sheets[0]
    assert len(sheet.rows) == 7
    cell = sheet.rows[6][2]
    assert (cell.ref, cell.value, cell.formula) == ("B7", 2, "1+1")


def test_a_wide_gap_costs_nothing():
    sheet = read_workbook(with_cells(inline("A9999")), "清单.xlsx").sheets[0]
    assert (len(sheet.rows), sheet.rows[9998][1].value) == (9999, "z")
    assert len({id(row) for row in sheet.rows[4:9998]}) == 1


@pytest.mark.parametrize("number", ["1e999", "-1e999", "nan"])
def test_a_number_that_is_none_is_read_or_refused(number):
    outcome = read_or_refused(with_cells(f'<c r="Z4"><v>{number}</v></c>'))
    assert outcome == "read" or outcome in CODES, outcome


@pytest.mark.parametrize(
    "name", ["a\0b.xlsx", "../../a.xlsx", "\u202ea.xlsx", "长" * 300 + ".xlsx", "{x}.xlsx", "CON.xlsx"]
)
def test_a_strange_name_is_only_a_name(name):
    assert read_workbook(GOOD, name).sheets[0].name == "整改清单"
    assert code_of(b"", name) == "empty_file"


def test_entities_of_the_format_itself_are_decoded():
    sheets = read_workbook(workbook([["a<b>&\"'_x000D_"]]), "清单.xlsx").sheets
    assert sheets[0].rows[0][1].value == "a<b>&\"'_x000D_"


def test_a_file_that_takes_too_long_is_refused():
    with pytest.raises(refusals.TooSlow):
        child.run_child("documents.sheets", GOOD, "xlsx", name="清单.xlsx", seconds=0)


def test_the_process_that_parses_can_neither_take_much_memory_nor_write_a_file(tmp_path):
    script = (
        "import sys; sys.path.append(sys.argv[1]); from documents.child import limit_resources; limit_resources()\n"
    )
    for attempt in ("bytearray(2**31)", "open(sys.argv[2], 'w').write('x' * 10**6)"):
        command = [sys.executable, "-I", "-c", script + attempt, str(child.ROOT), str(tmp_path / "written")]
        assert subprocess.run(command, capture_output=True, check=False).returncode


@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_one_flipped_bit_is_read_or_refused_but_never_crashes(at, bit):
    data = bytearray(GOOD)
    data[at] ^= 1 << bit
    outcome = read_or_refused(bytes(data))
    assert outcome == "read" or outcome in CODES, outcome
