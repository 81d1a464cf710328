"""The whole check of a ledger: the log against itself; guard rows, stored answers, personal values, evidence files and
read models against the log. The first fault named is where to look first."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain
from uuid import UUID

from sqlalchemy import Connection, select

from events import tables
from events.checkpoint import Claim
from events.errors import BadNote, EventLogError
from events.event import Recorded
from events.note import decoded
from events.personal import PersonalRef
from events.projection import Progress, compare, in_batches, nothing_to_tell
from events.signing import Notary
from events.store import EventStore, kind_of
from events.subscription import newest_position
from events.tolerance import tolerant
from events.verify import Fault, verify, verify_acts, verify_guards, verify_personal
from workflow import frames, persons
from workflow.audit_answers import Answers
from workflow.files import FileStore
from workflow.following import HISTORY, followed
from workflow.item import Happened, fold
from workflow.messages.disclosure_list import DisclosureListPrepared
from workflow.messages.package import PackageReturned
from workflow.messages.person import PersonErased
from workflow.messages.recovery import RECOVERIES, LogRecovered
from workflow.messages.security import SECURITY_LOG, SecurityLogSealed, SecurityLogTrimmed
from workflow.projections import PROJECTIONS
from workflow.suspensions import unanswered


def audit(
    connection: Connection, files: FileStore, progress: Progress = nothing_to_tell, notary: Notary | None = None
) -> Iterator[Fault]:
    """Every fault found. What rests on events that are themselves faulty is not looked at further.

    `progress` is told of streams, each of which is gone through twice. A `notary` holds the log to what was signed; its
    witness is to be taken `as_it_is` before the connection's view begins.
    """
    answered = _answered(connection, notary)
    faults = list(verify(connection, notary, answered))
    yield from faults
    with tolerant(connection):
        if not faults:
            yield from _beside(connection, files, progress, notary, answered)
    yield from _lifting(connection)
    yield from verify_guards(connection, frames.frame_rows.name)


def _beside(
    connection: Connection, files: FileStore, progress: Progress, notary: Notary | None, answered: Claim | None
) -> Iterator[Fault]:
    """What stands beside the events, held against them. A few streams at a time are in memory."""
    answers, stated, uploaded, sound = Answers(connection), dict[UUID, str](), set[str](), True
    erased, named = dict[UUID, int](), dict[UUID, Callable[[str], tuple[str, ...]]]()
    try:
        for recorded in _everything(connection, progress):
            for fault in _guard_rows(connection, recorded):
                sound = False
                yield fault
            yield from answers.faults(recorded)
            stated |= _stated(recorded)
            named |= _named(recorded)
            uploaded |= _uploaded(recorded)
            erased |= {UUID(o.stream[7:]): o.event.values for o in recorded if isinstance(o.event, PersonErased)}
            yield from _recoveries(recorded, notary, answered)
        yield from answers.left()
        yield from verify_personal(connection, stated, erased, named)
        yield from chain(_acts(connection), _samples(connection))
        yield from _files(uploaded, files)
        if sound:  # a stream that says it is of another kind has no rows to compare
            yield from _read_models(connection, progress)
    except (EventLogError, ValueError) as error:
        yield Fault("events", "", f"an event cannot be read: {error}")


def _everything(connection: Connection, progress: Progress) -> Iterator[list[Recorded]]:
    """All events, some streams at a time, each whole; each item's history is folded once, to see that it can be."""
    store = EventStore(connection)
    streams = connection.scalars(select(tables.streams.c.stream_id).order_by(tables.streams.c.stream_id)).all()
    for batch in in_batches(streams):
        histories = [history.recorded for history in store.read_many(batch)]
        for recorded in histories:
            if recorded[0].stream.startswith("item-"):
                fold(map(Happened.of, recorded))
        yield [one for recorded in histories for one in recorded]
        progress(len(batch))


def _guard_rows(connection: Connection, recorded: list[Recorded]) -> Iterator[Fault]:
    """What a stream's row says besides version and head: the definition its first event pins, and that it is open."""
    pinned = {one.stream: getattr(one.event, "definition", None) for one in recorded if one.version == 1}
    rows = select(tables.streams).where(tables.streams.c.stream_id.in_(pinned)).order_by(tables.streams.c.stream_id)
    for row in connection.execute(rows):
        said = {"kind": kind_of(row.stream_id), "definition": pinned.get(row.stream_id), "closed": 0}
        for column, value in said.items():
            if getattr(row, column) != value:
                yield Fault("streams", row.stream_id, "it is not what its first event says", column)


