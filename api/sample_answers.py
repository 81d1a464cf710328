"""The shapes of what is answered about samples; see answers.py."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.import_answers import ImportNote
from workflow.checklist import Defect, DrawnFrom, SeedFrom


class SampleListed(Answer):
    """A sample; to a bureau the numbers are of its own rows, and `draws` is 0."""

    sample_id: UUID
    title: str
    drawn_from: DrawnFrom
    draws: int
    drawn: int
    checked: int
    found: int
    concluded: bool
    version: int


class Samples(Answer):
    """The samples open to the caller, the newest first."""

    samples: list[SampleListed]
    as_of: AsOf


class UnitRows(Answer):
    """How many rows of a unit."""

    unit: str
    rows: int


class SampleFrame(Answer):
    """What is drawn from: its digest, the rows of each unit, the bureaus that have none."""

    digest: str
    units: list[UnitRows]
    empty: list[str]
    at_position: int | None
    times: int


class SampleDraw(Answer):
    """A draw: with the frame's rows all that is needed to repeat it. `each` is the number for every unit, if it was
    one; `in_all` the number in all that the sizes were said to add up to."""

    number: int
    frame: str
    method: str
    seed: str
    seed_from: SeedFrom
    sizes: list[UnitRows]
    each: int | None
    in_all: int | None
    digest: str
    reason: str


class SampleRowAnswer(Answer):
    """A drawn row. `checked_on` is null where it was not checked; no defect then means that none was found."""

    place: int
    unit: str
    row: str
    kind: str
    defects: list[Defect]
    remark: str
    checked_on: date | None
    corrections: int


class SampleOthers(Answer):
    """What is only counted of other units."""

    units: int
    drawn: int
    checked: int
    found: int


class SampleEvent(Answer):
    """What happened to a sample; of other units' rows a bureau is told nothing."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who


class SampleAnswer(Answer):
    """A sample. `frame` is null before it is fixed, and to bureaus; `draws` are told to who sees all, the last one
    stands; `same_frame` are other samples that were drawn from the same frame."""

    sample_id: UUID
    version: int
    title: str
    purpose: str
    drawn_from: DrawnFrom
    concluded: bool
    frame: SampleFrame | None
    same_frame: list[UUID]
    draws: list[SampleDraw]
    rows: list[SampleRowAnswer]
    checked: int
    found: int
    by_kind: dict[str, int]
    others: SampleOthers
    events: list[SampleEvent]
    as_of: AsOf


class SampleDone(Answer):
    """What a command on a sample came to."""

    sample_id: UUID
    version: int
    events: list[str]


class VolumesRow(Answer):
    """A row of a list: its number in the sheet, its outcome, and why."""

    row: int
    outcome: str
    notes: list[ImportNote]


class VolumesBrought(Answer):
    """What a list came to: the frame's digest and rows by unit; rows that say something. `version` is null if nothing
    was written."""

    digest: str
    units: list[UnitRows]
    left: int
    version: int | None
    rows: list[VolumesRow]
