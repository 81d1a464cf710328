"""A reply workbook filled in and saved by LibreOffice, as .xlsx and by way of .ods, merges as it was typed."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from documents.reply_report import Came
from tests import examples as x
from tests.documents.replies import REPORT, came, download, filled, merge, opened, zipped
from tests.documents.test_reply import FIRST, IDS, SECOND, THIRD, busy, lived  # noqa: F401 - a fixture
from workflow.words import State

SOFFICE = shutil.which("soffice")
SECONDS = 90


def converted(folder: Path, data: bytes, *kinds: str) -> bytes:
    """The workbook saved by LibreOffice as each of these kinds, one after the other."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed here; the build server has it")
    path = folder / "saved.xlsx"
    path.write_bytes(data)
    for number, kind in enumerate(kinds):
        into = folder / f"{number}"
        command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(into), str(path)], check=True, capture_output=True, timeout=SECONDS)
        path = into / f"saved.{kind}"
    return path.read_bytes()


TYPED = {
    FIRST: {"action": "assign", "assign.handler": "丁四", "assign.internal_due": date(2020, 4, 1)},
    SECOND: {
        "action": "report",
        **REPORT,
        "report.measures": "一、逐案核对；\n二、补录。",
        "happened_on": date(2020, 3, 12),
    },
    THIRD: {"action": "note_progress", "note_progress.progress": "=不是公式"},
}


@pytest.mark.parametrize("kinds", [("xlsx",), pytest.param(("ods", "xlsx"), marks=pytest.mark.big)])
def test_what_libreoffice_saved_merges_as_it_was_typed(busy, tmp_path, kinds):  # noqa: F811
    typed = {**TYPED, THIRD: {**TYPED[THIRD], "note_progress.progress": "'=不是公式"}}
    data = converted(tmp_path, filled(download(busy), typed), *kinds)
    dry = merge(busy, data, evidence=zipped(), dry_run=True)
    real = merge(busy, data, evidence=zipped())
    assert came(dry) == came(real) == ["recorded"] * 3, [row.notes for row in real.rows]
    assert [lived(busy, one).item.state for one in TYPED] == [State.ASSIGNED, State.REPORTED, State.REPORTED]
    assigned, reported, noted = (lived(busy, one).steps[-1].recorded for one in TYPED)
    assert (assigned.event.handler, assigned.event.internal_due) == (x.HANDLER.account, date(2020, 4, 1))
    assert reported.event.measures == "一、逐案核对；\n二、补录。"
    assert noted.event.progress == "=不是公式"
    assert merge(busy, data, evidence=zipped()).count(Came.ALREADY) == 3
    keeps_its_shape(data)


def keeps_its_shape(data: bytes) -> None:
    """Its choices, its protection, its hidden sheets and columns come back."""
    book, sheet, columns = opened(data)
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "hidden", "hidden"]
    assert sheet.protection.sheet
    hidden = {
        number for one in sheet.column_dimensions.values() if one.hidden for number in range(one.min, one.max + 1)
    }
    assert {columns[name] for name in IDS} <= hidden
    assert any("签收" in (one.formula1 or "") for one in sheet.data_validations.dataValidation)
