"""The list as it was sent, corrected as far as it can be: a workbook to look through, mend and send again.

Every row stands where it stood. What was mended and what is suggested is filled in; each such cell, and each that is
asked about or refused, is coloured and says why in a comment. The last column, 处理结果, says what came of the row.
Every text is a text cell: no formula goes out, whatever came in.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.cells import clean_text
from documents.corrected_looks import Formats, Part, formats_of
from documents.draft_list import Row as DraftRow
from documents.drafts import ItemDraft, Note, Outcome, ParsedList
from documents.headers import Column
from documents.import_report import Row as ImportRow
from documents.ledger_xlsx import EXACT, safe_text
from documents.mapping import RESULT
from documents.readings import NoteKind
from documents.register import Register
from documents.sheet_xml import column_number
from documents.workbook import Cell
from workflow.dates import due_words
from workflow.errors import Words
from workflow.facts import Precision
from workflow.words import KINDS

GRAVEST = (NoteKind.REFUSED, NoteKind.ASKED, NoteKind.MENDED)
OUTCOMES = {
    Outcome.ACCEPTED: Words("接受", "accepted"),
    Outcome.MENDED: Words("已改正", "mended"),
    Outcome.ASKED: Words("待确认", "asked about"),
    Outcome.REFUSED: Words("不收", "refused"),
    Outcome.SKIPPED: Words("跳过", "skipped"),
}
ISSUED, THERE = Words("已下发 ", "issued "), Words("已在台账 ", "in the ledger ")
SUGGESTED = Words("建议：", "Suggested: ")
WIDTH, RESULT_WIDTH, LONGEST_COMMENT = 16, 40, 1500
Value = str | int | float | date | None
Come = ImportRow | DraftRow


def write_corrected(
    parsed: ParsedList, rows: Iterable[Come], register: Register, *, written: bool, language: str, created: datetime
) -> bytes:
    """The workbook; `written` says that the items of the rows were issued. `created` is the file's stated date."""
    assert parsed.source is not None
    target = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(target, options) as book:
        book.set_properties({"title": safe_text(parsed.title), "created": created.replace(tzinfo=None)})
        page = book.add_worksheet("清单")
        sheet = _Corrected(page, formats_of(book), parsed, register, written, language)
        sheet.heading()
        sheet.rows({row.read.row: row for row in rows})
    return target.getvalue()


