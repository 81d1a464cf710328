"""A sample: what it is so far. What follows from a command on it is in sample_decider.py. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from events.event import Recorded, Told
from workflow import messages as m
from workflow.checklist import Defect, DrawnFrom
from workflow.drawing import Stratum

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of a row; `corrections` says how often that was changed, `by` who said it last."""

    defects: tuple[Defect, ...]
    remark: str
    checked_on: date
    by: str
    corrections: int = 0


NO_CHECKS: Mapping[Key, Check] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample so far. `frame` is what stands, `drawn_frame` what the last draw was from; `checks` are of all draws."""

    version: int = 0
    title: str = ""
    purpose: str = ""
    drawn_from: DrawnFrom = DrawnFrom.VOLUMES
    seed: str = ""
    frame: str = ""
    frames: int = 0
    strata: tuple[Stratum, ...] = ()
    empty: tuple[str, ...] = ()
    at_position: int | None = None
    draws: tuple[m.SampleDrawn, ...] = ()
    checks: Mapping[Key, Check] = field(default_factory=lambda: NO_CHECKS)
    concluded: m.SampleConcluded | None = None
    changed_at: datetime | None = None

    @property
    def last(self) -> m.SampleDrawn | None:
        """The draw that stands."""
        return self.draws[-1] if self.draws else None

    @property
    def drawn(self) -> tuple[Key, ...]:
        """The rows of the draw that stands, in its order."""
        return tuple((one.unit, row) for one in self.last.drawn for row in one.rows) if self.last else ()

    @property
    def units(self) -> frozenset[str]:
        """The units of which something was drawn."""
        return frozenset(one.unit for one in self.last.drawn) if self.last else frozenset()

    @property
    def missing(self) -> tuple[Key, ...]:
        """The drawn rows that were not checked."""
        return tuple(key for key in self.drawn if key not in self.checks)

    @property
    def found(self) -> int:
        """In how many of the drawn rows something was found."""
        return sum(1 for key in self.drawn if key in self.checks and self.checks[key].defects)


NEW = Sample()


def evolve(before: Sample, event: m.DomainEvent, actor: str = "") -> Sample:
    """The sample after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    match event:
        case m.SamplePlanned():
            after = replace(after, title=event.title, purpose=event.purpose, seed=event.seed)
            return replace(after, drawn_from=event.drawn_from)
        case m.SampleFramed():
            kept = {name: getattr(event, name) for name in ("frame", "strata", "empty", "at_position")}
            return replace(after, frames=before.frames + 1, **kept)
        case m.SampleDrawn():
            return replace(after, draws=(*before.draws, event))
        case m.SampleChecked() | m.SampleCorrected():
            return replace(after, checks={**before.checks, (event.unit, event.row): _check(before, event, actor)})
        case m.SampleConcluded():
            return replace(after, concluded=event)
    return after


def _check(before: Sample, event: m.SampleChecked | m.SampleCorrected, actor: str) -> Check:
    past = before.checks.get((event.unit, event.row))
    times = past.corrections + 1 if past else 0
    return Check(event.defects, event.remark, event.checked_on, actor, times)


def fold(past: Iterable[Told | Recorded]) -> Sample:
    sample = NEW
    for told in past:
        sample = evolve(sample, told.event, told.actor)
    return sample
