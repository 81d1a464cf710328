"""`xiaohao disclosure`: the lists, which of them a digest or a posted file is, and how columns are published."""

import re

import pytest

from tests.admin.test_cli import on
from tests.workflow.test_disclosing import prepare


@pytest.fixture
def run(migrated_url, tmp_path):
    return on(migrated_url, tmp_path)


def test_a_list_is_found_by_its_digest_and_no_other_is(run, office):
    subject, digest = prepare(office)
    line = f"{subject} baishi 2020-02 prepared 2 {digest}\n"
    assert run("disclosure", "list") == (0, line)
    assert run("disclosure", "list", "--unit", "baishi", "--month", "2020-02") == (0, line)
    assert run("disclosure", "list", "--month", "2020-01") == (0, "")
    assert run("disclosure", "verify", digest) == run("disclosure", "verify", digest[:12]) == (0, line)
    assert run("disclosure", "verify", "0" * 64) == (1, f"no list has the digest {'0' * 64}\n")
    assert run("disclosure", "verify", "short")[0] == 1


def test_how_each_column_is_published_is_listed(run):
    status, said = run("disclosure", "rules")
    assert (status, bool(re.search(r"^name \w+$", said, re.MULTILINE))) == (0, True), said
