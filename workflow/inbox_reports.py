"""What stands in an account's inbox: all it was told by what it can act as, as far as it is in its sight; and marks.

Of what is told to a role in a unit, an account is told from the day it holds the role. What is out of its sight, since
its unit or the item's has changed, is not shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)

from events.database import Database
from events.subscription import newest_position, position_of
from events.tables import Id
from workflow.errors import Words
from workflow.eyes import Eyes
from workflow.following import catch_up
from workflow.history import Moment
from workflow.inbox import INBOX, inbox, inbox_marks
from workflow.inbox_errors import NoSuchMessage
from workflow.log_errors import LAGGING, HistoryBehind
from workflow.membership import member
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.reports import PAGE, Page
from workflow.sight import NOTHING, Place, Sight, in_sight, may_enter
from workflow.tellings import TELLINGS, everywhere, in_unit, one_account
from workflow.words import State

_row, _marks = inbox.c, inbox_marks.c
OVER = (State.CLOSED, State.WITHDRAWN)
_MARK = text(
    "INSERT INTO inbox_marks (account_id, position, through) VALUES (:account_id, :position, :through) "
    "ON CONFLICT (account_id, position) DO UPDATE SET through = 1 WHERE excluded.through = 1"
).bindparams(bindparam("account_id", type_=Id()))
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose inbox it is, and what the reader of it sees. `since` says what the account is told, and from when on.

    `own`: what concerns the account itself, and no item, is shown.
    """

    account: UUID
    since: Mapping[str, datetime]
    sight: Sight
    own: bool = True


class Message(NamedTuple):
    """Something the account was told; `number`, `bureau`, `state` are those of the item now, if it is about one."""

    position: int
    at: datetime
    name: str
    stream: str
    item_id: UUID | None
    number: str | None
    bureau: str | None
    state: str | None
    read: bool

    @property
    def says(self) -> Words:
        return TELLINGS[self.name].says


class Counts(NamedTuple):
    total: int
    unread: int


def reader_of(
    connection: Connection, account: UUID, hats: Iterable[Actor], zone: ZoneInfo, at: Moment | None = None
) -> Reader:
    """An account that reads its own inbox, by all that it can act as."""
    found = tuple(hats)
    sight = NOTHING
    for hat in found:
        sight = sight.joined(in_sight(hat))
    return Reader(account=account, since=_since(connection, account, found, zone, at), sight=sight)


def through(connection: Connection, reader: Actor, eyes: Eyes, zone: ZoneInfo, at: Moment) -> Reader:
    """Somebody who looks at the inbox of an account through its eyes: what concerns no item but the account itself is
    for its holder, and for who may look at accounts."""
    since = _since(connection, eyes.account, eyes.hats, zone, at)
    own = reader.account == eyes.account or may_enter(reader, Place.ACCOUNTS)
    return Reader(account=eyes.account, since=since, sight=in_sight(reader).met(eyes.sight), own=own)


def _since(
    connection: Connection, account: UUID, hats: Iterable[Actor], zone: ZoneInfo, at: Moment | None
) -> dict[str, datetime]:
    """What an account is told by what it can act as, and since when."""
    found = member(connection, account, at.position if at else None)
    grants = found.grants if found else ()
    told = {one_account(account): BEGINNING}
    for hat in hats:
        days = [g.since for g in grants if (g.role, g.org, g.ended) == (hat.role, hat.org, False)]
        begins = datetime.combine(min(days), time(), zone).astimezone(UTC) if days else BEGINNING
        role = everywhere(hat.role)
        told |= {in_unit(hat.role, hat.org): begins, role: min(begins, told.get(role, begins))}
    return told


def bring_up(database: Database, now: datetime) -> None:
    """Bring the inboxes to the log's end, before a moment past is looked at. HistoryBehind if that takes long."""
    with database.reading() as connection:
        newest = newest_position(connection)
    catch_up(database, newest, now, INBOX)


def require_told(connection: Connection, at: Moment) -> None:
    """HistoryBehind where the inboxes have not come to the moment."""
    reached = position_of(connection, INBOX.name)
    if at.position is not None and reached < at.position:
        raise HistoryBehind(asked=at.position, reached=reached, why=LAGGING)


def page(
    connection: Connection, reader: Reader, at: Moment, *, unread: bool = False, number: int = 1, size: int = PAGE
) -> Page:
    """One page of the inbox, newest first. Of the past, what had been told by then; what was read is not known."""
    found = _told(reader, at, unread=unread and not at.past)
    total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    shown = Page((), total, number, size)
    number = max(1, min(number, shown.last))
    rows = connection.execute(found.order_by(_row.position.desc()).limit(size).offset((number - 1) * size))
    return Page([_message(row) for row in rows], total, number, size)


