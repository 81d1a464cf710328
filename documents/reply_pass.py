"""One pass over the rows of a reply workbook, over a store that writes or one that does not; what came of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from marshmallow import ValidationError

from documents.drafts import Note
from documents.readings import NoteKind
from documents.reply_columns import LAYOUT, taken
from documents.reply_commands import Asked, Asking, action_of, command_id_of, stream_of
from documents.reply_items import evidence_of
from documents.reply_read import ReplyRow
from documents.reply_report import Came, Row, Versions
from events.dry_run import DryRunStore
from events.event import Recorded
from events.store import EventStore
from workflow import files, patterns, schemas, service
from workflow.decider import why_not
from workflow.errors import LooksPersonal, NoSuchItem, Refusal, StaleVersion, Words
from workflow.file_types import tidy
from workflow.history import Life, life, present
from workflow.log_errors import KeysAway, ReadOnly
from workflow.messages import ITEM_COMMANDS, Actor, Evidence
from workflow.workbook_errors import IdsEdited, OldWorkbook, RowOfOthers, RowTwice

Confirmed = Mapping[int, int | None]
"""Rows that are meant: by number, with the item's version that was looked at, None for whichever it is."""
COLUMN_OF = {column.key: column for column in taken()}
NAME_LENGTH = 120
MOVED = StaleVersion(expected=0, current=0)


class _Ready(NamedTuple):
    """A row that is understood: its item, what it asks."""

    read: ReplyRow
    trigger: str
    life: Life
    asked: Asked


