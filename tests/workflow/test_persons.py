"""Who is told of, how a name is masked, and what erasing a person leaves behind."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from events import acts, vault
from events.store import EventStore
from tests import examples as x
from workflow import erasure, persons
from workflow.audit import audit
from workflow.errors import NotPermitted
from workflow.log_errors import NoSuchPerson
from workflow.messages import Actor
from workflow.open_values import seal_open_values
from workflow.words import Role

SECURITY = Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
CONTACT = persons.of_unit("baishi", "丁四")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("name", "张三", "张*"), ("name", "张三丰", "张*"), ("name", "欧阳修", "欧阳*"), ("name", "欧阳", "欧*"),
        ("name", "张", "张*"), ("phone", "13812345678", "138****5678"), ("phone", "12345", "****"),
        ("phone", "0000-7000001", "000****0001"),
    ],
)  # fmt: skip
def test_a_value_is_masked(kind, value, shown):
    assert persons.masked(kind, value) == shown


def faults(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def values(office):
    with office.ledger.database.reading() as connection:
        event = EventStore(connection).read(f"item-{x.ITEM}").recorded[0].event
        kept = vault.reveal(connection, [event.contact.ref, event.phone.ref])
        return [kept.get(event.contact.ref), kept.get(event.phone.ref)]


def test_a_contact_and_their_phone_are_erased_together_and_the_ledger_is_whole(office):
    office.issue()
    assert values(office) == ["丁四", "0000-7000001"]
    found = erasure.find(office.ledger, SECURITY, CONTACT)
    assert found.kinds == (("name", 1), ("phone", 1))
    key = erasure.erase(office.ledger, SECURITY, CONTACT, "本人申请")
    assert key == found.key_id
    assert values(office) == [None, None]
    assert faults(office) == []
    with office.ledger.database.reading() as connection:
        assert [row.kind for row in acts.page(connection)] == ["person.erased", "person_looked_up"]
        [event] = EventStore(connection).read(f"person-{key}").recorded
        assert (event.name, event.event.reason) == ("person.erased", "本人申请")
        assert vault.keyring_of(connection).key(key) is None
    with pytest.raises(NoSuchPerson):
        erasure.erase(office.ledger, SECURITY, CONTACT, "再来一次")


def test_a_key_that_is_said_to_be_somebody_elses_is_found(office):
    """Else an erasure would destroy the wrong one, or find nothing."""
    office.issue()
    with office.ledger.database.writing() as connection:
        subject = vault.keyring_of(connection).subject(persons.of_unit("baishi", "别人"))
        connection.execute(vault.personal_keys.update().values(subject=subject))
    [fault] = faults(office)
    assert "personal_keys" in fault
    assert "it seals a name of somebody else" in fault


def test_only_the_security_administrator_looks_up_and_erases(office):
    office.issue()
    for by in x.EVERYONE:
        with pytest.raises(NotPermitted):
            erasure.find(office.ledger, by, CONTACT)
        with pytest.raises(NotPermitted):
            erasure.erase(office.ledger, by, CONTACT, "本人申请")
    assert values(office)[0] == "丁四"


def test_a_death_before_the_key_is_destroyed_is_made_good(office, monkeypatch):
    office.issue()
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "destroy", lambda ledger: 0)
        key = erasure.erase(office.ledger, SECURITY, CONTACT, "本人申请")
    assert values(office) == [None, None]
    with office.ledger.database.reading() as connection:
        ring = vault.keyring_of(connection)
    assert ring.key(key) is not None
    assert erasure.destroy(office.ledger) == 1
    assert ring.key(key) is None
    assert faults(office) == []


def test_what_lay_open_is_sealed_once_and_leaves_no_byte(sqlite_office, tmp_path):
    office = sqlite_office
    office.issue()
    with office.ledger.database.writing() as connection:
        rows = connection.execute(select(vault.personal_data)).all()
        ring = vault.keyring_of(connection)
        for row in rows:
            salt, value = vault.opened(ring, row)
            connection.execute(vault.unsealed_personal_data.insert().values(
                ref=row.ref, kind=row.kind, value=value, salt=salt))  # fmt: skip
        connection.execute(text("DELETE FROM personal_data"))
    assert values(office) == ["丁四", "0000-7000001"]
    assert faults(office) == []
    assert [seal_open_values(office.ledger) for _ in range(2)] == [2, 0]
    assert values(office) == ["丁四", "0000-7000001"]
    assert faults(office) == []
    path = Path(office.ledger.database.url.database)
    office.ledger.database.close()
    for file in path.parent.glob(f"{path.name}*"):
        assert b"0000-7000001" not in file.read_bytes()
