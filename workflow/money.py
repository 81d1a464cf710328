"""Amounts of money, exact: kept in fen, asked and said in yuan with two decimals. Pure.

12,345.6  →  1234560 fen  →  12,345.60          1.5万元  →  1500000 fen
"""

import re
import unicodedata
from decimal import Decimal

MOST = 10**15  # fen: ten million million yuan
_WRITTEN = re.compile(r"[¥￥]?(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,8}))?(万|万元|元)?")


def fen(text: str) -> int:
    """The amount written as `text`, in yuan or in 万元; ValueError for what is no amount, or no whole number of fen."""
    found = _WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None:
        raise ValueError(f"{text[:40]!r} is no amount")
    whole, part, unit = found[1].replace(",", ""), found[2] or "", found[3] or ""
    amount = Decimal(f"{whole}.{part or 0}") * (1_000_000 if unit.startswith("万") else 100)
    if amount != int(amount) or amount > MOST:
        raise ValueError(f"{text[:40]!r} is no amount of whole fen")
    return int(amount)


def yuan(amount: int) -> str:
    """As people read it, with separators: 12,345.60."""
    return f"{amount // 100:,}.{amount % 100:02}"


def plain(amount: int) -> str:
    """As programs read it, and forms take it again: 12345.60."""
    return f"{amount // 100}.{amount % 100:02}"
