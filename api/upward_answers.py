"""The shapes of what is answered about reports upward and their wording; see answers.py."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, AsOf, Who
from workflow.upward import Stage


class UpwardRow(Answer):
    """A report; `at_position` and `as_of` are the moment it is of, `unknown` counts the figures that print 【待核】."""

    report_id: UUID
    unit: str
    title: str
    year: int
    stage: Stage
    as_of: datetime
    at_position: int
    figures: int
    unknown: int
    number: str
    issued_on: date | None
    changed_at: datetime
    version: int


class UpwardReports(Answer):
    """The reports, those changed last first."""

    reports: list[UpwardRow]
    as_of: AsOf


class UpwardRef(Answer):
    """An event that a figure rests on: the last of its stream by then; `name` is how people cite it."""

    stream: str
    version: int
    position: int
    name: str


class UpwardFigure(Answer):
    """A figure: what it prints, how it is counted, the events it rests on, or the figures it is the sum of. `why` says
    why nobody knows it."""

    key: str
    label: str
    value: str
    how: str
    why: str
    refs: list[UpwardRef]
    sums: list[str]


class UpwardPiece(Answer):
    """A piece of a paragraph: `text`, or the figure of a `key` with the text that it prints."""

    text: str
    key: str | None


class UpwardBlock(Answer):
    """A paragraph: `kind` is title, body, or h1 to h3."""

    kind: str
    pieces: list[UpwardPiece]


class UpwardEvent(Answer):
    """An event of a report."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who


class UpwardAnswer(Answer):
    """A report with its content, made anew from its position; `same` says whether that has the digest recorded."""

    report_id: UUID
    version: int
    stage: Stage
    addressee: str
    issuer: str
    year: int
    notices: list[UUID]
    reported_as_of: datetime
    at_position: int
    head: str
    wording: int
    digest: str
    same: bool
    returned: str
    number: str
    issued_on: date | None
    docx: str
    xlsx: str
    blocks: list[UpwardBlock]
    figures: list[UpwardFigure]
    unknown: list[str]
    events: list[UpwardEvent]
    as_of: AsOf


class UpwardDone(Answer):
    """What a command on a report came to."""

    report_id: UUID
    version: int
    events: list[str]


class WordingPartAnswer(Answer):
    """A sentence of the report: its text, and the slots it may name."""

    name: str
    text: str
    slots: list[str]


class WordingAnswer(Answer):
    """An office's wording; version 0 is the one that comes with the program."""

    unit: str
    version: int
    parts: list[WordingPartAnswer]
    as_of: AsOf


class WordingDone(Answer):
    """What publishing a wording came to."""

    version: int
    events: list[str]
