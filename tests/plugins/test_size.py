"""A small run is a slice that the seed draws: databases, and parameters where they are many."""

from tests.plugins.size import MOST, one_database, some_parameters

PAIR = [f"tests/web/test_x.py::test_it[{database}-{login}]" for database in ("sqlite", "postgresql") for login in "ab"]
LOG = [f"tests/events/test_log.py::test_it[{database}]" for database in ("sqlite", "postgresql")]
ALONE = ["tests/web/test_x.py::test_one", "tests/web/test_x.py::test_postgres[postgresql]", "tests/x.py::t[mysqlite-x]"]


def test_of_a_pair_one_is_drawn_and_the_rest_is_taken_whole():
    drawn = [one_database([*PAIR, *LOG, *ALONE], str(seed)) for seed in range(40)]
    assert all(len(found) == 2 + len(LOG) + len(ALONE) and {*LOG, *ALONE} < found for found in drawn)
    assert set().union(*drawn) == {*PAIR, *LOG, *ALONE}
    on_postgres = sum("postgresql" in one for found in drawn for one in found & {*PAIR})
    assert 5 < on_postgres < 40


def test_the_same_seed_draws_the_same():
    assert one_database(PAIR, "7") == one_database(PAIR, "7")


def test_of_many_parameters_some_are_drawn_and_each_comes_to_its_turn():
    many = {f"tests/x.py::test_it[{n}]" for n in range(3 * MOST)}
    few = {f"tests/x.py::test_few[{n}]" for n in range(MOST)}
    drawn = [some_parameters(many | few, str(seed)) for seed in range(40)]
    assert all(few < found and len(found & many) == MOST for found in drawn)
    assert set().union(*drawn) == many | few
