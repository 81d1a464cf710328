"""How a check is made of rules: a rule is a function over what was read that tells where it does not hold.

    @rule(RULES, "paper_size", wants=Words("…", "…"), mend=Words("…", "…"))
    def paper_size(seen: Seen) -> Iterator[Hit]:
        yield Hit(Place(page=1), Words("纸张 …", "paper …"))

Adding one is adding such a function.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from documents.official.document import Document, Paragraph
from documents.official.structure import Part
from workflow.errors import Words

MOST_PLACES, MOST_FINDINGS, LONGEST = 20, 60, 160
T = TypeVar("T")


class Place(NamedTuple):
    """Where something is: a paragraph, page, table or row from 1, 0 where it is not of one; `quote` shows which."""

    paragraph: int = 0
    page: int = 0
    table: int = 0
    row: int = 0
    quote: str = ""


class Hit(NamedTuple):
    """A place where a rule does not hold: what is there, and how to mend it if that is not the same everywhere."""

    place: Place
    there: Words
    mend: Words | None = None


class Finding(NamedTuple):
    """What is there, what is wanted, how to mend it; at `count` places, of which the first are named."""

    code: str
    there: Words
    wants: Words
    mend: Words
    places: tuple[Place, ...]
    count: int


class Name(NamedTuple):
    """A name of an organisation; `now` is what it is called today, if this is a former name or it is gone."""

    name: str
    now: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document as rules look at it. `parts` are those of its paragraphs, in order."""

    document: Document
    parts: list[Part]
    units: tuple[Name, ...] = field(default=())

    def of(self, *wanted: Part) -> Iterator[Paragraph]:
        """The paragraphs of these parts."""
        return (one for one, part in zip(self.document.paragraphs, self.parts, strict=True) if part in wanted)


class Rule(NamedTuple, Generic[T]):
    """`look` goes over a document, or over measures, and tells where the rule does not hold."""

    code: str
    wants: Words
    mend: Words
    look: Callable[[T], Iterable[Hit]]


Registry = list[Rule[T]]


def rule(
    registry: Registry[T], code: str, wants: Words, mend: Words
) -> Callable[[Callable[[T], Iterable[Hit]]], Callable[[T], Iterable[Hit]]]:
    """Make a function a rule of the registry."""

    def add(look: Callable[[T], Iterable[Hit]]) -> Callable[[T], Iterable[Hit]]:
        registry.append(Rule(code, wants, mend, look))
        return look

    return add


def findings(registry: Registry[T], looked_at: T) -> list[Finding]:
    """What the rules find, in their order; what is the same at several places is said once."""
    return [finding for one in registry for finding in _grouped(one, one.look(looked_at))]


def _grouped(one: Rule[T], hits: Iterable[Hit]) -> Iterator[Finding]:
    """At most so many of a rule; how many more there are is the last of them."""
    alike: dict[tuple[Words, Words], list[Place]] = {}
    for hit in hits:
        alike.setdefault((_short(hit.there), _short(hit.mend or one.mend)), []).append(hit.place)
    for (there, mend), places in list(alike.items())[:MOST_FINDINGS]:
        yield Finding(one.code, there, one.wants, mend, tuple(places[:MOST_PLACES]), len(places))
    if rest := list(alike.values())[MOST_FINDINGS:]:
        more = both("同类问题另有 {n} 种", "{n} more of this kind", n=len(rest))
        yield Finding(one.code, more, one.wants, one.mend, tuple(places[0] for places in rest[:MOST_PLACES]),
                      sum(map(len, rest)))  # fmt: skip


def _short(words: Words) -> Words:
    return Words(*(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in words))


def at(paragraph: Paragraph, quote: str = "") -> Place:
    """The place of a paragraph, with its beginning or the words at fault."""
    text = quote or paragraph.text.strip()
    return Place(paragraph=paragraph.number, quote=text if len(text) <= 40 else f"{text[:39]}…")


def both(zh: str, en: str, **values: object) -> Words:
    """Words with the same values in both languages."""
    return Words(zh.format(**values), en.format(**values))
