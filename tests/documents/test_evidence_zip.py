"""A zip of evidence as offices send it, and as somebody sends it who means harm: never a crash, never half a file."""

import io
import random
import stat
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import evidence_zip, zip_refusals
from documents.evidence_zip import MOST_NAMES, Zip, names_in, read_zip, why_refused
from documents.refusals import UnreadableFile
from documents.zip_entries import find_files
from tests.documents.replies import zipped
from tests.office import PNG
from workflow.files import MAX_BYTES
from workflow.workbook_errors import FileNamedTwice

NUMBER = "〔2020〕1-白石-03"
PDF = b"%PDF-1.4\n%%EOF"
CODES = {kind.code for kind in zip_refusals.BY_CODE.values()} | {"empty_file"}


def packed(*entries: tuple[zipfile.ZipInfo | str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return target.getvalue()


def written_as(raw: bytes, content: bytes = PNG, flags: int = 0, extra: bytes = b"") -> bytes:
    """A zip of one stored file whose name is exactly these bytes, as other programs write it."""
    crc, size = zlib.crc32(content), len(content)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, 0, 0, 33, crc, size, size, len(raw), len(extra))
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, flags, 0, 0, 33, crc, size, size, len(raw), len(extra), 0, 0, 0, 0, 0
    )
    body = local + raw + extra + content
    directory = central + raw + extra
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(body), 0)
    return body + directory + end


def found(data: bytes) -> Zip:
    """In this process: the same function that the child calls."""
    return Zip(find_files(data, "佐证.zip", largest=MAX_BYTES))


def paths(data: bytes) -> list[str]:
    return [file.path for file in found(data).files]


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        found(data)
    assert refused.value.message("zh")
    assert refused.value.message("en")
    return refused.value.code


def test_it_is_read_in_a_process_of_its_own_with_or_without_the_bytes():
    data, name = zipped({"佐证/照片.png": PNG, "记录.pdf": PDF})
    told, whole = read_zip(data, name), read_zip(data, name, contents=True)
    assert [(file.path, file.media_type, file.refused) for file in told.files] == [
        ("佐证/照片.png", "image/png", ""), ("记录.pdf", "application/pdf", ""),
    ]  # fmt: skip
    assert [file.content for file in told.files] == [b"", b""]
    assert [file.content for file in whole.files] == [PNG, PDF]
    assert whole.files[0].sha256 == told.files[0].sha256
    with pytest.raises(UnreadableFile):
        read_zip(b"Rar!\x1a\x07\x00", name)
    with pytest.raises(UnreadableFile):
        read_zip(b"", name)
    with pytest.raises(zip_refusals.EvidenceZipTooLarge):
        read_zip(b"PK\3\4" + bytes(MAX_BYTES), name)


@pytest.mark.parametrize(
    "data",
    [
        written_as("现场照片.png".encode("gbk")),
        written_as("现场照片.png".encode()),
        written_as("现场照片.png".encode(), flags=0x800),
        written_as(b"photo.png", extra=struct.pack("<HHBI", 0x7075, 5 + 16, 1, zlib.crc32(b"photo.png"))
                   + "现场照片.png".encode()),
    ],
)  # fmt: skip
def test_chinese_names_are_read_whatever_program_packed_them(data):
    assert paths(data) == ["现场照片.png"]


def test_what_is_no_name_in_any_coding_stays_as_it_is():
    assert len(paths(written_as(b"\xff\xff\xff.png"))) == 1
    stale = struct.pack("<HHBI", 0x7075, 5 + 4, 1, 0) + b"x.zz"  # of another name
    assert paths(written_as(b"photo.png", extra=stale)) == ["photo.png"]


def test_names_of_a_mac_and_of_windows_are_the_same_names():
    data = packed(("cafe\u0301.png", PNG), ("佐证\\白石\\照片.png", PNG + b"2"))
    assert paths(data) == ["café.png", "佐证/白石/照片.png"]


