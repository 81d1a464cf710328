"""The golden folders: what is in one, and how a ledger is read to be held against it.

0001/xiaohao.db.xz     the SQLite file
0001/dump.sql.xz       the same ledger in PostgreSQL, as pg_dump writes it
0001/events.jsonl      every event, in the order of the log, the unsealed last: the columns of `events` and of `log`
0001/expected.json     what folding made of it when it was released, and the tree's root
0001/files/ab/abcd…    the evidence files
0013/keys/ab/ab3f…     the keys of its personal values, in ledgers that sealed them
"""

import hashlib
import json
import lzma
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from sqlalchemy import Connection, select

from events import codec
from events.event import Recorded
from events.keyring import Keyring
from events.store import EventStore
from events.tables import events, log, streams
from workflow.item import Happened, fold

SHELF = Path(__file__).parent
FOLDERS = sorted(path for path in SHELF.iterdir() if (path / "expected.json").exists())
TIMES = ("recorded_at", "effective_at", "sealed_at")


@dataclass(frozen=True)
class Golden:
    """One folder, and the ledgers it can be unpacked to."""

    folder: Path

    @property
    def expected(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text("utf-8"))
        return found

    @property
    def events(self) -> list[str]:
        return (self.folder / "events.jsonl").read_text("utf-8").splitlines()

    def sqlite(self, to: Path) -> str:
        """Unpack the SQLite file to a path; its address."""
        to.write_bytes(lzma.decompress((self.folder / "xiaohao.db.xz").read_bytes()))
        return f"sqlite:///{to}"

    def postgres(self, url: str) -> None:
        """Run the dump in an empty database."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(lzma.decompress((self.folder / "dump.sql.xz").read_bytes()))

    def keys(self, to: Path) -> Keyring | None:
        """The keys its personal values were sealed with; None in a ledger that held them open."""
        kept = self.folder / "keys"
        return Keyring(Path(shutil.copytree(kept, to))) if kept.exists() else None

    def files(self, to: Path) -> Path:
        return Path(shutil.copytree(self.folder / "files", to))


def stored(connection: Connection) -> list[str]:
    """A line of canonical JSON per event: its columns and those of its place in the log, bytes in hex."""
    placed = select(events, log.c.position, log.c.leaf, log.c.seal, log.c.sealed_at)
    same = (log.c.stream_id == events.c.stream_id) & (log.c.version == events.c.version)
    order = (log.c.position.is_(None), log.c.position, events.c.stream_id, events.c.version)
    rows = connection.execute(placed.select_from(events.outerjoin(log, same)).order_by(*order)).mappings()
    return [codec.canonical({str(name): _plain(name, value) for name, value in row.items()}).decode() for row in rows]


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode() if name == "body" else bytes(value).hex()
    if name in TIMES and value is not None:
        return codec.microseconds(value)
    return value


def folded(connection: Connection) -> dict[str, Any]:
    """What each stream folds to: an item's every field; of any other stream the last event; as JSON has it."""
    store, found = EventStore(connection), {}
    for stream in connection.scalars(select(streams.c.stream_id).order_by(streams.c.stream_id)):
        found[stream] = json.loads(codec.canonical(_plain_fold(store.read(stream).recorded)))
    return found


def _plain_fold(recorded: Sequence[Recorded]) -> Any:
    last = recorded[-1]
    if not last.stream.startswith("item-"):
        return {"version": last.version, "name": last.name, "last": msgspec.to_builtins(last.event)}
    item = fold(map(Happened.of, recorded))
    return msgspec.to_builtins(item, order="deterministic")


def root(leaves: Sequence[bytes]) -> bytes:
    """The RFC 9162 tree hash of leaf hashes, as section 2.1.1 defines it and no faster."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()
