"""Damaged lists, made by chance out of sound ones: each a format, what was done to it, and its bytes."""

import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from tests.documents.lists import DATA

FORMATS = Path(__file__).parent / "formats"
MESSY = "整改清单-问题样本"
SOUND = {
    "xlsx": (DATA / f"{MESSY}.xlsx").read_bytes(), "xls": (FORMATS / f"{MESSY}.xls").read_bytes(),
    "ods": (FORMATS / f"{MESSY}.ods").read_bytes(), "csv": (FORMATS / f"{MESSY}.csv").read_bytes(),
}  # fmt: skip
ZIPPED, TABLE = ("xlsx", "ods"), {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}


class Damaged(NamedTuple):
    form: str
    how: str
    data: bytes


Damage = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bits anywhere."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 40))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwritten(data: bytes, rng: random.Random) -> bytes:
    """A stretch of noise in the middle."""
    at, size = rng.randrange(len(data)), rng.choice((4, 64, 512))
    return data[:at] + rng.randbytes(size) + data[at + size :]


def cut_out(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 17, 512)) :]


def doubled(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))] + data


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: dict[str, bytes], names: dict[str, str] | None = None) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in parts.items():
            copy.writestr((names or {}).get(name, name), content)
    return target.getvalue()


def swapped_members(data: bytes, rng: random.Random) -> bytes:
    """Two parts under each other's names."""
    parts = parts_of(data)
    one, other = rng.sample(sorted(parts), 2)
    return packed(parts, {one: other, other: one})


def lost_member(data: bytes, rng: random.Random) -> bytes:
    parts = parts_of(data)
    parts.pop(rng.choice(sorted(parts)))
    return packed(parts)


def wrong_sizes(data: bytes, rng: random.Random) -> bytes:
    """A size in the directory that is not the part's."""
    changed = bytearray(data)
    places = [at for at in range(len(data) - 46) if data[at : at + 4] == b"PK\x01\x02"]
    at = rng.choice(places) + rng.choice((20, 24))
    changed[at : at + 4] = rng.choice((0, 7, 10**6, 2**32 - 1)).to_bytes(4, "little")
    return bytes(changed)


def broken_xml(data: bytes, rng: random.Random) -> bytes:
    """A tag lost, an entity that is not there, a control character, or an end too soon, in one part."""
    parts = parts_of(data)
    name = rng.choice([name for name in sorted(parts) if name.endswith(".xml") and parts[name]])
    content, at = parts[name], rng.randrange(len(parts[name]))
    broken = rng.choice((
        content[:at], content.replace(b"</", b"<", 1), content[:at] + b"&nosuch;" + content[at:],
        content[:at] + b"\0" + content[at:], b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + content.partition(b"?>")[2],
        content.replace(b"1", b"999999999"),
    ))  # fmt: skip
    return packed({**parts, name: broken})


def huge_range(data: bytes, rng: random.Random) -> bytes:
    """Cells, repetitions or merged ranges that say they reach to the end of the world."""
    parts, name = parts_of(data), TABLE["xlsx" if b"xl/workbook.xml" in data else "ods"]
    content = parts[name]
    if name == TABLE["ods"]:
        cell = b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
        rows, columns = rng.choice(((2**20, 1), (1, 16384), (9_000, 250), (10**30, 10**30)))
        row = (
            b'<table:table-row table:number-rows-repeated="%d"><table:table-cell '
            b'table:number-columns-repeated="%d" table:number-rows-spanned="%d" ' % (rows, columns, rows)
        ) + cell
        return packed({**parts, name: content.replace(b"<table:table-row", row + b"<table:table-row", 1)})
    ref = rng.choice((b"XFD1048576", b"ZZZZZZZ1", b"A99999999999999999999", b"A0", b"IV10100"))
    merged = b'<mergeCells><mergeCell ref="A1:%s"/></mergeCells>' % ref
    cells = b'<row r="77777777"><c r="%s"><f>1+1</f><v>1</v></c></row></sheetData>' % ref
    return packed({**parts, name: content.replace(b"</sheetData>", cells + merged)})


def cut_record(data: bytes, rng: random.Random) -> bytes:
    """A record of an .xls that says another length, or another kind."""
    changed = bytearray(data)
    kinds = (b"\x06\x00", b"\x85\x00", b"\xfd\x00", b"\x09\x08", b"\xe5\x00", b"\xbd\x00", b"\x03\x02", b"\xfc\x00")
    places = [at for kind in kinds for at in range(512, len(data) - 4) if data[at : at + 2] == kind]
    at = rng.choice(places)
    changed[at + 2 : at + 4] = rng.randbytes(2)
    return bytes(changed)


def wrong_sectors(data: bytes, rng: random.Random) -> bytes:
    """The header of the compound file points elsewhere."""
    changed = bytearray(data)
    at = rng.choice((0x1E, 0x2C, 0x30, 0x38, 0x3C, 0x40, 0x44, 0x48, 0x4C))
    changed[at : at + 4] = rng.choice((b"\0\0\0\0", b"\xff\xff\xff\x7f", rng.randbytes(4)))
    return bytes(changed)


def broken_encoding(data: bytes, rng: random.Random) -> bytes:
    """Bytes of no encoding, of two, a NUL, a half character at the end, a mark that lies."""
    at = rng.randrange(len(data))
    return rng.choice((
        data[:at] + b"\xff\xfe\x80" + data[at:], data[:at] + "编码".encode("gb18030") + data[at:],
        data[:at] + b"\0" + data[at:], b"\xff\xfe" + data, b"\xfe\xff" + data, data.decode().encode("utf-16-be"),
        data.decode().encode("gb18030")[:-1], "长".encode() * 50_000 + data,
    ))  # fmt: skip


def broken_quotes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice((b'"', b'""" ,', b'"\n' * 99, b"," * 300, b"\r" * 10_200)) + data[at:]


ANY: tuple[Damage, ...] = (truncated, flipped, overwritten, cut_out, doubled)
OF: dict[str, tuple[Damage, ...]] = {
    "xlsx": (*ANY, swapped_members, lost_member, wrong_sizes, broken_xml, huge_range),
    "ods": (*ANY, swapped_members, lost_member, wrong_sizes, broken_xml, huge_range),
    "xls": (*ANY, cut_record, cut_record, wrong_sectors, flipped, overwritten),
    "csv": (*ANY, broken_encoding, broken_encoding, broken_quotes, broken_quotes),
}


def damaged(count: int, rng: random.Random) -> Iterator[Damaged]:
    """That many files, every format and every damage in turn."""
    ways = [(form, damage) for form, damages in OF.items() for damage in damages]
    rng.shuffle(ways)
    for number in range(count):
        form, damage = ways[number % len(ways)]
        yield Damaged(form, damage.__name__, damage(SOUND[form], rng))
