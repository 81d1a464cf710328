"""Amounts of money: kept in fen, written in yuan. Pure."""

import re
import unicodedata

_YUAN = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2})0*)?")


def fen_of(text: str) -> int | None:
    """The fen of an amount in yuan, such as 1,200.50, ¥1200.5 or 1200元; None for what is none."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").removeprefix("¥").removesuffix("元")
    found = _YUAN.fullmatch(plain)
    if found is None:
        return None
    whole, part = found.groups()
    return int(whole.replace(",", "")) * 100 + int((part or "0").ljust(2, "0"))


def yuan(fen: int) -> str:
    """1200.50 of 120050."""
    return f"{fen // 100}.{fen % 100:02}"
