"""`xiaohao outgoing`: the forms listed, and one written to a file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from documents.outgoing import registry
from tests import examples as x
from tests.admin.test_cli import on
from tests.documents.outgoing import words


@pytest.fixture
def run(migrated_sqlite_url, tmp_path):
    return on(migrated_sqlite_url, tmp_path)


def test_every_form_is_listed(run):
    status, said = run("outgoing", "list")
    assert status == 0
    assert [line.split()[0] for line in said.splitlines()] == list(registry.OUTGOING)


def test_a_document_is_written_and_that_stands_in_the_security_log(run, sqlite_office, tmp_path):
    sqlite_office.whole_life()
    paper, table = tmp_path / "销号.docx", tmp_path / "台账.xlsx"
    assert run("outgoing", "write", "close", paper, "--item", "〔2020〕1-白石-01")[0] == 0
    assert "三个不同账号" in words(paper.read_bytes(), "docx")
    assert run("outgoing", "write", "ledger", table, "--unit", "baishi", "--as-of", "@7", "--language", "en")[0] == 0
    assert load_workbook(table).sheetnames == ["Ledger", "Totals"]
    with sqlite_office.ledger.database.reading() as connection:
        rows = connection.execute(text("SELECT subject, detail FROM security_log ORDER BY seq")).all()
    assert [row.subject for row in rows] == ["document close.docx", "document ledger.xlsx"]
    assert str(x.ITEM) in rows[0].detail


def test_what_there_is_not_is_refused_and_no_file_is_left(run, sqlite_office, tmp_path):
    sqlite_office.issue()
    file = tmp_path / "x.docx"
    for form, name, options in (
        ("urge", file, ("--item", str(x.ITEM))),
        ("nothing", file, ()),
        ("ledger", file, ()),
        ("close", file, ("--item", "〔2020〕1-白石-99")),
        ("totals", Path("/nowhere/at/all/x.docx"), ()),
    ):
        assert run("outgoing", "write", form, name, *options)[0] == 1, form
    assert not file.exists()
