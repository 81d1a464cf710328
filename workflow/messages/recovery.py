"""The recovery of a log that was found not to be the one its witness file vouches for: recorded once someone answers
for going on, signed with the key that the checkpoints are signed with."""

from dataclasses import dataclass
from uuid import UUID

from events import codec
from events.checkpoint import Claim, Recovery
from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked

RECOVERIES = UUID("2f6c7a0e-5a53-5d0b-9f0e-6d1f0c3b8a41")


@event("log.recovered")
class LogRecovered(DomainEvent):
    """What the witness file vouched for last, what was found instead, and why it is gone on with.

    Roots and the key's fingerprint in hex, the signature over the statement in base64, `stated_at` in microseconds.
    """

    reason: str
    origin: str
    vouched_size: int
    vouched_root: str
    found_size: int
    found_root: str
    stated_at: int
    key: str
    signature: str

    @property
    def statement(self) -> Recovery:
        """What was signed."""
        vouched = Claim(self.vouched_size, bytes.fromhex(self.vouched_root))
        found = Claim(self.found_size, bytes.fromhex(self.found_root))
        return Recovery(self.origin, vouched, found, self.reason, codec.moment(self.stated_at))


@dataclass(frozen=True, kw_only=True)
class RecoverLog(Command):
    stream_kind = "log"
    trigger = "recover"
    records = LogRecovered
    reason: str = asked(Words("恢复原因", "Why the log is gone on with"), max=200)
    origin: str
    vouched_size: int
    vouched_root: str
    found_size: int
    found_root: str
    stated_at: int
    key: str
    signature: str
