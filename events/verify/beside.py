"""What stands beside the chains: the guards of the tables, events without a place, personal values."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, text

from events import tables
from events.keyring import Keyring
from events.personal import commitment
from events.vault import keyring_of, opened
from events.verify.faults import Fault

Whose = Callable[[str], Collection[str]]
NONE: Mapping[Any, int] = MappingProxyType({})
NOBODY: Mapping[Any, Whose] = MappingProxyType({})
KEYS = "keys"  # the folder, not the table
APPEND_ONLY = ("events", "log", "commands", "signed_checkpoints", "security_log")


def verify_personal(
    connection: Connection,
    stated: Mapping[Any, str],
    erased: Mapping[Any, int] = NONE,
    named: Mapping[Any, Whose] = NOBODY,
) -> Iterator[Fault]:
    """Kept personal values against the commitments the events state, given as {ref: commitment}.

    `erased` are the keys that events say were given up, and how many values each had sealed. What such a key, or one
    that was destroyed since this copy was made, has sealed is counted and not opened. `named` says of values that are
    names whom they tell of, in each way that a release told it: a key belongs to whom it sealed.
    """
    missing, ring = dict(stated), keyring_of(connection)
    yield from _keys(connection, ring, set(erased))
    yield from _values(connection, ring, missing, erased, named)
    for row in connection.execute(select(tables.unsealed_personal_data)):
        if missing.pop(row.ref, None) != _committed(row.salt, row.kind, row.value):
            yield Fault("unsealed_personal_data", str(row.ref), "the value is not the one that was committed to")
    for ref in missing:
        yield Fault("personal_data", str(ref), "the value is missing")


def _values(
    connection: Connection,
    ring: Keyring,
    missing: dict[Any, str],
    erased: Mapping[Any, int],
    named: Mapping[Any, Whose],
) -> Iterator[Fault]:
    """The sealed values; what is there is taken out of `missing`."""
    closed, under = Counter[Any](), set[Any]()
    known = dict(connection.execute(select(tables.personal_keys.c.key_id, tables.personal_keys.c.subject)).all())
    for row in connection.execute(select(tables.personal_data)):
        expected = missing.pop(row.ref, None)
        under.add(row.key_id)
        if expected is None:
            yield Fault("personal_data", str(row.ref), "no event refers to this value")
        elif row.key_id in erased:
            closed[row.key_id] += 1
        elif row.key_id not in known or not _kept(ring, row, expected):
            yield Fault("personal_data", str(row.ref), "the value is not the one that was committed to")
        elif row.ref in named and not _whose(ring, row, named[row.ref], known[row.key_id]):
            yield Fault("personal_keys", str(row.key_id), "it seals a name of somebody else", "subject")
    for key_id in (key for key, values in erased.items() if closed[key] != values):
        yield Fault("personal_data", str(key_id), f"{closed[key_id]} values are under this key, {erased[key_id]} were")
    for key_id in sorted(map(str, under - known.keys())):
        yield Fault("personal_keys", key_id, "values are sealed under this key, and its row is missing")


def _keys(connection: Connection, ring: Keyring, erased: set[Any]) -> Iterator[Fault]:
    for row in connection.execute(select(tables.personal_keys)):
        if not isinstance(row.key_id, UUID):
            yield Fault("personal_keys", str(row.key_id), "it is no name of a key")
        elif (row.erased_at is not None) != (row.key_id in erased):
            yield Fault("personal_keys", str(row.key_id), "no event says so: erased or not", "erased_at")
        elif (row.erased_at is None) != (row.subject is not None):
            yield Fault("personal_keys", str(row.key_id), "a key says whose it is until it is given up", "subject")
        elif row.destroyed_at is not None and ring.key(row.key_id):
            yield Fault("personal_keys", str(row.key_id), "the key was to be destroyed, and is there")
        elif row.erased_at is None and not ring.key(row.key_id) and not ring.was_destroyed(row.key_id):
            yield Fault(KEYS, str(row.key_id), "the key is not in its folder (XIAOHAO_KEYS)")
    there = set(connection.scalars(select(tables.personal_keys.c.key_id)))
    for key_id in erased - there:
        yield Fault("personal_keys", str(key_id), "the row of a key that was given up is missing")


def _kept(ring: Keyring, row: Row[Any], expected: str) -> bool:
    """Whether it opens to what was committed to; what no key opens any more is named with its key."""
    if not isinstance(row.key_id, UUID) or not isinstance(row.ref, UUID):
        return False
    if ring.key(row.key_id) is None:
        return True
    plain = opened(ring, row)
    return plain is not None and _committed(plain[0], row.kind, plain[1]) == expected


def _whose(ring: Keyring, row: Row[Any], named: Whose, subject: Any) -> bool:
    """Whether the key is that of whom the name tells; one that no key opens any more says nothing."""
    plain = opened(ring, row)
    return plain is None or subject in map(ring.subject, named(plain[1]))


def _committed(salt: Any, kind: Any, value: Any) -> str | None:
    try:
        return commitment(bytes(salt), kind, value)
    except (ValueError, TypeError, AttributeError):  # bytes that are no text were never committed to
        return None


def verify_guards(connection: Connection, *beside: str) -> Iterator[Fault]:
    """The triggers that keep recorded rows from being changed, of the log and of the tables named `beside` it."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        acts = ("update", "delete", "replace")
    else:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"))
        acts = ("update", "delete", "truncate")
    there = set(found.scalars())
    for table in (*APPEND_ONLY, *beside):
        for act in acts:
            if f"{table}_no_{act}" not in there:
                yield Fault(table, f"trigger {table}_no_{act}", "the trigger that guards the table is missing or off")


def verify_instants(connection: Connection) -> Iterator[Fault]:
    """The one row that keeps what was answered as of an instant from being answered otherwise."""
    if (rows := connection.scalar(select(func.count()).select_from(tables.instants))) != 1:
        yield Fault("instants", "the only one", f"there are {rows} rows; the latest instant answered stands in one")


def waiting(connection: Connection, unplaced: set[tuple[str, int]]) -> Iterator[Fault]:
    """The events without a place are the ones that wait for it, each once."""
    left = set(unplaced)
    for row in connection.execute(select(tables.pending).order_by(tables.pending.c.append_id)):
        if (row.stream_id, row.version) in left:
            left.remove((row.stream_id, row.version))
        else:
            what = "there is no such event, or it is sealed already or waits twice"
            yield Fault("pending", f"{row.stream_id} version {row.version}", what)
    for stream, version in sorted(left):
        yield Fault("events", f"{stream} version {version}", "neither sealed nor waiting to be")
