"""What is signed: how long the log is, its root, and the seal of its last position; and what a recovery states.

    xiaohao                                              the log's name, its origin
    51                                                   how many positions
    4eRzE5mYIE5+m5tm1nyROfRZ7VOAeFwDUB0g+EGfjmE=         the root over them
    seal 0uJvZVDRZq3nJcJWmkK1tJDYb9DqjhQ3N1kvnO7Fo1o=     log.seal of the last of them
    time 1586331000000000                                when it was signed, microseconds since 1970

Each line ends in a newline, and there is exactly one way to write a checkpoint: another one is refused.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from events import codec
from events.errors import BadNote
from events.note import decoded, encoded

_NUMBER = r"(0|[1-9][0-9]{0,18})"
_HASH = r"([A-Za-z0-9+/]{43}=)"
_CHECKPOINT = re.compile(rf"([^\n]+)\n{_NUMBER}\n{_HASH}\nseal {_HASH}\ntime {_NUMBER}\n")
_RECOVERY = re.compile(
    rf"([^\n]+) recovery\nfrom {_NUMBER} {_HASH}\nto {_NUMBER} {_HASH}\nreason ([^\n]+)\ntime {_NUMBER}\n"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That the log once had this root at this size."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a signer vouches for at a moment. `seal` is that of the position `size` - 1; `size` is at least 1."""

    origin: str
    size: int
    root: bytes
    seal: bytes
    signed_at: datetime

    @property
    def text(self) -> str:
        return (
            f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"
            f"seal {encoded(self.seal)}\ntime {codec.microseconds(self.signed_at)}\n"
        )

    @property
    def claim(self) -> Claim:
        return Claim(self.size, self.root)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint of a text; BadNote if it is none."""
        found = _CHECKPOINT.fullmatch(text)
        if not found or found[2] == "0":
            raise BadNote("the text is not that of a checkpoint")
        origin, size, root, seal, at = found.groups()
        return cls(origin, int(size), decoded(root), decoded(seal), _moment(at))


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a recovery accounts for: what was last vouched for, what was found instead, why, and when that was said.

    xiaohao recovery
    from 51 4eRzE5mYIE5+m5tm1nyROfRZ7VOAeFwDUB0g+EGfjmE=
    to 48 0uJvZVDRZq3nJcJWmkK1tJDYb9DqjhQ3N1kvnO7Fo1o=
    reason the disk died; last night's copy was restored
    time 1586331000000000
    """

    origin: str
    vouched: Claim
    found: Claim
    reason: str
    at: datetime

    @property
    def text(self) -> str:
        return (
            f"{self.origin} recovery\nfrom {self.vouched.size} {encoded(self.vouched.root)}\n"
            f"to {self.found.size} {encoded(self.found.root)}\nreason {self.reason}\n"
            f"time {codec.microseconds(self.at)}\n"
        )

    @property
    def claim(self) -> Claim:
        """From here on the log is what was found."""
        return self.found

    @classmethod
    def parse(cls, text: str) -> "Recovery":
        """The recovery of a text; BadNote if it is none."""
        if not (found := _RECOVERY.fullmatch(text)):
            raise BadNote("the text is not that of a recovery")
        origin, size, root, to_size, to_root, reason, at = found.groups()
        vouched, there = Claim(int(size), decoded(root)), Claim(int(to_size), decoded(to_root))
        return cls(origin, vouched, there, reason, _moment(at))


def statement(text: str) -> Checkpoint | Recovery:
    """What a note's text states; BadNote if it is neither."""
    return Recovery.parse(text) if text.partition("\n")[0].endswith(" recovery") else Checkpoint.parse(text)


def _moment(microseconds: str) -> datetime:
    try:
        return codec.moment(int(microseconds))
    except OverflowError as error:
        raise BadNote("the time is past what a moment can be") from error
