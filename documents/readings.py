"""What comes of reading one cell: a value, or a question, or a refusal, and the words to show for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from workflow.errors import Words

T = TypeVar("T")


class NoteKind(StrEnum):
    """How a note bears on its row; MENDED changed what was written, SHOWN only says how it was read."""

    MENDED = "mended"
    SHOWN = "shown"
    ASKED = "asked"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[T]):
    """A cell's value. When asked, `value` is what the suggestion comes to; without a suggestion it is None."""

    value: T | None = None
    kind: NoteKind | None = None
    reason: Words | None = None
    suggestion: str | None = None


def taken(value: T | None) -> Reading[T]:
    return Reading(value=value)


def mended(value: T, zh: str, en: str) -> Reading[T]:
    return Reading(value=value, kind=NoteKind.MENDED, reason=Words(zh, en))


def shown(value: T | None, zh: str, en: str) -> Reading[T]:
    return Reading(value=value, kind=NoteKind.SHOWN, reason=Words(zh, en))


def asked(zh: str, en: str, suggestion: str | None = None, value: T | None = None) -> Reading[T]:
    return Reading(value=value, kind=NoteKind.ASKED, reason=Words(zh, en), suggestion=suggestion)


def refused(zh: str, en: str) -> Reading[T]:
    return Reading(kind=NoteKind.REFUSED, reason=Words(zh, en))
