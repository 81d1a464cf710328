"""Ruled tables in small type, made as one string: five thousand rows are a matter of a second."""

from collections.abc import Sequence
from typing import NamedTuple

from documents.official.measures import FANGSONG, HEITI, MARGINS, PAGE, SMALL, twips
from documents.official.parts import NAMESPACE, Bookmarks, Face, Setting, Slot, paragraph, runs

Content = str | Slot | Sequence[str | Slot]
CELL, HEAD = Face(FANGSONG, SMALL, closer=0), Face(HEITI, SMALL, closer=0)
LEFT, MIDDLE = Setting(align="left", line=260), Setting(align="center", line=260)
WIDTH = twips(PAGE[0] - MARGINS.left - MARGINS.right)
EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Column(NamedTuple):
    """A column's name, its share of the width, and whether its cells are centred."""

    name: str
    share: float
    centred: bool = False


def xml(columns: Sequence[Column], rows: Sequence[Sequence[Content]], marks: Bookmarks) -> str:
    """One `w:tbl` with the namespace declared."""
    whole = sum(column.share for column in columns)
    widths = [round(WIDTH * column.share / whole) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([column.name for column in columns], widths, [MIDDLE] * len(columns), HEAD, marks, header=True)
    settings = [MIDDLE if column.centred else LEFT for column in columns]
    body = "".join(_row(row, widths, settings, CELL, marks) for row in rows)
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{EDGE}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>'
    )


def _row(
    cells: Sequence[Content], widths: Sequence[int], settings: Sequence[Setting], face: Face, marks: Bookmarks,
    *, header: bool = False,
) -> str:  # fmt: skip
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else ""
    inner = "".join(_cell(*one, face, marks) for one in zip(cells, widths, settings, strict=True))
    return f"<w:tr>{properties}{inner}</w:tr>"


def _cell(content: Content, width: int, setting: Setting, face: Face, marks: Bookmarks) -> str:
    pieces = [content] if isinstance(content, str | Slot) else content
    said = paragraph(setting, runs(pieces, face, marks))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{said}</w:tc>'
