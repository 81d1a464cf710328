"""Whatever is done to the cells of a reply workbook: it is merged or refused row by row, and never goes beyond."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.refusals import UnreadableFile
from documents.reply_columns import SAYS
from events.event import Recorded
from events.store import EventStore
from tests import examples as x
from tests.documents.replies import download, merge, opened, saved
from tests.documents.test_any_cell import DATES, MIXED, REPEATED
from tests.documents.test_reply import FIRST, FOURTH, SECOND, THIRD
from tests.office import Office
from workflow.errors import Refusal

OWN = (FIRST, SECOND, THIRD)
ODD_VALUES = st.one_of(
    REPEATED, MIXED, st.sampled_from(DATES), st.sampled_from([words.zh for words in SAYS.values()]), st.integers(),
    st.sampled_from([str(one) for one in (*OWN, FOURTH)]),
    st.sampled_from(["丁四", "2020-03-30", "照片.png", "=1+1", True]),
)  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(3, 8), st.integers(0, 40), ODD_VALUES), min_size=1, max_size=12)


@pytest.fixture
def bureau(sqlite_office: Office) -> Office:
    """Three items of Baishi, one of another unit."""
    for number, item in enumerate(OWN):
        sqlite_office.issue(item, problem=f"第{number}个问题")
    sqlite_office.issue(FOURTH, bureau="shiqiao", problem="别人的问题")
    for item in OWN[1:]:
        sqlite_office.assign(item)
    return sqlite_office


def log(office: Office, streams=None) -> dict[str, tuple[Recorded, ...]]:
    wanted = streams or [f"item-{one}" for one in (*OWN, FOURTH)]
    with office.ledger.database.reading() as connection:
        return {stream: EventStore(connection).read(stream).recorded for stream in wanted}


@settings(
    max_examples=settings().max_examples // 10, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(edits=EDITS, confirm=st.booleans())
def test_no_edit_ends_a_merge_touches_another_unit_or_gives_two_commands_for_a_row(bureau, edits, confirm):
    book, sheet, columns = opened(download(bureau))
    places = sorted(columns.values())
    for row, column, value in edits:
        if not isinstance(value, str) or all(letter.isprintable() or letter in "\t\n" for letter in value):
            sheet.cell(row, places[column % len(places)]).value = value
    data, before = saved(book), log(bureau)
    confirmed = dict.fromkeys(range(3, 9)) if confirm else {}
    try:
        dry = merge(bureau, data, confirmed=confirmed, dry_run=True)
    except (Refusal, UnreadableFile):
        with pytest.raises((Refusal, UnreadableFile)):
            merge(bureau, data, confirmed=confirmed)
        assert log(bureau) == before
        return
    assert log(bureau) == before
    real = merge(bureau, data, confirmed=confirmed)
    assert [row.came for row in real.rows] == [row.came for row in dry.rows]
    after = log(bureau)
    assert after[f"item-{FOURTH}"] == before[f"item-{FOURTH}"]
    new = {stream: events[len(before[stream]) :] for stream, events in after.items()}
    assert all(len(events) <= 1 for events in new.values())
    assert all(one.actor == str(x.LEADER) for events in new.values() for one in events)
    assert merge(bureau, data, confirmed=confirmed).written is False
    assert log(bureau) == after
