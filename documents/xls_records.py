"""What the records of an .xls tell that its values do not: which cells hold formulas, merged ranges, how far it goes.

Layout: [MS-XLS]. A record is its kind and length, two bytes each, and what it holds. The text of a formula is not read
back from its tokens: that there is one, and whether its result is stored, is what matters here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.compound import read_stream
from documents.refusals import EncryptedFile, OldFormat, OversizedFile
from documents.sheet_xml import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, column_letters

BOUND_SHEET, FILE_PASS, MERGED = 0x0085, 0x002F, 0x00E5
BEGIN, END = 0x0809, 0x000A
FORMULA, MANY = 0x0006, 0x00BD
CELLS = frozenset({FORMULA, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, MANY})
OLD = frozenset({0x0009, 0x0209, 0x0409})
NO_RESULT = (2, 3)  # an error; an empty text


@dataclass(slots=True)
class Scan:
    """Of one sheet: formulas as reference → (text, stored), merged ranges as ((row, column), (row, column)) from 0."""

    formulas: dict[str, tuple[str, bool]] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def xls_scans(data: bytes, name: str) -> list[Scan]:
    """A scan for each sheet, in the file's order; refused if it is encrypted or reaches too far."""
    book = read_stream(data, ("Workbook", "Book"))
    places = []
    for kind, held in _records(book, 0):
        if kind in OLD:
            raise OldFormat(name=name)
        if kind == FILE_PASS:
            raise EncryptedFile(name=name)
        if kind == BOUND_SHEET:
            places.append(struct.unpack_from("<I", held)[0])
    cells = 0
    scans = []
    for place in places:
        scan, count = _scan(book, place, name)
        scans.append(scan)
        cells += count
        if cells > MAX_CELLS:
            raise OversizedFile(name=name)
    return scans


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on until the end that belongs to it; those of what is embedded are left out."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        held = book[at + 4 : at + 4 + length]
        if len(held) < length:
            raise ValueError("a record is cut off")
        at += 4 + length
        depth += (kind == BEGIN or kind in OLD) - (kind == END)
        if depth <= 1:
            yield kind, held
        if depth <= 0:
            return
    raise ValueError("the records do not end")


def _scan(book: bytes, place: int, name: str) -> tuple[Scan, int]:
    scan, count = Scan(), 0
    for kind, held in _records(book, place):
        if kind in CELLS:
            row, column = struct.unpack_from("<HH", held)
            last = struct.unpack_from("<H", held, len(held) - 2)[0] if kind == MANY else column
            count += last - column + 1
            if row >= MAX_ROWS or last >= MAX_COLUMNS or count > MAX_CELLS:
                raise OversizedFile(name=name)
            if kind == FORMULA:
                scan.formulas[f"{column_letters(column + 1)}{row + 1}"] = ("…", _is_stored(held))
        elif kind == MERGED:
            for n in range(struct.unpack_from("<H", held)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", held, 2 + 8 * n)
                scan.merged.append(((top, left), (bottom, right)))
    return scan, count


def _is_stored(held: bytes) -> bool:
    """Whether a formula's result is a number, a text or a truth."""
    kind, mark = held[6], struct.unpack_from("<H", held, 12)[0]
    return not (mark == 0xFFFF and kind in NO_RESULT)