def test_what_systems_leave_beside_is_no_file_of_anybodys():
    link = zipfile.ZipInfo("link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    junk = ("__MACOSX/._a.png", ".DS_Store", "a/Thumbs.db", "desktop.ini", "~$a.docx", "a/", "a/._b.png")
    assert paths(packed(*((name, b"x") for name in junk), (link, b"/etc/passwd"), ("好.png", PNG))) == ["好.png"]


def test_a_zip_that_means_harm_is_refused_whole():
    bomb = packed(("零.txt", bytes(20 * 2**20)))
    locked = bytearray(packed(("a.png", PNG)))
    for at in (locked.find(b"PK\3\4") + 6, locked.find(b"PK\1\2") + 8):
        locked[at] |= 1
    assert code_of(bomb) == "evidence_zip_too_large"
    assert code_of(packed(*((f"{n}.txt", b"x") for n in range(1001)))) == "evidence_zip_too_large"
    assert code_of(bytes(locked)) == "evidence_zip_locked"
    for name in ("../a.png", "a/../../b.png", "/etc/a.png", "C:/a.png", "..\\a.png", "a" * 1001):
        assert code_of(packed((name, PNG))) == "evidence_zip_odd", name
    assert code_of(b"Rar!\x1a\x07\x00") == "not_a_zip"
    assert code_of(b"<html>") == "not_a_zip"
    assert code_of(packed(("a.png", PNG))[:-30]) == "evidence_zip_damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused():
    assert code_of(packed(("a.png", PNG), ("a.png", PDF))) == "evidence_zip_damaged"


def test_a_file_that_is_no_evidence_spoils_no_other():
    broken = bytearray(packed(("坏.png", PNG), how=zipfile.ZIP_STORED))
    broken[broken.find(PNG) + 30] ^= 1
    files = {
        "病毒.exe": b"MZ",
        "假.png": b"GIF89a",
        "空.png": b"",
        "内.zip": packed(("a.png", PNG)),
        "内.rar": b"x",
        "好.png": PNG,
    }
    seen = found(packed(*files.items()))
    codes = {file.path: file.refused for file in seen.files}
    assert codes == {
        "病毒.exe": "file_type_refused", "假.png": "file_type_refused", "空.png": "empty_file", "内.zip": "nested_zip",
        "内.rar": "nested_zip", "好.png": "",
    }  # fmt: skip
    codes["坏.png"] = found(bytes(broken)).files[0].refused
    assert codes["坏.png"] == "file_damaged"
    for file in (*seen.files, *found(bytes(broken)).files):
        refusal = why_refused(file)
        assert (refusal.code if refusal else "") == file.refused
        assert refusal is None or (refusal.message("zh") and refusal.message("en"))
    large = evidence_zip.FoundFile("大.pdf", 2**30, refused="file_too_large")
    assert why_refused(large).code == "file_too_large"


def test_a_file_above_the_limit_is_not_unpacked():
    noise = random.Random(0).randbytes(5000)
    assert [file.refused for file in find_files(packed(("大.txt", noise)), "x", largest=4999)] == ["file_too_large"]


def test_a_row_means_the_file_in_its_own_folder_first():
    zip_ = found(
        packed(
            (f"佐证/{NUMBER}/照片.png", PNG), ("佐证/〔2020〕1-白石-04/照片.png", PDF[:0] + PNG + b"2"), ("独.png", PNG)
        )
    )
    assert zip_.named("照片.png", NUMBER).path == f"佐证/{NUMBER}/照片.png"
    assert zip_.named("〔2020〕1-白石-04/照片.png", NUMBER).path.startswith("佐证/〔2020〕1-白石-04")
    assert zip_.named("独.PNG", NUMBER).path == "独.png"
    assert zip_.named("没有.png", NUMBER) is None
    assert zip_.named("", NUMBER) is None
    with pytest.raises(FileNamedTwice):
        zip_.named("照片.png", "〔2020〕1-白石-09")
    assert [file.path for file in zip_.folder("[2020]1-白石-03")] == [f"佐证/{NUMBER}/照片.png"]


def test_what_lies_in_another_items_folder_is_not_taken_by_its_name_alone():
    other = "〔2020〕1-白石-04"
    zip_ = Zip(found(packed((f"{other}/照片.png", PNG))).files, frozenset({NUMBER, other}))
    assert zip_.named("照片.png", NUMBER) is None
    assert zip_.named("照片.png", other) is zip_.named(f"{other}/照片.png", NUMBER) is zip_.files[0]


def test_the_same_file_twice_is_not_ambiguous():
    assert found(packed(("a/照片.png", PNG), ("b/照片.png", PNG))).named("照片.png", NUMBER).path == "a/照片.png"


def test_names_stand_one_a_line_or_with_marks_between():
    zip_ = found(packed(("甲,乙.png", PNG), ("丙.png", PNG + b"2")))
    assert list(names_in("甲,乙.png\n丙.png；丁.png、戊.png", zip_, NUMBER, [])) == [
        "甲,乙.png",
        "丙.png",
        "丁.png",
        "戊.png",
    ]
    assert list(names_in("己、庚.png", zip_, NUMBER, ["己、庚.png"])) == ["己、庚.png"]
    many = "\n".join(f"{n}.png" for n in range(5_000)) + "、" * 50_000
    assert len(list(names_in(many, zip_, NUMBER, []))) == MOST_NAMES + 1


GOOD = packed((f"{NUMBER}/照片.png", PNG), ("记录.pdf", PDF))


@settings(max_examples=settings().max_examples * 3)
@given(flips=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_byte_is_changed_it_is_read_or_refused(flips):
    data = bytearray(GOOD)
    for at, value in flips:
        data[at] = value
    assert read_or_refused(bytes(data)) in {"read", *CODES}


def read_or_refused(data: bytes) -> str:
    """ "read" if the zip is read, each file with a digest or a refusal; the code of its refusal if it is not."""
    try:
        files = found(data).files
    except UnreadableFile as refusal:
        return refusal.code
    return "read" if all(file.refused or file.sha256 for file in files) else "half"


def test_a_zip_that_would_take_for_ever_is_stopped_soon():
    """Many entries that share the same bytes: a bomb without a great ratio of any one."""
    one = written_as(b"a.txt", b"x" * 60_000)
    start = time.monotonic()
    with pytest.raises(UnreadableFile):
        read_zip(overlapping(one, 900), "佐证.zip")
    assert time.monotonic() - start < 5


def overlapping(one: bytes, times: int) -> bytes:
    """A directory that names the same local file again and again."""
    begin, end = one.find(b"PK\1\2"), one.find(b"PK\5\6")
    entry, body = one[begin:end], one[:begin]
    names = [entry[:46] + f"{n:05}".encode() for n in range(times)]
    directory = b"".join(names)
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, times, times, len(directory), len(body), 0)
    return body + directory + tail
