"""Erasing a person: their key is given up with an event, then destroyed."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select

from events import acts, vault
from events.acts import Act
from events.store import EventStore
from events.tables import personal_data
from workflow import membership, schemas
from workflow.account_errors import NoSuchAccount, StillActive
from workflow.log_errors import NoSuchPerson
from workflow.messages import Actor, ErasePerson
from workflow.registers import require_role
from workflow.service import Ledger, carry_out, seal_what_is_new

Told = str | tuple[str, ...]


class Found(NamedTuple):
    """What is kept under a person's keys: how many values of each kind, and where it is told of them."""

    keys: tuple[UUID, ...]
    kinds: tuple[tuple[str, int], ...]
    places: tuple[str, ...] = ()

    @property
    def key_id(self) -> UUID:
        """The first of the keys; most have one."""
        return self.keys[0]


def find(ledger: Ledger, by: Actor, told: Told) -> Found:
    """What is kept of a person, `told` as persons.of_unit or of_account has it, each way it may be told.

    NoSuchPerson if nothing is. That somebody looked is written to the security log, without the name.
    """
    require_role(by, ErasePerson)
    with ledger.database.writing() as connection:
        keys = _keys(connection, told)
        for key_id in keys:
            acts.write(connection, Act("person_looked_up", by.account, f"person-{key_id}"), ledger.clock.now())
        return Found((*keys,), tuple(_kinds(connection, keys).items()), tuple(dict.fromkeys(keys.values())))


def erase(ledger: Ledger, by: Actor, told: Told, reason: str, account: UUID | None = None) -> UUID:
    """Give the person's keys up, with an event each, and destroy them; the first one's id.

    NoSuchPerson, StillActive for the holder of an account that is in use, ValidationError for the reason. Should the
    process end before a key is destroyed, upkeep does it.
    """
    require_role(by, ErasePerson)
    with ledger.database.writing() as connection:
        if account is not None:
            _require_left(connection, ledger, account)
        keys = list(_keys(connection, told))
        for key_id in keys:
            _give_up(connection, ledger, by, key_id, reason)
    destroy(ledger)
    seal_what_is_new(ledger)
    return keys[0]


def _give_up(connection: Connection, ledger: Ledger, by: Actor, key_id: UUID, reason: str) -> None:
    at = ledger.clock.now()
    shell = {"command_id": uuid4(), "subject": key_id, "by": by, "at": at}
    values = sum(_kinds(connection, [key_id]).values())
    command = schemas.load(ErasePerson, {"reason": reason}, values=values, **shell)
    carry_out(EventStore(connection), ledger, command)
    vault.erase(connection, key_id, at)
    acts.write(connection, Act("person.erased", by.account, f"person-{key_id}"), at)


def destroy(ledger: Ledger) -> int:
    """Destroy the keys that were given up; how many."""
    with ledger.database.reading() as connection:
        waiting, ring = vault.to_destroy(connection), vault.keyring_of(connection)
    for key_id in waiting:
        ring.destroy(key_id)
        with ledger.database.writing() as connection:
            vault.note_destroyed(connection, key_id, ledger.clock.now())
    return len(waiting)


def _keys(connection: Connection, told: Told) -> dict[UUID, str]:
    """The person's keys, each with the unit that tells of them; "account" for the holder of one."""
    ring, each = vault.keyring_of(connection), (told,) if isinstance(told, str) else told
    subjects = {ring.subject(one): one.partition(" ")[0] for one in each}
    if not (keys := vault.keys_of(connection, subjects)):
        raise NoSuchPerson
    return {key_id: subjects[subject] for key_id, subject in keys.items()}


def _kinds(connection: Connection, keys: Iterable[UUID]) -> dict[str, int]:
    """How many values of each kind are sealed under the keys."""
    kind = personal_data.c.kind
    counts = select(kind, func.count()).where(personal_data.c.key_id.in_(list(keys))).group_by(kind).order_by(kind)
    return {row[0]: row[1] for row in connection.execute(counts)}


def _require_left(connection: Connection, ledger: Ledger, account: UUID) -> None:
    if account not in membership.members(connection):
        raise NoSuchAccount
    if membership.hats(connection, account, ledger.today):
        raise StillActive
