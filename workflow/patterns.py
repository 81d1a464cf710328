"""What looks like an identity card, a mobile phone or a bank card in what people type freely. Pure.

    identity card   18 characters whose check digit is right (GB 11643) and whose birthday is a day
    mobile phone    11 digits that begin with 13 to 19, also with +86, spaces or hyphens
    bank card       16 to 19 digits whose check digit is right (Luhn)

It points out; it cannot know. What is meant to stand there is confirmed by who writes it.
"""

import re
import unicodedata
from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from workflow.errors import LooksPersonal, Words
from workflow.item import Item
from workflow.messages import Command

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_ID = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
_CARD = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){15,18}(?![0-9])")


class Pattern(StrEnum):
    IDENTITY_CARD = "identity_card"
    PHONE = "phone"
    BANK_CARD = "bank_card"


PATTERNS = {
    Pattern.IDENTITY_CARD: Words("身份证号", "the number of an identity card"),
    Pattern.PHONE: Words("手机号码", "a mobile phone"),
    Pattern.BANK_CARD: Words("银行卡号", "the number of a bank card"),
}


def found(text: str) -> list[Pattern]:
    """What the text looks to hold, each kind once."""
    plain = unicodedata.normalize("NFKC", text)
    cards = [one for one in _ID.findall(plain) if _is_identity_card(one)]
    rest = plain
    for one in cards:
        rest = rest.replace(one, " ")
    held = {
        Pattern.IDENTITY_CARD: bool(cards),
        Pattern.PHONE: bool(_PHONE.search(rest)),
        Pattern.BANK_CARD: any(map(_is_bank_card, _CARD.findall(rest))),
    }
    return [pattern for pattern, there in held.items() if there]


def require_seen(command: Command, *, seen: bool) -> None:
    """LooksPersonal for what is typed freely and looks so, unless who writes has `seen` it and means it."""
    if seen:
        return
    for field in fields(command):
        typed = getattr(command, field.name)
        free = "label" in field.metadata and not field.metadata.get("code")
        if free and isinstance(typed, str) and (held := found(typed)):
            raise LooksPersonal(field=field.name, label=field.metadata["label"], what=named(held))


def in_item(item: Item) -> dict[str, list[Pattern]]:
    """The fields of an item that look to hold something, for who reviews it."""
    typed = {name: getattr(item, name) for name in item.__struct_fields__}
    return {name: held for name, text in typed.items() if isinstance(text, str) and (held := found(text))}


def named(held: list[Pattern]) -> Words:
    """The kinds in words."""
    words = [PATTERNS[pattern] for pattern in held]
    return Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def _is_identity_card(text: str) -> bool:
    try:
        datetime.strptime(text[6:14], "%Y%m%d")
    except ValueError:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))
    return CHECKS[weighed % 11] == text[17].upper()


def _is_bank_card(text: str) -> bool:
    digits = [int(one) for one in text if one.isdigit()][::-1]
    if len(set(digits)) == 1:
        return False
    doubled = (2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
