"""The number at the beginning of a heading, as it is written: 一、 （一） 1. （1） and how writers get them wrong."""

import re
from typing import NamedTuple

from documents.official.numbering import DIGITS, number_of

_CHINESE = "[一二三四五六七八九十]{1,3}"
_DIGITS = r"[0-9０-９]{1,2}"
_LEVELS = (
    (1, re.compile(rf"({_CHINESE})([、.．,，])(?![二三四五六七八九十](?:季度|级|类|等|线|期|审|、|是))")),
    (2, re.compile(rf"[（(]({_CHINESE})[)）]([、.．]?)")),
    (3, re.compile(rf"({_DIGITS})([.．、])(?![0-9]{{1,3}}(?![0-9]))")),
    (4, re.compile(rf"[（(]({_DIGITS})[)）]([、.．]?)")),
)


class Number(NamedTuple):
    """A heading's number: its level, what it counts, how it is written, and how it should be."""

    level: int
    value: int
    written: str
    proper: str

    @property
    def narrow(self) -> bool:
        """Whether nothing is wrong with it but half-width brackets or full-width digits."""
        return self.written != self.proper and self.written.translate(_WIDTHS) == self.proper.translate(_WIDTHS)


_WIDTHS = str.maketrans("（）０１２３４５６７８９．", "()0123456789.")


def number_in(text: str) -> Number | None:
    """The number that a paragraph begins with; None if it begins with none."""
    text = text.lstrip(" 　\t")
    for level, pattern in _LEVELS:
        if (found := pattern.match(text)) and 0 < (value := _value(found[1])) < 100:
            return Number(level, value, found[0], number_of(level, value))
    return None


def _value(text: str) -> int:
    """What Chinese or Arabic numerals of a heading count; 0 if they are no number."""
    if text[0] not in DIGITS and text[0] != "十":
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)
