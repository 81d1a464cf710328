"""Personal values that a release before laid open: each is sealed under the key of the person it tells of."""

from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from sqlalchemy import Connection

from events import vault
from events.personal import PersonalRef, PersonalValue
from events.store import EventStore
from workflow import persons
from workflow.service import Ledger

BATCH = 500


def seal_open_values(ledger: Ledger) -> int:
    """Seal the values that a release before laid open; how many. Each person's in a transaction of its own."""
    done = 0
    with ledger.database.reading() as connection:
        values = {value.ref: value for value in vault.unsealed(connection)}
        whose = _whose(connection, values) if values else {}
    refs = sorted(whose)
    for start in range(0, len(refs), BATCH):
        batch = refs[start : start + BATCH]
        with ledger.database.writing() as connection:
            there = {value.ref for value in vault.unsealed(connection)}  # another process may have been quicker
            mine = [values[ref] for ref in batch if ref in there]
            vault.keep(connection, mine, whose, ledger.clock.now())
            vault.take_out_unsealed(connection, batch)
        done += len(mine)
    if done:
        vault.wipe(ledger.database)
    return done


def _whose(connection: Connection, values: dict[UUID, PersonalValue]) -> dict[UUID, str]:
    """Of whom each value tells, as the events say that state them."""
    store, plain, found = EventStore(connection), {ref: value.value for ref, value in values.items()}, dict[UUID, str]()
    for kind in ("item", "account"):
        for stream in store.streams(kind):
            subject = UUID(stream.partition("-")[2])
            for one in store.read(stream).recorded:
                if _states(one.event):
                    found |= persons.told(one.event, subject, plain)
    return found


def _states(event: object) -> bool:
    names: Iterable[str] = (field.name for field in fields(event))  # type: ignore[arg-type]
    return any(isinstance(getattr(event, name), PersonalRef) for name in names)
