"""The rows of a list, or some of them, given as commands inside one transaction or to a store that writes nothing.

Which rows go into which transaction, and trying again, is issue_list's.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid5

from marshmallow import ValidationError
from sqlalchemy import Connection, select

from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow
from documents.headers import Column
from documents.import_report import Issued, Row, may_confirm
from documents.limits import COLUMN_OF
from documents.readings import NoteKind
from events.store import EventStore
from workflow import money, schemas, service
from workflow.errors import Refusal, Words
from workflow.facts import normalise
from workflow.lookups import NAMESPACE
from workflow.messages import Actor, IssueItem, OpenNotice
from workflow.projections import ITEMS
from workflow.words import State

ISSUABLE = (Outcome.ACCEPTED, Outcome.MENDED)
SHOWN = 200
Confirmed = frozenset[int]


def notice_id(parsed: ParsedList) -> UUID:
    """The notice a list belongs to: its number if it has one, else its title, date and issuer."""
    year = parsed.listed_on.year if parsed.listed_on else ""
    known_by = parsed.number or f"{normalise(parsed.title)} {parsed.listed_on} {normalise(parsed.issuer)}"
    return uuid5(NAMESPACE, f"notice {year} {known_by}")


def item_id(notice: UUID, draft: ItemDraft) -> UUID:
    return uuid5(notice, " ".join(draft.key))


class Issuing:
    """One pass over rows of a list, over a store that writes or one that does not."""

    def __init__(
        self, store: EventStore, ledger: service.Ledger, actor: Actor, parsed: ParsedList, confirmed: Confirmed
    ):
        self.store, self.ledger, self.actor, self.parsed = store, ledger, actor, parsed
        self.confirmed = confirmed
        self.notice, self.at = notice_id(parsed), ledger.clock.now()
        self.number = self._open_notice()
        self.there = dict(_items_of(store.connection, self.notice))
        self.open = dict(_open_items(store.connection, self.notice))

    def rows(self, rows: Sequence[ParsedRow], progress: Callable[[int], None]) -> tuple[Row, ...]:
        """What came of each row; `progress` hears how many are done."""
        done = []
        for read in rows:
            done.append(self._row(read))
            progress(len(done))
        return tuple(done)

    def _open_notice(self) -> str:
        """The notice's number; until the transaction ends nobody else issues under it."""
        self.store.hold(f"notice-{self.notice}")
        recorded = self.store.read(f"notice-{self.notice}").recorded
        if not recorded:
            listed_on = self.parsed.listed_on
            said = {
                "title": (self.parsed.title or "整改清单")[:500], "issuer": self.parsed.issuer[:500],
                "year": (listed_on or self.at.astimezone(self.ledger.zone).date()).year,
                "listed_on": listed_on.isoformat() if listed_on else None,
            }  # fmt: skip
            self._do(OpenNotice, self.notice, said)
            recorded = self.store.read(f"notice-{self.notice}").recorded
        return str(recorded[-1].event.number)

    def _row(self, read: ParsedRow) -> Row:
        """Issue the row's drafts, unless it is left, or repeats what is open under another notice."""
        if read.row in self.confirmed and may_confirm(read):
            return self._issued(read, Outcome.MENDED)
        if read.outcome not in ISSUABLE:
            return Row(read, read.outcome, read.notes)
        if repeated := [self.open[draft.key] for draft in read.drafts if draft.key in self.open]:
            return Row(read, Outcome.ASKED, (*read.notes, self._looks_like(read, repeated)))
        return self._issued(read, read.outcome)

    def _issued(self, read: ParsedRow, outcome: Outcome) -> Row:
        """The row with an item for each of its drafts that could be issued, and why another could not."""
        items: list[Issued] = []
        refused: dict[Note, None] = {}
        for draft in read.drafts:
            try:
                items.append(self._issue(draft))
            except Refusal as refusal:
                said = Words(refusal.message("zh"), refusal.message("en"))
                refused[self._note(read, NoteKind.REFUSED, said)] = None
            except ValidationError as error:
                refused |= dict.fromkeys(self._invalid(read, draft, error))
        return Row(read, Outcome.REFUSED if refused else outcome, (*read.notes, *refused), tuple(items))

    def _issue(self, draft: ItemDraft) -> Issued:
        subject = item_id(self.notice, draft)
        if number := self.there.get(subject):
            return Issued(subject, number, there_already=True)
        self._do(IssueItem, subject, {"notice": str(self.notice), **_stated(draft)})
        self.there[subject] = number = self.store.read(f"item-{subject}").recorded[0].event.number
        return Issued(subject, number)

    def _do(self, kind: Any, subject: UUID, said: dict[str, Any]) -> None:
        listed_on = self.parsed.listed_on
        stated = datetime.combine(listed_on, time(), self.ledger.zone).astimezone(UTC) if listed_on else None
        command = schemas.load(
            kind, said, command_id=uuid5(subject, kind.trigger), subject=subject, by=self.actor, at=self.at,
            effective_at=min(stated, self.at) if stated else None,
        )  # fmt: skip
        service.carry_out(self.store, self.ledger, command)

    def _looks_like(self, read: ParsedRow, numbers: list[str]) -> Note:
        listed = "、".join(numbers)
        return self._note(read, NoteKind.ASKED, Words(
            f"责任单位和问题与尚未销号的 {listed} 相同，是否重复？确认是两件事的，勾选后下发。",
            f"Same unit and problem as {listed}, which is open. Issue it only if it is another matter.",
        ))  # fmt: skip

    def _invalid(self, read: ParsedRow, draft: ItemDraft, error: ValidationError) -> Iterator[Note]:
        """A note for each field the command does not take, at the cell it comes from."""
        for name, problems in schemas.explain(error).items():
            column = COLUMN_OF.get(name, Column.PROBLEM)
            given = str(getattr(draft, name, ""))[:SHOWN]
            for problem in problems:
                yield self._note(read, NoteKind.REFUSED, problem, column, given)

    def _note(
        self, read: ParsedRow, kind: NoteKind, reason: Words, column: Column = Column.PROBLEM, given: str | None = None
    ) -> Note:
        if given is None:
            given = read.drafts[0].problem[:SHOWN] if read.drafts else ""
        place = self.parsed.columns.get(column) or self.parsed.columns[Column.PROBLEM]
        return Note(cell=f"{place}{read.row}", column=column, given=given, reason=reason, kind=kind)


def _items_of(connection: Connection, notice: UUID) -> Iterator[tuple[UUID, str]]:
    """The items issued under a notice, withdrawn ones too, with their numbers."""
    table = ITEMS.now
    rows = connection.execute(select(table.c.item_id, table.c.number).where(table.c.notice_id == notice))
    return ((row.item_id, row.number) for row in rows)


def _stated(draft: ItemDraft) -> dict[str, Any]:
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
