"""A .docx as it is read: its paragraphs, tables and sections in order, each with how it looks. Values only.

Fonts and sizes are what comes of run, styles and defaults together; lengths are twips, sizes half points.
"""

from functools import cached_property

import msgspec


class Run(msgspec.Struct, frozen=True):
    """A stretch of text of one look. `slot` says that it stands in a bookmark or leads to one: `to` names it."""

    text: str
    font: str = ""
    latin: str = ""
    size: int = 0
    bold: bool = False
    color: str = ""
    slot: bool = False
    to: str = ""


class Look(msgspec.Struct, frozen=True):
    """How a paragraph stands. `first` is its first line's indent, negative if it hangs; `outside` that its frame moves
    to the outer edge of the page."""

    align: str = ""
    first: int = 0
    left: int = 0
    right: int = 0
    level: int = 0
    page_before: bool = False
    automatic: bool = False
    outside: bool = False


class Paragraph(msgspec.Struct, frozen=True, dict=True):
    """A paragraph of the body; `number` counts those outside tables from 1. `level` of its look is the outline's."""

    number: int
    style: str
    look: Look
    runs: list[Run]

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def first_run(self) -> Run:
        """The run of its first letter; an empty one in an empty paragraph."""
        return next((run for run in self.runs if run.text.strip()), Run(""))


class Table(msgspec.Struct, frozen=True):
    """A table by rows of cells' texts; a cell over several columns has its text in the first, "" in the others.

    `number` counts from 1, `repeated` is how many of its first rows stand on each page.
    """

    number: int
    rows: list[list[str]]
    repeated: int


class Footer(msgspec.Struct, frozen=True):
    """A footer that shows the page's number, where `page`: the marks around it, and how these look."""

    text: str
    page: bool
    look: Look
    run: Run


class Section(msgspec.Struct, frozen=True):
    """A section's page, in twips, and its footers by kind: default, even, first. `ends` is its last paragraph."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    ends: int
    titled: bool
    footers: dict[str, Footer]


class Document(msgspec.Struct, frozen=True):
    """What a .docx holds. `order` names paragraphs and tables as ("p" or "t", number); `even` says that even pages have
    footers of their own, `outside` that it would load something from elsewhere; `marks` names its bookmarks."""

    paragraphs: list[Paragraph]
    tables: list[Table]
    order: list[tuple[str, int]]
    sections: list[Section]
    even: bool
    outside: bool
    marks: list[str]


class Found(msgspec.Struct, frozen=True):
    """What the child hands back: the document, or the code of its refusal."""

    document: Document | None = None
    refused: str = ""
