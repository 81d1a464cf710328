"""Of whom a personal value tells, and how it is shown to who has not asked for it. Pure."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
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


def named(stream: str, first: Any, event: Any) -> Iterator[tuple[UUID, Callable[[str], str]]]:
    """Of the names that an event of a stream states, by reference, whom each tells of; `first` is its first event."""
    unit = getattr(event, "bureau", "") or getattr(first, "station", "")
    for field in NAMES:
        if isinstance(ref := getattr(event, field, None), PersonalRef):
            yield ref.ref, partial(of_unit, unit) if unit else partial(_holder, UUID(stream.partition("-")[2]))


def _holder(account: UUID, _: str) -> str:
    return of_account(account)


def of_unit(unit: str, name: str) -> str:
    """A person as a unit names them."""
    return f"{unit} {name}"


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
