"""How much is tested: small by default, all of it with XIAOHAO_BIG=1 (make test BIG=1).

Small leaves out what is marked big; and the seed draws, of a test on both databases, one, but for the log's contract:
each QUARTER-th time PostgreSQL, which takes twice as long; of a test with many parameters, as many as MOST.
"""

import os
import random
import re
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from identity import passwords

BIG = os.environ.get("XIAOHAO_BIG") == "1"

settings.register_profile(
    "small",
    max_examples=30,
    deadline=None,  # the machine that runs the tests is shared: a slow example says nothing about the code
    derandomize=False,  # chance follows XIAOHAO_SEED, with CI=true too
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("big", settings.get_profile("small"), max_examples=2000)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("big" if BIG else "small")


DATABASE = re.compile(r"(?<![a-z])(sqlite|postgresql)(?![a-z])")
ON_BOTH = (
    "tests/events/test_log.py",
    "tests/events/test_model.py",
    "tests/events/test_database.py",
    "tests/migrations/",
)
MOST, QUARTER = 3, 4


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as deselected, what a small run does not take."""
    if BIG:
        return
    seed = os.environ["XIAOHAO_SEED"]
    drawn = some_parameters(one_database([item.nodeid for item in items], seed), seed)
    small = [item for item in items if item.nodeid in drawn and item.get_closest_marker("big") is None]
    if len(small) < len(items):
        taken = set(map(id, small))
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in taken])
        items[:] = small


def one_database(nodeids: list[str], seed: str) -> set[str]:
    """All tests but one of each pair that differs by its database alone. The log's contract runs on both."""
    pairs: dict[str, list[str]] = {}
    for nodeid in nodeids:
        path, _, parameters = nodeid.partition("[")
        shared = nodeid if path.startswith(ON_BOTH) else f"{path}[{DATABASE.sub('*', parameters)}"
        pairs.setdefault(shared, []).append(nodeid)
    return {_drawn(_wanted(alike), random.Random(f"{seed}:{shared}")) for shared, alike in pairs.items()}


def _drawn(alike: list[str], chance: random.Random) -> str:
    return chance.choice([one for one in alike for _ in range(1 if "postgresql" in one else QUARTER - 1)])


def _wanted(alike: list[str]) -> list[str]:
    """Those on the one database that XIAOHAO_DATABASE names, as `make mutation` does; else all."""
    only = os.environ.get("XIAOHAO_DATABASE", "")
    return [one for one in alike if only and only in one] or alike


def some_parameters(nodeids: set[str], seed: str) -> set[str]:
    """All tests, but of one function no more than MOST."""
    functions: dict[str, list[str]] = {}
    for nodeid in sorted(nodeids):
        functions.setdefault(nodeid.partition("[")[0], []).append(nodeid)
    return {
        nodeid
        for function, alike in functions.items()
        for nodeid in random.Random(f"{seed}:{function}").sample(alike, min(MOST, len(alike)))
    }


@pytest.fixture(scope="session", autouse=True)
def passwords_are_checked_fast() -> Iterator[None]:
    """A small run signs in some thousand times; what a digest costs there says nothing about the code."""
    fast = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        if not BIG:
            patch.setattr(passwords, "_hasher", fast)
            passwords.of_nobody.cache_clear()
        yield


@pytest.fixture(scope="session")
def big() -> bool:
    """Whether this run is at full size."""
    return BIG
