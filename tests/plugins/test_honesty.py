"""A skip is told at the end, with its reason; with CI=true it is a failure."""

import random

import pytest

from tests.plugins.honesty import account, reason_of, refuse
from tests.plugins.seed import chosen


def report(name: str, outcome: str, longrepr: object) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=name, location=("t.py", 1, name), keywords={}, outcome=outcome, longrepr=longrepr, when="setup"
    )


def skipped(name: str, reason: str) -> pytest.TestReport:
    return report(name, "skipped", ("t.py", 1, f"Skipped: {reason}"))


def test_the_account_names_each_reason_once():
    reports = [skipped("a", "no browser"), skipped("b", "no database"), skipped("c", "no browser")]
    assert account(reports) == [
        "did not run: a and 1 more because no browser",
        "did not run: b because no database",
    ]


def test_what_ran_is_not_in_the_account():
    assert account([report("a", "passed", None), report("b", "failed", "assert 1 == 2")]) == []


def test_a_refused_skip_fails_and_keeps_its_reason():
    refused = refuse(skipped("a", "no browser"))
    assert refused.failed
    assert account([refused]) == ["did not run: a because no browser"]


def test_an_expected_failure_is_no_skip():
    expected = skipped("a", "known")
    expected.wasxfail = "known"
    assert reason_of(expected) is None
    assert refuse(expected).skipped


def test_the_seed_is_chosen_once_and_kept_for_the_workers():
    environ: dict[str, str] = {}
    assert chosen(environ) == chosen(environ) == int(environ["XIAOHAO_SEED"])
    assert chosen({"XIAOHAO_SEED": "7"}) == 7


def test_the_run_hands_its_seed_to_hypothesis(pytestconfig: pytest.Config, seed: int):
    assert pytestconfig.option.hypothesis_seed is not None
    assert isinstance(seed, int)


def test_chance_is_the_same_for_the_same_test(rng: random.Random, request: pytest.FixtureRequest, seed: int):
    assert rng.random() == random.Random(f"{seed}:{request.node.nodeid}").random()
