"""Documents that are damaged, mislabelled or meant to hurt: each is refused with a lasting code, none is a crash."""

import random
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.official import refusals
from documents.official.check_child import find, framed
from documents.official.checking import check
from documents.official.measuring import measure
from documents.official.reading import read_docx
from documents.official.refusals import BY_CODE
from documents.refusals import UnreadableFile
from tests.documents.papers import FOOTER, GOOD, MAIN, UNITS, broken, telling

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(0).randbytes(40_000)
DTD = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>'


def code_of(data: bytes, name: str = "公文.docx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_docx(data, name)
    assert refused.value.message("zh")
    assert refused.value.message("en")
    return refused.value.code


def read_or_refused(data: bytes) -> str:
    """ "read" if the file is read and looked through, in this process; else the code of its refusal."""
    try:
        find(framed(data, UNITS))
    except UnreadableFile as refusal:
        return refusal.code
    return "read"


def packed(parts: dict[str, bytes], drop: str = "") -> bytes:
    """The good document with parts added, replaced or dropped."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in ({n: source.read(n) for n in source.namelist() if n != drop} | parts).items():
            copy.writestr(name, content)
    return target.getvalue()


def text_of(content: str) -> bytes:
    """The good document with other XML as its text."""
    return packed({MAIN: content.encode()})


def twice() -> bytes:
    """The main part there twice: what is looked at and what is read could differ."""
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(MAIN, b"<w/>")
    return target.getvalue()


def locked() -> bytes:
    """The good document with the mark that its parts are encrypted."""
    data = bytearray(GOOD)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


HOSTILE = {
    "empty": (b"", "empty_file"),
    "text": ("报告".encode(), "not_a_document"),
    "a PDF": (b"%PDF-1.7" + NOISE, "not_a_document"),
    "noise in a zip's clothes": (b"PK\x03\x04" + NOISE, "damaged_document"),
    "another zip": (packed({}, drop=MAIN), "not_a_document"),
    "an old document": (OLE + NOISE, "old_document"),
    "an encrypted one": (OLE + "EncryptedPackage".encode("utf-16-le") + NOISE, "encrypted_file"),
    "locked parts": (locked(), "encrypted_file"),
    "macros": (packed({"word/vbaProject.bin": b"x"}), "macro_document"),
    "cut off": (GOOD[: len(GOOD) // 2], "damaged_document"),
    "a part twice": (twice(), "damaged_document"),
    "no XML": (text_of("not xml"), "damaged_document"),
    "no body": (text_of("<a/>"), "damaged_document"),
    "XML cut off": (broken("</w:body></w:document>", ""), "damaged_document"),
    "a DOCTYPE": (broken("<w:document", f"{DTD}<w:document", count=1), "forbidden_document"),
    "a DOCTYPE in a footer": (broken("<w:ftr", f"{DTD}<w:ftr", part=FOOTER, count=1), "forbidden_document"),
    "a DOCTYPE in UTF-16": (packed({"word/styles.xml": f"{DTD}<a/>".encode("utf-16")}), "forbidden_document"),
    "a bomb": (packed({"word/media/a.bmp": bytes(60 * 2**20)}), "oversized_document"),
    "many parts": (packed({f"word/a{n}.xml": b"<a/>" for n in range(500)}), "oversized_document"),
    "too many paragraphs": (broken("<w:sectPr", "<w:p/>" * 10_001 + "<w:sectPr", count=1), "oversized_document"),
    "too large": (GOOD + bytes(21 * 2**20), "oversized_document"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_is_refused_with_its_code(what):
    data, code = HOSTILE[what]
    assert code_of(data) == code
    assert code in BY_CODE


@pytest.mark.parametrize(
    ("name", "code"), [("公文.docm", "macro_document"), ("公文.txt", "not_a_document"), ("", "not_a_document")]
)
def test_a_document_under_another_name_is_refused(name, code):
    assert code_of(GOOD, name) == code


def test_all_codes_are_told_apart_from_those_of_lists():
    own = {
        kind.code for kind in vars(refusals).values() if isinstance(kind, type) and kind.__module__ == refusals.__name__
    }
    assert own < set(BY_CODE)
    assert len(own) == 7


def test_deep_xml_is_refused_in_short_time():
    began = time.monotonic()
    assert code_of(text_of("<w>" * 20_000)) == "damaged_document"
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    assert code_of(broken("<w:sectPr", f"{deep}<w:sectPr", count=1)) == "damaged_document"
    assert time.monotonic() - began < 5


def test_styles_that_are_based_on_each_other_end():
    circle = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    circle += '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    round_about = broken("</w:styles>", circle, part="word/styles.xml")
    assert read_docx(broken('w:pStyle w:val="Heading1"', 'w:pStyle w:val="A"', docx=round_about), "a.docx").paragraphs


@pytest.mark.parametrize(
    "odd", ['w:val="99999999999999999999"', 'w:val="x"', 'w:val="-5"', 'w:val=""', 'w:val="1e999"', 'w:val="nan"']
)
def test_odd_numbers_are_read_as_some_number(odd):
    assert check(broken('<w:sz w:val="32"/>', f"<w:sz {odd}/>"), "a.docx", render=False).format


def test_text_in_other_languages_and_without_sense_is_read():
    odd = broken("已收到整改报告", "\u202e\u0000".replace("\u0000", "") + "𠀀🙂" * 50 + "٣٤५" + "（" * 60 + "《" * 60)
    assert check(odd, "a.docx", render=False).wording is not None


def test_long_sentences_are_looked_through_in_short_time():
    """No rule may take more than a time in proportion to a text; the child that runs them is bounded besides."""
    long = (
        "1个、" * 9_000, "共1项，其中" * 6_000, "一" * 40_000, "(" * 40_000, "1+" * 20_000, "司法局" * 9_000,
        "【待" * 10_000, "9,999" * 8_000, "共" + "已" * 40_000, "《" * 40_000, "截止" * 20_000, "１" * 40_000,
        "中华人民共和国" * 5_000, '"一' * 15_000, "第1、" * 9_000, "2020年" * 9_000, " " * 40_000,
    )  # fmt: skip
    began = time.monotonic()
    assert check(telling(*long), "a.docx", UNITS, render=False).wording
    assert time.monotonic() - began < 10


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_refused_and_never_crash(data):
    assert read_or_refused(data) in BY_CODE
    assert read_or_refused(b"PK\x03\x04" + data) in BY_CODE


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_flipped_bits_are_read_or_refused_and_never_crash(seed, flips):
    assert read_or_refused(flipped(GOOD, random.Random(seed), flips)) in {"read", *BY_CODE}


@given(st.integers(0, 2**32))
def test_flipped_bits_of_the_text_itself_are_read_or_refused(seed):
    """Flipped inside the parts, where no checksum stands in the way."""
    chance = random.Random(seed)
    with zipfile.ZipFile(BytesIO(GOOD)) as source:
        name = chance.choice([MAIN, "word/styles.xml", FOOTER, "word/settings.xml", "word/_rels/document.xml.rels"])
        content = flipped(source.read(name), chance, chance.randint(1, 8))
    assert read_or_refused(packed({name: content})) in {"read", *BY_CODE}


def flipped(data: bytes, chance: random.Random, flips: int) -> bytes:
    changed = bytearray(data)
    for _ in range(flips):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7" + NOISE, NOISE, GOOD])
def test_what_is_no_pdf_is_refused_by_the_one_that_measures(data):
    with pytest.raises(UnreadableFile) as refused:
        measure(data, "a.pdf")
    assert refused.value.code == "damaged_document"
