"""What a reply workbook and each of its rows are known by: for whom it was made when, and which version of an item.

    xh-reply/1 bureau_leader baishi 6f1c… 1584000000000000        a workbook: layout, role, unit, account, instant
    c3f09a…                                                       a row: a digest over workbook, item and version

The digest finds what was edited by mistake. It is no access control: whoever makes one up is shown, and may do, no more
than on the pages.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from documents.reply_columns import LAYOUT
from workflow.lookups import NAMESPACE
from workflow.messages import Actor
from workflow.words import Role

MARK = "xh-reply/"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Issue:
    """Whom a workbook was made for, when, and in which layout."""

    to: Actor
    at: datetime
    layout: int = LAYOUT

    @property
    def id(self) -> UUID:
        """The same person, role and instant is the same workbook."""
        return uuid5(NAMESPACE, f"reply workbook {self}")

    def __str__(self) -> str:
        instant = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{MARK}{self.layout} {self.to.role} {self.to.org} {self.to.account} {instant}"


def parse(text: str) -> Issue | None:
    """The workbook that a cell names; None where it names none. Other layouts are told apart by their number."""
    try:
        mark, role, org, account, instant = text.split(" ")
        if not mark.startswith(MARK):
            return None
        at = EPOCH + timedelta(microseconds=int(instant))
        return Issue(Actor(UUID(account), Role(role), org), at, int(mark.removeprefix(MARK)))
    except (ValueError, OverflowError):
        return None


def check_of(issue: Issue, item: UUID, version: int) -> str:
    """The check value of a row. It begins with a letter, so that no program takes it for a number."""
    return "c" + hashlib.sha256(f"{issue}\n{item}\n{version}".encode()).hexdigest()[:20]
