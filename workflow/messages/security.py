"""The security log as the log knows it: how far it was on a day, and up to where it was taken away. Digests in hex."""

from dataclasses import dataclass
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked

SECURITY_LOG = UUID("5b1d3f0a-6f0e-5c57-8f6b-3c1a5d0e9b72")


@event("security.sealed")
class SecurityLogSealed(DomainEvent):
    """Its row `through` has this digest, and so all before it are fixed."""

    through: int
    digest: str


@event("security.trimmed")
class SecurityLogTrimmed(DomainEvent):
    """The rows up to `through`, whose digest this is, were kept as long as policy asks and are gone."""

    through: int
    digest: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SealSecurityLog(Command):
    stream_kind = "security"
    trigger = "seal"
    records = SecurityLogSealed
    through: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class TrimSecurityLog(Command):
    stream_kind = "security"
    trigger = "trim"
    records = SecurityLogTrimmed
    reason: str = asked(Words("清理依据", "On what basis"), max=200)
    through: int
    digest: str
