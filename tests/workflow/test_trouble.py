"""What stands, and what is left behind, when something around a command goes wrong."""

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from events import sealer, writing
from events.store import EventStore
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


@pytest.mark.parametrize("kind", [psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected])
@pytest.mark.parametrize(("times", "carried_out"), [(3, True), (4, False)])
def test_what_the_database_rolled_back_is_tried_three_times_more(office, monkeypatch, kind, times, carried_out):
    left = [kind("rolled back")] * times

    def write(*given):
        if left:
            raise OperationalError("append", {}, left.pop())
        return writing.write(*given)

    monkeypatch.setattr("events.store.write", write)
    if carried_out:
        assert office.issue().state == "issued"
    else:
        with pytest.raises(OperationalError):
            office.issue()
    with office.ledger.database.reading() as connection:
        assert len(EventStore(connection).read(f"item-{x.ITEM}").recorded) == carried_out


def test_a_full_disk_keeps_no_half_file(office, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("workflow.files.os.fsync", full)
        with pytest.raises(file_errors.NoRoom):
            office.upload(x.HANDLER)
    assert [path for path in office.ledger.files.root.rglob("*") if path.is_file()] == []
    assert office.upload(x.HANDLER)
