"""Damaged lists of every format never crash, never take longer than they may, and write nothing in a dry run."""

import random
import time

from sqlalchemy import func, select

from documents.child import SECONDS
from documents.issue_list import import_list
from documents.refusals import UnreadableFile
from events import tables
from tests import examples as x
from tests.documents.damaged import OF, SOUND, damaged
from tests.office import Office

FEW, MANY = 12, 300


def rows(office: Office) -> dict[str, int]:
    """How many rows every table has."""
    with office.ledger.database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.metadata.sorted_tables
        }


def look(office: Office, data: bytes, name: str) -> str:
    """What a dry run comes to: read, or the code of its refusal."""
    try:
        import_list(office.ledger, x.CENTER, data, name, dry_run=True)
    except UnreadableFile as refusal:
        return refusal.code if refusal.message("zh") and refusal.message("en") else "unsaid"
    return "read"


def test_damaged_lists_are_read_or_refused_in_time_and_nothing_is_written(sqlite_office: Office, seed, big):
    before, came = rows(sqlite_office), []
    for one in damaged(MANY if big else FEW, random.Random(seed)):
        begun = time.monotonic()
        outcome = look(sqlite_office, one.data, f"清单.{one.form}")
        took = time.monotonic() - begun
        assert took < SECONDS, (one.form, one.how, took)
        came.append((one.form, one.how, outcome))
    assert rows(sqlite_office) == before
    refused = [outcome for _, _, outcome in came if outcome != "read"]
    assert "unsaid" not in refused
    assert len(refused) > len(came) // 4, came


def test_the_sound_ones_are_read(sqlite_office: Office):
    """The control: what is refused above is refused for its damage."""
    assert {form: look(sqlite_office, data, f"清单.{form}") for form, data in SOUND.items()} == dict.fromkeys(
        OF, "read"
    )
