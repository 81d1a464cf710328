"""An office's wording of its reports: what stands, and what follows from publishing it anew. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from events.event import Recorded, Told
from workflow import messages as m
from workflow.errors import Words
from workflow.upward_errors import (
    BadBrackets,
    DigitInWording,
    UnknownPart,
    UnknownSlot,
    WordingEmpty,
    WordingSame,
    WordingTooLong,
)
from workflow.wording_parts import LONGEST, PARTS, numbers_in, slots_of
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SAYS = Words("改写汇报套话", "word reports anew")
BUILT_IN: Mapping[str, str] = {name: part.text for name, part in PARTS.items()}


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands: version 0 is the wording that comes with the program."""

    version: int = 0
    texts: Mapping[str, str] = field(default_factory=lambda: BUILT_IN)


NEW = Wording()


def wording_id(namespace: UUID, unit: str) -> UUID:
    """The stream's id of an office's wording."""
    return uuid5(namespace, f"wording {unit}")


def evolve(before: Wording, event: m.WordingPublished) -> Wording:
    """The wording after an event. Evolving never refuses."""
    return Wording(before.version + 1, {**before.texts, **{part.name: part.text for part in event.parts}})


def fold(past: Iterable[Told | Recorded]) -> Wording:
    wording = NEW
    for told in past:
        wording = evolve(wording, told.event)
    return wording


def admit(command: m.PublishWording, wording: Wording) -> None:
    """The center may, for its own office."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS, MAY)


def decide(command: m.PublishWording, wording: Wording) -> list[m.DomainEvent]:
    """The event that records the command: each part that is said is well formed, and something differs."""
    admit(command, wording)
    for part in command.parts:
        require_sound(part.name, part.text)
    said = {part.name: part.text for part in command.parts}
    if all(wording.texts[name] == text for name, text in said.items()):
        raise WordingSame
    whole = tuple(m.WordingPart(name, {**wording.texts, **said}[name]) for name in PARTS)
    return [m.WordingPublished(unit=command.by.org, parts=whole, reason=command.reason)]


def require_sound(name: str, text: str) -> None:
    """A known part of known slots with matching brackets, and no number outside of its slots."""
    if name not in PARTS:
        raise UnknownPart(field="parts", given=name[:40], allowed="、".join(PARTS))
    part = PARTS[name]
    if not text.strip():
        raise WordingEmpty(field=name, part=part.label)
    if len(text) > LONGEST:
        raise WordingTooLong(field=name, part=part.label, most=LONGEST)
    try:
        slots = slots_of(text)
    except ValueError as error:
        raise BadBrackets(field=name, part=part.label) from error
    for slot in slots:
        if slot not in part.slots:
            raise UnknownSlot(field=name, part=part.label, given=slot[:40], allowed="、".join(part.slots))
    if numbers := numbers_in(text):
        raise DigitInWording(field=name, part=part.label, given=numbers[0][:20])
