"""Rules on figures: each has a source, and the same quantity has one value.

A figure has a source where it stands in a bookmark or leads to one, as those do that the system writes. In a document
without any such figure that is said once.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from documents.official.document import Paragraph
from documents.official.headings import number_in
from documents.official.quantities import MEASURES, NUMBER, Figure, figures
from documents.official.rules import Hit, Place, Registry, Seen, at, both, rule
from documents.official.structure import Part
from workflow.errors import Words

RULES: Registry[Seen] = []
TOLD = (Part.TEXT, Part.HEADING)
_MEASURE = "|".join(sorted(MEASURES, key=len, reverse=True))
TOTAL = re.compile(
    rf"(?:^|(?<=[。；！]))((?:全市|此次|本次|总共|累计|合计|共)[一-鿿、（）]{{3,14}}?)({NUMBER})({_MEASURE})"
)


def _slots(one: Paragraph) -> list[bool]:
    """For each letter of the paragraph, whether it stands in a slot."""
    return [run.slot for run in one.runs for _ in run.text]


def unsourced(one: Paragraph) -> Iterator[Figure]:
    """The figures of a paragraph that stand in no slot; the number of a heading is none."""
    number = number_in(one.text)
    begins = one.text.index(number.written) + len(number.written) if number else 0
    slots = _slots(one)
    for figure in figures(one.text):
        letters = [slots[n] for n in range(figure.begins, figure.ends) if one.text[n].isalnum()]
        if figure.begins >= begins and not (any(letters) if figure.day else all(letters)):
            yield figure


def _has_slots(seen: Seen) -> bool:
    return any(run.slot for one in seen.of(*TOLD) for run in one.runs)


def _quoted(one: Paragraph, figure: Figure) -> Place:
    begins, ends = max(0, figure.begins - 10), figure.ends + 10
    return at(one, one.text[begins:ends].strip())


@rule(
    RULES,
    "figure_without_source",
    Words(
        "每个数字都有出处（带书签或链接到数字来源表）",
        "Every figure has a source: a bookmark, or a link to the table of sources",
    ),
    Words(
        "从台账取数，或者补上出处；手填的数字先核实。",
        "Take it from the ledger or give its source; check what was typed by hand.",
    ),
)
def figure_without_source(seen: Seen) -> Iterator[Hit]:
    if not _has_slots(seen):
        found = [(one, figure) for one in seen.of(*TOLD) for figure in unsourced(one) if not figure.day]
        if found:
            there = both("全文 {n} 个数字都没有出处", "none of the {n} figures has a source", n=len(found))
            yield Hit(_quoted(*found[0]), there)
        return
    for one in seen.of(*TOLD):
        for figure in unsourced(one):
            if not figure.day:
                yield Hit(_quoted(one, figure), Words(f"“{figure.text}”", f"“{figure.text}”"))


@rule(
    RULES,
    "date_without_source",
    Words("正文里的日期也有出处", "Dates in the text have a source too"),
    Words("从台账取日期，或者补上出处。", "Take the date from the ledger, or give its source."),
)
def date_without_source(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(*TOLD) if _has_slots(seen) else ():
        for figure in unsourced(one):
            if figure.day:
                yield Hit(_quoted(one, figure), Words(f"“{figure.text}”", f"“{figure.text}”"))


@rule(
    RULES,
    "dead_source",
    Words("数字链接到的出处在文中", "The source that a figure leads to is in the document"),
    Words("补上出处，或者改正链接。", "Put the source in, or mend the link."),
)
def dead_source(seen: Seen) -> Iterator[Hit]:
    marks = set(seen.document.marks)
    for one in seen.of(*TOLD):
        for run in one.runs:
            if run.to and run.to not in marks:
                there = both(
                    "“{text}”链接的书签“{to}”不存在",
                    "“{text}” leads to the bookmark “{to}”, which is not there",
                    text=run.text,
                    to=run.to,
                )
                yield Hit(at(one), there)


@rule(
    RULES,
    "two_values",
    Words("同一个数字前后一致", "The same quantity has the same value everywhere"),
    Words("核对哪个是对的，改成一致。", "Find out which is right, and make them agree."),
)
def two_values(seen: Seen) -> Iterator[Hit]:
    """The same quantity: figures that lead to the same source, or totals said in the same words at the start of a
    sentence."""
    told: dict[tuple[str, ...], list[_Told]] = {}
    for one in (*_by_source(seen), *_by_words(seen)):
        told.setdefault(one.key, []).append(one)
    for alike in told.values():
        first, other = alike[0], next((one for one in alike if one.value != alike[0].value), None)
        if other is not None:
            shown = both("{words}：前面是 {first}，这里是 {other}", "{words}: {first} before, {other} here",
                         words=first.words, first=first.value, other=other.value)  # fmt: skip
            yield Hit(at(other.where), shown)


class _Told(NamedTuple):
    """A value of a quantity, and what makes it the same as another."""

    key: tuple[str, ...]
    value: str
    where: Paragraph
    words: str


def _by_source(seen: Seen) -> Iterator[_Told]:
    """Figures that lead to one source and stand in the same words."""
    for one in seen.of(*TOLD):
        begins = 0
        for run in one.runs:
            ends = begins + len(run.text)
            before, after = one.text[max(0, begins - 3) : begins], one.text[ends : ends + 3]
            if run.to and (value := _plain(run.text)):
                yield _Told(("source", run.to, before, after), value, one, f"“{before}{run.text}{after}”")
            begins = ends


def _by_words(seen: Seen) -> Iterator[_Told]:
    for one in seen.of(*TOLD):
        for found in TOTAL.finditer(one.text):
            yield _Told(("words", found[1], found[3]), _plain(found[2]), one, f"“{found[1]}”")


_NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


def _plain(text: str) -> str:
    """A number as numbers are compared; "" for what is none."""
    plain = text.strip().translate(_NARROW)
    return plain if plain.replace(".", "", 1).isdigit() else ""
