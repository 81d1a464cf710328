"""The next golden ledger tells everything there is to tell, and is told the same in both databases."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from events import codec
from events.database import Database
from tests.golden import lines, shelf
from tests.golden.shelf import Golden
from tools import golden as tool
from workflow.facts import Conclusion, Kind, Precision
from workflow.item import NEW, Happened, Item, evolve
from workflow.machine import TRANSITIONS, Owner
from workflow.messages import ITEM_COMMANDS, Actor
from workflow.words import State

COMMANDS = {command.records: command for command in ITEM_COMMANDS.values()}


@pytest.fixture(scope="module")
def made(tmp_path_factory, postgres_server) -> Golden:
    """A golden folder of the present schema, made as a release makes it: SQLite and PostgreSQL agree on it."""
    folder = tmp_path_factory.mktemp("made")
    tool.write("9999", tmp_path_factory.mktemp("scratch"), folder)
    return Golden(folder)


def told(made: Golden) -> list[dict[str, Any]]:
    return [json.loads(line) for line in made.events]


def steps(made: Golden) -> Iterator[tuple[Item, Happened]]:
    """Each item's events, with the item as it was before."""
    items: dict[str, Item] = {}
    for event in told(made):
        if event["stream_id"].startswith("item-"):
            read = codec.decode(event["name"], event["schema_version"], event["body"].encode())
            before = items.get(event["stream_id"], NEW)
            happened = Happened(read, Actor.parse(event["actor"]), codec.moment(event["recorded_at"]))
            yield before, happened
            items[event["stream_id"]] = evolve(before, happened)


def items(made: Golden) -> list[dict[str, Any]]:
    return [item for stream, item in made.expected["streams"].items() if stream.startswith("item-")]


# what a restored copy, the security log's upkeep and an erasure record; their golden lines are kept
UNTOLD = {("log.recovered", 1), ("security.sealed", 1), ("security.trimmed", 1), ("person.erased", 1)}


def test_every_event_is_told(made):
    there = {(event["name"], event["schema_version"]) for event in told(made)}
    assert there == set(lines.present()) - UNTOLD


def test_every_row_of_the_table_is_taken_with_every_conclusion(made):
    taken = {
        (command.trigger, before.state, e.event.leads_to, getattr(e.event, command.decides or "-", None))
        for before, e in steps(made)
        for command in [COMMANDS[type(e.event)]]
    }
    rows = {(row.trigger, row.source, row.dest, said) for row in TRANSITIONS for said in row.outcomes or (None,)}
    assert taken == rows


def test_items_stand_everywhere_and_say_whatever_can_be_said(made):
    found = items(made)
    assert {item["state"] for item in found} == set(State)
    assert {item["owner"] for item in found} == set(Owner)
    assert {item["kind"] for item in found} == set(Kind)
    assert {item["due"]["precision"] for item in found} == set(Precision)
    assert {item["conclusion"] for item in found} >= {Conclusion.COMPLETED, Conclusion.ONGOING, None}
    assert max(item["round"] for item in found) > 20
    for said in ("figure", "leader", "contact", "phone", "evidence", "remark", "source", "clause", "lead"):
        assert any(item[said] for item in found), said


def test_the_log_fills_a_tile_and_its_last_event_waits(made):
    positions = [event["position"] for event in told(made)]
    assert made.expected["size"] > 256
    assert positions == [*range(made.expected["size"]), None]
    assert any(event["effective_at"] != event["recorded_at"] for event in told(made))


def test_each_packed_database_holds_what_was_told(made, database_url, tmp_path):
    if database_url.startswith("sqlite"):
        database_url = made.sqlite(tmp_path / "unpacked.db")
    else:
        made.postgres(database_url)
    database = Database(database_url)
    with database.reading() as connection:
        assert shelf.stored(connection) == made.events
        assert shelf.folded(connection) == made.expected["streams"]
    database.close()


@pytest.mark.parametrize("schema", ["0001", "9999"])
def test_what_was_released_is_never_made_anew_nor_what_is_no_schema(schema, capsys):
    before = {path: path.stat().st_mtime_ns for path in shelf.SHELF.rglob("*.xz")}
    with pytest.raises(SystemExit, match=schema):
        tool.main(schema)
    assert {path: path.stat().st_mtime_ns for path in shelf.SHELF.rglob("*.xz")} == before
