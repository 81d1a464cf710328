"""How many of each unit are drawn, as somebody writes it: one number for all, or a number each. Pure.

3                        three of every unit in the frame
白石=2, shiqiao=3        two and three; of the units that are not named none
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from workflow import sample_errors as e
from workflow.drawing import Stratum
from workflow.errors import Words

ONE = re.compile(r"[0-9]{1,6}")
PAIR = re.compile(r"(.+?)\s*[=:]\s*([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The number for each unit in the frame, 0 among them; `one` is the number for all, if it was written so."""

    each_unit: tuple[Stratum, ...]
    one: int | None = None


def sizes_of(
    text: str, in_all: int | None, strata: tuple[Stratum, ...], names: Mapping[str, str] | None = None
) -> Sizes:
    """What the text comes to; a Refusal where it cannot be read, or asks for more than there is.

    `names` are other names of the units, each with its code.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if ONE.fullmatch(plain):
        sizes = Sizes(tuple(Stratum(one.unit, int(plain)) for one in strata), int(plain))
    else:
        wanted = _pairs(plain, strata, names or {})
        sizes = Sizes(tuple(Stratum(one.unit, wanted.get(one.unit, 0)) for one in strata))
    _require(sizes, in_all, strata, names or {})
    return sizes


def _pairs(text: str, strata: tuple[Stratum, ...], names: Mapping[str, str]) -> dict[str, int]:
    there, wanted = {one.unit for one in strata}, dict[str, int]()
    for part in filter(None, (part.strip() for part in re.split(r"[,;、\n\r]+", text))):
        found = PAIR.fullmatch(part)
        if found is None:
            raise e.BadSizes(field="sizes", given=part[:40])
        unit = found[1] if found[1] in there else names.get(found[1], "")
        if unit not in there:
            raise e.NotInFrame(field="sizes", given=found[1][:40], units=_named(there, names))
        if unit in wanted:
            raise e.UnitTwice(field="sizes", given=found[1][:40])
        wanted[unit] = int(found[2])
    return wanted


def _require(sizes: Sizes, in_all: int | None, strata: tuple[Stratum, ...], names: Mapping[str, str]) -> None:
    pairs = zip(sizes.each_unit, strata, strict=True)
    short = [there for wanted, there in pairs if wanted.rows > there.rows]
    if short:
        called = _called(names)
        counted = [f"{called.get(one.unit, one.unit)} {one.rows}" for one in short]
        raise e.TooFewThere(field="sizes", units=Words("、".join(counted), ", ".join(counted)))
    total = sum(one.rows for one in sizes.each_unit)
    if not total:
        raise e.NoneWanted(field="sizes")
    if in_all is not None and in_all != total:
        raise e.SumDiffers(field="in_all", sum=total, stated=in_all)


def _called(names: Mapping[str, str]) -> dict[str, str]:
    """A name for each unit: the first of its names."""
    called: dict[str, str] = {}
    for name, code in names.items():
        called.setdefault(code, name)
    return called


def _named(units: set[str], names: Mapping[str, str]) -> Words:
    called = _called(names)
    listed = [called.get(unit, unit) for unit in sorted(units)]
    return Words("、".join(listed), ", ".join(listed))
