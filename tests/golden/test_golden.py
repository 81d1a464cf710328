"""A ledger that an older release wrote is read by this one: every byte, every fold, every proof, and work goes on."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, update

from events import codec, sealer, tables, tiles
from events.rebuilding import rebuild_board, rebuild_histories
from events.signing import Notary
from events.witness import Witness
from identity import accounts, demo_accounts, passwords
from migrations import is_current
from tests.golden import shelf
from tests.golden.shelf import FOLDERS, Golden
from tests.keys import SIGNER
from workflow import messages as m
from workflow import schemas, service
from workflow.audit import audit
from workflow.following import HISTORY, follow
from workflow.projections import ITEMS, PROJECTIONS
from workflow.service import Ledger
from workflow.words import State


def spoken(line: str) -> dict[str, Any]:
    """A line of events.jsonl, its body too."""
    said: dict[str, Any] = json.loads(line)
    return {**said, "said": json.loads(said["body"])}


def repeat(ledger: Ledger, event: dict[str, Any]) -> service.Done:
    """Send again the command that an assignment was recorded by."""
    asked = {"handler": event["said"]["handler"], "internal_due": event["said"]["internal_due"]}
    return service.handle(
        ledger,
        schemas.load(
            m.AssignItem, asked, command_id=UUID(event["command_id"]), by=m.Actor.parse(event["actor"]),
            subject=UUID(event["stream_id"].removeprefix("item-")), at=ledger.clock.now(),
        ),
    )  # fmt: skip


def test_the_first_schema_is_among_them():
    assert FOLDERS[0].name == "0001"


def test_upgrading_leads_to_the_tables_of_today(ledger: Ledger):
    assert is_current(ledger.database)
    with ledger.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_upgrading_changes_no_byte_of_the_log(ledger: Ledger, golden: Golden):
    with ledger.database.reading() as connection:
        assert shelf.stored(connection) == golden.events


def test_every_stream_folds_to_what_it_was(ledger: Ledger, golden: Golden):
    """What is folded today may say more than then, never something else."""
    with ledger.database.reading() as connection:
        today = shelf.folded(connection)
    expected = golden.expected["streams"]
    assert today.keys() == expected.keys()
    for stream, then in expected.items():
        assert as_said(then, today[stream]) == then, stream


def as_said(then: Any, today: Any) -> Any:
    """Of what is folded today, what was said then."""
    if not isinstance(then, dict) or not isinstance(today, dict):
        return today
    return {name: as_said(said, today.get(name)) for name, said in then.items()}


def test_an_audit_finds_nothing(ledger: Ledger, golden: Golden):
    """Nor do those who hold it to what was signed then, where something was."""
    witness = golden.folder / "witness"
    notary = Notary(SIGNER.verifier, Witness(witness)) if witness.exists() else None
    with ledger.database.reading() as connection:
        assert list(audit(connection, ledger.files, notary=notary)) == []


def test_the_tree_has_the_root_it_had(ledger: Ledger, golden: Golden):
    size, root = golden.expected["size"], golden.expected["root"]
    with ledger.database.writing() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.log)) == size
        assert tiles.root(connection, size).hex() == root
        tiles.complete(connection, size)
        assert tiles.root(connection, size).hex() == root


def test_the_accounts_of_then_can_sign_in(ledger: Ledger):
    with ledger.database.reading() as connection:
        found = connection.execute(select(accounts.accounts).where(accounts.accounts.c.login == "center1")).one()
    assert accounts.by_login(ledger, "center1") is not None
    assert passwords.matches(found.password, demo_accounts.DEMO_PASSWORD)


def test_a_command_of_then_is_answered_as_it_was(ledger: Ledger, golden: Golden):
    event = next(e for e in map(spoken, golden.events) if e["name"] == "item.assigned" and e["version"] == 2)
    done = repeat(ledger, event)
    assert (done.version, done.state, done.events) == (2, "assigned", ("item.assigned",))
    with ledger.database.reading() as connection:
        assert len(shelf.stored(connection)) == len(golden.events)


def test_work_goes_on_where_it_stood(ledger: Ledger, golden: Golden):
    """What was left unsealed is sealed first, then what is new; the old bytes stay, and the whole is whole."""
    with ledger.database.reading() as connection:
        row = connection.execute(select(ITEMS.now).where(ITEMS.now.c.state == State.ISSUED)).first()
    by = accounts.by_login(ledger, "center1")
    assert row is not None
    assert by is not None
    asked = {"reason": "重复下发"}
    ledger.clock.advance(timedelta(seconds=1))
    command = schemas.load(m.WithdrawItem, asked, command_id=uuid4(), subject=row.item_id, by=by, at=ledger.clock.now())
    assert service.handle(ledger, command).version == row.version + 1
    sealer.seal(ledger.database, ledger.clock)
    with ledger.database.reading() as connection:
        lines = shelf.stored(connection)
        faults = list(audit(connection, ledger.files))
    *_, left, new = map(spoken, lines)
    assert lines[: golden.expected["size"]] == golden.events[: golden.expected["size"]]
    assert left["event_id"] == spoken(golden.events[-1])["event_id"]
    assert (new["name"], new["position"]) == ("item.withdrawn", len(lines) - 1)
    assert faults == []


def test_read_models_made_anew_are_those_that_were_upgraded(ledger: Ledger):
    def rows(connection: Any) -> dict[str, set[Any]]:
        shown = (table for projection in PROJECTIONS for table in projection.tables)
        return {table.name: set(connection.execute(select(table)).all()) for table in shown}

    follow(ledger.database, ledger.clock)
    with ledger.database.reading() as connection:
        upgraded = rows(connection)
    for projection in PROJECTIONS:
        rebuild_board(ledger.database, projection)
    rebuild_histories(ledger.database, PROJECTIONS, HISTORY.name)
    with ledger.database.reading() as connection:
        assert rows(connection) == upgraded


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_event_of_then_is_read_and_its_present_shape_written_to_the_same_bytes(folder):
    for line in Golden(folder).events:
        event = json.loads(line)
        read = codec.decode(event["name"], event["schema_version"], event["body"].encode())
        name, version, body = codec.encode(read)
        assert name == event["name"]
        if version == event["schema_version"]:
            assert body.decode() == event["body"]


def test_an_upgrade_that_wrote_a_body_anew_would_be_seen(ledger: Ledger, golden: Golden):
    """The control: the same JSON with a space in it is found by the bytes and by the audit."""
    quiet = "ALTER TABLE events DISABLE TRIGGER ALL" if not ledger.database.sqlite else "DROP TRIGGER events_no_update"
    one = (tables.events.c.name == "item.closed") & (tables.events.c.version == 5)
    with ledger.database.writing() as connection:
        connection.exec_driver_sql(quiet)
        body = connection.scalar(select(tables.events.c.body).where(one).limit(1))
        connection.execute(update(tables.events).where(one).values(body=body.replace(b'":"', b'": "', 1)))
        assert shelf.stored(connection) != golden.events
        assert "events" in {fault.table for fault in audit(connection, ledger.files)}