@dataclass(slots=True)
class _Corrected:
    page: Worksheet
    formats: Formats
    parsed: ParsedList
    register: Register
    written: bool
    language: str

    source: tuple[Mapping[int, Cell], ...] = field(init=False)
    result: int = field(init=False)

    def __post_init__(self) -> None:
        """`result` is the column of the result: the one there is, where it was corrected before; else the next."""
        assert self.parsed.source is not None
        self.source = self.parsed.source.rows
        header = self.source[self.parsed.header_row - 1]
        there = [place for place, cell in header.items() if cell.value == RESULT]
        last = max((place for cells in self.source for place in cells), default=0)
        self.result = there[0] if there else last + 1

    def heading(self) -> None:
        """The rows down to the header as they were, merged where they were."""
        merged: dict[str, list[tuple[int, int]]] = {}
        for row, cells in enumerate(self.source[: self.parsed.header_row], start=1):
            for place, cell in cells.items():
                merged.setdefault(cell.merged_from or cell.ref, []).append((row, place))
                if cell.merged_from is None:
                    self._write(row, place, _plain(cell), self._heading_of(row))
        for places in merged.values():
            top, left, bottom, right = (how(p[axis] for p in places) for how in (min, max) for axis in (0, 1))
            if len(places) > 1:
                text = _plain(self.source[top - 1][left])
                with suppress(OverlappingRange):  # such files are; then the cells stay apart
                    self.page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", self._format(top))
                self._write(top, left, text, self._heading_of(top))
        self._write(self.parsed.header_row, self.result, RESULT, Part.HEADER)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(self.parsed.header_row - 1)
        self.page.set_column(0, self.result - 2, WIDTH)
        self.page.set_column(self.result - 1, self.result - 1, RESULT_WIDTH)
        self.page.freeze_panes(self.parsed.header_row, 0)

    def _heading_of(self, row: int) -> Part:
        return Part.HEADER if row == self.parsed.header_row else Part.TITLE

    def _format(self, row: int) -> Format:
        return self.formats[self._heading_of(row), False]

    def rows(self, come: Mapping[int, Come]) -> None:
        for number, cells in enumerate(self.source[self.parsed.header_row :], start=self.parsed.header_row + 1):
            values = {place: _plain(cell) for place, cell in cells.items() if place != self.result}
            row = come.get(number)
            if row is None:
                continue
            notes = _by_place(row.notes)
            if row.outcome is not Outcome.SKIPPED and not row.read.repeats:  # filled in, it would displace another
                values |= self._filled_in(row)
            for place, value in values.items():
                self._write(number, place, value, _gravest(notes.get(place, ())))
            for place, said in notes.items():
                self._comment(number, place, said, values)
            self._write(number, self.result, self._result(row))

    def _filled_in(self, row: Come) -> dict[int, Value]:
        """What was mended and what is suggested, by its place."""
        found: dict[int, Value] = {}
        drafts = row.read.drafts
        for note in row.notes:
            place = column_number(self.parsed.columns.get(Column(note.column), "")) if note.column else 0
            if not place:
                continue
            if note.kind is NoteKind.MENDED and drafts:
                mended = self._mended(Column(note.column), drafts)
                found |= {} if mended is None else {place: mended}
            elif note.kind is NoteKind.ASKED and note.suggestion:
                found[place] = note.suggestion
        return found

    def _mended(self, column: Column, drafts: tuple[ItemDraft, ...]) -> Value:
        """What a mended cell should have said; None where what it said stands, cleaned."""
        first = drafts[0]
        match column:
            case Column.DUE:
                return first.due.first if first.due.precision is Precision.DAY else due_words(first.due).zh
            case Column.PHONE:
                return first.phone
            case Column.KIND:
                return KINDS[first.kind].zh
            case Column.AREA:
                return next((one.name for one in self.register.areas if one.code == first.area), None)
            case Column.UNIT:
                names = {one.id: one.name for one in self.register.units}
                return "、".join(names[draft.bureau] for draft in drafts if draft.bureau in names)
            case _:
                return None

    def _comment(self, row: int, place: int, notes: list[Note], values: Mapping[int, Value]) -> None:
        said = [
            note.reason.say(self.language)
            + (f" {SUGGESTED.say(self.language)}{note.suggestion}" if note.suggestion else "")
            for note in notes
        ]
        if place not in values:
            self._write(row, place, None, _gravest(notes))
        self.page.write_comment(row - 1, place - 1, "\n".join(said)[:LONGEST_COMMENT], {"author": "Xiaohao"})

    def _result(self, row: Come) -> str:
        said = [OUTCOMES[row.outcome].say(self.language)]
        for item in row.items if isinstance(row, ImportRow) else ():
            if item.there_already or self.written:
                said.append((THERE if item.there_already else ISSUED).say(self.language) + item.number)
        if row.outcome in (Outcome.ASKED, Outcome.REFUSED, Outcome.SKIPPED):
            said += [note.reason.say(self.language) for note in row.notes if note.kind in (*GRAVEST[:2], "skipped")]
        return "；".join(dict.fromkeys(said)) if self.language.startswith("zh") else "; ".join(dict.fromkeys(said))

    def _write(self, row: int, place: int, value: Value, kind: NoteKind | Part | None = None) -> None:
        at = row - 1, place - 1
        match value:
            case None | "":
                self.page.write_blank(*at, None, self.formats[kind, False])
            case int() | float() if not isinstance(value, bool) and abs(value) < EXACT:
                self.page.write_number(*at, value, self.formats[kind, False])
            case date() if value.year >= 1900 and _is_day(value):
                self.page.write_datetime(*at, datetime(value.year, value.month, value.day), self.formats[kind, True])
            case _:
                self.page.write_string(*at, _kept(str(value)), self.formats[kind, False])


def _is_day(value: date) -> bool:
    return not isinstance(value, datetime) or value.time() == datetime.min.time()


def _kept(text: str) -> str:
    """Guarded as every text that goes out; a mark that stands alone, as for “none”, is no formula."""
    return text if len(text) == 1 else safe_text(text)


def _plain(cell: Cell) -> Value:
    """What a cell says; of a formula its stored result alone."""
    if cell.formula is not None and not cell.stored:
        return None
    value = cell.value
    if isinstance(value, str):
        lines = [clean_text(line)[0] for line in value.splitlines()]
        return "\n".join(lines).strip()
    return value


def _by_place(notes: Iterable[Note]) -> dict[int, list[Note]]:
    """The notes that say something of a cell, by its column."""
    found: dict[int, list[Note]] = {}
    for note in notes:
        letters = note.cell.rstrip("0123456789")
        if note.column and letters:
            found.setdefault(column_number(letters), []).append(note)
    return found


def _gravest(notes: Iterable[Note]) -> NoteKind | None:
    kinds = {note.kind for note in notes}
    return next((kind for kind in GRAVEST if kind in kinds), None)
