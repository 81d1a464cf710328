"""The report upward as text: an office's wording filled with figures, in the structure that reports have. Pure.

The same facts, the same wording and what the drafter stated give the same content, and so the same digest.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import msgspec

from events.codec import canonical
from workflow.upward_counts import Figure
from workflow.upward_facts import Facts
from workflow.upward_figures import Drafted, figures
from workflow.upward_problems import MOST, problems
from workflow.wording_parts import segments

ORGANISED, FOUND, NEXT = "整改工作组织推进情况", "评价发现问题整改情况", "总体情况和下一步安排"


class Said(NamedTuple):
    """A place in a sentence that prints the figure of a key."""

    key: str


class Block(NamedTuple):
    """A paragraph: `kind` is title, body, or h1 to h3 for headings; `pieces` its text and figures."""

    kind: str
    pieces: tuple[str | Said, ...]


class Content(NamedTuple):
    """A whole report. `figures` are those it prints, in the order in which they first stand there, then those that
    they are sums of; `numbers` gives each its number from 1."""

    at_position: int
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]

    @property
    def numbers(self) -> dict[str, int]:
        return {figure.key: n for n, figure in enumerate(self.figures, start=1)}

    @property
    def unknown(self) -> tuple[Figure, ...]:
        """The figures that print 【待核】."""
        return tuple(figure for figure in self.figures if not figure.known)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over all of it."""
        said = {"at_position": self.at_position, "blocks": self.blocks, "figures": self.figures}
        return hashlib.sha256(canonical(msgspec.to_builtins(said))).hexdigest()

    def text(self, block: Block) -> str:
        """The paragraph as it prints."""
        known = {figure.key: figure.value for figure in self.figures}
        return "".join(known[piece.key] if isinstance(piece, Said) else piece for piece in block.pieces)


def content(facts: Facts, drafted: Drafted, wording: Mapping[str, str]) -> Content:
    """The report of these facts in this wording; a title of the drafter's own replaces the one of the wording."""
    known = figures(facts, drafted)
    teller = _Teller(known, wording)
    title = (Said("whole:标题"),) if drafted.title else teller.say("title", "whole")
    blocks = (Block("title", title), *_blocks(facts, teller))
    used = dict.fromkeys(piece.key for block in blocks for piece in block.pieces if isinstance(piece, Said))
    return Content(facts.at_position, blocks, tuple(_reached(known, used)))


def _reached(known: Mapping[str, Figure], used: Mapping[str, None]) -> Iterator[Figure]:
    """The figures used, and those that they are sums of; parts that are nought are left out of a sum."""
    waiting, seen = list(used), dict(used)
    for key in waiting:
        figure = known[key]
        parts = tuple(part for part in figure.sums if not known[part].nought)
        for part in parts:
            if part not in seen:
                seen[part] = None
                waiting.append(part)
        yield replace(figure, sums=parts) if parts != figure.sums else figure


def _blocks(facts: Facts, teller: "_Teller") -> Iterator[Block]:
    yield Block("body", teller.say("opening", "whole"))
    yield Block("h1", (ORGANISED,))
    yield Block("body", teller.say("organising", "whole"))
    for n, _ in enumerate(facts.samples, start=1):
        yield Block("body", teller.say("sampling", f"sample:{n}"))
    yield Block("h1", (FOUND,))
    for area, those in problems(facts).items():
        yield Block("h2", ("关于", Said(f"area:{area}:问题类别"), "方面的问题"))
        yield Block("body", teller.say("area", f"area:{area}"))
        for problem in those[:MOST]:
            yield Block("h3", (Said(f"{problem.key}:具体问题"),))
            yield Block("body", teller.say("city_problem" if problem.city else "problem", problem.key))
        if len(those) > MOST:
            yield Block("body", teller.say("rest", f"area:{area}"))
    yield Block("h1", (NEXT,))
    yield Block("body", teller.say("closing", "whole"))


class _Teller:
    """Fills parts of a wording: a slot is a figure of its scope, or of the whole."""

    def __init__(self, known: Mapping[str, Figure], wording: Mapping[str, str]):
        self.known, self.wording = known, wording

    def say(self, part: str, scope: str) -> tuple[str | Said, ...]:
        return tuple(self._pieces(self.wording[part], scope))

    def _pieces(self, text: str, scope: str) -> Iterator[str | Said]:
        for segment in segments(text):
            keys = [self._key(slot, scope) for slot in segment.pieces[1::2]]
            if segment.optional and keys and all(self.known[key].nought for key in keys):
                continue
            for n, piece in enumerate(segment.pieces):
                if n % 2:
                    yield Said(keys[n // 2])
                elif piece:
                    yield piece

    def _key(self, slot: str, scope: str) -> str:
        own = f"{scope}:{slot}"
        return own if own in self.known else f"whole:{slot}"
