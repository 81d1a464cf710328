"""What a rendered document measures: lines and characters, edges, page numbers. Values, and what follows from them.

Lengths are millimetres from the page's top left corner, type is in points, widths are in full-width characters.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from documents.official.measures import BODY, MARGINS, PAGE
from documents.official.title import width_of

POINT = 25.4 / 72
BLOCK = (MARGINS.left, PAGE[0] - MARGINS.right)
HEIGHT = PAGE[1] - MARGINS.top - MARGINS.bottom
HANGING = tuple("，。、；：！？）”》")  # at the end of a line they may stand in the margin
NEAR = 1.0  # mm within which an edge counts as met
ANNEX = re.compile(r"^附\s*件\s*\d{0,3}$")
NUMBERED = re.compile(r"^[—–―\-－]?\s*(\d{1,4})\s*[—–―\-－]?$")


class Line(msgspec.Struct, frozen=True):
    """Characters on one baseline, which stands `base` below the page's top edge."""

    text: str
    base: float
    left: float
    right: float
    size: float
    font: str

    @property
    def width(self) -> float:
        """How many full-width characters it holds."""
        return width_of(self.text.replace(" ", ""))

    @property
    def wide(self) -> bool:
        """Whether it holds full-width characters alone, whose number says how many a line takes."""
        return bool(self.text) and width_of(self.text) == len(self.text)


class PageMeasure(msgspec.Struct, frozen=True):
    """A page's size, its lines from above to below, and the page number below them, if there is one."""

    number: int
    width: float
    height: float
    lines: list[Line]
    folio: Line | None = None


class Measures(msgspec.Struct, frozen=True):
    """A document's pages. `lines` and `characters` are what its running text comes to; None if there is too little."""

    pages: list[PageMeasure]
    lines: int | None = None
    characters: int | None = None
    pitch: float | None = None
    left: float | None = None
    right: float | None = None
    fonts: list[str] = []


def summed(pages: list[PageMeasure]) -> Measures:
    """The pages with what their running text comes to, tables and annexes left out."""
    running = running_pages(pages)
    body = [line for page in running for line in page.lines if is_body(line)]
    pitch = _pitch(running)
    full = [page for page, after in itertools.pairwise(running) if after.number == page.number + 1]
    counted = [lines_on(page, pitch) for page in full] if pitch else []
    return Measures(
        pages, max(counted, default=None), _characters(running), pitch and round(pitch, 2),
        round(min((line.left for line in body), default=0), 1) if body else None,
        round(max((line.right for line in body if not line.text.endswith(HANGING)), default=0), 1) if body else None,
        sorted({line.font for page in pages for line in page.lines}),
    )  # fmt: skip


def running_pages(pages: Iterable[PageMeasure]) -> list[PageMeasure]:
    """The pages of running text: upright, most of it in 3号, before the first annex."""
    found = []
    for page in pages:
        if page.lines and ANNEX.match(page.lines[0].text):
            break
        letters = sum(len(line.text) for line in page.lines)
        body = sum(len(line.text) for line in page.lines if is_body(line))
        if page.height > page.width and letters and body >= letters * 0.7:
            found.append(page)
    return found


def is_body(line: Line) -> bool:
    return abs(line.size - BODY / 2) < 0.6


def lines_on(page: PageMeasure, pitch: float) -> int:
    """How many lines fit between its first and its last, both counted; blank ones too."""
    return round((page.lines[-1].base - page.lines[0].base) / pitch) + 1


def _pitch(pages: Iterable[PageMeasure]) -> float | None:
    """Millimetres from one line of the text to the next, as it is most often."""
    steps = Counter(
        round(lower.base - upper.base, 1)
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if is_body(upper) and is_body(lower)
    )
    common = min(steps, key=lambda step: (-steps[step], step), default=None)
    if common is None:
        return None
    near = [
        lower.base - upper.base
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if abs(lower.base - upper.base - common) < 0.11
    ]
    return sum(near) / len(near)


def _characters(pages: Iterable[PageMeasure]) -> int | None:
    """How many full-width characters a full line holds, as it is most often; None without three such lines.

    A line is full if the next begins at the left edge too, as only the middle of a paragraph does.
    """
    counted = Counter(
        len(line.text)
        for page in pages
        for line, after in zip(page.lines, page.lines[1:], strict=False)
        if line.wide and is_body(line) and is_body(after) and _flush(line, page) and _flush(after, page)
        and after.base - line.base < 12
    )  # fmt: skip
    if counted.total() < 3:
        return None
    return max(counted, key=lambda width: (counted[width], width))


def _flush(line: Line, page: PageMeasure) -> bool:
    return abs(line.left - min(one.left for one in page.lines if is_body(one))) < NEAR
