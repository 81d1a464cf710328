"""Hold the log against what was signed over it: signed_checkpoints, and the witness file where there is one.

A recovery answers for what stood before it: notes up to the size it found may be signed by a key since given up, and
need not be in the witness file, which may be a new one. What they say has to hold all the same.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from events import note
from events.checkpoint import Checkpoint, Claim, Recovery, statement
from events.errors import BadNote
from events.signing import Notary
from events.tables import signed_checkpoints
from events.verify.faults import Fault
from events.verify.positions import Positions
from events.witness import Witness


class Signed:
    """One check; `answered` is what the last recovery signed with the notary's key found, None if there is none."""

    def __init__(self, positions: Positions, notary: Notary | None, answered: Claim | None):
        self._positions, self._notary, self._answered = positions, notary, answered
        self._there: set[bytes] = set()
        self._newest = 0
        self._expected: dict[bytes, int] = {}  # notes the witness file has to have, by digest, with their sizes

    def faults(self, connection: Connection) -> Iterator[Fault]:
        """Every checkpoint against the log; with a notary signatures too, and what the witness file says."""
        query = select(signed_checkpoints).order_by(signed_checkpoints.c.size)
        for row in connection.execute(query.execution_options(yield_per=1000)):
            self._there.add(_digest(row.note))
            self._newest = row.size
            yield from self._checkpoint(row)
        if self._answered:
            yield from self._against_log(self._answered, "events", "log.recovered")
        if self._notary and self._notary.witness:
            yield from self._witnessed(self._notary, self._notary.witness)

    def _checkpoint(self, row: Row[Any]) -> Iterator[Fault]:
        where = f"size {row.size}"
        try:
            stated = Checkpoint.parse(self._text(row))
        except BadNote as bad:
            yield Fault("signed_checkpoints", where, f"its note cannot be trusted: {bad}", "note")
            return
        said = {"size": stated.size, "root": stated.root, "signed_at": stated.signed_at}
        for column, value in said.items():
            stored = getattr(row, column)
            if (bytes(stored) if column == "root" else stored) != value:
                yield Fault("signed_checkpoints", where, "it is not what its note says", column)
                return
        if not self._was_answered(stated.size):
            self._expected[_digest(row.note)] = stated.size
        yield from self._over_log(stated, "signed_checkpoints")

    def _text(self, row: Row[Any]) -> str:
        if self._notary is None or (self._was_answered(row.size) and not _signed_by(row.note, self._notary)):
            return note.parts(row.note)[0]
        return note.open(row.note, self._notary.verifier)

    def _was_answered(self, size: int) -> bool:
        return self._answered is not None and size <= self._answered.size

    def _over_log(self, stated: Checkpoint, table: str) -> Iterator[Fault]:
        sound = self._positions.seals.get(stated.size) in (None, stated.seal)
        if faults := list(self._against_log(stated.claim, table, f"size {stated.size}")):
            yield from faults
        elif not sound:
            what = "the times of the log are not the ones that were signed at this size"
            yield Fault(table, f"size {stated.size}", what)

    def _against_log(self, claim: Claim, table: str, where: str) -> Iterator[Fault]:
        there = self._positions.size
        if claim.size > there:
            yield Fault("log", f"position {there}", f"missing: {claim.size} positions were signed")
        elif self._positions.roots.get(claim.size, claim.root) != claim.root:  # none past a missing position
            yield Fault(table, where, "the log is not the one that was signed at this size")

    def _witnessed(self, notary: Notary, witness: Witness) -> Iterator[Fault]:
        """What was vouched for since the last recovery is in the table and of this log; and the other way round.

        The file may grow meanwhile: what is in it past its extent is not asked of the database, which was read before.
        """
        missing: dict[int, Checkpoint] = {}
        bad: list[Fault] = []
        for end, one in witness.blocks():
            expected = self._expected.pop(_digest(one), None)
            if expected is not None or (witness.extent is not None and end > witness.extent):
                continue
            try:
                match statement(note.open(one, notary.verifier)):
                    case Recovery():
                        missing.clear()
                        bad.clear()
                    case Checkpoint() as stated if _digest(one) not in self._there:
                        missing[stated.size] = stated
            except BadNote as found:
                bad.append(Fault("witness file", f"{witness.path} byte {end}", str(found)))
        yield from bad
        yield from self._missing_here(missing)
        yield from self._missing_there(witness)

    def _missing_here(self, missing: dict[int, Checkpoint]) -> Iterator[Fault]:
        for size, stated in missing.items():
            if size > self._positions.size:
                yield from self._over_log(stated, "witness file")
            else:
                yield Fault("signed_checkpoints", f"size {size}", "the witness file has a note that is missing here")

    def _missing_there(self, witness: Witness) -> Iterator[Fault]:
        """The newest note may be missing: its signer was cut off before it reached the file, and carries it over."""
        sizes = sorted(self._expected.values())
        if len(sizes) > 1 or (sizes and sizes[0] != self._newest):
            what = f"{len(sizes)} notes of signed_checkpoints are missing in it, the first of size {sizes[0]}"
            yield Fault("witness file", str(witness.path), f"{what}: it was cut, or replaced by another")


def _signed_by(one: str, notary: Notary) -> bool:
    """Whether a note says that the notary's key signed it; BadNote for what is no note."""
    own = notary.verifier.name, notary.verifier.key_id
    return any((each.name, each.key_id) == own for each in note.parts(one)[1])


def _digest(one: str) -> bytes:
    return hashlib.sha256(one.encode()).digest()
