"""A list of recipients to what the public will see of it: looked at first, then prepared; the list is not kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from documents.public_xlsx import Posted, found_table
from documents.recipient_list import RecipientList, read_recipients
from events.store import EventStore
from workflow import disclosing, service
from workflow import messages as m
from workflow.disclosure_errors import NotThatUnit
from workflow.disclosure_guards import require_month, require_persons
from workflow.disclosure_lists import MAY, SAYS, DisclosureList
from workflow.disclosure_preparation import rules_of
from workflow.facts import Due
from workflow.lookups import unit_of
from workflow.messages.disclosure_rule import ColumnRule
from workflow.public_table import Made, made
from workflow.words import not_permitted


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list comes to under the rules of the day."""

    read: RecipientList
    made: Made
    rules: tuple[ColumnRule, ...]

    @property
    def publishable(self) -> bool:
        return not self.made.notes


def preview(ledger: service.Ledger, actor: m.Actor, data: bytes, name: str, bureau: str, month: Due) -> Preview:
    """What the public will see of the list in `data`, and which cells stand in the way.

    A Refusal if the actor may not, the unit is not theirs, the month has not begun, or there is no list to read.
    """
    if actor.role not in MAY["prepare"]:
        raise not_permitted(actor.role, SAYS["prepare"], MAY["prepare"])
    if bureau != actor.org:
        raise NotThatUnit(field="bureau", given=bureau[:64])
    require_month(month, ledger.today)
    read = read_recipients(data, name)
    require_persons(len(read.rows))
    with ledger.database.reading() as connection:
        unit, rules = _unit(connection, bureau), rules_of(EventStore(connection), ledger.today)
    return Preview(read, made(unit, month, read.rows, rules), rules)


def _unit(connection: Connection, bureau: str) -> str:
    unit = unit_of(EventStore(connection), bureau)
    if unit is None or not unit.answers:
        raise NotThatUnit(field="bureau", given=bureau[:64])
    return unit.name


def with_rows(command: Any, data: bytes, name: str) -> Any:
    """The command that prepares the list in `data`."""
    return replace(command, rows=read_recipients(data, name).rows)


def posted(ledger: service.Ledger, listed: DisclosureList, unit: str, prepared_at: datetime) -> Posted:
    """What is printed of a list: dated with the day it was disclosed, until then with the day it was prepared."""
    table = disclosing.table_of(ledger.files, listed)
    at = prepared_at.astimezone(ledger.zone)
    return Posted(table, unit, listed.persons, listed.disclosed_on or at.date(), listed.hotline, at)


def digest_of_found(data: bytes, name: str) -> str:
    """The digest of a posted file: of its table as it stands in its cells."""
    return found_table(data, name).digest
