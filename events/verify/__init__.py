"""Check the log against itself: every digest re-derived from the stored bytes, every row in its place.

Read in this order: faults (what is found), rows (how rows are read), chains (stream by stream), columns (which column
it was, where a second copy tells), positions (the log, its seals and tiles), signed (checkpoints and the witness file),
beside (guards, waiting events, personal values), acts (the security log).

What is found is named by table and row, and by column where a second copy of the value exists. What cannot be found
from inside the database alone (all tables rewritten together) needs the witness file.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from events.checkpoint import Claim
from events.signing import Notary
from events.tolerance import tolerant
from events.verify.acts import verify_acts
from events.verify.beside import verify_guards, verify_instants, verify_personal, waiting
from events.verify.chains import Chains
from events.verify.faults import Fault
from events.verify.positions import Positions
from events.verify.signed import Signed

__all__ = ["Fault", "verify", "verify_acts", "verify_guards", "verify_personal"]


def verify(connection: Connection, notary: Notary | None = None, answered: Claim | None = None) -> Iterator[Fault]:
    """Every fault of the log: the chains stream by stream, the positions, what has none, and what was signed.

    `answered` is what the last recovery of the notary's key found. Where others may sign meanwhile, make the notary's
    witness `as_it_is` before the connection's view of the database begins.
    """
    with tolerant(connection):
        named: set[tuple[str, str]] = set()
        for fault in _faults(connection, notary, answered):
            if (fault.table, fault.row) not in named:
                named.add((fault.table, fault.row))
                yield fault


def _faults(connection: Connection, notary: Notary | None, answered: Claim | None) -> Iterator[Fault]:
    chains, positions = Chains(connection), Positions(connection, answered.size if answered else 0)
    yield from chains.faults()
    yield from chains.guard_rows()
    yield from positions.faults(chains.placed)
    yield from waiting(connection, chains.unplaced)
    yield from verify_instants(connection)
    yield from Signed(positions, notary, answered).faults(connection)
