"""Imports on the command line: rows and columns that are said, the corrected workbook, one withdrawn as a whole."""

import re

from openpyxl import load_workbook

from tests.admin.test_cli import office  # noqa: F401 - the command line over a database of its own
from tests.documents.lists import a_list, item
from tests.documents.test_mapping import CODES, foreign

LIST = a_list(
    *(item(具体问题=f"问题{n}", 责任单位=unit) for n, unit in enumerate(("白石县司法局", "石桥市司法局") * 2))
)


def test_rows_are_chosen_and_the_import_withdrawn_as_one(office, tmp_path):  # noqa: F811
    path, out = tmp_path / "清单.xlsx", tmp_path / "corrected.xlsx"
    path.write_bytes(LIST)
    status, said = office("import-list", path, "--rows", "4,5", "--units", "baishi", "--corrected", out)
    assert (status, "读作 read as XLSX" in said, "下发 issued 1" in said) == (0, True, True)
    assert "已下发" in load_workbook(out).active["P4"].value
    one = re.search(r"批次 import ([\w-]+)", said)[1]
    assert re.search(rf"^{one} \d{{4}}-\d\d-\d\d \d\d:\d\d items 1$", office("imports", "list")[1], re.MULTILINE)
    assert office("imports", "withdraw", one, "--reason", "发错了") == (0, f"{one} version 2\n")
    assert f"{one} " in office("imports", "list")[1]
    assert "(withdrawn)" in office("imports", "list")[1]
    assert office("imports", "withdraw", one, "--reason", "发错了")[0] == 1
    assert office("import-list", path, "--rows", "x")[0] == 1


def test_columns_are_said_remembered_and_forgotten(office, tmp_path):  # noqa: F811
    path = tmp_path / "自查.xlsx"
    path.write_bytes(foreign(item(具体问题="自查发现的问题")))
    assert office("import-list", path, "--dry-run")[0] == 1
    assert office("import-list", path, "--dry-run", "--remember")[0] == 1
    assert office("import-list", path, "--dry-run", "--columns", CODES, "--header-row", "3")[0] == 0
    assert office("import-list", path, "--dry-run")[0] == 1
    assert office("import-list", path, "--dry-run", "--columns", CODES, "--remember")[0] == 0
    assert office("import-list", path, "--dry-run")[0] == 0
    one = re.search(r"^([\w-]{36}) .*problem=A", office("imports", "columns")[1], re.MULTILINE)
    assert office("imports", "forget-columns", one[1]) == (0, f"{one[1]} version 2\n")
    assert office("import-list", path, "--dry-run")[0] == 1
