"""What runs in the background goes on whatever one of its steps meets."""

from admin import upkeep
from events.errors import NoSuchLeaves
from tests.office import Office


def test_a_log_with_a_gap_stops_one_step_and_not_the_others(sqlite_office: Office, monkeypatch, caplog) -> None:
    def gap(_: object) -> int:
        raise NoSuchLeaves(0, 256)

    steps = tuple((name, gap if name == "sealed" else step) for name, step in upkeep.STEPS)
    monkeypatch.setattr(upkeep, "STEPS", steps)
    done = upkeep.once(sqlite_office.ledger)
    assert "sealed" not in done
    assert "followed" in done
    assert "xiaohao log verify" in caplog.text
