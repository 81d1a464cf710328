"""What stands, and what is left behind, when something around a command goes wrong."""

import pytest
from sqlalchemy.exc import OperationalError

from events import sealer
from tests import examples as x
from workflow import file_errors


def test_a_command_stands_though_sealing_fails(office, monkeypatch, caplog):
    def broken(*_):
        raise OperationalError("seal", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr("workflow.service.sealer.seal", broken)
        assert office.issue().state == "issued"
    assert "waits for the next sealer" in caplog.text
    office.assign()
    with office.ledger.database.reading() as connection:
        assert sealer.lag(connection) == 0


def test_a_full_disk_keeps_no_half_file(office, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("workflow.files.os.fsync", full)
        with pytest.raises(file_errors.NoRoom):
            office.upload(x.HANDLER)
    assert [path for path in office.ledger.files.root.rglob("*") if path.is_file()] == []
    assert office.upload(x.HANDLER)
