"""Wherever the sealer dies or loses its connection: what it had begun is undone whole, and the next one goes on."""

import contextlib
import random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from events import sealer, tables, tree
from events.event import EMPTY, Envelope
from events.store import EventStore
from events.verify import verify
from tests import examples as x
from tests.faults.checker import everything, in_order
from tests.faults.fuse import DEATHS, HEALED, KILLED, LOSSES, Fuse
from tests.faults.jobs import Place, run, seal
from tests.faults.scenes import sample

WIDTH = tree.WIDTH  # so many appended at once always fill a tile


@pytest.fixture
def place(migrated_url, tmp_path) -> Place:
    return Place(migrated_url, tmp_path / "files", x.NOON)


@pytest.fixture
def ledger(place):
    with place.open() as ledger:
        yield ledger


def append(ledger, rng: random.Random) -> None:
    stream, command = f"thing-{rng.getrandbits(64):x}", UUID(int=rng.getrandbits(128))
    envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)
    with ledger.database.writing() as connection:
        EventStore(connection).append(stream, [x.assigned] * WIDTH, expected=EMPTY, envelope=envelope)


def tiles_over(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    """Every tile that is kept over these leaves."""
    kept, level, hashes = {}, 0, leaves
    while hashes:
        full = [hashes[at : at + WIDTH] for at in range(0, len(hashes) // WIDTH * WIDTH, WIDTH)]
        rest = hashes[len(full) * WIDTH :] if level else []
        kept |= {(level, idx): b"".join(tile) for idx, tile in enumerate([*full, *filter(None, [rest])])}
        level, hashes = level + 1, [tree.over(tile) for tile in full]
    return kept


def wrong(ledger, sealed: int) -> list[str]:
    """What is not as it should be with so many events sealed."""
    with ledger.database.reading() as connection:
        recorded = list(everything(EventStore(connection)))
        leaves = list(connection.scalars(select(tables.log.c.leaf).order_by(tables.log.c.position)))
        kept = {(row.level, row.idx): row.hashes for row in connection.execute(select(tables.tiles))}
        faults = [*in_order(recorded), *map(str, verify(connection))]
    if len(recorded) != sealed:
        faults.append(f"{len(recorded)} events are sealed, not {sealed}")
    return faults + [f"tile {place} is wrong" for place, _ in kept.items() ^ tiles_over(leaves).items()]


def test_a_sealer_may_die_at_any_call_to_the_database(place, ledger, rng, big):
    append(ledger, rng)
    _, [calls] = run(seal, place, Fuse())
    points = [(at, blow) for at in range(1, calls + 1) for blow in DEATHS]
    for round, (at, blow) in enumerate(sample(points, rng, big), start=2):
        append(ledger, rng)
        assert run(seal, place, Fuse(at, blow)) == (KILLED, []), (at, blow)
        with ledger.database.reading() as connection:
            left = sealer.lag(connection)
        assert left in (0, WIDTH)
        assert wrong(ledger, round * WIDTH - left) == [], (at, blow)
        assert run(seal, place, Fuse())[0] == 0
        assert wrong(ledger, round * WIDTH) == [], (at, blow)


def test_a_sealer_may_lose_its_connection_at_any_call(migrated_postgres_url, tmp_path, rng, big):
    place, counting = Place(migrated_postgres_url, tmp_path / "files", x.NOON), Fuse()
    with place.open(counting) as ledger:
        append(ledger, rng)
        before = counting.calls
        sealer.seal(ledger.database, ledger.clock)
    points = [(at, blow) for at in range(1, counting.calls - before + 1) for blow in LOSSES]
    for round, (at, blow) in enumerate(sample(points, rng, big), start=2):
        fuse = Fuse(at, blow)
        with place.open() as ledger, place.open(fuse) as sealing:
            append(ledger, rng)
            for _ in range(HEALED):
                with contextlib.suppress(DBAPIError):
                    sealer.seal(sealing.database, sealing.clock)
            assert fuse.blown
            assert wrong(ledger, round * WIDTH) == [], (at, blow)
