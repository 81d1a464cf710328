"""A small run takes each test once: on both databases where the log is concerned, elsewhere on one that is drawn."""

from tests.plugins.size import one_database

PAIR = [f"tests/web/test_x.py::test_it[{database}-{login}]" for database in ("sqlite", "postgresql") for login in "ab"]
LOG = [f"tests/events/test_y.py::test_it[{database}]" for database in ("sqlite", "postgresql")]
ALONE = ["tests/web/test_x.py::test_one", "tests/web/test_x.py::test_postgres[postgresql]", "tests/x.py::t[mysqlite-x]"]


def test_of_a_pair_one_is_drawn_and_the_rest_is_taken_whole():
    drawn = [one_database([*PAIR, *LOG, *ALONE], str(seed)) for seed in range(40)]
    assert all(len(found) == 2 + len(LOG) + len(ALONE) and {*LOG, *ALONE} < found for found in drawn)
    assert set().union(*drawn) == {*PAIR, *LOG, *ALONE}


def test_the_same_seed_draws_the_same():
    assert one_database(PAIR, "7") == one_database(PAIR, "7")