@dataclass
class ReplyPass:
    """`rows` is called once for each attempt of a transaction."""

    store: EventStore
    asking: Asking
    confirmed: Confirmed = field(default_factory=dict)
    told: dict[UUID, int] = field(default_factory=dict)

    def rows(self, rows: tuple[ReplyRow, ...]) -> tuple[Row, ...]:
        """What came of each row. What no row can help is raised."""
        return tuple(self._row(read) for read in rows)

    def _row(self, read: ReplyRow) -> Row:
        shown = Row(read=read, came=Came.UNTOUCHED, item=read.item if read.sound else None, number=read.number)
        if not read.filled:
            return shown
        try:
            one = self._life(read)
            shown = replace(shown, number=one.item.number)
            self._require_once(read)
            shown = replace(shown, versions=_versions(read, one))
            trigger = action_of(read)
            shown = replace(shown, trigger=trigger)
            had = evidence_of(self.store.connection, self.asking.actor, one)
            self.asking.note_used(read, trigger, one, had)
            if before := self._before(read, trigger, one):
                by = Actor.parse(before.actor)
                return replace(shown, came=Came.ALREADY, at=before.recorded_at, by=by, versions=None)
            self._require_open(trigger, one)
            return self._given(shown, _Ready(read, trigger, one, self.asking.asked(read, trigger, one, had)))
        except (ReadOnly, KeysAway):
            raise
        except (Refusal, ValidationError) as error:
            moved = tuple(self._said_of(read, MOVED, NoteKind.SHOWN)) if shown.versions else ()
            return replace(shown, came=Came.REFUSED, notes=(*moved, *self._said_of(read, error)))

    def _require_open(self, trigger: str, one: Life) -> None:
        """The guards of the item's page: what cannot be done whatever is typed is said before what is wrong with it."""
        today = self.asking.at.astimezone(self.asking.ledger.zone).date()
        if trigger in ITEM_COMMANDS and (refusal := why_not(self.asking.actor, trigger, one.item, today)):
            raise refusal

    def _life(self, read: ReplyRow) -> Life:
        """The row's item, if its ids are whole, it is of the actor's unit, and the unit has it still."""
        if read.issue is None or read.item is None or not read.sound:
            raise IdsEdited
        if read.issue.layout != LAYOUT:
            raise OldWorkbook(given=read.issue.layout, current=LAYOUT)
        if read.issue.to.org != self.asking.actor.org:
            raise RowOfOthers
        at = present(self.asking.at, self.asking.ledger.zone)
        self.store.hold(f"item-{read.item}")  # who merges the same at the same moment comes after us, and sees it done
        try:
            return life(self.store.connection, read.item, self.asking.actor, at)
        except NoSuchItem as absent:
            raise RowOfOthers from absent

    def _require_once(self, read: ReplyRow) -> None:
        assert read.item is not None
        if before := self.told.get(read.item):
            raise RowTwice(row=before)
        self.told[read.item] = read.row

    def _given(self, shown: Row, ready: _Ready) -> Row:
        """Carry the command out, unless it was before, or somebody has to say first that it is meant."""
        command, meant = ready.asked.command, self._meant(ready)
        try:
            patterns.require_seen(command, seen=meant)
        except LooksPersonal as looks:
            notes = tuple(self._said_of(ready.read, looks, NoteKind.ASKED))
            return replace(shown, came=Came.ASKED, notes=notes, confirmable=True, seen=ready.life.item.version)
        try:
            return self._carried_out(shown, ready.asked)
        except StaleVersion as stale:
            if meant:
                now = replace(command, expected_version=ready.life.item.version)
                return self._carried_out(shown, replace(ready.asked, command=now))
            return self._stale(shown, ready, stale)

    def _before(self, read: ReplyRow, trigger: str, one: Life) -> Recorded | None:
        """The event that this row of this workbook came to already."""
        command_id, stream = command_id_of(read, trigger), stream_of(trigger, one)
        recorded = EventStore(self.store.connection).read(stream).recorded
        return next((event for event in recorded if event.command_id == command_id), None)

    def _meant(self, ready: _Ready) -> bool:
        """Whether somebody said that the row is meant, of the version the item has now."""
        if ready.read.row not in self.confirmed:
            return False
        return self.confirmed[ready.read.row] in (None, ready.life.item.version)

    def _carried_out(self, shown: Row, asked: Asked) -> Row:
        brought = {file.sha256: Evidence(file.sha256, file.size, file.media_type) for file in asked.files}
        done = service.carry_out(self.store, replace(self.asking.ledger, brought=brought), asked.command)
        if not done.events:  # somebody else has said the same
            return replace(shown, came=Came.ALREADY, versions=None)
        if self.store.writes:
            self._keep(asked)
        return replace(shown, came=Came.RECORDED, files=tuple(file.sha256 for file in asked.files), versions=None)

    def _keep(self, asked: Asked) -> None:
        """Keep the evidence on disk before the transaction commits that names it."""
        ledger, by = self.asking.ledger, self.asking.actor
        for file in asked.files:
            sha256 = ledger.files.put(file.content, file.path)
            name = tidy(file.path)[-NAME_LENGTH:]
            files.register(self.store.connection, sha256, name, file.media_type, file.size, by, self.asking.at)

    def _stale(self, shown: Row, ready: _Ready, stale: StaleVersion) -> Row:
        """Asked about if it can still be carried out, which is found by doing it unwritten; else refused, and why."""
        now = replace(ready.asked, command=replace(ready.asked.command, expected_version=ready.life.item.version))
        ReplyPass(DryRunStore(self.store.connection), self.asking)._carried_out(shown, now)
        notes = tuple(self._said_of(ready.read, stale, NoteKind.ASKED))
        return replace(shown, came=Came.STALE, notes=notes, confirmable=True, seen=ready.life.item.version)

    def _said_of(
        self, read: ReplyRow, error: Refusal | ValidationError, kind: NoteKind = NoteKind.REFUSED
    ) -> Iterator[Note]:
        """What was wrong, at the cells it came from."""
        if isinstance(error, StaleVersion):
            yield self._note(read, None, STILL_OPEN if kind is NoteKind.ASKED else MOVED_ON, kind)
            return
        if isinstance(error, Refusal):
            yield self._note(read, error.field, Words(error.message("zh"), error.message("en")), kind)
            return
        for name, problems in schemas.explain(error).items():
            for problem in problems:
                yield self._note(read, name, problem, kind)

    def _note(self, read: ReplyRow, name: str | None, reason: Words, kind: NoteKind) -> Note:
        key = _key(read, name or "")
        column = COLUMN_OF.get(key)
        return Note(
            cell=read.cells.get(key, f"{read.row}"), column=column.words.zh if column else "",
            given=read.typed.get(key, "")[:60], reason=reason, kind=kind,
        )  # fmt: skip


def _versions(read: ReplyRow, one: Life) -> Versions | None:
    """Both versions of an item that moved on after the workbook was made; None where it stands as it did."""
    if read.version == one.item.version:
        return None
    then = next((step.item for step in one.steps if step.item.version == read.version), None)
    return Versions(then, one.item, tuple(step for step in one.steps if step.item.version > read.version))


def _key(read: ReplyRow, name: str) -> str:
    """The key of the column a command's field was typed into."""
    if not name or name in COLUMN_OF:
        return name
    key = f"{trigger_of(read)}.{name}"
    return key if key in COLUMN_OF else ""


def trigger_of(read: ReplyRow) -> str:
    """The action of a row, as far as it can be made out."""
    try:
        return action_of(read)
    except Refusal:
        return ""


MOVED_ON = Words(
    "这个事项在表格下载后又有变动，请对照两个版本。",
    "The item moved on after the workbook was downloaded. Compare the versions.",
)
STILL_OPEN = Words(
    f"{MOVED_ON.zh}仍要办理的，勾选后按现在的版本办理。",
    f"{MOVED_ON.en} If it still holds, tick the row to do it on the present one.",
)
