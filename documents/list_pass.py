"""One pass over the rows of a rectification list: which are taken, which are left, and what is said of their cells.

What a row that is taken comes to is for who passes: items of a notice (issuing), or problems of a draft (drafting).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import Connection, select

from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow
from documents.headers import Column
from documents.import_report import may_confirm
from documents.limits import COLUMN_OF
from documents.readings import NoteKind
from documents.row_choice import EVERY_ROW, RowChoice
from events.store import EventStore
from workflow import money, schemas, service
from workflow.errors import Refusal, Words
from workflow.log_errors import KeysAway, ReadOnly
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.words import State

TAKEN = (Outcome.ACCEPTED, Outcome.MENDED)
SHOWN = 200
Confirmed = frozenset[int]


class Told(Protocol):
    """What came of a row."""

    @property
    def outcome(self) -> Outcome: ...


Row = TypeVar("Row", bound=Told)


class ListPass(Generic[Row]):
    """Over a store that writes or one that does not. `confirmed` are rows asked about that are taken as suggested;
    what is not of the `choice` is left as it is."""

    ticked = Words("勾选后下发。", "Issue it only if it is another matter.")

    def __init__(
        self, store: EventStore, ledger: service.Ledger, actor: Actor, parsed: ParsedList, notice: UUID,
        confirmed: Confirmed, choice: RowChoice = EVERY_ROW,
    ):  # fmt: skip
        self.store, self.ledger, self.actor, self.parsed = store, ledger, actor, parsed
        self.confirmed, self.choice, self.at = confirmed, choice, ledger.clock.now()
        self.open = dict(_open_items(store.connection, notice))

    def rows(self, rows: Sequence[ParsedRow], progress: Callable[[int], None] = lambda _: None) -> tuple[Row, ...]:
        """What came of each row; `progress` hears how many are done."""
        done = []
        for read in rows:
            done.append(self._row(read))
            progress(len(done))
        return tuple(done)

    def known(self, read: ParsedRow) -> bool:
        """Whether all that the row comes to is there, so that there is nothing left to ask."""
        return False

    def taken(self, read: ParsedRow, outcome: Outcome) -> Row:
        """What a row that is taken comes to."""
        raise NotImplementedError

    def left(self, read: ParsedRow, outcome: Outcome, notes: tuple[Note, ...]) -> Row:
        """A row that is left as it is."""
        raise NotImplementedError

    def _row(self, read: ParsedRow) -> Row:
        """Take the row, unless it is not chosen, needs an answer, or repeats what is open under another notice."""
        if not self.choice.takes(read):
            return self.left(read, read.outcome, read.notes)
        if may_confirm(read) and (read.row in self.confirmed or self.known(read)):
            return self.taken(read, Outcome.MENDED)
        if read.outcome not in TAKEN:
            return self.left(read, read.outcome, read.notes)
        if repeated := [self.open[draft.key] for draft in read.drafts if draft.key in self.open]:
            return self.left(read, Outcome.ASKED, (*read.notes, self._looks_like(read, repeated)))
        return self.taken(read, read.outcome)

    def refused(self, read: ParsedRow, draft: ItemDraft, error: Refusal | ValidationError) -> Iterator[Note]:
        """Why a draft of the row was not taken, at the cells it comes from; what no row can help is raised."""
        if isinstance(error, ReadOnly | KeysAway):
            raise error
        if isinstance(error, Refusal):
            yield self.note(read, NoteKind.REFUSED, Words(error.message("zh"), error.message("en")))
            return
        for name, problems in schemas.explain(error).items():
            column = COLUMN_OF.get(name, Column.PROBLEM)
            given = str(getattr(draft, name, ""))[:SHOWN]
            for problem in problems:
                yield self.note(read, NoteKind.REFUSED, problem, column, given)

    def _looks_like(self, read: ParsedRow, numbers: list[str]) -> Note:
        listed = "、".join(numbers)
        return self.note(read, NoteKind.ASKED, Words(
            f"责任单位和问题与尚未销号的 {listed} 相同，是否重复？确认是两件事的，{self.ticked.zh}",
            f"Same unit and problem as {listed}, which is open. {self.ticked.en}",
        ))  # fmt: skip

    def note(
        self, read: ParsedRow, kind: NoteKind, reason: Words, column: Column = Column.PROBLEM, given: str | None = None
    ) -> Note:
        if given is None:
            given = read.drafts[0].problem[:SHOWN] if read.drafts else ""
        place = self.parsed.columns.get(column) or self.parsed.columns[Column.PROBLEM]
        return Note(cell=f"{place}{read.row}", column=column, given=given, reason=reason, kind=kind)


def stated(draft: ItemDraft) -> dict[str, Any]:
    """The draft as a schema reads it."""
    said = {f.name: getattr(draft, f.name) for f in fields(draft) if f.name not in ("serial", "kind")}
    amount = None if draft.amount is None else money.plain(draft.amount)
    return {**said, "kind": draft.kind.value, "amount": amount}


def _open_items(connection: Connection, notice: UUID) -> Iterator[tuple[tuple[str, str], str]]:
    """The open items of other notices: what they are recognised by, and their numbers."""
    table = ITEMS.now
    still_open = table.c.state.not_in((State.CLOSED, State.WITHDRAWN, State.CONVERTED))
    rows = connection.execute(
        select(table.c.bureau, table.c.problem_key, table.c.number)
        .where(still_open, table.c.notice_id != notice)
        .order_by(table.c.number.desc())
    )
    return (((row.bureau, row.problem_key), row.number) for row in rows)
