"""Each shape an event was ever stored in is read as it was meant; the present one is written to the same bytes."""

from typing import Any

import msgspec
import pytest

from events import codec
from events.event import EVENT_NAMES, EVENT_TYPES, event
from tests.golden import lines
from tests.golden.lines import EXPECTED, Shape
from workflow.facts import Conclusion, Kind
from workflow.messages import DomainEvent
from workflow.words import State

STORED = lines.stored()
VERIFIED = Shape("item.verified", 1)


def faithful(shape: Shape, body: bytes) -> bool:
    """Whether today's code reads the body, and writes what it read to the same bytes."""
    try:
        return codec.encode(codec.decode(*shape, body)) == (*shape, body)
    except msgspec.ValidationError:
        return False


def test_every_shape_that_was_ever_written_has_its_line():
    """`python -m tools.golden lines` writes what is missing."""
    wanted = {Shape(shape.name, version) for shape in lines.present() for version in range(1, shape.version + 1)}
    assert wanted == STORED.keys() == EXPECTED.keys()


@pytest.mark.parametrize("shape", STORED, ids=str)
def test_a_line_is_read_as_it_was_meant(shape):
    assert codec.decode(*shape, STORED[shape]) == EXPECTED[shape]


@pytest.mark.parametrize("shape", lines.present(), ids=str)
def test_the_present_shape_is_written_to_the_bytes_of_its_line(shape):
    assert codec.encode(EXPECTED[shape]) == (*shape, STORED[shape])
    assert faithful(shape, STORED[shape])


SAID = {"leads_to": State, "conclusion": Conclusion, "reason": str}
CHANGES: dict[str, dict[str, Any]] = {
    "a field more": {**SAID, "score": int},
    "a field more, by default empty": {**SAID, "score": int | None},
    "a field less": {"leads_to": State, "conclusion": Conclusion},
    "a field by another name": {"leads_to": State, "conclusion": Conclusion, "opinion": str},
    "a field of another type": {**SAID, "reason": int},
    "other values": {**SAID, "conclusion": Kind},
}


def registered_anew(said: dict[str, Any]) -> None:
    """`item.verified`, version 1, as a class with these fields; what may be None is so by default."""
    del EVENT_NAMES[EVENT_TYPES.pop(VERIFIED.name)]
    empty = {name: None for name, kind in said.items() if kind == int | None}
    event(*VERIFIED)(type("Verified", (DomainEvent,), {"__annotations__": said, **empty}))


@pytest.mark.parametrize("change", CHANGES)
def test_a_shape_that_changed_under_its_old_version_is_caught(registry, change):
    """The control: whatever is done to the fields, the old line is not read, or is written to other bytes."""
    registered_anew(CHANGES[change])
    assert not faithful(VERIFIED, STORED[VERIFIED])


def test_a_shape_that_did_not_change_is_faithful_whatever_its_class_is_called(registry):
    registered_anew(SAID)
    assert faithful(VERIFIED, STORED[VERIFIED])
