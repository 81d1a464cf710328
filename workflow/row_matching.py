"""Lists joined by their key: what is in one and not in another, and where they differ. Shared costs summed. Pure."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from workflow.messages.row import RegisterKind
from workflow.rows import plain

Person = Hashable | None


class Line(NamedTuple):
    """A row that counts: its columns as written; `person` is equal for the same person, None where it is not known."""

    row_id: UUID
    bureau: str
    values: Mapping[str, str]
    person: Person = None

    def amount(self, name: str = "amount") -> int:
        return int(self.values.get(name, "0"))


Lists = Mapping[RegisterKind, Sequence[Line]]
MATCHED = (RegisterKind.PAYMENT, RegisterKind.VOUCHER, RegisterKind.CASE_HANDLER)


class Case(NamedTuple):
    """What the three lists say of one case of one unit."""

    payment: Line | None
    voucher: Line | None
    handler: Line | None

    @property
    def first(self) -> Line:
        """The line that stands for the case: of the schedule, else of the voucher, else of the handler."""
        return next(line for line in self if line is not None)


def joined(lists: Lists) -> list[Case]:
    """Every case that any of the three lists names, once, by unit and case number."""
    by_case: dict[tuple[str, str], dict[RegisterKind, Line]] = {}
    for kind in MATCHED:
        for line in lists.get(kind, ()):
            by_case.setdefault((line.bureau, plain(line.values["case_no"])), {})[kind] = line
    return [Case(*(by_case[key].get(kind) for kind in MATCHED)) for key in sorted(by_case)]


def handed_in(lists: Lists) -> Mapping[RegisterKind, frozenset[str]]:
    """By list, the units that have handed in any line of it: a case is missing in none but such a list."""
    return {kind: frozenset(line.bureau for line in lists.get(kind, ())) for kind in MATCHED}


class Cost(NamedTuple):
    """The lines of one shared cost, and what they say it is in all."""

    lines: Sequence[Line]
    totals: frozenset[int]

    @property
    def shared(self) -> int:
        return sum(line.amount() for line in self.lines)

    @property
    def balanced(self) -> bool:
        """Whether all lines name the same total, and make it up."""
        return self.totals == {self.shared}


def costs(lines: Iterable[Line]) -> list[Cost]:
    """The shared costs, by unit and number."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.bureau, plain(line.values["cost_no"])), []).append(line)
    return [Cost(found[key], frozenset(line.amount("total") for line in found[key])) for key in sorted(found)]
