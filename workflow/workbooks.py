"""A merge of an offline reply workbook: what it came to, and what follows from the command that records it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from events.event import Recorded, Told
from workflow import messages as m
from workflow.errors import AlreadyExists
from workflow.words import Role, not_permitted
from workflow.workbook_errors import OtherUnitsWorkbook

MAY = (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)
SAYS = {"merge": m.MergeWorkbook.says}


@dataclass(frozen=True, slots=True)
class Merge:
    """`said` is None before it was recorded."""

    version: int = 0
    said: m.WorkbookMerged | None = None


NEW = Merge()


def fold(past: Iterable[Told | Recorded]) -> Merge:
    """The merge; there is one event of each. Folding never refuses."""
    merge = NEW
    for told in past:
        merge = Merge(merge.version + 1, told.event)
    return merge


def admit(command: m.WorkbookCommand, merge: Merge) -> None:
    """A bureau's people may, for their own bureau."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)
    if isinstance(command, m.MergeWorkbook) and command.bureau != command.by.org:
        raise OtherUnitsWorkbook
    if merge.version:
        raise AlreadyExists


def decide(command: m.MergeWorkbook, merge: Merge) -> list[m.DomainEvent]:
    """The event that records the merge; none where nothing was recorded of any row."""
    admit(command, merge)
    if not command.items:
        return []
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]
