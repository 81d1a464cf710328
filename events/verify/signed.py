"""Hold the log against what was signed over it: signed_checkpoints, and the witness file where there is one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from events import note
from events.checkpoint import Checkpoint, Recovery, statement
from events.errors import BadNote
from events.signing import Notary
from events.tables import signed_checkpoints
from events.verify.faults import Fault
from events.verify.positions import Positions


def signed(connection: Connection, positions: Positions, notary: Notary | None) -> Iterator[Fault]:
    """Every checkpoint against the log; with a notary its signature too, and against the notes of the witness file."""
    there: set[str] = set()
    query = select(signed_checkpoints).order_by(signed_checkpoints.c.size)
    for row in connection.execute(query.execution_options(yield_per=1000)):
        there.add(row.note)
        yield from _checkpoint(row, positions, notary)
    if notary and notary.witness:
        yield from _witnessed(notary, positions, there)


def _checkpoint(row: Row[Any], positions: Positions, notary: Notary | None) -> Iterator[Fault]:
    where = f"size {row.size}"
    try:
        text = note.open(row.note, notary.verifier) if notary else note.parts(row.note)[0]
        stated = Checkpoint.parse(text)
    except BadNote as bad:
        yield Fault("signed_checkpoints", where, f"its note cannot be trusted: {bad}", "note")
        return
    said = {"size": stated.size, "root": stated.root, "signed_at": stated.signed_at}
    for column, value in said.items():
        stored = getattr(row, column)
        if (bytes(stored) if column == "root" else stored) != value:
            yield Fault("signed_checkpoints", where, "it is not what its note says", column)
            return
    yield from _against_log(stated, positions, "signed_checkpoints")


def _against_log(stated: Checkpoint, positions: Positions, table: str) -> Iterator[Fault]:
    where = f"size {stated.size}"
    if stated.size > positions.size:
        yield Fault("log", f"position {positions.size}", f"missing: {stated.size} positions were signed")
    elif stated.size not in positions.roots:  # past a missing position
        return
    elif positions.roots[stated.size] != stated.root:
        yield Fault(table, where, "the log is not the one that was signed at this size")
    elif positions.seals[stated.size] != stated.seal:
        yield Fault(table, where, "the times of the log are not the ones that were signed at this size")


def _witnessed(notary: Notary, positions: Positions, there: set[str]) -> Iterator[Fault]:
    """What was vouched for since the last recovery must be in the table, and be of this log."""
    assert notary.witness
    missing: dict[int, Checkpoint] = {}
    try:
        for one in notary.witness.notes():
            match statement(note.open(one, notary.verifier)):
                case Recovery():
                    missing.clear()
                case Checkpoint() as stated if one not in there:
                    missing[stated.size] = stated
    except BadNote as bad:
        yield Fault("witness file", str(notary.witness.path), str(bad))
    for size, stated in missing.items():
        if size > positions.size:
            yield from _against_log(stated, positions, "witness file")
        else:
            yield Fault("signed_checkpoints", f"size {size}", "the witness file has a note that is missing here")
