"""Walk the log in its order: positions without gaps, each seal that of its place, the tree as its tiles say."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from events import codec, tables, tree
from events.event import GENESIS
from events.tree import WIDTH
from events.verify.faults import Fault
from events.verify.rows import Row, placed_rows, tile_rows

_NO_EVENT = (
    "SELECT l.position, l.stream_id FROM log l WHERE NOT EXISTS "
    "(SELECT 1 FROM events e WHERE e.stream_id = l.stream_id AND e.version = l.version) ORDER BY l.position"
)


class Positions:
    """One walk. After it, `roots` and `seals` hold what the log says at each size that was signed, and at `also`.

    Past a missing position there is no tree: `whole` is then False.
    """

    def __init__(self, connection: Connection, also: int = 0):
        self._connection = connection
        self._wanted = {also, *connection.scalars(select(tables.signed_checkpoints.c.size))}
        self._tail: list[bytes] = []
        self._levels: list[list[bytes]] = []
        self._tiles: list[bytes] = []
        self._seal, self._moment = GENESIS, None
        self._suspect: tuple[bytes, int | None, Row] | None = None
        self.size = self._rows = 0
        self.whole = True
        self.roots: dict[int, bytes] = {}
        self.seals: dict[int, bytes] = {}

    def faults(self, placed: int) -> Iterator[Fault]:
        """Gaps, seals, order; positions without event, if there are not as many as `placed` events; then the tiles."""
        yield from self._seals()
        if self._rows != placed:
            for position, stream in self._connection.execute(text(_NO_EVENT)):
                yield Fault("log", f"position {position}", f"its event in {stream} is missing")
        if self.whole:
            yield from self._kept_tiles()

    def _seals(self) -> Iterator[Fault]:
        newest: dict[str, int] = {}
        for row in placed_rows(self._connection):
            position, stream, version, leaf, seal, _ = row
            self._rows += 1
            yield from self._place(row)
            if version <= newest.get(stream, 0):
                yield Fault("log", f"position {position}", f"it stands behind a later version of {stream}")
            newest[stream] = version
            self._grow(leaf, seal)
        yield from self._suspected(None)

    def _place(self, row: Row) -> Iterator[Fault]:
        position, _, _, leaf, seal, sealed_at = row
        yield from self._suspected(row)
        if position != self.size:
            yield Fault("log", f"position {self.size}", "the position is missing")
            self.size, self.whole = position, False
        if codec.sealed(self._seal, position, leaf, sealed_at) != seal:
            self._suspect = (self._seal, self._moment, row)
        self._seal, self._moment = seal, sealed_at

    def _suspected(self, after: Row | None) -> Iterator[Fault]:
        """The position before, if its seal did not hold, with the column that one change to would put right."""
        if not self._suspect:
            return
        before, moment, (position, _, _, leaf, seal, sealed_at) = self._suspect
        self._suspect, column = None, None
        derived = codec.sealed(before, position, leaf, sealed_at)
        if moment is not None and codec.sealed(before, position, leaf, moment) == seal:
            column = "sealed_at"
        elif after and codec.sealed(derived, after[0], after[3], after[5]) == after[4]:
            column, self._seal = "seal", derived
        what = "the position, its leaf or its time is not the one that was sealed"
        yield Fault("log", f"position {position}", what, column)

    def _grow(self, leaf: bytes, seal: bytes) -> None:
        self.size += 1
        if not self.whole:
            return
        self._tail.append(leaf)
        if len(self._tail) == WIDTH:
            self._fill()
        if self.size in self._wanted:
            self.roots[self.size], self.seals[self.size] = tree.root(self._hashes, self.size), seal

    def _fill(self) -> None:
        """A tile of leaves is full: keep its digest, and carry its root up."""
        self._tiles.append(hashlib.sha256(b"".join(self._tail)).digest())
        root, level = tree.over(self._tail), 0
        self._tail = []
        while True:
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(root)
            if len(self._levels[level]) % WIDTH:
                return
            root, level = tree.over(self._levels[level][-WIDTH:]), level + 1

    def _hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        """For the roots: of the leaves only those past the last full tile are needed."""
        if level:
            return self._levels[level - 1][start:stop]
        behind = self.size - len(self._tail)
        return self._tail[start - behind : stop - behind]

    def _kept_tiles(self) -> Iterator[Fault]:
        wanted = self._wanted_tiles()
        for level, idx, hashes in tile_rows(self._connection):
            expected = wanted.pop((level, idx), None)
            if expected is None:
                yield Fault("tiles", f"level {level} tile {idx}", "the log has no such tile")
            elif hashlib.sha256(hashes).digest() != expected:
                yield Fault("tiles", f"level {level} tile {idx}", "it is not the one its leaves make", "hashes")
        for level, idx in wanted:
            yield Fault("tiles", f"level {level} tile {idx}", "the tile is missing")

    def _wanted_tiles(self) -> dict[tuple[int, int], bytes]:
        """The digest of every tile there should be."""
        wanted = {(0, idx): digest for idx, digest in enumerate(self._tiles)}
        for level, hashes in enumerate(self._levels, start=1):
            for start in range(0, len(hashes), WIDTH):
                tile = b"".join(hashes[start : start + WIDTH])
                wanted[level, start // WIDTH] = hashlib.sha256(tile).digest()
        return wanted
