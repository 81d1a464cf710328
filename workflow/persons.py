"""Of whom a personal value tells, and how it is shown to who has not asked for it. Pure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from events.personal import PersonalRef

NAMED = ("leader", "contact", "phone")
OF_CONTACT = {"phone": "contact"}
DOUBLE = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 宇文 长孙 慕容 司徒 夏侯 轩辕 端木 百里 南宫 西门 独孤".split()  # noqa: SIM905
)
PHONE_KEPT = (3, 4)


def told(said: Any, subject: UUID, values: Mapping[UUID, str]) -> dict[UUID, str]:
    """By reference, who it tells of: the one a unit names so, or the holder of an account. `said` states the values.

    A phone tells of the contact it stands beside. `values` are the values themselves, by reference.
    """
    refs = {
        name: ref for name in dir(said) if isinstance(ref := getattr(said, name), PersonalRef) and ref.ref in values
    }
    if not hasattr(said, "bureau"):
        return {ref.ref: of_account(subject) for ref in refs.values()}
    whose = {name: refs.get(OF_CONTACT.get(name, name), ref) for name, ref in refs.items()}
    return {refs[name].ref: of_unit(said.bureau, values[ref.ref]) for name, ref in whose.items()}


def of_unit(unit: str, name: str) -> str:
    """A person as a unit names them."""
    return f"{unit} {name}"


def of_account(account: UUID) -> str:
    """The holder of an account."""
    return f"account {account}"


def masked(kind: str, value: str) -> str:
    """张三 as 张*, 13812345678 as 138****5678; of what is shorter than that, less."""
    if kind == "phone":
        begins, ends = PHONE_KEPT
        return value[:begins] + "****" + value[-ends:] if len(value) > begins + ends else "****"
    kept = 2 if value[:2] in DOUBLE and len(value) > 2 else 1
    return value[:kept] + "*"


def masked_field(field: str, value: str) -> str:
    """What a field of an item is shown as."""
    return masked("phone" if field == "phone" else "name", value)
