"""How the cells of a corrected workbook look: what stands above the list, its header, and each kind of cell."""

from collections.abc import Mapping
from enum import StrEnum

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from documents.readings import NoteKind

COLOURS = {NoteKind.MENDED: "#DDF0DD", NoteKind.ASKED: "#FFF0C2", NoteKind.REFUSED: "#F9D5D3"}


class Part(StrEnum):
    """Of the sheet: what stands above the list, and its header."""

    TITLE = "title"
    HEADER = "header"


Formats = Mapping[tuple[NoteKind | Part | None, bool], Format]
CELL = {"border": 1, "valign": "top", "text_wrap": True}
LOOKS: dict[NoteKind | Part | None, dict[str, object]] = {
    None: CELL,
    Part.TITLE: {"bold": True, "align": "center"},
    Part.HEADER: {**CELL, "bold": True, "align": "center", "bg_color": "#E7ECF3"},
} | {kind: {**CELL, "bg_color": colour} for kind, colour in COLOURS.items()}


def formats_of(book: Workbook) -> Formats:
    """For a text and for a date, in each look."""
    day = {"num_format": "yyyy-mm-dd"}
    return {
        (kind, is_date): book.add_format(said | (day if is_date else {}))
        for kind, said in LOOKS.items()
        for is_date in (False, True)
    }
