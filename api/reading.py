"""Reading: the ledger, one item, its timeline, notices, registers, the log. Each in the caller's sight, at a moment."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from flask import Response
from sqlalchemy import Connection

import identity
from api import answers as a
from api import listings, queries, telling
from api.operations import operation
from api.refusals import PlaceClosed
from events.store import EventStore
from identity import accounts, acts
from workflow import history, lookups, reports
from workflow.account_errors import EyesNeedAMoment, NoSuchAccount
from workflow.errors import FutureInstant, NotAnInstant, Words
from workflow.eyes import Eyes, through
from workflow.history import Moment
from workflow.messages import Actor
from workflow.sight import OPEN_TO, Place, may_enter
from workflow.words import ROLES, Role


def require_role(actor: Actor, allowed: frozenset[Role]) -> None:
    """PlaceClosed for other roles, naming those that may."""
    if actor.role not in allowed:
        names = [ROLES[role] for role in Role if role in allowed]
        listed = Words("、".join(name.zh for name in names), ", ".join(name.en for name in names))
        raise PlaceClosed(role=ROLES[actor.role], allowed=listed)


def require_place(actor: Actor, place: Place) -> None:
    if not may_enter(actor, place):
        require_role(actor, OPEN_TO[place])


@contextmanager
def reading_at(asked: str) -> Iterator[tuple[Connection, Moment]]:
    """One view of the database and the moment asked for; what is no moment is refused under `as_of`."""
    ledger = identity.current_ledger()
    with ExitStack() as opened:
        try:
            view = history.reading_at(ledger.database, asked, ledger.clock.now(), ledger.zone)
            connection, moment = opened.enter_context(view)
        except (NotAnInstant, FutureInstant) as refusal:
            raise type(refusal)(field="as_of", **refusal.what) from refusal
        yield connection, moment


def seen_by(
    connection: Connection, actor: Actor, eyes: UUID | None, moment: Moment, place: Place
) -> tuple[Actor, Eyes | None]:
    """The caller; at a moment past through an account's eyes, if it asks for that.

    EyesNeedAMoment for the present; NoSuchAccount where the account could not enter the place then.
    """
    if eyes is None:
        return actor, None
    if not moment.past:
        raise EyesNeedAMoment(field="eyes")
    reader, seen = through(connection, actor, eyes, moment, place)
    if not seen.may_enter(place):
        raise NoSuchAccount
    return reader, seen


@operation("GET", "/items", tag="items", answers=a.ItemPage, query=queries.LedgerQuery, refused=(403, 422))
def list_items(actor: Actor) -> Response:
    """List the items of the ledger.

    A bureau sees its own items, the city center, evaluators and auditors all of them. With `as_of`, the ledger as it
    stood at that moment.
    """
    require_place(actor, Place.ITEMS)
    given = queries.asked(queries.LedgerQuery)
    as_of, eyes = given.pop("as_of"), given.pop("eyes")
    shown = {name: given.pop(name) for name in ("sort", "page", "size")}
    with reading_at(as_of) as (connection, moment):
        actor, seen = seen_by(connection, actor, eyes, moment, Place.ITEMS)
        page = reports.ledger(connection, actor, moment, reports.Filter(**given), **shown)
    items = telling.rows(a.ItemRow, page.rows)
    return telling.json(
        a.ItemPage(items=items, total=page.total, page=page.number, pages=page.last, as_of=telling.as_of(moment, seen))
    )


@operation(
    "GET", "/items/<uuid:item_id>", tag="items", answers=a.ItemAnswer, query=queries.EyesQuery, refused=(404, 422),
    etag=True,
)  # fmt: skip
def show_item(actor: Actor, item_id: UUID) -> Response:
    """Show one item.

    The ETag is the item's version: send it back in If-Match to give a command. `allowed` lists the triggers open to
    the caller now, `blocked` says why the others are not.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        actor, _ = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        life = history.life(connection, item_id, actor, moment)
        said = telling.item(connection, life, actor, moment)
    return telling.json(said, version=said.version)


@operation(
    "GET", "/items/<uuid:item_id>/events", tag="items", answers=a.Timeline, query=queries.EyesQuery, refused=(404, 422)
)
def show_timeline(actor: Actor, item_id: UUID) -> Response:
    """Show an item's events, oldest first.

    Who did what and when, what each event changed, and its body as recorded. Up to `as_of`, if given.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        actor, _ = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        life = history.life(connection, item_id, actor, moment)
        return telling.json(telling.timeline(connection, life, actor, moment))


@operation("POST", "/items/<uuid:item_id>/people", tag="items", answers=a.People, query=queries.Query,
           refused=(404, 422))  # fmt: skip
def show_people(actor: Actor, item_id: UUID) -> Response:
    """Show who is named in an item, whole.

    Everywhere else names and phones are masked. That they were read, by whom and when, stands in the security log.
    """
    queries.asked(queries.Query)
    with reading_at("") as (connection, moment):
        said = telling.people(connection, history.life(connection, item_id, actor, moment))
    acts.done("people_read", actor.account, f"item-{item_id}")
    return telling.json(said)


@operation("GET", "/items/<uuid:item_id>/handlers", tag="items", answers=listings.Handlers, query=queries.Query,
           refused=(404, 422))  # fmt: skip
def list_handlers(actor: Actor, item_id: UUID) -> Response:
    """List the accounts an item can be assigned to.

    The active accounts of its responsible unit that may report.
    """
    queries.asked(queries.Query)
    with reading_at("") as (connection, moment):
        life = history.life(connection, item_id, actor, moment)
        found = accounts.handlers(connection, life.item.bureau, moment.today)
    return telling.json(listings.Handlers(handlers=[listings.Handler(account=a, name=name) for a, name in found]))


@operation("GET", "/notices", tag="registers", answers=listings.Notices, query=queries.EyesQuery, refused=(403, 422))
def list_notices(actor: Actor) -> Response:
    """List the notices, newest first.

    A bureau sees those that concern it; the counts are of the items in the caller's sight.
    """
    require_place(actor, Place.NOTICES)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        actor, seen = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        found = reports.notices(connection, actor, moment)
    rows = telling.rows(listings.NoticeRow, found)
    return telling.json(listings.Notices(notices=rows, as_of=telling.as_of(moment, seen)))


@operation("GET", "/areas", tag="registers", answers=listings.Areas, query=queries.Query, refused=(403, 422), etag=True)
def list_areas(actor: Actor) -> Response:
    """List the problem areas in force.

    The ETag is the register's version: send it back in If-Match to publish a new one. Version 0 is none yet.
    """
    require_place(actor, Place.AREAS)
    queries.asked(queries.Query)
    with identity.current_ledger().database.reading() as connection:
        register = lookups.current_areas(EventStore(connection))
    areas = [listings.AreaRow(code=one.code, zh=one.zh, en=one.en, aliases=list(one.aliases)) for one in register.areas]
    return telling.json(listings.Areas(version=register.version, areas=areas), version=register.version)


@operation("GET", "/log", tag="log", answers=listings.LogPage, query=queries.LogQuery, refused=(403, 422))
def read_log(actor: Actor) -> Response:
    """Read the log in its order, for auditors and the city center.

    Sealed events past the position `after`. A position never changes and none is ever skipped, so a reader that
    remembers `next_after` misses nothing.
    """
    require_place(actor, Place.LOG)
    given = queries.asked(queries.LogQuery)
    with identity.current_ledger().database.reading() as connection:
        entries = [telling.log_entry(one) for one in EventStore(connection).read_log(**given)]
    return telling.json(
        listings.LogPage(events=entries, next_after=entries[-1].position if entries else given["after"])
    )
