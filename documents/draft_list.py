"""A rectification list into a drafted notice: each row a problem, for the units that it names; nothing is issued.

    report = draft_list(ledger, actor, draft_id, data, "整改清单.xlsx", dry_run=True)
    report.rows[0].added        ("baishi", "shiqiao")

Whoever brings the list in has written the draft, so another account approves it. The same list again adds what is new.
The draft keeps its own title and date. Persons are named by the bureaus: names and phones stay in the list.
"""

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from marshmallow import ValidationError

from documents.batch_record import BatchRecord
from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow
from documents.import_report import may_confirm
from documents.issue_list import register
from documents.list_pass import Confirmed, ListPass, stated
from documents.mapping import Wanted
from documents.readings import NoteKind
from documents.rectification_list import read_list
from documents.refusals import TooManyRows
from documents.remembering import as_remembered
from documents.row_choice import EVERY_ROW, RowChoice
from events.dry_run import DryRunStore
from events.store import EventStore
from workflow import drafts, schemas, service
from workflow.errors import Refusal, StaleVersion, Words
from workflow.facts import problem_key
from workflow.messages import Actor
from workflow.messages.draft import AddProblem, ProblemAdded
from workflow.words import not_permitted

MOST_ROWS = 500
PERSONS = ("leader", "contact", "phone")
STAYED = Words(
    "清单中的责任领导、责任人、联系电话没有带入草稿，签发后由各单位指定。",
    "The persons and phones of the list stay out of the draft: the bureaus name theirs once it is approved.",
)

COMPARED = ("area", "kind", "due", "requirement", "figure", "amount")
DIFFERS = Words(
    "草稿中这个问题的时限、金额、要求等与清单不同，没有改动；要以清单为准，请先从草稿移出再导入。",
    "The problem stands in the draft with another due date, amount or wording, and was not changed. If the list is "
    "right, drop it from the draft first.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, the units it was added for now, and those it stood there for already."""

    read: ParsedRow
    outcome: Outcome
    notes: tuple[Note, ...]
    added: tuple[str, ...] = ()
    there: tuple[str, ...] = ()

    @property
    def confirmable(self) -> bool:
        """Whether it is asked about, and can be added on somebody's word."""
        return self.outcome is Outcome.ASKED and may_confirm(self.read)


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What a list came to: `problems` rows were added, for `items` units in all."""

    parsed: ParsedList
    rows: tuple[Row, ...]
    written: bool
    batch: UUID | None = field(default=None, compare=False)

    @property
    def problems(self) -> int:
        return sum(1 for row in self.rows if row.added)

    @property
    def items(self) -> int:
        return sum(len(row.added) for row in self.rows)

    @property
    def there_already(self) -> int:
        return sum(len(row.there) for row in self.rows)

    @property
    def persons_stay(self) -> Words | None:
        """What is said where rows that were added name persons."""
        named = (draft for row in self.rows if row.added for draft in row.read.drafts)
        return STAYED if any(getattr(draft, name) for draft in named for name in PERSONS) else None

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need an answer or a correction."""
        return tuple(row for row in self.rows if row.outcome in (Outcome.ASKED, Outcome.REFUSED))

    @property
    def passed_over(self) -> bool:
        """Whether rows that can be added were not, because they were not chosen."""
        taken = (Outcome.ACCEPTED, Outcome.MENDED)
        return any(row.outcome in taken and row.read.drafts and not row.added + row.there for row in self.rows)

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)


