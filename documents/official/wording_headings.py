"""Rules on the order of headings: 一、 then （一） then 1. then （1）, each counted from one under the one above."""

from collections.abc import Iterator

from documents.official.headings import Number, number_in
from documents.official.numbering import number_of
from documents.official.rules import Hit, Registry, Seen, at, both, rule
from documents.official.structure import Part
from workflow.errors import Words

RULES: Registry[Seen] = []


def numbered(seen: Seen) -> list[tuple[Hit | None, Number]]:
    """The numbers of the headings in order; none where the program numbers them by itself."""
    headings = list(seen.of(Part.HEADING))
    if any(one.look.automatic for one in headings):
        return []
    return [(Hit(at(one), Words("", "")), number) for one in headings if (number := number_in(one.text))]


@rule(
    RULES,
    "heading_order",
    Words("序数依次连续，从一开始，不缺不重", "Numbers follow each other from one, without gaps or repeats"),
    Words("按顺序重新编号。", "Number them anew."),
)
def heading_order(seen: Seen) -> Iterator[Hit]:
    """Lists of the lower levels may begin again with one."""
    counted = [0, 0, 0, 0, 0]
    for hit, number in numbered(seen):
        expected = counted[number.level] + 1
        begins_again = number.level > 2 and number.value == 1
        if number.value != expected and not begins_again and hit:
            there = both("“{written}”前面应是“{before}”", "before “{written}” there should be “{before}”",
                         written=number.written, before=_before(number))  # fmt: skip
            if number.value < expected:
                there = both("“{written}”重复或倒退", "“{written}” is repeated or goes back", written=number.written)
            mend = both("改为“{proper}”。", "Change it to “{proper}”.", proper=number_of(number.level, expected))
            yield Hit(hit.place, there, mend)
        counted[number.level] = number.value
        counted[number.level + 1 :] = [0] * (4 - number.level)


def _before(number: Number) -> str:
    return number_of(number.level, number.value - 1) if number.value > 1 else ""


@rule(
    RULES,
    "heading_level",
    Words(
        "层次依次为 一、 （一） 1. （1），不越级；只有两级时可用 一、 和 1.",
        "Levels go 一、 （一） 1. （1） and none is left out; with two levels alone, 一、 and 1. will do",
    ),
    Words("补上中间的层次，或者改用上一级的序数。", "Put in the level between, or use the number of the level above."),
)
def heading_level(seen: Seen) -> Iterator[Hit]:
    found = numbered(seen)
    used = sorted({number.level for _, number in found})
    above = 0
    for hit, number in found:
        skipped = above and number.level > above + 1
        if skipped and used != [1, 3] and hit:
            there = both("“{written}”直接跟在 {above} 级标题下", "“{written}” follows a heading of level {above}",
                         written=number.written, above=above)  # fmt: skip
            yield Hit(hit.place, there)
        above = number.level if not skipped or used == [1, 3] else above
