"""Drafted notices as an actor sees them at a moment: the list, one draft with its past, what each bureau would get."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events import vault
from events.event import Recorded
from events.store import EventStore
from workflow.drafts import Draft, Stage, fold
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.messages.draft import ProblemAdded
from workflow.notice_errors import NoSuchDraft
from workflow.persons import masked_field
from workflow.projections import DRAFTS
from workflow.sight import in_drafts
from workflow.words import Role


def listed(connection: Connection, actor: Actor, at: Moment) -> list[Any]:
    """The drafts open to an actor, those still open first, then the newest."""
    if not in_drafts(actor):
        return []
    table = DRAFTS.at(at.position)
    order = (table.c.stage != Stage.OPEN, table.c.changed_at.desc(), table.c.draft_id)
    return list(connection.execute(select(table).order_by(*order)))


class Past(NamedTuple):
    """One draft as it stood, its events up to then, and who leads the matter, masked; None once erased, "" unnamed."""

    draft: Draft
    recorded: Sequence[Recorded]
    leader: str | None


def past(connection: Connection, actor: Actor, draft_id: UUID, at: Moment) -> Past:
    """NoSuchDraft where there is none that the actor sees at the moment."""
    recorded = until(EventStore(connection).read(f"draft-{draft_id}"), at)
    if not recorded or not in_drafts(actor):
        raise NoSuchDraft
    draft = fold(recorded)
    if draft.leader is None:
        return Past(draft, recorded, "")
    name = vault.reveal(connection, [draft.leader.ref]).get(draft.leader.ref)
    return Past(draft, recorded, name and masked_field("leader", name))


def preview(draft: Draft) -> dict[str, list[ProblemAdded]]:
    """What each bureau would get, in the order it would be numbered."""
    return {bureau: [one for one in draft.problems if bureau in one.bureaus] for bureau in draft.bureaus}


def to_approve(connection: Connection, actor: Actor, at: Moment) -> int:
    """How many open drafts with problems wait for this account to approve them."""
    if actor.role is not Role.CITY_CENTER or not in_drafts(actor):
        return 0
    table = DRAFTS.at(at.position)
    where = (
        table.c.stage == Stage.OPEN, table.c.problems > 0, ~table.c.authors.contains(str(actor.account)),
    )  # fmt: skip
    return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0
