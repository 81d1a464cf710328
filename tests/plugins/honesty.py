"""What could not run is named in the last lines; and with CI=true it is a failure, never a quiet skip."""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

REFUSED = "did not run, and must with CI=true: "
Report = pytest.TestReport | pytest.CollectReport


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def reason_of(report: Report) -> str | None:
    """Why the test did not run; None when it did, or when a failure was expected."""
    if hasattr(report, "wasxfail"):
        return None
    match report.outcome, report.longrepr:
        case "skipped", (_, _, str(reason)):
            return reason.removeprefix("Skipped: ")
        case "failed", str(text) if text.startswith(REFUSED):
            return text.removeprefix(REFUSED)
    return None


def refuse(report: Report) -> Report:
    """The report of a skip, made a failure; any other is left as it is."""
    reason = reason_of(report)
    if report.outcome == "skipped" and reason is not None:
        report.outcome = "failed"
        report.longrepr = REFUSED + reason
    return report


def account(reports: Iterable[Report]) -> list[str]:
    """A line for each reason, with one of the tests it kept from running and the number of the others."""
    kept = [(reason, report.nodeid) for report in reports if (reason := reason_of(report))]
    counts = Counter(reason for reason, _ in kept)
    first = dict(reversed(kept))
    return [
        f"did not run: {first[reason]}{f' and {count - 1} more' if count > 1 else ''} because {reason}"
        for reason, count in counts.items()
    ]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    return refuse(report) if in_ci() else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    return refuse(report) if in_ci() else report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stats = terminalreporter.stats
    for line in account([*stats.get("skipped", []), *stats.get("error", []), *stats.get("failed", [])]):
        terminalreporter.write_line(line)
