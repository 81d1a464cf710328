"""Ruled tables in small type, made as one string: five thousand rows are a matter of a second."""

from collections.abc import Sequence
from typing import NamedTuple

from documents.official.measures import FANGSONG, HEITI, MARGINS, PAGE, SMALL, twips
from documents.official.parts import NAMESPACE, Bookmarks, Face, Setting, Slot, paragraph, runs


class Tinted(NamedTuple):
    """A cell on a ground of its own, a colour in hex; its text says the same without the colour."""

    text: str
    ground: str


Content = str | Slot | Tinted | Sequence[str | Slot]
CELL, HEAD = Face(FANGSONG, SMALL, closer=0), Face(HEITI, SMALL, closer=0)
LEFT, MIDDLE = Setting(align="left", line=260), Setting(align="center", line=260)
FORM_CELL, FORM_LABEL = Face(FANGSONG, 24, closer=0), Face(HEITI, 24, closer=0)
FORM_LEFT, FORM_MIDDLE = Setting(align="left", line=380), Setting(align="center", line=380)
FORM_SHARES = (17, 33, 17, 33)
WIDTH = twips(PAGE[0] - MARGINS.left - MARGINS.right)
SPLIT = 200  # characters above which a cell may go on over the page; a shorter row stays whole
EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Column(NamedTuple):
    """A column's name, its share of the width, and whether its cells are centred."""

    name: str
    share: float
    centred: bool = False


def xml(
    columns: Sequence[Column], rows: Sequence[Sequence[Content]], marks: Bookmarks, across: int = WIDTH
) -> str:  # fmt: skip
    """One `w:tbl` with the namespace declared, `across` twips wide."""
    whole = sum(column.share for column in columns)
    widths = [round(across * column.share / whole) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([column.name for column in columns], widths, [MIDDLE] * len(columns), HEAD, marks, header=True)
    settings = [MIDDLE if column.centred else LEFT for column in columns]
    body = "".join(_row(row, widths, settings, CELL, marks) for row in rows)
    return f"{_opening(grid, across)}{head}{body}</w:tbl>"


def form_xml(rows: Sequence[Sequence[tuple[str, Content]]], marks: Bookmarks, across: int = WIDTH) -> str:
    """A form as one `w:tbl`: in each row one label with its value across, or two of them beside each other."""
    widths = [round(across * share / sum(FORM_SHARES)) for share in FORM_SHARES]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(f"<w:tr>{_form_row(row, widths, marks)}</w:tr>" for row in rows)
    return f"{_opening(grid, across)}{body}</w:tbl>"


def _form_row(pairs: Sequence[tuple[str, Content]], widths: Sequence[int], marks: Bookmarks) -> str:
    cells = []
    for n, (label, value) in enumerate(pairs):
        across = len(widths) - 1 if len(pairs) == 1 else 1
        width = sum(widths[2 * n + 1 : 2 * n + 1 + across])
        cells.append(_cell(label, widths[2 * n], FORM_MIDDLE, FORM_LABEL, marks))
        cells.append(_cell(value, width, FORM_LEFT, FORM_CELL, marks, across=across))
    return "".join(cells)


def _opening(grid: str, across: int) -> str:
    """Centred, so that its edges are those of the text block whatever a program adds for the cells' margins."""
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{EDGE}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(
    cells: Sequence[Content], widths: Sequence[int], settings: Sequence[Setting], face: Face, marks: Bookmarks,
    *, header: bool = False,
) -> str:  # fmt: skip
    whole = header or all(isinstance(cell, Slot | Tinted) or len(cell) <= SPLIT for cell in cells)
    kept = f"{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if header else ''}"
    properties = f"<w:trPr>{kept}</w:trPr>" if kept else ""
    inner = "".join(_cell(*one, face, marks) for one in zip(cells, widths, settings, strict=True))
    return f"<w:tr>{properties}{inner}</w:tr>"


def _cell(
    content: Content, width: int, setting: Setting, face: Face, marks: Bookmarks, *, across: int = 1
) -> str:  # fmt: skip
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{content.ground}"/>' if isinstance(content, Tinted) else ""
    spanned = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    said = paragraph(setting, runs(_pieces(content), face, marks))
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanned}{ground}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{said}</w:tc>"


def _pieces(content: Content) -> Sequence[str | Slot]:
    match content:
        case Tinted(text=text):
            return [text]
        case str() | Slot():
            return [content]
        case _:
            return content
