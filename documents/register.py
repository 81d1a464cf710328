"""The names a list may use, units and problem areas, and how a cell's words are matched to them: exactly, or asked."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from documents.readings import Reading, asked, mended, shown, taken

CLOSE = 0.75
LONGEST_NAME = 40
MOST_UNKNOWN = 3  # beyond this nobody confirms a guess at a glance
EVERYONE = re.compile(r"^(?:各|所有|全部|全市|全体|相关|有关)")
MARKS = r"[、,;/\n\r|]+"
WORDS_BETWEEN = r"\s*(?:以及|及|和|与)\s*|\s+|" + MARKS


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The units and areas in force."""

    units: tuple[Unit, ...]
    areas: tuple[Area, ...]


def plain(name: str) -> str:
    """A name as names are compared: half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def match_units(text: str, units: tuple[Unit, ...]) -> Reading[tuple[Unit, ...]]:
    """The units a cell names, each once. Names parted by 、,;/ a new line, 及 or 和 are several."""
    by_name = {plain(unit.name): unit for unit in units}
    parts = _parts(text, by_name)
    found = [by_name.get(plain(part)) for part in parts]
    if all(found):
        return _matched(text, tuple(dict.fromkeys(unit for unit in found if unit)))
    if EVERYONE.match(plain(text)):
        return asked(f"“{text[:60]}”不是一个单位，请逐个写明责任单位。",
                     f"“{text[:60]}” is not one unit. Name each responsible unit.")  # fmt: skip
    return _ask_for_units(parts, found, units)


def match_area(text: str, areas: tuple[Area, ...]) -> Reading[Area]:
    """The area of this name or alias; a near name is asked about, any other answered with the list of areas."""
    by_name = {plain(name): area for area in areas for name in (area.name, *area.aliases)}
    if area := by_name.get(plain(text)):
        if plain(text) == plain(area.name):
            return taken(area)
        return shown(area, f"按“{area.name}”处理。", f"Read as the area “{area.name}”.")
    close = list(dict.fromkeys(by_name[name] for name in nearest(plain(text), by_name)))
    if len(close) == 1:
        name = close[0].name
        return asked(f"“{text[:60]}”不在问题类别目录，是否指“{name}”？",
                     f"“{text[:60]}” is not in the register of areas. Is “{name}” meant?", name, close[0])  # fmt: skip
    names = "、".join(area.name for area in areas)
    return asked(f"“{text[:60]}”不是问题类别，请从目录中选定：{names}。",
                 f"“{text[:60]}” is not an area. Choose one of: {names}.")  # fmt: skip


def nearest(given: str, names: Iterable[str]) -> list[str]:
    """The names most like `given`, if any is like it: several only when they are equally near."""
    pairs = [(SequenceMatcher(None, given, name), name) for name in names if len(given) <= LONGEST_NAME]
    scored = [(pair.ratio(), name) for pair, name in pairs if pair.real_quick_ratio() >= CLOSE <= pair.quick_ratio()]
    best = max((score for score, _ in scored), default=0.0)
    return [name for score, name in scored if score == best and best >= CLOSE]


def _parts(text: str, by_name: dict[str, Unit]) -> list[str]:
    """The cell as one name if it is one; else cut at marks, and at words between names if all the pieces are names."""
    if plain(text) in by_name:
        return [text]
    for separators in (MARKS, WORDS_BETWEEN):
        parts = [part for part in re.split(separators, unicodedata.normalize("NFKC", text)) if part.strip()]
        if parts and all(plain(part) in by_name for part in parts):
            return parts
    return [part for part in re.split(MARKS, unicodedata.normalize("NFKC", text)) if part.strip()] or [text]


def _matched(text: str, units: tuple[Unit, ...]) -> Reading[tuple[Unit, ...]]:
    if len(units) > 1:
        names = "、".join(unit.name for unit in units)
        return shown(units, f"一格写了 {len(units)} 个责任单位，分为 {len(units)} 项：{names}。",
                     f"{len(units)} units in one cell: {len(units)} items, for {names}.")  # fmt: skip
    if text.strip() == units[0].name:
        return taken(units)
    return mended(units, f"已改为名录中的写法“{units[0].name}”。", f"Written as in the register: “{units[0].name}”.")


def _ask_for_units(parts: list[str], found: list[Unit | None], units: tuple[Unit, ...]) -> Reading[tuple[Unit, ...]]:
    guess = found.count(None) <= MOST_UNKNOWN
    meant = [unit or (_near_unit(part, units) if guess else None) for part, unit in zip(parts, found, strict=True)]
    unknown = "、".join(part.strip() for part, unit in zip(parts, found, strict=True) if unit is None)[:60]
    if not all(meant):
        return asked(f"责任单位“{unknown}”不在名录，请按名录填写单位全称。",
                     f"The unit “{unknown}” is not in the register. Give its full name as registered.")  # fmt: skip
    chosen = tuple(dict.fromkeys(unit for unit in meant if unit))
    names = "、".join(unit.name for unit in chosen)
    return asked(f"责任单位“{unknown}”不在名录，是否指“{names}”？",
                 f"The unit “{unknown}” is not in the register. Is “{names}” meant?", names, chosen)  # fmt: skip


def _near_unit(given: str, units: tuple[Unit, ...]) -> Unit | None:
    """The one unit that `given` resembles: its short name, part of one name only, or its spelling."""
    text = plain(given)
    exact = [unit for unit in units if unit.short and plain(unit.short) == text]
    within = [unit for unit in units if len(text) > 1 and text in plain(unit.name)]
    if len(exact or within) == 1:
        return (exact or within)[0]
    by_name = {plain(unit.name): unit for unit in units}
    close = nearest(text, by_name)
    return by_name[close[0]] if len(close) == 1 else None