def counts(connection: Connection, reader: Reader, at: Moment) -> Counts:
    """How many messages there are, and how many are unread; of the past, none is."""
    found = _told(reader, at).subquery()
    unread = literal(0) if at.past else func.coalesce(func.sum(case((found.c.read == 0, 1), else_=0)), 0)
    total, new = connection.execute(select(func.count(), unread).select_from(found)).one()
    return Counts(total, new)


def unread(connection: Connection, reader: Reader, at: Moment, *, most: int | None = None) -> int:
    """How many messages are unread now; `most` if there are more than that."""
    found = _told(reader, at, unread=True).with_only_columns(_row.position).limit(most)
    return connection.scalar(select(func.count()).select_from(found.subquery())) or 0


def waiting(connection: Connection, reader: Reader, at: Moment) -> list[Message]:
    """What is unread and still waits for the account, newest first: of an item, that it stands where it was told."""
    found = _told(reader, at, unread=True).order_by(_row.position.desc())
    return [one for one in map(_message, connection.execute(found)) if _waits(connection, one, reader.account)]


def _waits(connection: Connection, one: Message, account: UUID) -> bool:
    telling = TELLINGS[one.name]
    if one.item_id is not None:
        return one.state not in OVER and one.state in telling.waits
    if one.name == "account.left":
        left = member(connection, UUID(one.stream.removeprefix("account-")))
        return bool(left and left.handover and left.handover.successor == account and not left.handover.signed)
    return telling.mailed


def mark(connection: Connection, reader: Reader, position: int, at: Moment) -> Message:
    """Note that a message was read; NoSuchMessage if the account has none there."""
    if position > newest_position(connection):
        raise NoSuchMessage
    row = connection.execute(_told(reader, at).where(_row.position == position)).one_or_none()
    if row is None:
        raise NoSuchMessage
    if not row.read:
        connection.execute(_MARK, {"account_id": reader.account, "position": position, "through": 0})
    return _message(row)


def mark_all(connection: Connection, account: UUID, through: int) -> None:
    """Note that all up to a position was read. Marks that this makes needless go."""
    newest = min(through, newest_position(connection))
    if newest < 0:
        return
    older = (_marks.account_id == account) & (_marks.position <= newest)
    connection.execute(delete(inbox_marks).where(older))
    connection.execute(_MARK, {"account_id": account, "position": newest, "through": 1})


def _told(reader: Reader, at: Moment, *, unread: bool = False) -> Select[Any]:
    items = ITEMS.at(at.position)
    known = or_(_row.position <= _through(reader.account), _marked(reader.account))
    read = literal(1) if at.past else case((known, 1), else_=0)
    columns = (_row.position, _row.at, _row.name, _row.stream_id, _row.item_id, items.c.number)
    found = select(*columns, items.c.bureau, items.c.state, read.label("read")).distinct()
    found = found.select_from(inbox.outerjoin(items, items.c.stream_id == _row.stream_id))
    found = found.where(_to(reader), _row.by_account != reader.account, _in_sight(reader, items))
    if at.position is not None:
        found = found.where(_row.position <= at.position)
    return found.where(_row.position > _through(reader.account), ~_marked(reader.account)) if unread else found


def _to(reader: Reader) -> ColumnElement[bool]:
    told = [
        _row.told == one if since == BEGINNING else and_(_row.told == one, _row.at >= since)
        for one, since in reader.since.items()
    ]
    return or_(*told)


def _in_sight(reader: Reader, items: Any) -> ColumnElement[bool]:
    """An item's by where the item is now; what is of a unit by that; the rest is of the account itself."""
    no_item = _row.item_id.is_(None)
    of_unit = and_(no_item, _row.bureau.is_not(None), reader.sight.within(_row.bureau))
    of_item = and_(items.c.item_id.is_not(None), reader.sight.within(items.c.bureau))
    if not reader.own:
        return or_(of_item, of_unit)
    return or_(of_item, of_unit, and_(no_item, _row.bureau.is_(None)))


def _through(account: UUID) -> Any:
    """Up to which position the account has marked all as read."""
    all_up_to = (_marks.account_id == account) & (_marks.through == 1)
    return select(func.coalesce(func.max(_marks.position), -1)).where(all_up_to).scalar_subquery()


def _marked(account: UUID) -> ColumnElement[bool]:
    return exists().where(_marks.account_id == account, _marks.position == _row.position).correlate(inbox)


def _message(row: Any) -> Message:
    of_item = (row.item_id, row.number, row.bureau, row.state)
    return Message(row.position, row.at, row.name, row.stream_id, *of_item, read=bool(row.read))
