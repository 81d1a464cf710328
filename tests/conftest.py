"""Loads the fixtures; each is explained where it is made, in tests/plugins/."""

import pytest

pytest.register_assert_rewrite("tests.spec")

pytest_plugins = (
    "tests.plugins.size",
    "tests.plugins.seed",
    "tests.plugins.honesty",
    "tests.plugins.databases",
    "tests.plugins.keys",
    "tests.plugins.ledgers",
    "tests.plugins.demos",
    "tests.plugins.browser",
    "tests.plugins.registry",
)
