"""`xiaohao sample`: listed, and each draw repeated, from a file or from what is kept."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.admin.test_cli import on
from tests.events.positions import unguard
from tests.workflow.test_drawing import a_file
from tests.workflow.test_sampling import drawn

REPEATED = "repeated: frame, seed and sizes come to what was drawn\n"


@pytest.fixture
def run(migrated_url, tmp_path):
    return on(migrated_url, tmp_path)


def test_the_draw_of_a_file_is_repeated_without_a_database(tmp_path):
    run = on("sqlite:////nowhere", tmp_path)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(a_file()), encoding="utf-8")
    assert run("sample", "verify", file) == (0, REPEATED)
    file.write_text(json.dumps(a_file(seed="18")), encoding="utf-8")
    status, said = run("sample", "verify", file)
    assert (status, "other rows are drawn" in said) == (1, True)
    assert run("sample", "verify", tmp_path / "none.json")[0] == 2


def test_the_draws_of_a_sample_are_repeated_from_what_is_kept(run, office):
    sample = drawn(office)
    assert run("sample", "verify", sample) == (0, REPEATED)
    assert run("sample", "list")[1] == f"{sample} 卷宗抽查 draws 1 drawn 4 checked 0 found 0\n"
    with office.ledger.database.writing() as connection:
        unguard(connection, "frame_rows")
        connection.execute(text("UPDATE frame_rows SET row = 'x' WHERE place = 1"))
    assert run("sample", "verify", sample) == (
        1, "draw 1: it does not come of the kept frame, seed and sizes\n",
    )  # fmt: skip
    status, said = run("sample", "verify", uuid4())
    assert (status, "no_such_sample" in said) == (1, True)
