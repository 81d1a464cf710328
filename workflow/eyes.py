"""What an account saw at a moment: by all it could act as then. A reader may look at the past through its eyes."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from workflow.account_errors import NoSuchAccount, SightNotRecorded
from workflow.history import Moment
from workflow.lookups import answering_for, units
from workflow.membership import hats, member
from workflow.messages import Actor
from workflow.projections import CONTACTS, ITEMS, ROWS
from workflow.sight import NOTHING, OPEN_TO, Place, Sight, in_sight
from workflow.words import Role

THROUGH_ANY = (Role.AUDITOR, Role.CITY_CENTER)
"""Who may look through anybody's eyes. All others through their own."""


class Eyes(NamedTuple):
    """Whose eyes, what the account could act as then, and what of the reader's own sight is not in its."""

    account: UUID
    hats: tuple[Actor, ...]
    sight: Sight
    withheld: int

    def may_enter(self, place: Place) -> bool:
        """Whether the account could open this part of the system then."""
        return any(hat.role in OPEN_TO[place] for hat in self.hats)


def sight_at(connection: Connection, account: UUID, at: Moment) -> tuple[tuple[Actor, ...], Sight]:
    """What an account could act as at a moment, and what it saw by all of that together; nothing before it was opened.

    SightNotRecorded for an account that is older than the record of accounts, NoSuchAccount if there is none.
    """
    if member(connection, account, at.position) is None:
        now = member(connection, account)
        if now is None:
            raise NoSuchAccount
        if now.existed:
            raise SightNotRecorded
    found = hats(connection, account, at.today, at.position)
    sight = NOTHING
    for hat in found:
        sight = sight.joined(in_sight(hat))
    return found, sight


def through(
    connection: Connection, reader: Actor, account: UUID, at: Moment, place: Place | None = None
) -> tuple[Actor, Eyes]:
    """The reader, seeing no more than the account saw then; and what is to be said of that.

    What is withheld is counted by what the place lists: contacts there, items everywhere else.

    NoSuchAccount where the reader may not: what is closed to an actor does not exist.
    """
    if reader.account != account and reader.role not in THROUGH_ANY:
        raise NoSuchAccount
    found, sight = sight_at(connection, account, at)
    count = COUNTED.get(place, _items) if place else _items
    withheld = count(connection, in_sight(reader), at) - count(connection, in_sight(reader).met(sight), at)
    return replace(reader, within=sight.units), Eyes(account, found, sight, withheld)


def _items(connection: Connection, sight: Sight, at: Moment) -> int:
    source = ITEMS.at(at.position)
    return connection.scalar(select(func.count()).select_from(source).where(sight.within(source.c.bureau))) or 0


def _contacts(connection: Connection, sight: Sight, at: Moment) -> int:
    """The entries that stand at stations of units in sight."""
    known, table = units(connection, at.position), CONTACTS.at(at.position)
    standing = connection.scalars(select(table.c.station).where(table.c.ended.is_(None)))
    return sum(sight.sees(answering_for(known, station)) for station in standing)


def _rows(connection: Connection, sight: Sight, at: Moment) -> int:
    """The rows of registers that count, of units in sight."""
    table = ROWS.at(at.position)
    wanted = select(func.count()).select_from(table).where(table.c.struck.is_(None), sight.within(table.c.bureau))
    return connection.scalar(wanted) or 0


COUNTED: dict[Place, Callable[[Connection, Sight, Moment], int]] = {
    Place.CONTACTS: _contacts,
    Place.REGISTERS: _rows,
}
