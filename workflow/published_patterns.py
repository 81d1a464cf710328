"""What may not stand in anything that is published, however it is written: numbers of people, addresses, plates. Pure.

    １３８-００００ ０００１       eleven digits, full-width, split: a phone
    三四〇一…                      digits written in words are digits
    临江镇8号                      a house

Unlike `patterns`, which points out what its writer may confirm, nothing found here can be confirmed: a published number
cannot be taken back. So it looks for runs of digits, not for numbers that are right.
"""

import re
import unicodedata
from enum import StrEnum

from workflow.errors import Words

WORDED = str.maketrans("〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "0001234567891" + "1234567892")
SHORTEST = 7  # digits: a telephone without its area
_BETWEEN = r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]{0,6}"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9])+(?:{_BETWEEN}[Xx](?![A-Za-z]))?")
_AFTER = r"[0-9][^0-9\u3400-\u9fff]{0,3}"
_HOUSE = re.compile(_AFTER + "(?:号|室|栋|幢|单元|弄|楼|层|户|组|巷|门)")
_HOUSE_IN_WORDS = re.compile(_AFTER + "(?:号|室|栋|幢|单元|弄|户|组)")  # 三门, 八楼: names of places, too
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][^0-9A-Za-z]{0,3}[A-Za-z]"
    r"(?:[^0-9A-Za-z]{0,3}[0-9A-Za-z]){5,6}"
)
_LINK = re.compile(r"(?:https?:|www\.)", re.IGNORECASE)


class Published(StrEnum):
    IDENTITY = "identity"
    PHONE = "phone"
    ACCOUNT = "account"
    NUMBER = "number"
    MAIL = "mail"
    HOUSE = "house"
    PLATE = "plate"


PUBLISHED = {
    Published.IDENTITY: Words("身份证号", "the number of an identity card"),
    Published.PHONE: Words("电话号码", "a telephone"),
    Published.ACCOUNT: Words("银行账号", "the number of an account"),
    Published.NUMBER: Words("成串数字", "a long number"),
    Published.MAIL: Words("邮箱或网络账号", "a mail address or an account on the net"),
    Published.HOUSE: Words("门牌住址", "the address of a house"),
    Published.PLATE: Words("车牌号", "the number of a car"),
}


def plain(text: str) -> str:
    """The text as it is searched: half-width, nothing unseen, every digit, in whatever script or word, as 0 to 9."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Me"))
    return "".join(str(digit) if (digit := unicodedata.digit(c, None)) is not None else c for c in seen).translate(
        WORDED
    )


def found(text: str) -> list[Published]:
    """What the text holds that is not published, each kind once."""
    searched = plain(text)
    held = [_number(run.group()) for run in _RUN.finditer(searched)]
    kinds = {kind for kind in held if kind is not None}
    if not kinds and sum(c.isdecimal() for c in unicodedata.normalize("NFKC", text)) >= SHORTEST:
        kinds = {Published.NUMBER}  # with letters between its digits
    kinds |= {Published.MAIL} if "@" in searched or _LINK.search(searched) else set()
    house = _HOUSE.search(unicodedata.normalize("NFKC", text)) or _HOUSE_IN_WORDS.search(searched)
    kinds |= {Published.HOUSE} if house else set()
    kinds |= {Published.PLATE} if _PLATE.search(searched) else set()
    return [kind for kind in Published if kind in kinds]


def _number(run: str) -> Published | None:
    digits = "".join(c for c in run if c.isdigit())
    if len(digits) < SHORTEST:
        return None
    if len(digits) in (15, 18) or run[-1] in "Xx":
        return Published.IDENTITY
    if len(digits) in (11, 13) and digits.lstrip("0").removeprefix("86").startswith("1"):
        return Published.PHONE
    if len(digits) <= 12:
        return Published.PHONE if digits[0] == "0" else Published.NUMBER
    return Published.ACCOUNT


def named(held: list[Published]) -> Words:
    """The kinds in words."""
    words = [PUBLISHED[kind] for kind in held]
    return Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))
