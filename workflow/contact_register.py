"""The contact register as an actor sees it at a moment: its entries, how each stands, and one entry's past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events import vault
from events.event import Recorded
from events.store import EventStore
from workflow.contact_errors import NoSuchContact
from workflow.contacts import Contact, fold
from workflow.errors import Words
from workflow.history import Moment, until
from workflow.lookups import Unit, answering_for, in_force, policy_id, units
from workflow.messages import Actor, PolicySet
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.policy import Policy
from workflow.persons import masked
from workflow.projections import CONTACTS
from workflow.sight import in_sight


class Standing(StrEnum):
    """How far an entry can be relied on, by the last call since its last change."""

    NORMAL = "normal"
    UNCHECKED = "unchecked"
    FOUND = "found"
    OVERDUE = "overdue"
    ENDED = "ended"


STANDINGS = {
    Standing.NORMAL: Words("核对正常", "answers"),
    Standing.UNCHECKED: Words("尚未核对", "not called yet"),
    Standing.FOUND: Words("待更正", "to be mended"),
    Standing.OVERDUE: Words("逾期未更正", "mending overdue"),
    Standing.ENDED: Words("已撤销", "ended"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry at a moment; `bureau` is the code of the unit that answers for its station, `refs` where name and phone
    lie; one that was erased is None. `late` says whether any of its changes was reported after the last day policy
    gave; None: none was judged."""

    contact_id: UUID
    version: int
    station: str
    bureau: str
    post: ContactPost
    refs: tuple[UUID, UUID]
    since: date | None
    phone_since: date | None
    reported_on: date | None
    report_by: date | None
    late: bool | None
    result: PhoneCheck | None
    checked_on: date | None
    answer_by: date | None
    ended: date | None
    standing: Standing
    name: str | None = None
    phone: str | None = None

    @property
    def last_late(self) -> bool:
        """Whether the last change was."""
        return None not in (self.reported_on, self.report_by) and self.reported_on > self.report_by  # type: ignore[operator]


RANKS = {post.value: rank for rank, post in enumerate(ContactPost)}


def seen_stations(known: Mapping[str, Unit], actor: Actor) -> dict[str, str]:
    """The stations and contact points in sight, each with the unit that answers for it."""
    sight = in_sight(actor)
    above = {unit.code: answering_for(known, unit.code) for unit in known.values() if unit.what in WITH_CONTACTS}
    return {code: bureau for code, bureau in above.items() if sight.sees(bureau)}


def entries(connection: Connection, actor: Actor, at: Moment, *, whole: bool = False) -> list[Entry]:
    """Every entry in sight, by unit, station and post. Names and phones are masked unless they are wanted `whole`:
    who shows them so has it recorded first."""
    return named(connection, unnamed(connection, actor, at), whole=whole)


def unnamed(connection: Connection, actor: Actor, at: Moment) -> list[Entry]:
    """The same with neither name nor phone: nothing is opened for it."""
    stations = seen_stations(units(connection, at.position), actor)
    table = CONTACTS.at(at.position)
    found = connection.execute(select(table).where(table.c.station.in_(sorted(stations)))).all()
    rows = sorted(found, key=lambda row: (stations[row.station], row.station, RANKS[row.post], row.contact_id))
    return [_entry(row, stations[row.station], at.today) for row in rows]


def named(connection: Connection, found: Sequence[Entry], *, whole: bool = False) -> list[Entry]:
    """The entries with name and phone, masked or `whole`; what was erased is None."""
    values = vault.reveal(connection, [ref for one in found for ref in one.refs])

    def said(kind: str, ref: UUID) -> str | None:
        value = values.get(ref)
        return value if whole or value is None else masked(kind, value)

    return [replace(one, name=said("name", one.refs[0]), phone=said("phone", one.refs[1])) for one in found]


def _entry(row: Any, bureau: str, today: date) -> Entry:
    said = {field: getattr(row, field) for field in Entry.__slots__ if hasattr(row, field)}
    said |= {
        "post": ContactPost(row.post), "result": PhoneCheck(row.result) if row.result else None, "bureau": bureau,
        "late": None if row.late is None else bool(row.late),
        "refs": (row.name_ref, row.phone_ref), "standing": standing(row.result, row.answer_by, row.ended, today),
    }  # fmt: skip
    return Entry(**said)


def standing(result: str | None, answer_by: date | None, ended: date | None, today: date) -> Standing:
    """How an entry stands on a day."""
    if ended:
        return Standing.ENDED
    if result is None:
        return Standing.UNCHECKED
    if result == PhoneCheck.NORMAL:
        return Standing.NORMAL
    return Standing.OVERDUE if answer_by is not None and answer_by < today else Standing.FOUND


def to_mend(connection: Connection, actor: Actor, at: Moment) -> int:
    """How many entries in sight were called and wait to be mended; nothing is opened for it."""
    table = CONTACTS.at(at.position)
    stations = sorted(seen_stations(units(connection, at.position), actor))
    waits = (table.c.ended.is_(None), table.c.result != PhoneCheck.NORMAL.value, table.c.station.in_(stations))
    return connection.scalar(select(func.count()).select_from(table).where(*waits)) or 0


def tally(found: Iterable[Entry]) -> dict[str, dict[Standing, int]]:
    """How many entries stand how, by answering unit; those that ended are left out."""
    counts: dict[str, dict[Standing, int]] = {}
    for one in found:
        if one.standing is not Standing.ENDED:
            mine = counts.setdefault(one.bureau, dict.fromkeys(list(Standing)[:-1], 0))
            mine[one.standing] += 1
    return counts


class Past(NamedTuple):
    """One entry: what it is at the moment, its events up to then, and the values behind them, masked or whole."""

    contact: Contact
    bureau: str
    recorded: Sequence[Recorded]
    values: Mapping[UUID, str]
    standing: Standing


def past(connection: Connection, actor: Actor, contact_id: UUID, at: Moment, *, whole: bool = False) -> Past:
    """NoSuchContact where there is none in sight at the moment."""
    recorded = until(EventStore(connection).read(f"contact-{contact_id}"), at)
    contact = fold(recorded)
    bureau = answering_for(units(connection, at.position), contact.station) if recorded else ""
    if not recorded or not in_sight(actor).sees(bureau):
        raise NoSuchContact
    kinds = {ref.ref: name for one in recorded for name in ("name", "phone") if (ref := getattr(one.event, name, None))}
    found = vault.reveal(connection, kinds)
    values = {ref: value if whole else masked(kinds[ref], value) for ref, value in found.items()}
    stands = standing(contact.result, contact.answer_by, contact.ended, at.today)
    return Past(contact, bureau, recorded, values, stands)


class Rule(NamedTuple):
    """A number that policy sets: what holds on the day looked at, and everything that was set, the newest first."""

    days: int | None
    said: Sequence[Recorded]
    version: int


def rule(connection: Connection, policy: Policy, at: Moment) -> Rule:
    """A policy at a moment."""
    recorded = until(EventStore(connection).read(f"policy-{policy_id(policy)}"), at)
    events: list[PolicySet] = [one.event for one in recorded]
    return Rule(in_force(events, at.today), recorded[::-1], len(recorded))
