"""A rectification list into the ledger: one notice per list, an item per draft; a dry run is the same run, unwritten.

    report = import_list(ledger, actor, data, "整改清单.xlsx", dry_run=True)
    report.rows[0].items        (Issued(item_id=…, number="〔2020〕1-白石-01", there_already=False),)

What makes two rows the same item is unit + problem + list, never the file: the ids are made of them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from documents.batch_record import BatchRecord
from documents.drafts import ParsedList
from documents.import_report import ImportReport, Issued, Row, may_confirm
from documents.issuing import Issuing, item_id, notice_id
from documents.list_pass import Confirmed
from documents.mapping import Wanted
from documents.rectification_list import Area, Register, Unit, read_list
from documents.remembering import as_remembered
from documents.row_choice import EVERY_ROW, RowChoice
from events.dry_run import DryRunStore
from events.store import EventStore
from workflow import service
from workflow.errors import Words
from workflow.lookups import current_areas, units
from workflow.messages import Actor
from workflow.sight import Place, may_enter
from workflow.words import Role, not_permitted

__all__ = ["ImportReport", "Issued", "Row", "import_list", "item_id", "may_confirm", "notice_id", "register"]

BATCH = 200  # rows; SQLite has one writer, and it should not wait for a whole list
PAUSE = 0.12  # seconds; SQLite looks every 0.1 s whether it may write
ALL = slice(None)
Progress = Callable[[int, int], None]


class LongList(Exception):
    """A list has more rows than somebody wanted to wait for."""

    def __init__(self, rows: int):
        super().__init__(f"{rows} rows")
        self.rows = rows


class _NothingToKeep(Exception):
    """Ends a transaction that must not be written."""

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
    choice: RowChoice = EVERY_ROW,
    wanted: Wanted | None = None,
    batch: UUID | None = None,
    most: int | None = None,
    progress: Progress = lambda done, of: None,
    between: Callable[[int, int], None] = lambda done, of: None,
) -> ImportReport:
    """Issue the accepted and mended rows of a list and leave the rest; with `all_or_nothing`, all rows or none.

    `confirmed` are numbers of rows asked about that are to be issued as suggested; a row that repeats another of the
    same list cannot be confirmed. `choice` leaves the other rows; `wanted` says which column holds what, by default as
    the actor's unit remembers. Raises a Refusal if the actor may not, or the file holds no list. Rows are written some
    at a time, so an import that breaks off leaves what it had issued; sent again, it issues what is new. `batch` is the
    id of what this run brings in. LongList is raised for a list of more than `most` rows, before anything is done.
    `progress` hears of each row, `between` after each transaction, where others may write.
    """
    if not may_enter(actor, Place.IMPORT):
        raise not_permitted(actor.role, Words("导入", "import"), (Role.CITY_CENTER,))
    with ledger.database.reading() as connection:
        parsed = read_list(data, name, register(connection), wanted or as_remembered(connection, actor))
        if most is not None and len(parsed.rows) > most:
            raise LongList(len(parsed.rows))
        if dry_run:
            run = Issuing(DryRunStore(connection), ledger, actor, parsed, confirmed, choice)
            return _report(run, parsed, progress, written=False)
    size = len(parsed.rows) if all_or_nothing else BATCH
    record = BatchRecord.of(data, batch)
    run = _Writing(ledger, actor, parsed, confirmed, choice, all_or_nothing, record)
    return run.batches(max(1, size), progress, between)


def register(connection: Connection) -> Register:
    """The units and areas that lists may name now."""
    answering = [u for u in units(connection).values() if u.answers]
    areas = current_areas(EventStore(connection)).areas
    return Register(
        units=tuple(Unit(u.code, u.name, u.short) for u in answering),
        areas=tuple(Area(a.code, a.zh, (*a.aliases, a.en)) for a in areas),
    )


def _report(run: Issuing, parsed: ParsedList, progress: Progress, *, written: bool, rows: slice = ALL) -> ImportReport:
    """What the rows of that slice come to."""
    begun = rows.start or 0
    done = run.rows(parsed.rows[rows], lambda done: progress(begun + done, len(parsed.rows)))
    return ImportReport(parsed, run.notice, run.number, done, written)


@dataclass(frozen=True, slots=True)
class _Writing:
    """The real run of one list."""

    ledger: service.Ledger
    actor: Actor
    parsed: ParsedList
    confirmed: Confirmed
    choice: RowChoice
    all_or_nothing: bool
    record: BatchRecord

    def batches(self, size: int, progress: Progress, between: Progress) -> ImportReport:
        """All rows, `size` to a transaction; between two, others get their turn to write."""
        reports = [self._batch(slice(0, size), progress)]
        for start in range(size, len(self.parsed.rows), size):
            if reports[-1].written and self.ledger.database.sqlite:
                time.sleep(PAUSE)
            between(start, len(self.parsed.rows))
            reports.append(self._batch(slice(start, start + size), progress))
        rows = tuple(row for report in reports for row in report.rows)
        written = any(report.written for report in reports)
        return replace(reports[-1], rows=rows, written=written, batch=self.record.batch if written else None)

    def _batch(self, rows: slice, progress: Progress) -> ImportReport:
        """These rows in one transaction, which is tried anew as a whole if it meets another writer."""
        try:
            return service.tried(self.ledger, lambda _: self._once(rows, progress))
        except _NothingToKeep as nothing:
            return nothing.report

    def _once(self, rows: slice, progress: Progress) -> ImportReport:
        with self.ledger.database.writing() as connection:
            store = EventStore(connection)
            run = Issuing(store, self.ledger, self.actor, self.parsed, self.confirmed, self.choice)
            report = _report(run, self.parsed, progress, written=True, rows=rows)
            left = self.all_or_nothing and any(self.choice.takes(row.read) for row in report.left)
            if not report.issued or left:
                raise _NothingToKeep(replace(report, written=False))
            news = tuple(item.item_id for row in report.rows for item in row.items if not item.there_already)
            self.record.issued(store, self.ledger, self.actor, report.notice, news)
        return report
