"""What the child process that reads a list hands back to its parent, as JSON: sheets of plain cells, or a refusal."""

import math

import msgspec


class When(msgspec.Struct, frozen=True):
    """A cell's date, or date and time, in ISO form; tells it from text."""

    iso: str


Plain = When | str | bool | int | float


class FoundSheet(msgspec.Struct, frozen=True):
    """Cells that hold something, by row and column from 0; merged ranges; formulas as reference → (text, stored)."""

    name: str
    hidden: bool
    cells: list[tuple[int, int, Plain]]
    merged: list[tuple[int, int, int, int]]
    formulas: dict[str, tuple[str, bool]]


class Found(msgspec.Struct, frozen=True):
    """Sheets, or the code of a refusal, of a text with the line and what is wrong with it. `form` says how it was read.

    form = "CSV · GB18030 · “,”"
    """

    sheets: list[FoundSheet] = []
    form: str = ""
    refused: str = ""
    line: int = 0
    fault: str = ""


def number(value: float) -> int | float | str:
    """A whole number as such; what is no number at all as text."""
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
