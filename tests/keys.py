"""The keys that logs are signed with in tests: ours, and another one under the same name."""

from events.note import Signer

SIGNER = Signer("xiaohao.test", bytes(range(32)))
OTHER = Signer("xiaohao.test", bytes(range(1, 33)))
