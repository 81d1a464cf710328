"""Of whom a personal value tells, and how it is shown to who has not asked for it. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

from events.personal import PersonalRef

NAMED = ("leader", "contact", "phone")
NAMES = ("leader", "contact", "name")
OF_CONTACT = {"phone": "contact"}
DOUBLE = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 宇文 长孙 慕容 司徒 夏侯 轩辕 端木 百里 南宫 西门 独孤".split()  # noqa: SIM905
)
PHONE_KEPT = (3, 4)
HAN = "\u2e80-\u9fff\U00020000-\U0003ffff·"
WITHIN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
BETWEEN = re.compile(f"(?<=[{HAN}])(?=[{HAN}])")
MOST_GAPS = 6  # of a name that every spelling is tried of


def told(said: Any, subject: UUID, values: Mapping[UUID, str]) -> dict[UUID, str]:
    """By reference, who it tells of: the one a unit names so, or the holder of an account. `said` states the values.

    A command that says `whose` they are is believed. A phone tells of the contact it stands beside. `values` are the
    values themselves, by reference.
    """
    refs = {
        name: ref for name in dir(said) if isinstance(ref := getattr(said, name), PersonalRef) and ref.ref in values
    }
    if whose := getattr(said, "whose", ""):
        return {ref.ref: whose for ref in refs.values()}
    if not hasattr(said, "bureau"):
        return {ref.ref: of_account(subject) for ref in refs.values()}
    beside = {name: refs.get(OF_CONTACT.get(name, name), ref) for name, ref in refs.items()}
    return {refs[name].ref: of_unit(said.bureau, values[ref.ref]) for name, ref in beside.items()}


def named(stream: str, first: Any, event: Any) -> Iterator[tuple[UUID, Callable[[str], tuple[str, ...]]]]:
    """Of the names that an event of a stream states, by reference, whom each tells of; `first` is its first event.

    What is told of a name is told as now, and as releases did that took it letter by letter.
    """
    unit = getattr(event, "bureau", "") or getattr(first, "station", "") or getattr(first, "unit", "")
    for field in NAMES:
        if isinstance(ref := getattr(event, field, None), PersonalRef):
            yield ref.ref, partial(_as_written, unit) if unit else partial(_holder, UUID(stream.partition("-")[2]))


def _holder(account: UUID, _: str) -> tuple[str, ...]:
    return (of_account(account),)


def _as_written(unit: str, name: str) -> tuple[str, ...]:
    return of_unit(unit, name), f"{unit} {name}"


def plain_name(name: str) -> str:
    """A name as one person has one: half-width, nothing unseen, no blanks within Han letters, single ones elsewhere."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return WITHIN.sub("", " ".join(seen.split()))


def is_same_name(one: str, other: str) -> bool:
    return plain_name(one).casefold() == plain_name(other).casefold()


def of_unit(unit: str, name: str) -> str:
    """A person as a unit names them."""
    return f"{unit} {plain_name(name)}"


def spellings(unit: str, name: str) -> tuple[str, ...]:
    """A person as a unit names them, and as releases told of them that took 王 五 for somebody else than 王五."""
    letters = BETWEEN.split(plain_name(name))
    gaps = len(letters) - 1
    tried = product(("", " "), repeat=gaps) if gaps <= MOST_GAPS else [("",) * gaps, (" ",) * gaps]
    return tuple(f"{unit} " + "".join(map("".join, zip(letters, (*blanks, ""), strict=True))) for blanks in tried)


def of_account(account: UUID) -> str:
    """The holder of an account."""
    return f"account {account}"


def masked(kind: str, value: str) -> str:
    """张三 as 张*, 13812345678 as 138****5678, li@a.test as l****@a.test; of what is shorter than that, less."""
    if kind == "phone":
        begins, ends = PHONE_KEPT
        return value[:begins] + "****" + value[-ends:] if len(value) > begins + ends else "****"
    if kind == "mail":
        return value[:1] + "****" + value[value.rfind("@") :]
    kept = 2 if value[:2] in DOUBLE and len(value) > 2 else 1
    return value[:kept] + "*"


def masked_field(field: str, value: str) -> str:
    """What a field of an item is shown as."""
    return masked("phone" if field == "phone" else "name", value)
