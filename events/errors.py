"""What can go wrong in the log. Every message says what was expected and what was found."""

from uuid import UUID

from events.reasons import Reason, reason


class EventLogError(Exception):
    """Base of all errors raised by `events`."""


class WrongExpectedVersion(EventLogError):
    """Someone else appended to this stream first."""

    def __init__(self, stream: str, expected: int):
        super().__init__(f"{stream} is not at version {expected}")
        self.stream, self.expected = stream, expected


class DuplicateCommand(EventLogError):
    """This command id has been carried out already, at the same time by someone else."""

    def __init__(self, command_id: UUID):
        super().__init__(f"command {command_id} has been carried out already")
        self.command_id = command_id


class Suspended(EventLogError):
    """The log is read-only: something was found that a signed recovery event must first account for."""

    def __init__(self, reason: Reason):
        super().__init__(f"the log is suspended: {reason}")
        self.reason = reason


class UnknownEventType(EventLogError):
    """The log holds a name and schema version that no event class claims."""

    def __init__(self, name: str, schema_version: int):
        super().__init__(f"no event is registered as {name!r} version {schema_version}")


class BrokenUpcasters(EventLogError):
    """The upcasters do not raise every older shape of an event to its present one."""


class NotCanonical(EventLogError):
    """A value has no canonical bytes: a float, an integer past 53 bits, a lone surrogate."""


class UnsafeDatabase(EventLogError):
    """The database would not keep what it acknowledges, so nothing is started on it."""


class NoSuchLeaves(EventLogError):
    """The log has not the leaves that its own length, or a note signed over it, asks for."""

    def __init__(self, start: int, stop: int):
        self.reason = reason("gap", first=start, last=stop - 1)
        super().__init__(str(self.reason))
        self.start, self.stop = start, stop


class BadNote(EventLogError):
    """A signed note, or the key to one, that is malformed or not signed by the key it should be.

    `code` is malformed, unsigned (not by the key of that `key` line) or forged.
    """

    def __init__(self, message: str, code: str = "malformed", *, key: str = ""):
        super().__init__(message)
        self.code, self.key = code, key


class BadKeyFile(EventLogError):
    """A file that should hold a signing key and does not, or that others may read."""


class NotConsistent(EventLogError):
    """The database is not the one that the witness file vouches for; nothing is signed over it."""

    def __init__(self, reason: Reason):
        super().__init__(str(reason))
        self.reason = reason


class LeaseLost(EventLogError):
    """Another runner has taken the subscription over; what this one was about to write is rolled back."""

    def __init__(self, name: str, fence: int):
        super().__init__(f"the lease {fence} of {name} has gone to another runner")


class CopyFailed(EventLogError):
    """A program that copies databases is missing, or ended with an error."""


class CopyUnderWay(EventLogError):
    """Another backup to the same file, or another restore into the same place, has not ended yet."""


class NotEmpty(EventLogError):
    """A backup is put back where nothing is yet; here something is."""


class DamagedBackup(EventLogError):
    """An archive that is no backup, or not the one that was made."""


class KeysMissing(EventLogError):
    """The folder with the keys of personal values is not set, not there, or not the one they were sealed with."""

    def __init__(self) -> None:
        super().__init__("the keys of personal values are not there; XIAOHAO_KEYS names their folder")
