"""A rectification list into the ledger: one notice per list, an item per draft; a dry run is the same run, unwritten.

    report = import_list(ledger, actor, data, "整改清单.xlsx", dry_run=True)
    report.rows[0].items        (Issued(item_id=…, number="〔2020〕1-白石-01", there_already=False),)

What makes two rows the same item is unit + problem + list, never the file: the ids are made of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow
from documents.headers import Column
from documents.readings import NoteKind
from documents.rectification_list import Area, Register, Unit, read_list
from events import sealer
from events.dry_run import DryRunStore
from events.errors import DuplicateCommand, WrongExpectedVersion
from events.store import EventStore
from workflow import schemas, service
from workflow.errors import NotPermitted, Refusal, Words
from workflow.facts import normalise
from workflow.lookups import NAMESPACE, current_areas, units
from workflow.messages import Actor, IssueItem, OpenNotice
from workflow.messages.organisation import BUREAUS
from workflow.projections import ITEMS
from workflow.sight import Place, may_enter
from workflow.words import ROLES, Role, State

ISSUABLE = (Outcome.ACCEPTED, Outcome.MENDED)
ATTEMPTS = 5
Progress = Callable[[int, int], None]
Confirmed = frozenset[int]


@dataclass(frozen=True, slots=True)
class Issued:
    """An item a row led to, or would lead to; or that was there already from the same list."""

    item_id: UUID
    number: str
    there_already: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, with what came of issuing it."""

    read: ParsedRow
    outcome: Outcome
    notes: tuple[Note, ...]
    items: tuple[Issued, ...] = ()

    @property
    def confirmable(self) -> bool:
        """Whether it is asked about, and can be issued on somebody's word."""
        return self.outcome is Outcome.ASKED and may_confirm(self.read)


def may_confirm(read: ParsedRow) -> bool:
    """Whether somebody's word is all that the row needs: it says enough, and repeats no other row of its list."""
    return read.outcome is not Outcome.REFUSED and bool(read.drafts) and not read.repeats


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. `issued` counts new items, `there_already` those of an earlier import of this list."""

    parsed: ParsedList
    notice: UUID
    notice_number: str
    rows: tuple[Row, ...]
    written: bool

    @property
    def issued(self) -> int:
        return sum(1 for row in self.rows for item in row.items if not item.there_already)

    @property
    def there_already(self) -> int:
        return sum(1 for row in self.rows for item in row.items if item.there_already)

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need an answer or a correction."""
        return tuple(row for row in self.rows if row.outcome in (Outcome.ASKED, Outcome.REFUSED))

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)


class _NothingToKeep(Exception):
    """Ends the transaction of an import that must not be written."""

    def __init__(self, report: ImportReport):
        self.report = report


def import_list(
    ledger: service.Ledger,
    actor: Actor,
    data: bytes,
    name: str,
    *,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    confirmed: Confirmed = frozenset(),
    progress: Progress = lambda done, of: None,
) -> ImportReport:
    """Issue the accepted and mended rows of a list and leave the rest; with `all_or_nothing`, all rows or none.

    `confirmed` are numbers of rows asked about that are to be issued as suggested; a row that repeats another of the
    same list cannot be confirmed. Raises a Refusal if the actor may not, or the file holds no list. Sent again, it
    issues what is new.
    """
    if not may_enter(actor, Place.IMPORT):
        allowed = ROLES[Role.CITY_CENTER]
        raise NotPermitted(role=ROLES[actor.role], trigger=Words("导入", "import"), allowed=allowed)
    with ledger.database.reading() as connection:
        parsed = read_list(data, name, register(connection))
        if dry_run:
            run = _Run(DryRunStore(connection), ledger, actor, parsed, confirmed)
            return run.report(progress, written=False)
    return _written(ledger, actor, parsed, all_or_nothing, confirmed, progress)


def register(connection: Connection) -> Register:
    """The units and areas that lists may name now."""
    answering = [u for u in units(connection).values() if u.what in BUREAUS or u.city]
    areas = current_areas(EventStore(connection)).areas
    return Register(
        units=tuple(Unit(u.code, u.name, u.short) for u in answering),
        areas=tuple(Area(a.code, a.zh, (*a.aliases, a.en)) for a in areas),
    )


