"""What the documents say of the code is what the code says of itself."""

import re
from pathlib import Path

import pytest

from events.reasons import ENGLISH, SAID
from tools import tables

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_generated_table_is_up_to_date(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == tables.HEAD + tables.TABLES[name](), "run `make tables`"


def test_every_link_of_the_documents_leads_somewhere():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_refusal_has_a_code_of_its_own_and_both_languages():
    codes = {}
    for refusal in tables.every(tables.Refusal):
        assert codes.setdefault(refusal.code, refusal.says) == refusal.says or refusal.code in SHARED, refusal
        assert re.search("[一-鿿]", refusal.says.zh), refusal
        assert refusal.says.en
        assert not re.search("[一-鿿]", refusal.says.en), refusal
        named = [set(re.findall(r"\{(\w+)\}", text)) for text in refusal.says]
        assert named[0] == named[1], refusal


def test_the_guide_says_what_to_do_for_every_reason_that_makes_the_log_read_only():
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [code for code in ENGLISH if code != SAID and f"`{code}`" not in guide] == []


SHARED = {"not_permitted", "precondition_required", "empty_file"}
"""Codes that more than one sentence stands for, because the same thing is said of different things."""
