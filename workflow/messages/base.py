"""What every command and every event carries, whatever it is about."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from events.personal import PersonalValue
from workflow.errors import Words
from workflow.words import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, with the role and organisation it acts in. Written `role organisation account` in the log.

    `within` are the units that a reader's sight is narrowed to, None for no narrowing; it is never recorded.
    """

    account: UUID
    role: Role
    org: str
    within: frozenset[str] | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.role} {self.org} {self.account}"

    @staticmethod
    @lru_cache(4096)
    def parse(text: str) -> "Actor":
        role, org, account = text.split(" ")
        return Actor(UUID(account), Role(role), org)


SYSTEM = Actor(UUID(int=0), Role.SYSTEM_ADMIN, "system")


class DomainEvent:
    """Base of all events of the domain."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Command:
    """What every command carries; none of it comes from the form itself.

    `expected_version` is the version the actor looked at, if the shell knows it. `correlation_id` says with what it
    came together, None where it came alone. `personal` holds the values behind the command's personal references: they
    are kept beside the log, never in it. `holds_others` says that deciding it
    holds other streams still, so that it is carried out in a transaction of several statements.
    """

    stream_kind: ClassVar[str]
    trigger: ClassVar[str]
    records: ClassVar[type[DomainEvent]]
    holds_others: ClassVar[bool] = False

    command_id: UUID
    subject: UUID
    by: Actor
    at: datetime
    effective_at: datetime | None = None
    expected_version: int | None = None
    correlation_id: UUID | None = None
    personal: tuple[PersonalValue, ...] = ()

    @property
    def stream(self) -> str:
        return f"{self.stream_kind}-{self.subject}"


def asked(label: Words, /, *, default: Any = ..., **hints: Any) -> Any:
    """A field that is asked of the actor: its label, and hints for schema and form (max, rows, hidden, dialled, money;
    `code` for what nobody words freely).

    `later` says that it was not asked at first: left out, it leaves a command what it was before.
    """
    metadata = {"label": label, **hints}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)
