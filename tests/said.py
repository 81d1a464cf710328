"""The sentences of refusals as people read them: each that a specification meets is one that somebody has approved.

    not_permitted   –   系统管理员无权办理…   An auditor may not …

tests/said.txt holds them, a line each, sorted. A new or changed sentence is read, then kept by running the tests with
XIAOHAO_APPROVE=1.
"""

import os
from functools import cache
from pathlib import Path

from workflow.errors import Refusal

FILE = Path(__file__).with_name("said.txt")
APPROVE = os.environ.get("XIAOHAO_APPROVE") == "1"


def require(refusal: Refusal) -> None:
    """AssertionError for a sentence, a code or a field that nobody has approved."""
    line = "\t".join((refusal.code, refusal.field or "–", refusal.message("zh"), refusal.message("en")))
    assert "\n" not in line
    if APPROVE and line not in approved():
        approved().add(line)
        FILE.write_text("".join(f"{one}\n" for one in sorted(approved())), encoding="utf-8")
    assert line in approved(), f"nobody has approved this sentence (XIAOHAO_APPROVE=1 does): {line}"


@cache
def approved() -> set[str]:
    return set(FILE.read_text("utf-8").splitlines()) if FILE.exists() else set()
