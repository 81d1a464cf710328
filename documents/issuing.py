"""The rows of a list, or some of them, given as commands inside one transaction or to a store that writes nothing.

Which rows go into which transaction, and trying again, is issue_list's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from marshmallow import ValidationError
from sqlalchemy import Connection, select

from documents import own_lists
from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow
from documents.import_report import Issued, Row
from documents.list_pass import Confirmed, ListPass, stated
from documents.row_choice import EVERY_ROW, RowChoice
from events.store import EventStore
from workflow import schemas, service
from workflow.errors import Refusal
from workflow.facts import normalise
from workflow.importing import withdrawn_with
from workflow.lookups import NAMESPACE
from workflow.messages import Actor, IssueItem, OpenNotice
from workflow.projections import ITEMS


def notice_id(parsed: ParsedList) -> UUID:
    """The notice a list belongs to: its number if it has one, else its title, date and issuer."""
    year = parsed.listed_on.year if parsed.listed_on else ""
    known_by = parsed.number or f"{normalise(parsed.title)} {parsed.listed_on} {normalise(parsed.issuer)}"
    return uuid5(NAMESPACE, f"notice {year} {known_by}")


def item_id(notice: UUID, draft: ItemDraft) -> UUID:
    return uuid5(notice, " ".join(draft.key))


class Issuing(ListPass[Row]):
    """One pass that issues: an item for each draft of a row."""

    def __init__(
        self, store: EventStore, ledger: service.Ledger, actor: Actor, parsed: ParsedList, confirmed: Confirmed,
        choice: RowChoice = EVERY_ROW,
    ):  # fmt: skip
        own = own_lists.notice_of(store.connection, parsed)
        self.notice, self.own = own or notice_id(parsed), own_lists.items_of(store.connection, own)
        super().__init__(store, ledger, actor, parsed, self.notice, confirmed, choice)
        self.number = self._open_notice()
        self.gone = withdrawn_with(store.connection, self.notice)
        self.there = dict(_items_of(store.connection, self.notice))

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

    def left(self, read: ParsedRow, outcome: Outcome, notes: tuple[Note, ...]) -> Row:
        return Row(read, outcome, notes)

    def taken(self, read: ParsedRow, outcome: Outcome) -> Row:
        """The row with an item for each of its drafts that could be issued, and why another could not."""
        items: list[Issued] = []
        refused: dict[Note, None] = {}
        for draft in read.drafts:
            try:
                items.append(self._issue(draft))
            except (Refusal, ValidationError) as error:
                refused |= dict.fromkeys(self.refused(read, draft, error))
        return Row(read, Outcome.REFUSED if refused else outcome, (*read.notes, *refused), tuple(items))

    def known(self, read: ParsedRow) -> bool:
        return bool(read.drafts) and all(draft.key in self.own for draft in read.drafts)

    def _issue(self, draft: ItemDraft) -> Issued:
        if there := self.own.get(draft.key):
            return Issued(*there, there_already=True)
        subject = self._subject(draft)
        if number := self.there.get(subject):
            return Issued(subject, number, there_already=True)
        self._do(IssueItem, subject, {"notice": str(self.notice), **stated(draft)})
        self.there[subject] = number = self.store.read(f"item-{subject}").recorded[0].event.number
        return Issued(subject, number)

    def _subject(self, draft: ItemDraft) -> UUID:
        """The item's id; another one each time the import that it came with was withdrawn."""
        subject = first = item_id(self.notice, draft)
        for again in count(1):
            if subject not in self.gone:
                break
            subject = uuid5(first, f"again {again}")
        return subject

    def _do(self, kind: Any, subject: UUID, said: dict[str, Any]) -> None:
        listed_on = self.parsed.listed_on
        stated_at = datetime.combine(listed_on, time(), self.ledger.zone).astimezone(UTC) if listed_on else None
        command = schemas.load(
            kind, said, command_id=uuid5(subject, kind.trigger), subject=subject, by=self.actor, at=self.at,
            effective_at=min(stated_at, self.at) if stated_at else None,
        )  # fmt: skip
        service.carry_out(self.store, self.ledger, command)


def _items_of(connection: Connection, notice: UUID) -> Iterator[tuple[UUID, str]]:
    """The items issued under a notice, withdrawn ones too, with their numbers."""
    table = ITEMS.now
    rows = connection.execute(select(table.c.item_id, table.c.number).where(table.c.notice_id == notice))
    return ((row.item_id, row.number) for row in rows)
