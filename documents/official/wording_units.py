"""Rules on names of organisations: as the register has them, not as they were called, nor half of a name.

Looked at are names that end in 司法局, 法律援助中心 and the like. A place that no registered unit bears is found only
where the name surely begins there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from documents.official.rules import Hit, Name, Place, Registry, Seen, both, rule
from documents.official.structure import Part
from documents.official.wording_words import TITLED, around, cells, sentences
from workflow.errors import Words

RULES: Registry[Seen] = []
KINDS = ("司法局", "法律援助中心")
_H = "一-鿿"
PLACE = re.compile(rf"([{_H}]{{2,6}})([县市区])$")
BEGINS = re.compile(r"(?:^|[，。；：、（(“《\s由对向在与和及是从将为把被给请经含])$")
GENERIC = re.compile(
    r"^(?:各|该|本|我|全|当地|部分|有关|相关|其他|所有|上级|下级|同级|所属|辖区|所在|基层|个别|每|两|多|省|国家|区|县|市)"
)
MENTIONED = (Part.TEXT, Part.HEADING, Part.NOTE, Part.ADDRESSEE, Part.UNIT, Part.HEAD, Part.COLOPHON, Part.ENCLOSURE)


class Register(NamedTuple):
    """The names that are right, those that were, and the places that units bear: 石桥 → 石桥市."""

    right: tuple[str, ...]
    former: dict[str, Name]
    places: dict[str, str]


def register_of(units: Sequence[Name]) -> Register:
    right = tuple(sorted((one.name for one in units if not one.now and not one.gone), key=len, reverse=True))
    former = {one.name: one for one in units if (one.now or one.gone) and one.name not in right}
    places = {}
    for name in right:
        for kind in KINDS:
            if name.endswith(kind) and (found := PLACE.match(name.removesuffix(kind))):
                places[found[1]] = found[0]
    return Register(right, former, places)


@rule(
    RULES,
    "unit_name",
    Words("单位名称用机构名录里的全称", "Units are called by their full names in the register"),
    Words(
        "改为名录里的名称；名录不全的，请系统管理员补登。",
        "Use the name in the register; if it lacks one, have the system administrator add it.",
    ),
)
def unit_name(seen: Seen) -> Iterator[Hit]:
    if not seen.units:
        return
    register = register_of(seen.units)
    own = "\n".join(one.text for one in seen.of(Part.HEAD, Part.UNIT, Part.COLOPHON))
    for place, text in [*sentences(seen, *MENTIONED), *cells(seen)]:
        titled = [found.span() for found in TITLED.finditer(text)]
        yield from _former(register, place, text)
        for kind in KINDS:
            for found in re.finditer(kind, text):
                if not any(a < found.start() < b for a, b in titled):
                    yield from _looked_at(register, own, place, text, found)


def _former(register: Register, place: Place, text: str) -> Iterator[Hit]:
    """Names that were."""
    for name, known in register.former.items():
        for found in re.finditer(re.escape(name), text):
            if any(text.startswith(right, found.start()) for right in register.right if len(right) > len(name)):
                continue
            if known.now:
                there = both("“{name}”已更名为“{now}”", "“{name}” is now called “{now}”", name=name, now=known.now)
                mend = both("改为“{now}”。", "Change it to “{now}”.", now=known.now)
            else:
                there, mend = both("“{name}”已撤销", "“{name}” was dissolved", name=name), None
            yield Hit(place._replace(quote=around(text, found)), there, mend)


def _looked_at(register: Register, own: str, place: Place, text: str, found: re.Match[str]) -> Iterator[Hit]:
    """One mention of a kind of unit: is what stands before it a place that is known? Whoever issues the document,
    which its head and signature say, need not be in the register."""
    before, kind = text[: found.start()], found[0]
    whole = before + kind
    if any(whole.endswith(name) for name in (*register.right, *register.former)):
        return
    if any(before.endswith(known) for known in register.places.values()):
        return  # a unit of a known place that the register does not keep
    for short, known in register.places.items():
        if found_place := re.search(rf"{short}[县市区]?$", before):
            given, right = found_place[0] + kind, known + kind
            there = both("“{given}”不在机构名录", "“{given}” is not in the register", given=given)
            mend = both("是否指“{right}”？请改为全称。", "Is “{right}” meant? Use the full name.", right=right)
            yield Hit(place._replace(quote=around(text, found)), there, mend)
            return
    if (given := _surely(before)) and given + kind not in own:
        there = both("“{given}”不在机构名录", "“{given}” is not in the register", given=given + kind)
        yield Hit(place._replace(quote=around(text, found)), there)


def _surely(before: str) -> str:
    """The place that a name begins with, where it surely begins there: 某某县, after a mark or preposition."""
    for length in (3, 4, 5):
        given, ahead = before[-length:], before[:-length]
        if len(given) == length and PLACE.fullmatch(given) and not GENERIC.match(given) and BEGINS.search(ahead):
            return given
    return ""
