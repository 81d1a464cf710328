"""The tree's hashes as they are kept: 256 to a tile, so that a proof reads a handful of rows however long the log is.

    level 0   256 leaves; written once, when full. The leaves past the last full tile are read from the log itself
    level n   up to 256 roots, each over a full tile of the level below; written again as it fills

A tile holds nothing that the leaves do not say: what is not kept is derived.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from events import tree
from events.driver import Driver
from events.errors import NoSuchLeaves
from events.tree import BITS, WIDTH, Hashes

HASH = 32
CACHED = 1024  # tiles of 8 kB
AT_ONCE = 64
_TILE = "SELECT hashes FROM tiles WHERE level = %s AND idx = %s"
_LAST = "SELECT idx, hashes FROM tiles WHERE level = %s ORDER BY idx DESC LIMIT 1"
_LEAVES = "SELECT leaf FROM log WHERE position >= %s AND position < %s ORDER BY position"
_KEEP = (
    "INSERT INTO tiles (level, idx, hashes) VALUES (%s, %s, %s) ON CONFLICT (level, idx) "
    "DO UPDATE SET hashes = excluded.hashes WHERE length(excluded.hashes) > length(tiles.hashes)"
)


def root(connection: Connection, size: int) -> bytes:
    """The root over the first `size` positions; NoSuchLeaves if the log is shorter."""
    return tree.root(reader(connection), size)


def reader(connection: Connection, *, trusted: int | None = None) -> Hashes:
    """What the proofs of `tree` ask for their hashes. It remembers what it read: use one for one view of the database.

    If `trusted` is given, only tiles that the first `trusted` positions fill are used; the rest is derived from leaves.
    NoSuchLeaves is raised by the reader where the log has no leaf at every position it is asked for.
    """
    return _Reader(Driver(connection), trusted).hashes


def complete(connection: Connection, size: int) -> None:
    """Keep every tile that the first `size` positions fill, and the upper ones as far as they go. Safe to repeat."""
    driver = Driver(connection)
    for idx in range(_kept(driver, 0) // WIDTH, size // WIDTH, AT_ONCE):
        driver.each(_KEEP, list(_full_tiles(driver, idx, min(idx + AT_ONCE, size // WIDTH))))
    level = 1
    while count := size >> (BITS * level):
        if (first := _kept(driver, level)) < count:
            _extend(driver, level, first, count)
        level += 1


def _kept(driver: Driver, level: int) -> int:
    """How many hashes of a level are kept."""
    found = driver.rows(_LAST, (level,))
    return found[0][0] * WIDTH + len(found[0][1]) // HASH if found else 0


def _full_tiles(driver: Driver, start: int, stop: int) -> Iterator[tuple[int, int, bytes]]:
    leaves = _leaves(driver, start * WIDTH, stop * WIDTH)
    for idx in range(start, stop):
        at = (idx - start) * WIDTH * HASH
        yield 0, idx, leaves[at : at + WIDTH * HASH]


def _extend(driver: Driver, level: int, first: int, count: int) -> None:
    """Write the level's tiles from the one that is not full on."""
    hashes = _Reader(driver).hashes
    for start in range(first // WIDTH * WIDTH, count, WIDTH):
        driver.run(_KEEP, (level, start // WIDTH, b"".join(hashes(level, start, min(start + WIDTH, count)))))


def _leaves(driver: Driver, start: int, stop: int) -> bytes:
    """The leaves of these positions, one behind the other."""
    rows = [leaf for (leaf,) in driver.rows(_LEAVES, (start, stop))]
    if len(rows) != stop - start or any(len(leaf) != HASH for leaf in rows):
        raise NoSuchLeaves(start, stop)
    return b"".join(rows)


class _Reader:
    def __init__(self, driver: Driver, trusted: int | None = None):
        self._driver, self._trusted = driver, trusted
        self._tiles: dict[tuple[int, int], bytes] = {}

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        found: list[bytes] = []
        while start < stop:
            idx, end = start // WIDTH, min(stop, (start // WIDTH + 1) * WIDTH)
            found += self._part(level, idx, start - idx * WIDTH, end - idx * WIDTH)
            start = end
        return found

    def _part(self, level: int, idx: int, start: int, stop: int) -> Iterator[bytes]:
        tile = self._tile(level, idx)
        if len(tile) < stop * HASH:
            tile = self._tiles[level, idx] = tile + self._derived(level, idx * WIDTH + len(tile) // HASH, idx, stop)
        return (tile[at : at + HASH] for at in range(start * HASH, stop * HASH, HASH))

    def _tile(self, level: int, idx: int) -> bytes:
        if (level, idx) not in self._tiles:
            if len(self._tiles) >= CACHED:
                self._tiles.clear()
            self._tiles[level, idx] = self._kept(level, idx)
        return self._tiles[level, idx]

    def _kept(self, level: int, idx: int) -> bytes:
        known = (idx + 1) * WIDTH
        if self._trusted is not None:
            known = min(known, self._trusted >> (BITS * level) if level else self._trusted // WIDTH * WIDTH)
        if known <= idx * WIDTH:
            return b""  # the table need not be there to be asked for nothing
        kept = self._driver.rows(_TILE, (level, idx))
        return bytes(kept[0][0][: HASH * (known - idx * WIDTH)]) if kept else b""

    def _derived(self, level: int, first: int, idx: int, stop: int) -> bytes:
        """The hashes of a tile that are not kept: leaves from the log, others from the level below."""
        last = idx * WIDTH + stop
        if level == 0:
            return _leaves(self._driver, first, last)
        below = (self.hashes(level - 1, entry * WIDTH, (entry + 1) * WIDTH) for entry in range(first, last))
        return b"".join(map(tree.over, below))
