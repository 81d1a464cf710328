"""How much is tested: small by default, all of it with XIAOHAO_BIG=1 (make test BIG=1)."""

import os

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as deselected, what is marked big."""
    if BIG:
        return
    small = [item for item in items if item.get_closest_marker("big") is None]
    if len(small) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("big")])
        items[:] = small


@pytest.fixture(scope="session")
def big() -> bool:
    """Whether this run is at full size."""
    return BIG
