"""What the papers share that go to one bureau under a notice: the notice, what it says of its ground, the items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from documents.outgoing.forms import Asked
from documents.outgoing.refusals import NothingToList, TooManyForPaper
from documents.outgoing.view import View
from workflow import package_board
from workflow.drafts import Draft
from workflow.machine import Owner
from workflow.notice_errors import NoSuchPackage, NoticeTakenBack
from workflow.package_board import Line
from workflow.projections import ITEMS, NOTICES
from workflow.words import State

MOST = 2000


@dataclass(frozen=True)
class OfPackage:
    """A bureau's package: `notice` is the row of the notice, `ground` what its draft said, `items` the rows of the
    items that it answers for and that were not withdrawn, by number."""

    line: Line
    notice: Any
    ground: Draft
    items: Sequence[Any]


def seen(view: View, asked: Asked) -> OfPackage:
    """NoSuchPackage where it is not in sight, NoticeTakenBack, NothingToList and TooManyForPaper."""
    if asked.notice is None:
        raise NoSuchPackage
    line = package_board.past(view.connection, view.reader, asked.notice, asked.bureau, view.at).line
    if line.withdrawn:
        raise NoticeTakenBack
    notices = NOTICES.at(view.at.position)
    notice = view.connection.execute(select(notices).where(notices.c.notice_id == asked.notice)).one()
    items = _items(view, line)
    if not items:
        raise NothingToList
    if len(items) > MOST:
        raise TooManyForPaper(n=len(items), most=MOST)
    return OfPackage(line, notice, package_board.ground(view.connection, asked.notice, view.at), items)


def _items(view: View, line: Line) -> Sequence[Any]:
    table = ITEMS.at(view.at.position)
    where = (
        table.c.notice_id == line.notice_id, table.c.bureau == line.bureau, table.c.owner == Owner.BUREAU,
        table.c.state != State.WITHDRAWN,
    )  # fmt: skip
    return view.connection.execute(select(table).where(*where).order_by(table.c.number)).all()


def issuer(view: View, of: OfPackage) -> str:
    """Who issued it; the center where the notice does not say."""
    return of.notice.issuer or view.center


def numbered(of: OfPackage) -> str:
    return f"{of.line.number}-{of.line.bureau}"
