"""`xiaohao calendar` and `xiaohao policy`: a year is published from a list, and the rules are listed."""

import pytest

from tests.admin.test_cli import on
from tests.documents.test_calendar_list import GOOD, listed


@pytest.fixture
def run(demo_url, tmp_path):
    return on(demo_url, tmp_path)


def test_a_calendar_is_imported_and_shown_and_the_rules_are_listed(run, tmp_path):
    file = tmp_path / "日历.xlsx"
    file.write_bytes(listed(*GOOD))
    assert run("calendar", "show", "2020") == (
        0, "2020: no calendar has been imported; Saturdays and Sundays are free\n",
    )  # fmt: skip
    assert run("calendar", "import", "2020", file, "--basis", "通知") == (0, "2020 version 1\n")
    status, told = run("calendar", "show", "2020")
    assert (status, told.splitlines()) == (
        0, ["2020 version 1: 通知", "2020-05-01 off", "2020-05-04 off", "2020-05-09 work"],
    )  # fmt: skip
    file.write_bytes(listed(*GOOD, ("五一", "放假")))
    status, told = run("calendar", "import", "2020", file, "--basis", "通知")
    assert (status, "第 6 行" in told) == (1, True)
    assert run("calendar", "import", "2020", tmp_path / "none.xlsx", "--basis", "通知")[0] == 1
    assert run("policy", "set", "max_extensions", "2", "--since", "2020-03-01", "--reason", "办法")[0] == 0
    assert "max_extensions 2 times" in run("policy", "list")[1].splitlines()
    assert "supervise_blue_days - working days" in run("policy", "list")[1].splitlines()