def _acts(connection: Connection) -> Iterator[Fault]:
    """The security log, held to what the log says of it."""
    told = [one.event for one in EventStore(connection).read(f"security-{SECURITY_LOG}").recorded]
    sealed = {one.through: bytes.fromhex(one.digest) for one in told if isinstance(one, SecurityLogSealed)}
    trimmed = {one.through: bytes.fromhex(one.digest) for one in told if isinstance(one, SecurityLogTrimmed)}
    yield from verify_acts(connection, sealed, trimmed)


def _samples(connection: Connection) -> Iterator[Fault]:
    """The frames of samples, and the draws from those that are as they were."""
    store = EventStore(connection)
    of_samples = [one for stream in store.streams("sample") for one in store.read(stream).recorded]
    found = list(frames.faults(connection, of_samples))
    yield from found
    if not found:
        yield from frames.draw_faults(connection, of_samples)


def _stated(recorded: list[Recorded]) -> dict[UUID, str]:
    """The commitment that events state for each personal reference."""
    said = (getattr(one.event, field.name) for one in recorded for field in fields(one.event))
    return {value.ref: value.commitment for value in said if isinstance(value, PersonalRef)}


def _named(recorded: list[Recorded]) -> dict[UUID, Callable[[str], tuple[str, ...]]]:
    """Whom the names that events state tell of."""
    first = {one.stream: one.event for one in recorded if one.version == 1}
    return {ref: whose for one in recorded for ref, whose in persons.named(one.stream, first[one.stream], one.event)}


def _uploaded(recorded: list[Recorded]) -> set[str]:
    """The digests of the evidence that events name, and of what the public sees of lists."""
    named = (getattr(one.event, name, ()) for one in recorded for name in ("evidence", "attached"))
    returned = (one.event for one in recorded if isinstance(one.event, PackageReturned))
    packed = (files for event in returned for files in (event.report, event.completed, event.scan))
    public = {one.event.digest for one in recorded if isinstance(one.event, DisclosureListPrepared)}
    return {file.sha256 for files in (*named, *packed) for file in files} | public


def _files(uploaded: set[str], files: FileStore) -> Iterator[Fault]:
    for sha256 in sorted(uploaded):
        if not files.holds(sha256):
            yield Fault("files", sha256, "the file is missing or is not the one that was uploaded")


def _answered(connection: Connection, notary: Notary | None) -> Claim | None:
    """What the last recovery signed by our key found; None where there is none that can be read."""
    if notary is None:
        return None
    with tolerant(connection):
        try:
            recorded = EventStore(connection).read(f"log-{RECOVERIES}").recorded
        except (EventLogError, ValueError):
            return None
    own = [one.event.statement.found for one in recorded if _is_signed(one.event, notary)]
    return own[-1] if own else None


def _is_signed(event: LogRecovered, notary: Notary) -> bool:
    try:
        return notary.verifier.verifies(event.statement.text, decoded(event.signature))
    except (BadNote, ValueError):
        return False


def _recoveries(recorded: list[Recorded], notary: Notary | None, answered: Claim | None) -> Iterator[Fault]:
    """Each recovery is signed by the key whose notes are believed, or by another before that was answered for."""
    for one in recorded:
        if not (notary and isinstance(one.event, LogRecovered)) or _is_signed(one.event, notary):
            continue
        other = one.event.key != notary.verifier.fingerprint
        if not (other and answered and one.position is not None and one.position < answered.size):
            yield Fault("events", f"{one.stream} version {one.version}", "the recovery is not signed by our key")


def _lifting(connection: Connection) -> Iterator[Fault]:
    """A log is written again once a recovery is on record, and not because a row was changed."""
    try:
        found = unanswered(connection)
    except (EventLogError, ValueError):  # named already
        return
    if found:
        yield Fault("suspensions", f"found {found.since.isoformat()}", "it was lifted without a recovery", "lifted_at")


def _read_models(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Histories only as far as they have come: what is behind is late, not wrong."""
    up_to = followed(connection)
    if up_to > newest_position(connection):
        yield Fault("subscriptions", HISTORY.name, "it claims to have come further than the log")
    for projection in PROJECTIONS:
        for difference in compare(connection, projection, up_to, progress):
            row = " ".join(map(str, difference.key))
            yield Fault(difference.table, row, f"differs from the log in {', '.join(difference.columns)}")
