"""Disclosure lists as an actor sees them at a moment: all in sight, one with its past, which a digest is of."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events.event import Recorded
from events.store import EventStore
from workflow.disclosure_errors import NoSuchDisclosureList, NotADigest
from workflow.disclosure_lists import DisclosureList, Stage, fold
from workflow.disclosure_preparation import rule_id
from workflow.disclosure_rules import RuleSaid, in_force
from workflow.disclosure_rules import fold as fold_rule
from workflow.files import FileStore
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.messages.disclosure_rule import PublicColumn, Treatment
from workflow.projections import DISCLOSURE_LISTS
from workflow.public_table import PublicTable
from workflow.sight import in_sight
from workflow.words import Role

SHORTEST = 12  # of the characters of a digest that a printed list bears
HEX = frozenset("0123456789abcdef")


def listed(connection: Connection, actor: Actor, at: Moment, *, unit: str = "", month: str = "") -> list[Any]:
    """The lists in sight, the latest month first, in it the unit's, the newest first."""
    table = DISCLOSURE_LISTS.at(at.position)
    wanted = select(table).where(in_sight(actor).within(table.c.bureau))
    wanted = wanted.where(table.c.bureau == unit) if unit else wanted
    wanted = wanted.where(table.c.month == month) if month else wanted
    order = (table.c.month.desc(), table.c.bureau, table.c.changed_at.desc(), table.c.list_id)
    return list(connection.execute(wanted.order_by(*order)))


class Past(NamedTuple):
    """A list as it stood, and its events up to then."""

    listed: DisclosureList
    recorded: Sequence[Recorded]


def past(connection: Connection, actor: Actor, list_id: UUID, at: Moment) -> Past:
    """NoSuchDisclosureList where there is none that the actor sees at the moment."""
    recorded = until(EventStore(connection).read(f"disclosure-{list_id}"), at)
    found = fold(recorded)
    if not recorded or not in_sight(actor).sees(found.bureau):
        raise NoSuchDisclosureList
    return Past(found, recorded)


def table_of(files: FileStore, listed: DisclosureList) -> PublicTable:
    """What the public sees of a list, for ever; FileAltered if its bytes are gone or are not those any more."""
    return PublicTable.read(files.get(listed.digest))


def digest_in(text: str) -> str:
    """A digest as it is typed from paper: 12 characters or more, blanks between them; NotADigest."""
    digest = "".join(text.split()).lower()
    if not SHORTEST <= len(digest) <= 64 or set(digest) - HEX:
        raise NotADigest(field="digest")
    return digest


def with_digest(connection: Connection, actor: Actor, at: Moment, digest: str) -> list[Any]:
    """The lists in sight that a digest, or its beginning, is of."""
    table = DISCLOSURE_LISTS.at(at.position)
    begins = table.c.digest == digest if len(digest) == 64 else table.c.digest.startswith(digest, autoescape=True)
    wanted = select(table).where(begins, in_sight(actor).within(table.c.bureau))
    return list(connection.execute(wanted.order_by(table.c.changed_at.desc(), table.c.list_id)))


def to_approve(connection: Connection, actor: Actor, at: Moment) -> int:
    """How many lists of its unit wait for this account to approve them."""
    if actor.role is not Role.BUREAU_LEADER:
        return 0
    table = DISCLOSURE_LISTS.at(at.position)
    waits = (
        table.c.stage == Stage.PREPARED.value, table.c.bureau == actor.org, table.c.prepared_by != actor.account,
        in_sight(actor).within(table.c.bureau),
    )  # fmt: skip
    return connection.scalar(select(func.count()).select_from(table).where(*waits)) or 0


class ColumnSaid(NamedTuple):
    """How a column is published at a moment, and everything that was set for it until then."""

    column: PublicColumn
    treatment: Treatment
    rule: RuleSaid
    recorded: Sequence[Recorded]


def rules(connection: Connection, at: Moment) -> list[ColumnSaid]:
    """The rules of all columns."""
    found = []
    for column in PublicColumn:
        recorded = until(EventStore(connection).read(f"disclosure_rule-{rule_id(column)}"), at)
        rule = fold_rule(recorded)
        found.append(ColumnSaid(column, in_force(rule.said, column, at.today), rule, recorded))
    return found
