"""The shapes of what is answered about a document that was checked; see answers.py."""

from api.answers import Answer


class FoundAt(Answer):
    """A place: paragraph (outside tables), page, table and row from 1, 0 where it is of none; `quote` shows it."""

    paragraph: int
    page: int
    table: int
    row: int
    quote: str


class DocumentFinding(Answer):
    """What is there, what is wanted and how to mend it; at `count` places, of which the first twenty are named."""

    code: str
    there: str
    wants: str
    mend: str
    count: int
    places: list[FoundAt]


class PageMeasured(Answer):
    """A rendered page: millimetres, its lines of text, the number it shows and how far from the left that stands."""

    page: int
    width: float
    height: float
    lines: int
    number: str
    number_left: float | None


class DocumentMeasures(Answer):
    """What the running text comes to on rendered pages: null where there is too little of it. Lengths are mm."""

    lines_per_page: int | None
    characters_per_line: int | None
    line_pitch: float | None
    text_left: float | None
    text_right: float | None
    fonts: list[str]
    pages: list[PageMeasured]


class DocumentChecked(Answer):
    """What was found in a document. Without `measures`, `not_measured` says why and what was therefore not checked.

    `clean` says that nothing was found, in the file and on its pages.
    """

    clean: bool
    format: list[DocumentFinding]
    wording: list[DocumentFinding]
    measures: DocumentMeasures | None
    not_measured: str | None
