"""A log that holds positions and nothing behind them: enough for the tree and for what is signed over it."""

import hashlib

from sqlalchemy import Connection, func, insert, select

from events import codec, note, signing, tables, tiles
from events.checkpoint import Checkpoint, statement
from events.clock import StoppedClock
from events.database import Database
from events.event import GENESIS
from events.note import Signer
from events.witness import Witness
from tests import examples as x

SIGNER = Signer("xiaohao", bytes(range(32)))
STRANGER = Signer("xiaohao", bytes(32))
CLOCK = StoppedClock(x.NOON)
log = tables.log


def leaf(position: int, salt: str = "") -> bytes:
    return hashlib.sha256(b"\x00" + f"{salt}{position}".encode()).digest()


def grow(connection: Connection, to: int, salt: str = "") -> None:
    """Seal positions as the sealer would, until there are `to`."""
    newest = connection.scalar(select(func.max(log.c.position)))
    start = 0 if newest is None else newest + 1
    seal = connection.scalar(select(log.c.seal).where(log.c.position == newest)) or GENESIS
    rows = []
    for position in range(start, to):
        seal = codec.seal(seal, position, leaf(position, salt), x.NOON)
        placed = {"position": position, "stream_id": f"item-{position}", "version": 1}
        rows.append({**placed, "leaf": leaf(position, salt), "seal": seal, "sealed_at": x.NOON})
    connection.execute(insert(log), rows)
    tiles.complete(connection, to)


def unguard(connection: Connection, table: str) -> None:
    """What someone with the database in hand would do first."""
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete", "replace"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def cut(connection: Connection, to: int, *, checkpoints: bool = True) -> None:
    """Take the database back to `to` positions, as an older copy of it would be."""
    rest = to // 256 * 32
    unguard(connection, "log")
    connection.exec_driver_sql(f"DELETE FROM log WHERE position >= {to}")
    connection.exec_driver_sql(f"DELETE FROM tiles WHERE level = 0 AND idx >= {to // 256}")
    connection.exec_driver_sql(f"UPDATE tiles SET hashes = substr(hashes, 1, {rest}) WHERE level = 1")
    if checkpoints:
        unguard(connection, "signed_checkpoints")
        connection.exec_driver_sql(f"DELETE FROM signed_checkpoints WHERE size > {to}")


def grown(database: Database, to: int, salt: str = "") -> None:
    with database.writing() as connection:
        grow(connection, to, salt)


def sign(database: Database, witness: Witness, signer: Signer = SIGNER) -> Checkpoint | None:
    return signing.sign_checkpoint(database, CLOCK, signer, witness)


def found(database: Database, witness: Witness) -> str | None:
    reason = signing.standing(database, SIGNER.verifier, witness)
    return str(reason) if reason else None


def sizes(witness: Witness) -> list[int]:
    return [statement(note.open(one, SIGNER.verifier)).claim.size for one in witness.notes()]


def kept(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.scalars(select(tables.signed_checkpoints.c.size).order_by("size")))
