"""The paragraphs and tables of a part of a .docx: what is shown of them, without what was deleted or is an instruction.

A figure's slot is a bookmark that begins and ends in its paragraph, and does not hold all of it; or a link to one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.official.document import Footer, Look, Paragraph, Run, Table
from documents.official.docx_styles import Styles, W, number, switched, value

TRANSPARENT = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent",
                                                  "fldSimple", "bdo", "dir", "hyperlink"))  # fmt: skip
R, P, TBL, SECT, START, END = (f"{W}{name}" for name in ("r", "p", "tbl", "sectPr", "bookmarkStart", "bookmarkEnd"))
SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}sym": "□"}
MOST_COLUMNS = 64


@dataclass(slots=True)
class _Inline:
    """Where a walk through a paragraph stands: the bookmarks open, the link it is in, the runs so far."""

    closed_here: frozenset[str]
    open: dict[str, str] = field(default_factory=dict)
    runs: list[tuple[Run, frozenset[str]]] = field(default_factory=list)


def paragraph(element: Any, count: int, styles: Styles) -> Paragraph:
    properties = element.find(f"{W}pPr")
    style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
    here = _Inline(frozenset(value(end, "id") for end in element.iter(END)))
    _walk(element, here, styles, style, "")
    runs = _settled(here.runs)
    size = next((run.size for run in runs if run.text.strip()), 0) or styles.face(None, style)[2]
    return Paragraph(count, styles.name_of(style)[:60], styles.look(properties, style, size), runs)


def _walk(element: Any, here: _Inline, styles: Styles, style: str, to: str) -> None:
    for child in element:
        tag = child.tag
        if tag == R:
            if text := _text(child):
                here.runs.append((_run(child, text, styles, style, to), frozenset(here.open)))
        elif tag == START and value(child, "id") in here.closed_here and not value(child, "name").startswith("_"):
            here.open[value(child, "id")] = value(child, "name")
        elif tag == END:
            here.open.pop(value(child, "id"), None)
        elif tag in TRANSPARENT:
            _walk(child, here, styles, style, value(child, "anchor")[:80] or to)


def _text(run: Any) -> str:
    """What a run shows."""
    shown = []
    for child in run:
        if child.tag == f"{W}t":
            shown.append(child.text or "")
        elif child.tag in SHOWN and value(child, "type") not in ("page", "column"):
            shown.append(SHOWN[child.tag])
    return "".join(shown)


def _run(element: Any, text: str, styles: Styles, style: str, to: str) -> Run:
    font, latin, size, bold, color = styles.face(element.find(f"{W}rPr"), style)
    return Run(text, font, latin, size, bold, color, bool(to), to)


def _settled(found: list[tuple[Run, frozenset[str]]]) -> list[Run]:
    """The runs with their slots, neighbours of one look as one."""
    shown = [marks for run, marks in found if run.text.strip()]
    around = frozenset.intersection(*shown) if shown else frozenset()
    runs: list[Run] = []
    for run, marks in found:
        one = run if run.slot or not marks - around else _slot(run)
        if runs and not one.slot and _alike(runs[-1], one):
            runs[-1] = _with_text(one, runs[-1].text + one.text)
        else:
            runs.append(one)
    return runs


def _slot(run: Run) -> Run:
    return Run(run.text, run.font, run.latin, run.size, run.bold, run.color, True, run.to)


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.font, run.latin, run.size, run.bold, run.color, run.slot, run.to)


def _alike(one: Run, other: Run) -> bool:
    return _with_text(one, "") == _with_text(other, "")


def table(element: Any, count: int) -> Table:
    rows, repeated = [], 0
    for row in _children(element, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        header = properties is not None and switched(properties.find(f"{W}tblHeader"))
        repeated += header and repeated == len(rows)
        rows.append([text for cell in _children(row, f"{W}tc") for text in _cell(cell)])
    return Table(count, rows, repeated)


def _cell(element: Any) -> list[str]:
    """The cell's text, then an empty one for each further column that it spans."""
    text = "\n".join("".join(_text(run) for run in one.iter(R)) for one in element.iter(P))
    span = element.find(f"{W}tcPr/{W}gridSpan")
    return [text] + [""] * (min(max(number(value(span)), 1), MOST_COLUMNS) - 1)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Children of this kind, also where a content control holds them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _children(child, tag)


def blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body, in order."""
    for child in element:
        if child.tag in (P, TBL):
            yield child
        elif child.tag in TRANSPARENT:
            yield from blocks(child)


def footer(root: Any, styles: Styles) -> Footer:
    """What a footer shows with the page's number as #; its first paragraph if it shows none."""
    for element in root.iter(P):
        text, at = _numbered(element)
        if "#" in text:
            face = paragraph(element, 0, styles)
            style = value(element.find(f"{W}pPr/{W}pStyle"))
            run = _run(at, "#", styles, style, "") if at is not None else face.first_run
            return Footer(text[:60], True, face.look, run)
    return Footer("".join(root.itertext())[:60], False, Look(), Run(""))


def _numbered(element: Any) -> tuple[str, Any]:
    """A paragraph's text with # for the field of the page's number, and the run of that field."""
    shown, within, at = "", 0, None
    for child in element.iter(R, f"{W}fldSimple"):
        if child.tag != R:
            shown += "#" if "PAGE" in value(child, "instr").split() else ""
            continue
        for part in child:
            kind = value(part, "fldCharType") if part.tag == f"{W}fldChar" else ""
            within += (kind == "begin") - (kind == "end")
            if part.tag == f"{W}instrText" and "PAGE" in (part.text or "").split():
                shown, at = f"{shown}#", child
        if not within and child.getparent().tag != f"{W}fldSimple":
            shown += _text(child)
    return shown, at
