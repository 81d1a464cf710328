"""What a password has to be, and for how long it may stand; pure. Two policies, which contradict each other.

`dengbao` (GB/T 22239-2019, 8.1.4.1 a) asks for several kinds of characters and a regular change. `asvs` (ASVS 5.0,
6.2.5 and 6.2.10) forbids both, because people then choose what is easy to guess, and asks for length alone. Both
refuse what is easily guessed.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from identity.passwords import LEAST, MOST
from identity.refusals import PasswordEasy, PasswordPlain, PasswordTooLong, PasswordTooShort
from workflow.accounts import ADMINISTRATORS
from workflow.words import Role

LEAST_OF_ADMINISTRATORS = 15
KINDS = 3  # of the four: small letters, capitals, digits, other characters
STANDS, ONE_TIME_STANDS = timedelta(days=90), timedelta(days=7)
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn")
WORDS = ("password", "passw0rd", "admin", "xiaohao", "welcome", "letmein", "iloveyou", "woaini", "mima", "zhenggai",
         "sifaju", "falvyuanzhu", "fayuan", "销号", "整改", "密码", "司法局", "法律援助")  # fmt: skip
RUN = 5  # characters of a row, forwards or backwards
MOST_GUESSED = 0.6  # of a password: what is left has to be found out all the same


class Policy(StrEnum):
    DENGBAO = "dengbao"
    ASVS = "asvs"


def require_sound(password: str, policy: Policy, login: str, roles: Iterable[Role]) -> None:
    """Refused: too short, too long, easily guessed, or under `dengbao` of fewer than three kinds of characters."""
    least = LEAST_OF_ADMINISTRATORS if set(roles) & set(ADMINISTRATORS) else LEAST
    if len(password) < least:
        raise PasswordTooShort(field="new", least=least)
    if len(password) > MOST:
        raise PasswordTooLong(field="new", most=MOST)
    if is_easy(password, login):
        raise PasswordEasy(field="new")
    if policy is Policy.DENGBAO and kinds_of(password) < KINDS:
        raise PasswordPlain(field="new", kinds=KINDS)


def is_easy(password: str, login: str) -> bool:
    """Made mostly of the login, of words everybody tries, of keys in a row, or of few characters."""
    text = unicodedata.normalize("NFKC", password).casefold()
    rest = text
    for word in sorted((login, *WORDS), key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = _without_runs(rest)
    return len(set(text)) < KINDS + 2 or len(rest) < (1 - MOST_GUESSED) * len(text)


def _without_runs(text: str) -> str:
    """The text without keys in a row."""
    for row in ROWS:
        for line in (row, row[::-1]):
            for length in range(len(line), RUN - 1, -1):
                for start in range(len(line) - length + 1):
                    text = text.replace(line[start : start + length], "")
    return text


def kinds_of(password: str) -> int:
    """How many of four kinds of characters it has. Characters without case, such as Chinese, are of the fourth."""
    found = {0 if c.islower() else 1 if c.isupper() else 2 if c.isdecimal() else 3 for c in password}
    return len(found)


def must_change(policy: Policy, *, one_time: bool, set_at: datetime, demo: bool, now: datetime) -> bool:
    """Whether nothing else may be done before it is changed."""
    return one_time or (policy is Policy.DENGBAO and not demo and now - set_at > STANDS)


def has_run_out(*, one_time: bool, set_at: datetime, now: datetime) -> bool:
    """Whether a one-time password was not used in time."""
    return one_time and now - set_at > ONE_TIME_STANDS
