"""How the name of a recipient is published: 张三 as 张*, 欧阳修文 as 欧阳**, 艾力·买买提 as 艾**. Pure.

The surname stays, so that who is named finds the row; the rest are stars, two at most. A name that was masked before it
came is masked again, the same way.
"""

import re

from workflow.errors import Words
from workflow.persons import DOUBLE, plain_name

COMPOUND = DOUBLE | frozenset(
    "太史 申屠 钟离 赫连 澹台 濮阳 淳于 单于 万俟 闻人 公冶 宗政 拓跋 呼延 公羊 仲孙 长孙 东郭 羊舌 左丘 第五".split()  # noqa: SIM905
)
HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
DOTS = "·•・‧∙⋅"
MASKS = "*＊×✕某○●□█"
LONGEST, MOST_STARS, LONG_HAN = 40, 2, 4
_MASKED = re.compile(rf"[{HAN}]{{1,2}}?(?:[{re.escape(MASKS)}]|[xX])+[{HAN}]?")
_NAME = re.compile(rf"[^\W\d_]+(?:[ '{DOTS}.-]+[^\W\d_]+)*\.?")
_DOT = re.compile(rf"[{DOTS}]")

NOT_A_NAME = Words(
    "不是一个人的姓名：一行写一人，只写姓名，不带数字、括号和说明",
    "this is not one person's name: one person a row, the name alone, without digits, brackets or remarks",
)


def is_masked(name: str) -> bool:
    """Whether the name was masked before it came, so that it names nobody."""
    return bool(_MASKED.fullmatch("".join(name.split())))


def problem(name: str) -> Words | None:
    """What is wrong with a name, if it is not one person's."""
    said = plain_name(name)
    fits = len(said) <= LONGEST and (is_masked(said) or _NAME.fullmatch(said))
    return None if fits else NOT_A_NAME


def with_surname(name: str) -> str:
    """The surname and stars; of a name of one letter nothing."""
    said = plain_name(name)
    if is_masked(said):
        kept = 2 if said[:2] in COMPOUND else 1
        return said[:kept] + "*" * min(MOST_STARS, max(1, len(said) - kept))
    if len(said) < 2:
        return "*"
    foreign = not re.fullmatch(f"[{HAN}]+", said) or len(said) > LONG_HAN
    if foreign:
        return said[0] + "*" * MOST_STARS
    kept = 2 if said[:2] in COMPOUND and len(said) > 2 else 1
    return said[:kept] + "*" * min(MOST_STARS, len(said) - kept)


def all_stars(_: str) -> str:
    """Nothing of the name, not even how long it is."""
    return "*" * (MOST_STARS + 1)


def full(name: str) -> str:
    """The name that must not be published anywhere; "" where there is none, or a single letter."""
    said = plain_name(name)
    return "" if len(said) < 2 or is_masked(said) else said
