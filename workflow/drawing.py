"""Drawing a sample so that anybody can repeat it: the frame that is drawn from, and the method. Pure.

A frame is its rows, each a unit, an id within the unit and a kind (which may be empty), sorted and each once:

    baishi<TAB>(2019)白法援字第7号<TAB>刑事<LF>

Its digest is the SHA-256 of these lines in UTF-8. The method `sha256-order/1` orders a unit's rows by the SHA-256 of

    seed <LF> unit <LF> id

in UTF-8, written in hex, and takes the first n. A unit's rows decide its draw alone: what others have changes nothing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

METHOD = "sha256-order/1"


@dataclass(frozen=True, slots=True, order=True)
class FrameRow:
    """A row of a frame: the code of its unit, its id there, and its kind."""

    unit: str
    row: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many rows of a unit there are, or are wanted."""

    unit: str
    rows: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The ids that were drawn of a unit, in the order they were drawn in."""

    unit: str
    rows: tuple[str, ...]


def plain(text: str) -> str:
    """An id as ids are compared: full-width letters and digits made half-width, blanks to one, nothing unseen."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if c.isspace() else c for c in folded if c.isspace() or unicodedata.category(c)[0] != "C")
    return re.sub(r" (?=[()])|(?<=[()]) ", "", " ".join(seen.split()))


def frame_of(rows: Iterable[FrameRow]) -> tuple[FrameRow, ...]:
    """The rows in the order of a frame, each id of a unit once."""
    found = {(one.unit, one.row): one for one in sorted(rows, reverse=True)}
    return tuple(sorted(found.values()))


def is_frame(rows: Sequence[FrameRow]) -> bool:
    """Whether the rows are some, in the order of a frame, and each once."""
    keys = [(one.unit, one.row) for one in rows]
    return bool(keys) and all(before < after for before, after in pairwise(keys))


def frame_digest(rows: Iterable[FrameRow]) -> str:
    """The hex SHA-256 of a frame's lines."""
    return _sha256("".join(f"{one.unit}\t{one.row}\t{one.kind}\n" for one in rows))


def strata_of(rows: Iterable[FrameRow]) -> tuple[Stratum, ...]:
    """How many rows each unit has in a frame."""
    return tuple(Stratum(unit, len(list(mine))) for unit, mine in groupby(rows, key=lambda one: one.unit))


def draw(rows: Sequence[FrameRow], seed: str, sizes: Iterable[Stratum]) -> tuple[Drawn, ...]:
    """The first rows of each unit in the order that the seed gives them; a unit of which none is wanted is left out."""
    wanted = {size.unit: size.rows for size in sizes if size.rows}
    return tuple(_drawn(unit, tuple(mine), seed, wanted) for unit, mine in _by_unit(rows) if unit in wanted)


def draw_digest(drawn: Iterable[Drawn]) -> str:
    """The hex SHA-256 of a line for each row drawn, its unit, a tab and its id, in the order drawn."""
    return _sha256("".join(f"{one.unit}\t{row}\n" for one in drawn for row in one.rows))


def _by_unit(rows: Sequence[FrameRow]) -> Iterator[tuple[str, Iterator[FrameRow]]]:
    return groupby(rows, key=lambda one: one.unit)


def _drawn(unit: str, mine: tuple[FrameRow, ...], seed: str, wanted: Mapping[str, int]) -> Drawn:
    ordered = sorted(mine, key=lambda one: (_sha256(f"{seed}\n{unit}\n{one.row}"), one.row))
    return Drawn(unit, tuple(one.row for one in ordered[: wanted[unit]]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
