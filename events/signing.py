"""Sign how far the log is, and hold a database against what was signed before: the note in the witness file outlasts
the database, and tells when that was restored, cut off or rewritten.

A note goes to the database first, then to the file. Whoever finds the database ahead carries its notes over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from events import note, reasons, tables, tiles, tree
from events.checkpoint import Checkpoint, Claim, Recovery, statement
from events.clock import Clock
from events.database import Database
from events.errors import BadNote, NoSuchLeaves, NotConsistent
from events.note import Signer, Verifier
from events.reasons import Reason, reason
from events.witness import Witness

NOTHING = Claim(0, tree.EMPTY_ROOT)
SUSPENDING = 0x5E42
_log, _signed, _suspensions = tables.log, tables.signed_checkpoints, tables.suspensions


@dataclass(frozen=True, slots=True)
class Notary:
    """What a process vouches with: whose notes it believes, where they are kept, and the key if it signs itself."""

    verifier: Verifier
    witness: Witness | None = None
    signer: Signer | None = None

    def as_it_is(self) -> "Notary":
        """The same, with the witness file as long as it is now."""
        return replace(self, witness=self.witness and self.witness.as_it_is())


def sign_checkpoint(
    database: Database, clock: Clock, signer: Signer, witness: Witness, *, wait: bool = True
) -> Checkpoint | None:
    """Sign the log as it is committed, if it has grown since the last note; None if it has not.

    NotConsistent, and nothing is signed, if the database is not the one the witness file vouches for. BlockingIOError
    if another process signs and this one does not `wait`.
    """
    with witness.alone(wait=wait):
        with database.reading() as connection:
            claim = vouched(connection, signer.verifier, witness)
            for one, newer in _ahead(connection, signer.verifier, claim):
                witness.add(newer)
                claim = one.claim
            checkpoint = _grown(connection, signer.name, claim, clock)
        if checkpoint:
            signed = signer.sign(checkpoint.text)
            _keep(database, checkpoint, signed)
            witness.add(signed)
        return checkpoint


def standing(database: Database, verifier: Verifier, witness: Witness) -> Reason | None:
    """Why this database cannot be the one the witness file vouches for; None if it can."""
    with database.reading() as connection:
        try:
            vouched(connection, verifier, witness)
        except NotConsistent as found:
            return found.reason
    return None


def suspend(database: Database, clock: Clock, why: Reason) -> bool:
    """Make the log read-only until a recovery lifts it; False if it is already."""
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SUSPENDING})
        if suspension(connection):
            return False
        newest, now = connection.scalar(select(func.max(_suspensions.c.found_at))), clock.now()
        found_at = max(now, newest + timedelta(microseconds=1)) if newest else now
        connection.execute(insert(_suspensions).values(found_at=found_at, reason=why.stored))
        return True


def lift(connection: Connection, now: datetime) -> None:
    """Let the log be written again. What makes that right is recorded in the same transaction by the caller."""
    connection.execute(_suspensions.update().where(_suspensions.c.lifted_at.is_(None)).values(lifted_at=now))


def suspension(connection: Connection) -> Reason | None:
    """Why the log is read-only; None if it is not."""
    found: str | None = connection.scalar(select(_suspensions.c.reason).where(_suspensions.c.lifted_at.is_(None)))
    return None if found is None else reasons.kept(found)


def length(connection: Connection) -> int:
    """How many positions the log has."""
    newest = connection.scalar(select(func.max(_log.c.position)))
    return 0 if newest is None else newest + 1


def newest_checkpoint(connection: Connection) -> Any:
    """The newest row of signed_checkpoints, None if nothing was signed yet."""
    return connection.execute(select(_signed).order_by(_signed.c.size.desc()).limit(1)).one_or_none()


def vouched(connection: Connection, verifier: Verifier, witness: Witness) -> Claim:
    """What the last note of the witness file says the log was; NotConsistent if it cannot have been that."""
    try:
        last = witness.last()
        stated = statement(note.open(last, verifier)) if last else None
    except BadNote as bad:
        raise _untrusted("witness", bad) from bad
    if stated:
        _require_same(connection, stated, verifier.name)
    claim = stated.claim if stated else NOTHING
    _require_carried(connection, verifier, witness, claim)
    return claim


def _untrusted(which: str, bad: BadNote) -> NotConsistent:
    return NotConsistent(reason(f"{which}_{bad.code}", why=str(bad), key=bad.key))


def _require_carried(connection: Connection, verifier: Verifier, witness: Witness, claim: Claim) -> None:
    """One note may be in the database alone, if its signer was cut off; a second one may not.

    The file may have grown since it was read, before the database was: then it is read again.
    """
    signed = _count_past(connection, claim)
    if signed > 1 and (last := witness.last()) and (now := _claim(last, verifier)).size > claim.size:
        signed = _count_past(connection, now)
    if signed > 1:
        path = str(witness.path)
        raise NotConsistent(
            reason("notes_missing", path=path, signed=signed, size=claim.size)
            if claim.size
            else reason("no_note", path=path, signed=signed)
        )


def _count_past(connection: Connection, claim: Claim) -> int:
    return connection.scalar(select(func.count()).select_from(_signed).where(_signed.c.size > claim.size)) or 0


def _claim(last: str, verifier: Verifier) -> Claim:
    try:
        return statement(note.open(last, verifier)).claim
    except BadNote as bad:
        raise _untrusted("witness", bad) from bad


def _require_same(connection: Connection, stated: Checkpoint | Recovery, origin: str) -> None:
    size, there = stated.claim.size, length(connection)
    if stated.origin != origin:
        raise NotConsistent(reason("other_log", stated=stated.origin, wanted=origin))
    if there < size:
        raise NotConsistent(reason("cut_off", there=there, vouched=size))
    try:
        same = tree.root(tiles.reader(connection, trusted=size), size) == stated.claim.root
    except NoSuchLeaves as missing:
        raise NotConsistent(missing.reason) from missing
    if not same:
        raise NotConsistent(reason("rewritten", size=size))
    if isinstance(stated, Checkpoint) and _seal(connection, size) != stated.seal:
        raise NotConsistent(reason("other_seal", position=size - 1))


def _ahead(connection: Connection, verifier: Verifier, claim: Claim) -> Iterator[tuple[Checkpoint, str]]:
    """The notes that reached the database and not the file, each checked like one of the file's."""
    newer = select(_signed.c.note).where(_signed.c.size > claim.size).order_by(_signed.c.size)
    for signed in connection.scalars(newer).all():
        try:
            stated = Checkpoint.parse(note.open(signed, verifier))
        except BadNote as bad:
            raise _untrusted("checkpoint", bad) from bad
        _require_same(connection, stated, verifier.name)
        yield stated, signed


def _grown(connection: Connection, origin: str, claim: Claim, clock: Clock) -> Checkpoint | None:
    """The checkpoint to sign. What is past `claim` is taken from the leaves, whatever tiles say."""
    size = length(connection)
    if size <= claim.size:
        return None
    try:
        root = tree.root(tiles.reader(connection, trusted=claim.size), size)
    except NoSuchLeaves as missing:
        raise NotConsistent(missing.reason) from missing
    return Checkpoint(origin, size, root, _seal(connection, size), clock.now())


def _seal(connection: Connection, size: int) -> bytes:
    found = connection.scalar(select(_log.c.seal).where(_log.c.position == size - 1))
    return bytes(found or b"")


def _keep(database: Database, checkpoint: Checkpoint, signed: str) -> None:
    row = {"size": checkpoint.size, "root": checkpoint.root, "note": signed, "signed_at": checkpoint.signed_at}
    with database.writing() as connection:
        connection.execute(insert(_signed).values(**row))
