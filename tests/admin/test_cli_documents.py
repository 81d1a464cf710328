"""`xiaohao document check`: what was found, a finding to a line; the status says whether there was anything."""

import pytest

from tests.admin.test_cli import on
from tests.documents.papers import GOOD, telling


@pytest.fixture
def run(migrated_url, tmp_path):
    return on(migrated_url, tmp_path)


def test_a_document_is_checked_and_the_status_says_what_came_of_it(run, tmp_path):
    good, slip, none = (tmp_path / name for name in ("好.docx", "差.docx", "无.docx"))
    good.write_bytes(GOOD)
    slip.write_bytes(telling("截止4月8日，已收到。"))
    none.write_bytes(b"x")
    status, said = run("document", "check", "--unrendered", good)
    assert (status, "格式 format 0, 文字 wording 0" in said, "未检查" in said) == (0, True, True)
    status, said = run("document", "check", "--unrendered", slip)
    assert (status, "[until] paragraph 4 “截止4月8日" in said, "改为“截至”。 Change it to 截至." in said) == (
        2,
        True,
        True,
    )
    status, said = run("document", "check", "--unrendered", none)
    assert (status, "[not_a_document]" in said) == (1, True)
    assert run("document", "check", tmp_path / "没有.docx")[0] == 1
