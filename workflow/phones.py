"""Numbers of phones: what is one, and when two ways of writing are the same number. Pure."""

import re
import unicodedata

FEWEST, MOST = 5, 20  # digits
_PHONE = re.compile(r"\+?[0-9(][0-9() -]*(?: ?(?:转|分机|ext\.?|x|#|,) ?[0-9]{1,6})?", re.IGNORECASE)
_HOME = re.compile(r"(?:\+|00)86|86(?=1[3-9][0-9]{9}$)")


def plain_phone(text: str) -> str:
    """As it is written, in half-width."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_phone(text: str) -> bool:
    """Digits, with +, -, brackets and blanks between them, and an extension behind them."""
    plain = plain_phone(text)
    return bool(_PHONE.fullmatch(plain)) and FEWEST <= len(_digits(plain)) <= MOST


def is_same_phone(one: str, other: str) -> bool:
    """Whether both say the same number, in whatever way it is written."""
    return _number(one) == _number(other)


def _number(text: str) -> str:
    kept = re.sub("[^0-9+]", "", plain_phone(text))
    return _digits(_HOME.sub("", kept, count=1) if _HOME.match(kept) else kept) or plain_phone(text)


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)
