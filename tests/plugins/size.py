"""How much is tested: small by default, all of it with XIAOHAO_BIG=1 (make test BIG=1).

Small leaves out what is marked big; and of a test on both databases, outside the log's own, one that the seed draws.
"""

import os
import random
import re

import pytest
from hypothesis import HealthCheck, settings

BIG = os.environ.get("XIAOHAO_BIG") == "1"

settings.register_profile(
    "small",
    max_examples=50,
    deadline=None,  # the machine that runs the tests is shared: a slow example says nothing about the code
    derandomize=False,  # chance follows XIAOHAO_SEED, with CI=true too
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("big", settings.get_profile("small"), max_examples=2000)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("big" if BIG else "small")


DATABASE = re.compile(r"(?<![a-z])(sqlite|postgresql)(?![a-z])")
ON_BOTH = ("tests/events/", "tests/faults/", "tests/backup/", "tests/golden/", "tests/migrations/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as deselected, what a small run does not take."""
    if BIG:
        return
    drawn = one_database([item.nodeid for item in items], os.environ["XIAOHAO_SEED"])
    small = [item for item in items if item.nodeid in drawn and item.get_closest_marker("big") is None]
    if len(small) < len(items):
        taken = set(map(id, small))
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in taken])
        items[:] = small


def one_database(nodeids: list[str], seed: str) -> set[str]:
    """All tests but one of each pair that differs by its database alone. The log's own run on both."""
    pairs: dict[str, list[str]] = {}
    for nodeid in nodeids:
        path, _, parameters = nodeid.partition("[")
        shared = nodeid if path.startswith(ON_BOTH) else f"{path}[{DATABASE.sub('*', parameters)}"
        pairs.setdefault(shared, []).append(nodeid)
    return {random.Random(f"{seed}:{shared}").choice(alike) for shared, alike in pairs.items()}


@pytest.fixture(scope="session")
def big() -> bool:
    """Whether this run is at full size."""
    return BIG
