"""A fixture for tests that make events of their own: registry."""

from collections.abc import Iterator

import pytest

from events.codec import UPCASTERS
from events.event import EVENT_NAMES, EVENT_TYPES


@pytest.fixture
def registry() -> Iterator[dict[str, type]]:
    """The events known by name; after the test it knows none but those from before, and no upcaster more or less."""
    kept = [(known, dict(known)) for known in (EVENT_TYPES, EVENT_NAMES, UPCASTERS)]
    yield EVENT_TYPES
    for known, before in kept:
        known.clear()
        known.update(before)  # type: ignore[arg-type]
