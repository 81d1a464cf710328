"""The part of measuring a PDF that runs in its own process under limits: lines by their baselines, pages as pictures.

`documents.official.measuring` starts it.
"""

import ctypes
import sys
import zlib
from collections import Counter
from typing import Any, NamedTuple

import msgspec
import pypdfium2 as pdfium
from pypdfium2 import raw

from documents.child import limit_resources
from documents.official.measured import NUMBERED, POINT, Line, PageMeasure
from documents.official.refusals import DamagedDocument, OversizedDocument

MAX_PAGES, MAX_CHARACTERS = 400, 20_000
DOTS = 96 / 72  # of a picture, per point
MOST_DOTS = 1600  # on the longer side
LOW = 40.0  # mm from the foot of the page within which its number stands


class PdfFound(msgspec.Struct, frozen=True):
    """What the child hands back: the pages with pictures of the first, as PNG; or the code of its refusal."""

    pages: list[PageMeasure] = []
    pictures: list[bytes] = []
    refused: str = ""


class _Letter(NamedTuple):
    """A character with its place on the page, in points from the bottom left."""

    text: str
    x: float
    y: float
    right: float
    size: float
    font: str


def find_pages(data: bytes, pictured: int) -> PdfFound:
    """The measures of each page; pictures of the first ones."""
    try:
        with pdfium.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                return PdfFound(refused=OversizedDocument.code)
            pages = [_page(document[n], n + 1) for n in range(len(document))]
            return PdfFound(pages, [_picture(document[n]) for n in range(min(pictured, len(document)))])
    except pdfium.PdfiumError:
        return PdfFound(refused=DamagedDocument.code)


def _page(page: Any, number: int) -> PageMeasure:
    width, height = page.get_size()
    lines = [_line(letters, height) for letters in _baselines(_letters(page.get_textpage()))]
    lines = [line for line in lines if line.text.strip()]
    folio = lines.pop() if lines and _is_folio(lines[-1], height * POINT) else None
    return PageMeasure(number, round(width * POINT, 2), round(height * POINT, 2), lines, folio)


def _is_folio(line: Line, height: float) -> bool:
    return line.base > height - LOW and bool(NUMBERED.match(line.text.strip()))


def _letters(text: Any) -> list[_Letter]:
    """What stands on the page, without the spaces that are made up from gaps."""
    found, x, y, box = [], ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for n in range(min(text.count_chars(), MAX_CHARACTERS)):
        letter = raw.FPDFText_GetUnicode(text, n)
        if letter < 32 or 0xD800 <= letter < 0xE000 or letter > 0x10FFFF or raw.FPDFText_IsGenerated(text, n) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        raw.FPDFText_GetLooseCharBox(text, n, box)
        size = raw.FPDFText_GetFontSize(text, n)
        found.append(_Letter(chr(letter), x.value, y.value, box.right, round(size, 2), _font(text, n)))
    return found


def _font(text: Any, n: int) -> str:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, n, name, 100, flags)
    return name.value.decode("utf-8", "replace")


def _baselines(letters: list[_Letter]) -> list[list[_Letter]]:
    """Letters by baseline, the highest first, each from left to right."""
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.y, one.x)):
        if lines and lines[-1][0].y - letter.y < max(1.0, 0.3 * lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [sorted(line, key=lambda one: one.x) for line in lines]


def _line(letters: list[_Letter], height: float) -> Line:
    shown = [one for one in letters if one.text.strip()] or letters
    size, font = Counter((one.size, one.font) for one in shown).most_common(1)[0][0]
    return Line(
        "".join(one.text for one in letters).strip(), round((height - letters[0].y) * POINT, 2),
        round(shown[0].x * POINT, 2), round(max(one.right for one in shown) * POINT, 2), size, font,
    )  # fmt: skip


def _picture(page: Any) -> bytes:
    """The page in grey, as PNG."""
    bitmap = page.render(scale=min(DOTS, MOST_DOTS / max(page.get_size())), grayscale=True)
    stride, pixels = bitmap.stride, bytes(bitmap.buffer)
    rows = (b"\0" + pixels[n * stride : n * stride + bitmap.width] for n in range(bitmap.height))
    head = bitmap.width.to_bytes(4, "big") + bitmap.height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def main(pictured: str = "0") -> None:
    """Read a PDF from standard input; write `PdfFound` to standard output."""
    limit_resources(20)
    try:
        found = find_pages(sys.stdin.buffer.read(), int(pictured))
    except MemoryError:
        found = PdfFound(refused=OversizedDocument.code)
    sys.stdout.buffer.write(msgspec.json.encode(found))
