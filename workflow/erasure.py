"""Erasing a person: their key is given up with an event, then destroyed."""

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


class Found(NamedTuple):
    """What is kept under a person's key: how many values of each kind."""

    key_id: UUID
    kinds: tuple[tuple[str, int], ...]


def find(ledger: Ledger, by: Actor, told: str) -> Found:
    """What is kept of a person, `told` as persons.of_unit or of_account has it. NoSuchPerson if nothing is.

    That somebody looked is written to the security log, without the name.
    """
    require_role(by, ErasePerson)
    with ledger.database.writing() as connection:
        key_id = _key_id(connection, told)
        kinds = tuple(_kinds(connection, key_id).items())
        acts.write(connection, Act("person_looked_up", by.account, f"person-{key_id}"), ledger.clock.now())
    return Found(key_id, kinds)


def erase(ledger: Ledger, by: Actor, told: str, reason: str, account: UUID | None = None) -> UUID:
    """Give the person's key up, with an event, and destroy it; the key's id.

    NoSuchPerson, StillActive for the holder of an account that is in use, ValidationError for the reason. Should the
    process end before the key is destroyed, upkeep does it.
    """
    require_role(by, ErasePerson)
    at = ledger.clock.now()
    with ledger.database.writing() as connection:
        if account is not None:
            _require_left(connection, ledger, account)
        key_id = _key_id(connection, told)
        shell = {"command_id": uuid4(), "subject": key_id, "by": by, "at": at}
        values = sum(_kinds(connection, key_id).values())
        command = schemas.load(ErasePerson, {"reason": reason}, values=values, **shell)
        carry_out(EventStore(connection), ledger, command)
        vault.erase(connection, key_id, at)
        acts.write(connection, Act("person.erased", by.account, f"person-{key_id}"), at)
    destroy(ledger)
    seal_what_is_new(ledger)
    return key_id


def destroy(ledger: Ledger) -> int:
    """Destroy the keys that were given up; how many."""
    with ledger.database.reading() as connection:
        waiting, ring = vault.to_destroy(connection), vault.keyring_of(connection)
    for key_id in waiting:
        ring.destroy(key_id)
        with ledger.database.writing() as connection:
            vault.note_destroyed(connection, key_id, ledger.clock.now())
    return len(waiting)


def _key_id(connection: Connection, told: str) -> UUID:
    key_id = vault.key_of(connection, vault.keyring_of(connection).subject(told))
    if key_id is None:
        raise NoSuchPerson
    return key_id


def _kinds(connection: Connection, key_id: UUID) -> dict[str, int]:
    """How many values of each kind are sealed under a key."""
    kind = personal_data.c.kind
    counts = select(kind, func.count()).where(personal_data.c.key_id == key_id).group_by(kind).order_by(kind)
    return {row[0]: row[1] for row in connection.execute(counts)}


def _require_left(connection: Connection, ledger: Ledger, account: UUID) -> None:
    if account not in membership.members(connection):
        raise NoSuchAccount
    if membership.hats(connection, account, ledger.today):
        raise StillActive
