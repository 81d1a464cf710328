"""A QR code as one SVG path, so that a page carries it without images, styles or scripts."""

from collections.abc import Iterator
from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

QUIET = 4  # modules of white around the code, as readers want


@dataclass(frozen=True, slots=True)
class Code:
    """`path` draws the dark modules in a square of `side` modules, the quiet zone included."""

    side: int
    path: str


def code(text: str) -> Code | None:
    """The code of a text, as safe against smudges as it can be; None for a text too long for any."""
    for level in (ERROR_CORRECT_M, ERROR_CORRECT_L):
        made = QRCode(error_correction=level, border=QUIET)
        made.add_data(text)
        try:
            made.make(fit=True)
        except (DataOverflowError, ValueError):
            continue
        rows = made.get_matrix()
        return Code(len(rows), "".join(_runs(rows)))
    return None


def _runs(rows: list[list[bool]]) -> Iterator[str]:
    """Each run of dark modules in a row as one rectangle."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                yield f"M{start} {y}h{x - start}v1H{start}z"
            x += x == start
