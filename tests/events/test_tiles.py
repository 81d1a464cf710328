"""Tiles hold what the leaves say, and a proof reads a handful of them."""

import pytest
from sqlalchemy import delete, select, text

from events import tables, tiles, tree
from events.database import Database
from events.errors import NoSuchLeaves
from tests.events.positions import grow, leaf

LEAVES = [leaf(n) for n in range(256 * 256 + 700)]


def in_memory(level, start, stop):
    if not level:
        return LEAVES[start:stop]
    return [tree.over(LEAVES[n << (8 * level) : (n + 1) << (8 * level)]) for n in range(start, stop)]


def kept(connection):
    query = select(tables.tiles).order_by(tables.tiles.c.level, tables.tiles.c.idx)
    return {(row.level, row.idx): len(row.hashes) // 32 for row in connection.execute(query)}


def test_a_tile_of_leaves_is_kept_when_full_and_those_above_as_far_as_they_go(database):
    with database.writing() as connection:
        for size in (255, 256, 700):
            grow(connection, size)
        assert kept(connection) == {(0, 0): 256, (0, 1): 256, (1, 0): 2}


def test_roots_are_the_same_with_all_tiles_with_some_and_with_none(database):
    sizes = (0, 1, 255, 256, 257, 1000, 5000, 9000)
    with database.writing() as connection:
        grow(connection, 9000)
        connection.execute(delete(tables.tiles))
        wanted = [tree.root(in_memory, size) for size in sizes]
        assert [tiles.root(connection, size) for size in sizes] == wanted
        tiles.complete(connection, 5100)
        assert [tiles.root(connection, size) for size in sizes] == wanted
        tiles.complete(connection, 9000)
        assert [tiles.root(connection, size) for size in sizes] == wanted


def test_completing_again_changes_nothing(database):
    with database.writing() as connection:
        grow(connection, 1000)
        before = connection.execute(select(tables.tiles)).all()
        tiles.complete(connection, 1000)
        tiles.complete(connection, 300)
        assert connection.execute(select(tables.tiles)).all() == before


def test_a_second_level_begins_where_the_first_is_full(migrated_sqlite_url):
    database = Database(migrated_sqlite_url)
    with database.writing() as connection:
        grow(connection, 256 * 256 - 1)
        grow(connection, len(LEAVES))
        found = kept(connection)
        assert (found[1, 0], found[1, 1], found[2, 0]) == (256, 2, 1)
        assert tiles.root(connection, len(LEAVES)) == tree.root(in_memory, len(LEAVES))
    database.close()


def test_a_proof_reads_few_rows_however_long_the_log_is(migrated_sqlite_url):
    database = Database(migrated_sqlite_url)
    with database.writing() as connection:
        grow(connection, len(LEAVES))
        connection.execute(text("DROP TRIGGER log_no_delete"))
        connection.execute(delete(tables.log).where(tables.log.c.position < len(LEAVES) // 256 * 256))
        proof = tree.inclusion_proof(tiles.reader(connection), 12345, len(LEAVES))
    root = tree.root(in_memory, len(LEAVES))
    assert tree.verify_inclusion(LEAVES[12345], 12345, len(LEAVES), proof, root)
    database.close()


def test_leaves_that_are_not_there_are_missed(database):
    with database.writing() as connection:
        grow(connection, 10)
        with pytest.raises(NoSuchLeaves, match="from 8 to 11"):
            tiles.root(connection, 12)
        with pytest.raises(NoSuchLeaves):
            tiles.complete(connection, 256)