def notice_id(parsed: ParsedList) -> UUID:
    """The notice a list belongs to: its number if it has one, else its title, date and issuer."""
    year = parsed.listed_on.year if parsed.listed_on else ""
    known_by = parsed.number or f"{normalise(parsed.title)} {parsed.listed_on} {normalise(parsed.issuer)}"
    return uuid5(NAMESPACE, f"notice {year} {known_by}")


def item_id(notice: UUID, draft: ItemDraft) -> UUID:
    return uuid5(notice, " ".join(draft.key))


def _written(
    ledger: service.Ledger,
    actor: Actor,
    parsed: ParsedList,
    all_or_nothing: bool,
    confirmed: Confirmed,
    progress: Progress,
) -> ImportReport:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with ledger.database.writing() as connection:
                report = _Run(EventStore(connection), ledger, actor, parsed, confirmed).report(progress, written=True)
                if not report.issued or (all_or_nothing and report.left):
                    raise _NothingToKeep(replace(report, written=False))
            sealer.seal(ledger.database, ledger.clock)
            return report
        except _NothingToKeep as nothing:
            return nothing.report
        except (WrongExpectedVersion, DuplicateCommand, IntegrityError):
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


class _Run:
    """One pass over the rows of a list, over a store that writes or one that does not."""

    def __init__(
        self, store: EventStore, ledger: service.Ledger, actor: Actor, parsed: ParsedList, confirmed: Confirmed
    ):
        self.store, self.ledger, self.actor, self.parsed = store, ledger, actor, parsed
        self.confirmed = confirmed
        self.notice, self.at = notice_id(parsed), ledger.clock.now()
        self.open = {} if not parsed.rows else dict(_open_items(store.connection, self.notice))

    def report(self, progress: Progress, *, written: bool) -> ImportReport:
        number = self._open_notice()
        rows = []
        for done, read in enumerate(self.parsed.rows, start=1):
            rows.append(self._row(read))
            progress(done, len(self.parsed.rows))
        return ImportReport(self.parsed, self.notice, number, tuple(rows), written)

    def _open_notice(self) -> str:
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
        try:
            return Row(read, outcome, read.notes, tuple(map(self._issue, read.drafts)))
        except Refusal as refusal:
            return Row(read, Outcome.REFUSED, (*read.notes, self._refused(read, refusal)))

    def _issue(self, draft: ItemDraft) -> Issued:
        subject = item_id(self.notice, draft)
        stream = f"item-{subject}"
        recorded = self.store.read(stream).recorded
        if there := bool(recorded):
            return Issued(subject, recorded[0].event.number, there)
        self._do(IssueItem, subject, {"notice": str(self.notice), **_stated(draft)})
        return Issued(subject, self.store.read(stream).recorded[0].event.number)

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

    def _refused(self, read: ParsedRow, refusal: Refusal) -> Note:
        return self._note(read, NoteKind.REFUSED, Words(refusal.message("zh"), refusal.message("en")))

    def _note(self, read: ParsedRow, kind: NoteKind, reason: Words) -> Note:
        cell = f"{self.parsed.columns[Column.PROBLEM]}{read.row}"
        given = read.drafts[0].problem[:200] if read.drafts else ""
        return Note(cell=cell, column=Column.PROBLEM, given=given, reason=reason, kind=kind)


def _stated(draft: ItemDraft) -> dict[str, Any]:
    """The draft as a schema reads it."""
    said = {f.name: getattr(draft, f.name) for f in fields(draft) if f.name not in ("serial", "kind")}
    return {**said, "kind": draft.kind.value}


def _open_items(connection: Connection, notice: UUID) -> Iterator[tuple[tuple[str, str], str]]:
    """The open items of other notices: what they are recognised by, and their numbers."""
    table = ITEMS.now
    still_open = table.c.state.not_in((State.CLOSED, State.WITHDRAWN))
    rows = connection.execute(
        select(table.c.bureau, table.c.problem_key, table.c.number)
        .where(still_open, table.c.notice_id != notice)
        .order_by(table.c.number.desc())
    )
    return (((row.bureau, row.problem_key), row.number) for row in rows)