def draft_list(
    ledger: service.Ledger, actor: Actor, draft_id: UUID, data: bytes, name: str, *,
    dry_run: bool = False, confirmed: Confirmed = frozenset(), version: int | None = None,
    choice: RowChoice = EVERY_ROW, wanted: Wanted | None = None,
) -> DraftReport:  # fmt: skip
    """Add the rows that can be to an open draft, in one transaction, and leave the rest.

    `confirmed` are numbers of rows asked about that are to be added as suggested, `choice` leaves the other rows,
    `wanted` says which column holds what, `version` is the draft's that was looked at. Raises a Refusal if the actor
    may not, there is no such open draft, it is at another version, or the file holds no list or one of more than
    MOST_ROWS rows.
    """
    if actor.role not in drafts.MAY:
        raise not_permitted(actor.role, drafts.SAYS["add"], drafts.MAY)
    with ledger.database.reading() as connection:
        parsed = read_list(data, name, register(connection), wanted or as_remembered(connection, actor))
    if len(parsed.rows) > MOST_ROWS:
        raise TooManyRows(name=name, rows=len(parsed.rows), most=MOST_ROWS)

    record = BatchRecord.of(data)

    def passed(store: EventStore) -> tuple[Row, ...]:
        run = _Drafting(store, ledger, actor, parsed, draft_id, confirmed, version, choice)
        rows = run.rows(parsed.rows)
        if run.matters:
            record.drafted(store, ledger, actor, draft_id, tuple(run.matters))
        return rows

    def written(_: bool) -> tuple[Row, ...]:
        with ledger.database.writing() as connection:
            return passed(EventStore(connection))

    if dry_run:
        with ledger.database.reading() as connection:
            return DraftReport(parsed, passed(DryRunStore(connection)), written=False)
    rows = service.tried(ledger, written)
    written = any(row.added for row in rows)
    return DraftReport(parsed, rows, written, record.batch if written else None)


class _Drafting(ListPass[Row]):
    """One pass that drafts: a problem for each row, for those of its units that it does not stand there for yet."""

    ticked = Words("勾选后加入草稿。", "Add it only if it is another matter.")

    def __init__(
        self, store: EventStore, ledger: service.Ledger, actor: Actor, parsed: ParsedList, draft_id: UUID,
        confirmed: Confirmed, version: int | None, choice: RowChoice = EVERY_ROW,
    ):  # fmt: skip
        super().__init__(store, ledger, actor, parsed, draft_id, confirmed, choice)
        self.matters: list[UUID] = []
        self.draft_id = draft_id
        store.hold(f"draft-{draft_id}")
        draft = drafts.fold(store.read_past(f"draft-{draft_id}").told)
        drafts.require_open(draft)
        if version not in (None, draft.version):
            raise StaleVersion(expected=version, current=draft.version)
        self.version = draft.version
        self.there: dict[tuple[str, str], ProblemAdded | ItemDraft] = {
            (bureau, problem_key(one.problem)): one for one in draft.problems for bureau in one.bureaus
        }

    def left(self, read: ParsedRow, outcome: Outcome, notes: tuple[Note, ...]) -> Row:
        return Row(read, outcome, notes)

    def taken(self, read: ParsedRow, outcome: Outcome) -> Row:
        """The row with the units it was added for; a row differs from unit to unit in nothing else."""
        if not read.drafts:
            return Row(read, outcome, read.notes)
        first = read.drafts[0]
        new = [draft.bureau for draft in read.drafts if draft.key not in self.there]
        there = [draft.bureau for draft in read.drafts if draft.key in self.there]
        differs = [self.note(read, NoteKind.SHOWN, DIFFERS)] if any(map(self._differs, read.drafts)) else []
        try:
            if new:
                self._add(first, new)
        except (Refusal, ValidationError) as error:
            return Row(read, Outcome.REFUSED, (*read.notes, *self.refused(read, first, error)), (), tuple(there))
        return Row(read, outcome, (*read.notes, *differs), tuple(new), tuple(there))

    def known(self, read: ParsedRow) -> bool:
        return all(draft.key in self.there for draft in read.drafts)

    def _differs(self, draft: ItemDraft) -> bool:
        there = self.there.get(draft.key, draft)
        return any(getattr(there, name) != getattr(draft, name) for name in COMPARED)

    def _add(self, first: ItemDraft, units: list[str]) -> None:
        said = stated(first)
        asked = {name: said[name] for name in schemas.schema_for(AddProblem).fields if name in said}
        command = schemas.load(
            AddProblem, {**asked, "bureaus": units}, subject=self.draft_id, by=self.actor, at=self.at,
            command_id=uuid5(self.draft_id, f"row {self.version} {problem_key(first.problem)}"),
        )  # fmt: skip
        service.carry_out(self.store, self.ledger, command)
        self.matters.append(uuid5(command.command_id, "problem"))
        self.version += 1
        self.there |= dict.fromkeys(((unit, problem_key(first.problem)) for unit in units), first)
