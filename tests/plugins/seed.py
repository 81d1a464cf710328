"""One seed for all chance in a run, XIAOHAO_SEED or a new one:
printed first and last, so that a run can be repeated."""

import os
import random

import pytest


def chosen(environ: dict[str, str] | os._Environ[str]) -> int:
    """The seed asked for, else a new one; kept in the environment, where the workers of pytest-xdist find it."""
    return int(environ.setdefault("XIAOHAO_SEED", str(random.SystemRandom().randrange(2**32))))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hand the seed to Hypothesis as if --hypothesis-seed had been given, unless it was."""
    seed = chosen(os.environ)
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(seed)


def pytest_report_header(config: pytest.Config) -> str:
    return f"XIAOHAO_SEED={chosen(os.environ)}"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"to repeat this run: XIAOHAO_SEED={chosen(os.environ)}")


@pytest.fixture(scope="session")
def seed() -> int:
    """The run's seed."""
    return chosen(os.environ)


@pytest.fixture
def rng(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Chance for one test: the same for the same seed, whatever ran before and on whichever worker."""
    return random.Random(f"{seed}:{request.node.nodeid}")
