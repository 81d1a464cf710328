"""The problems of a report upward: the items of one matter, how far it goes, what was asked, how it stands. Pure.

A quantifier (个别) is printed as it was stated and never made a number; a count of units is held against the units that
the problem was issued to, and prints 【待核】 where the two differ.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from workflow.facts import Figure as Stated
from workflow.machine import Owner
from workflow.messages import OrganisationKind
from workflow.upward_counts import Figure, maybe, results
from workflow.upward_facts import Facts, ItemFact, Ref

MOST = 30  # problems of an area that are told one by one
COUNTY_WORDS = "县（市、区）"
KIND_WORDS = {OrganisationKind.COUNTY: "县", OrganisationKind.DISTRICT: "区", OrganisationKind.COUNTY_CITY: "市"}
FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[,;:()](?=[\u4e00-\u9fff])")
OF_UNITS = re.compile(r"(?:[个家]|[个家](?:县[（(]市、区[）)]|县区|县|区|市|单位|司法局|地方)(?P<rest>.*))")
"""The words after a number that count units, and what a list writes behind them (普遍, 均较差)."""


class Problem(NamedTuple):
    """One problem of the list: the items it was issued as. `city` where the city itself has to put it right."""

    key: str
    area: str
    text: str
    items: tuple[ItemFact, ...]
    city: bool


def problems(facts: Facts) -> dict[str, tuple[Problem, ...]]:
    """The problems by area, areas in the order of their register; in each, those of most units first."""
    groups: dict[tuple[str, str], list[ItemFact]] = {}
    for item in facts.items:
        groups.setdefault((item.area, item.matter), []).append(item)
    order = {area.code: n for n, area in enumerate(facts.areas)}
    found: dict[str, list[Problem]] = {}
    for (area, _), items in groups.items():
        city = all(item.owner is Owner.CITY for item in items)
        found.setdefault(area, []).append(Problem("", area, items[0].problem, tuple(items), city))
    return {
        area: tuple(
            one._replace(key=f"problem:{area}:{lasting(one.items[0].matter)}")
            for one in sorted(found[area], key=lambda one: (-len(_units(one)), one.items[0].ref.name))
        )
        for area in sorted(found, key=lambda area: (order.get(area, len(order)), area))
    }  # fmt: skip


def lasting(matter: str) -> str:
    """What a problem is known by in the keys of its figures, whatever else is on the list."""
    return hashlib.sha256(matter.encode()).hexdigest()[:12]


def _units(problem: Problem) -> list[str]:
    """The units it was issued to, each once, in order."""
    return sorted({item.issued_to for item in problem.items})


def area_figures(facts: Facts, area: str, those: Sequence[Problem]) -> Iterator[Figure]:
    label = next((one.zh for one in facts.areas if one.code == area), area)
    named = (facts.areas_ref,) if facts.areas_ref else ()
    scope = f"area:{area}"
    yield Figure(key=f"{scope}:问题类别", label="问题类别", value=label, how="问题类别登记表中的名称", refs=named)
    yield Figure(key=f"{scope}:问题数", label=f"{label}：问题数", value=str(len(those)),
                 how="本类别下内容相同的事项并为一个问题", refs=_all(those))  # fmt: skip
    items = [item for problem in those for item in problem.items]
    yield from results(scope, label, items, facts.today, [problem.key for problem in those])
    rest = those[MOST:]
    if rest:
        yield Figure(key=f"{scope}:其余问题数", label=f"{label}：其余问题数", value=str(len(rest)),
                     how=f"本类别中前 {MOST} 个以外的问题", refs=_all(rest))  # fmt: skip
        count = sum(len(one.items) for one in rest)
        yield Figure(key=f"{scope}:其余事项数", label=f"{label}：其余事项数", value=str(count),
                     how=f"本类别中前 {MOST} 个以外的问题的事项", refs=_all(rest))  # fmt: skip


def _all(those: Iterable[Problem]) -> tuple[Ref, ...]:
    return tuple(item.ref for problem in those for item in problem.items)


def problem_figures(facts: Facts, problem: Problem) -> Iterator[Figure]:
    scope, label, refs = problem.key, _short(problem.text), _all([problem])
    yield Figure(key=f"{scope}:具体问题", label="具体问题", value=_tidy(problem.text), how="整改清单所写", refs=refs)
    yield _said(scope, "来源", problem, lambda item: item.source, "清单没有写明问题来源")
    yield _said(scope, "整改要求", problem, lambda item: item.requirement, "清单没有写明整改要求")
    yield _concerned(facts, problem)
    yield _extent(facts, problem)
    yield from results(scope, label, problem.items, facts.today)


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"


def _tidy(text: str) -> str:
    """Half-width commas and the like between Chinese characters, full-width; nothing else of the list is changed."""
    return BETWEEN.sub(lambda found: FULL[found[0]], text)


def _said(scope: str, name: str, problem: Problem, of: Callable[[ItemFact], str], why: str) -> Figure:
    """What the items say of themselves, each wording once, without its full stop."""
    words = dict.fromkeys(of(item).strip().rstrip("。；;") for item in problem.items)
    said = _tidy("；".join(word for word in words if word))
    return maybe(f"{scope}:{name}", f"{_short(problem.text)}：{name}", said, "整改清单所写", _all([problem]), why)


def _concerned(facts: Facts, problem: Problem) -> Figure:
    """How many units it was issued to, in the words of their kind: 6个县（市、区）, 1个区."""
    units = tuple(unit.ref for unit in facts.bureaus if unit.code in _units(problem))
    return Figure(
        key=f"{problem.key}:涉及单位", label=f"{_short(problem.text)}：涉及单位",
        value=_count_words(facts, _units(problem)),
        how="下发到的单位，每个单位计一次；撤回、转办的按下发时计", refs=(*_all([problem]), *units),
    )  # fmt: skip


def _count_words(facts: Facts, codes: Sequence[str]) -> str:
    """In the word of their kind where all are of one; whoever is no bureau is a unit."""
    kinds = {unit.code: unit.what for unit in facts.bureaus}
    if any(code not in kinds for code in codes):
        return f"{len(codes)}个单位"
    found = {kinds[code] for code in codes}
    return f"{len(codes)}个{KIND_WORDS[found.pop()] if len(found) == 1 else COUNTY_WORDS}"


def _extent(facts: Facts, problem: Problem) -> Figure:
    """How far the problem goes, as the list states it; a count of units is held against the units it was issued to."""
    said = dict.fromkeys(item.stated for item in problem.items if item.stated)
    stated = next(iter(said), None)
    value, why = _extent_words(facts, stated, _units(problem))
    if len(said) > 1:
        value, why = "", f"各事项所写的不同：{'；'.join(one.stated for one in said)}"
    counted = stated is not None and OF_UNITS.fullmatch(stated.unit) is not None
    refs = (*_all([problem]), *(unit.ref for unit in facts.bureaus if counted))
    how = "清单“量化情况”所写；写明单位数的，与下发到的单位数核对"
    return maybe(f"{problem.key}:量化", f"{_short(problem.text)}：量化", value, how, refs, why)


def _extent_words(facts: Facts, stated: Stated | None, units: Sequence[str]) -> tuple[str, str]:
    """The words, or why they are not known."""
    if stated is None:
        return "", "清单没有写明量化情况"
    units_of = OF_UNITS.fullmatch(stated.unit)
    if stated.quantifier and stated.of is not None and units_of:
        if stated.of != len(facts.standing):
            return "", _other_whole(facts, stated)
        return f"{stated.of}个{COUNTY_WORDS}，{stated.quantifier}", ""
    if stated.quantifier:
        drawn = f"抽查{stated.of}{stated.unit}，" if stated.of is not None else ""
        return f"{drawn}{stated.quantifier}{'' if drawn else stated.unit}", ""
    count = stated.of if stated.count is None else stated.count
    if count is None or not units_of:
        return (stated.stated, "") if count is not None else ("", "清单所写的量化情况没有数")
    if count != len(units):
        return "", f"清单写的是“{stated.stated}”，下发到的是{len(units)}个单位，两者不一致"
    whole = stated.of if stated.of is not None and stated.count is not None else None
    if whole is not None and whole != len(facts.standing):
        return "", _other_whole(facts, stated)
    words, rest = _count_words(facts, units), units_of["rest"] or ""
    if whole is not None:
        return f"{whole}个{COUNTY_WORDS}中的{words.removesuffix(COUNTY_WORDS)}{rest}", ""
    return f"{'全部' * (len(units) == len(facts.standing))}{words}{rest}", ""


def _other_whole(facts: Facts, stated: Stated) -> str:
    return f"清单写的是“{stated.stated}”，而当时共有{len(facts.standing)}个县（市、区）司法局"
