"""One row of a list: is it an item at all, what do its cells say, and what comes of that."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from documents.cells import EACH, clean_text, parse_amount, parse_figure, parse_kind, parse_phone
from documents.drafts import ItemDraft, Note, Outcome, ParsedRow
from documents.due_dates import parse_due
from documents.free_text import FREE, looks_personal
from documents.headers import REQUIRED, Column, Header, match_columns
from documents.limits import LIMITS
from documents.readings import NoteKind, Reading
from documents.register import Area, Register, Unit, match_area, match_units
from documents.sheet_xml import column_letters
from documents.titles import Heading, row_text
from documents.workbook import Cell
from workflow.errors import Words
from workflow.facts import Due, Kind

T = TypeVar("T")
SHOWN = 200
TOTAL = re.compile(r"^(?:合计|总计|小计|共计|累计)(?:$|[:\d共])")
FOOTNOTE = re.compile(r"^(?:\*|※|【?(?:注|备注|附注|说明|填表说明|填报说明|注意事项)】?\d{0,2}(?:[:.、]|$))")
ITEM_COLUMNS = (*REQUIRED, Column.KIND)
BINDING = frozenset(ITEM_COLUMNS)
BLANK = Words("空行，已跳过。", "An empty row; skipped.")
HEADER_AGAIN = Words("与表头相同，已跳过。", "The header again; skipped.")
TITLE_AGAIN = Words("与清单标题相同，已跳过。", "The list's heading again; skipped.")
TOTAL_ROW = Words("合计行，不是整改事项，已跳过。", "A total row, no item; skipped.")
FOOTNOTE_ROW = Words("注释行，不是整改事项，已跳过。", "A footnote, no item; skipped.")
NO_ITEM = Words("没有填写问题、单位、类别、要求和时限，不作为整改事项，已跳过；如是事项请补全。",
                "No problem, unit, area, requirement or due date: skipped. If it is an item, fill it in.")  # fmt: skip
EMPTY = Words("没有填写{column}，请补上后重新上传。", "{column} is empty. Fill it in and upload again.")
TOO_LONG = Words(
    "文字超过 {most} 字，请精简，详情作为附件。",
    "The text is longer than {most} characters. Shorten it; attach the rest.",
)
NOT_STORED = Words("是公式且没有保存结果，请把结果粘贴为数值后重新上传。",
                   "A formula without a stored result. Paste the value instead, then upload again.")  # fmt: skip
LEFT_OUT = Words("是公式且没有保存结果，此格按空处理。", "A formula without a stored result; this cell is left empty.")
STORED = Words("是公式，已取其保存的结果。", "A formula; its stored result was taken.")
FILLED = Words("取自合并单元格 {ref}。", "Taken from the merged cell {ref}.")
UNSEEN = Words("含有看不见的控制字符，已去除。", "Held characters that cannot be seen; they were left out.")
NOBODY = Words(
    "没有写责任人，可以下发，由责任单位分派时确定。",
    "Nobody is named; it can be issued, the unit names someone when assigning.",
)


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one row and keeps the notes they give rise to. `in_wan`: its column of money is in 万元."""

    row: int
    cells: Mapping[int, Cell]
    columns: Mapping[Column, int]
    in_wan: bool = False
    notes: list[Note] = field(default_factory=list)

    def cell(self, column: Column) -> Cell:
        """The row's own cell, or the rest of one merged downward; one merged sideways is another column's."""
        number = self.columns.get(column, 0)
        cell = self.cells.get(number)
        if cell is None or (cell.merged_from and cell.merged_from.rstrip("0123456789") != column_letters(number)):
            return Cell(f"{column_letters(number or 1)}{self.row}")
        return cell

    def text(self, column: Column) -> str:
        """The cell's text, cleaned. Notes a formula, a merged origin, unseen characters, or too much text."""
        cell = self.cell(column)
        value, cleaned = clean_text(cell.value)
        if cell.formula is not None and column is not Column.SERIAL:
            self._note_formula(cell, column)
        if cell.merged_from and value:
            self.note(column, NoteKind.SHOWN, _filled(FILLED, ref=cell.merged_from))
        if cleaned:
            self.note(column, NoteKind.MENDED, UNSEEN)
        return self.fitting(column, value)

    def fitting(self, column: Column, value: str) -> str:
        """`value` as far as its column has room; noted as refused if that is not all of it."""
        most = LIMITS[column]
        if len(value) > most:
            self.note(column, NoteKind.REFUSED, _filled(TOO_LONG, most=str(most)))
        return value[:most]

    def required(self, column: Column) -> str:
        """The cell's text; noted as refused if there is none."""
        before = len(self.notes)
        text = self.text(column)
        if not text and not any(note.kind is NoteKind.REFUSED for note in self.notes[before:]):
            self.note(column, NoteKind.REFUSED, _filled(EMPTY, column=column))
        return text

    def take(self, column: Column, reading: Reading[T]) -> T | None:
        """The value read, what had to be said about it noted."""
        if reading.kind and reading.reason:
            self.note(column, reading.kind, reading.reason, reading.suggestion)
        return reading.value

    def note(self, column: Column, kind: NoteKind, reason: Words, suggestion: str | None = None) -> None:
        cell = self.cell(column)
        given, _ = clean_text(f"={cell.formula}" if cell.formula is not None and cell.value is None else cell.value)
        self.notes.append(
            Note(cell=cell.ref, column=column, given=given[:SHOWN], reason=reason, suggestion=suggestion, kind=kind)
        )

    def _note_formula(self, cell: Cell, column: Column) -> None:
        if cell.stored:
            self.note(column, NoteKind.MENDED, STORED)
        elif column in BINDING:
            self.note(column, NoteKind.REFUSED, NOT_STORED)
        else:
            self.note(column, NoteKind.SHOWN, LEFT_OUT)


def read_row(row: int, cells: Mapping[int, Cell], header: Header, heading: Heading, register: Register) -> ParsedRow:
    """The row's outcome, with the drafts it allows; whether it repeats another row is not judged here."""
    if reason := _no_item(cells, header, heading):
        return _skipped(row, cells, reason)
    reader = RowReader(row, cells, header.columns, header.in_wan)
    drafts = _drafts(reader, register, heading.listed_on)
    notes = sorted(reader.notes, key=lambda note: header.columns.get(Column(note.column), 0))
    outcome = outcome_of(notes)
    return ParsedRow(row=row, outcome=outcome, notes=tuple(notes), drafts=() if outcome is Outcome.REFUSED else drafts)


def outcome_of(notes: list[Note]) -> Outcome:
    """The gravest of the notes. Mending what binds nobody (a phone, a remark) leaves a row accepted."""
    kinds = {note.kind for note in notes}
    if NoteKind.REFUSED in kinds:
        return Outcome.REFUSED
    if NoteKind.ASKED in kinds:
        return Outcome.ASKED
    mended = any(note.kind is NoteKind.MENDED and note.column in BINDING for note in notes)
    return Outcome.MENDED if mended else Outcome.ACCEPTED


def _drafts(reader: RowReader, register: Register, listed_on: date | None) -> tuple[ItemDraft, ...]:
    """One draft per unit, or none if something it needs could not be read."""
    area, problem = _area(reader, register.areas), reader.required(Column.PROBLEM)
    figure = reader.take(Column.FIGURE, parse_figure(reader.text(Column.FIGURE)))
    amount = reader.take(Column.AMOUNT, parse_amount(reader.text(Column.AMOUNT), in_wan=reader.in_wan))
    units, kind = _units(reader, register.units), _kind(reader)
    requirement, due = reader.required(Column.REQUIREMENT), _due(reader, listed_on)
    stated = _stated(reader)
    typed = {column: str(reader.cell(column).value or "") for column in FREE if column in reader.columns}
    for column, words in looks_personal(typed):
        reader.note(column, NoteKind.ASKED, words)
    if amount is not None and len(units) > 1:
        reader.note(Column.AMOUNT, NoteKind.ASKED, EACH)
    if not (area and problem and units and kind and requirement and due):
        return ()
    return tuple(
        ItemDraft(bureau=unit.id, area=area.code, kind=kind, problem=problem, figure=figure,
                  requirement=requirement, due=due, amount=amount, **stated)
        for unit in units
    )  # fmt: skip


def _stated(reader: RowReader) -> dict[str, str]:
    """What the list says besides, each as text. Nobody named is pointed out, for the assignment to make good."""
    contact = reader.text(Column.CONTACT)
    if not contact and Column.CONTACT in reader.columns:
        reader.note(Column.CONTACT, NoteKind.SHOWN, NOBODY)
    return {
        "serial": reader.text(Column.SERIAL),
        "source": reader.text(Column.SOURCE),
        "clause": reader.text(Column.CLAUSE),
        "lead": reader.text(Column.LEAD),
        "leader": reader.text(Column.LEADER),
        "contact": contact,
        "phone": _phone(reader),
        "remark": reader.text(Column.REMARK),
    }


def _phone(reader: RowReader) -> str:
    """One character can come to several once it is half-width."""
    phone = reader.take(Column.PHONE, parse_phone(reader.text(Column.PHONE)))
    return reader.fitting(Column.PHONE, phone or "")


def _area(reader: RowReader, areas: tuple[Area, ...]) -> Area | None:
    text = reader.required(Column.AREA)
    return reader.take(Column.AREA, match_area(text, areas)) if text else None


def _units(reader: RowReader, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    if not reader.required(Column.UNIT):
        return ()
    written = str(reader.cell(Column.UNIT).value)
    lines = "\n".join(clean_text(line)[0] for line in written.splitlines())
    return reader.take(Column.UNIT, match_units(lines.strip(), units)) or ()


def _kind(reader: RowReader) -> Kind | None:
    text = reader.text(Column.KIND)
    if any(note.column == Column.KIND and note.kind is NoteKind.REFUSED for note in reader.notes):
        return None
    return reader.take(Column.KIND, parse_kind(text))


def _due(reader: RowReader, listed_on: date | None) -> Due | None:
    text = reader.required(Column.DUE)
    value = reader.cell(Column.DUE).value
    return reader.take(Column.DUE, parse_due(text if isinstance(value, str) else value, listed_on)) if text else None


def _no_item(cells: Mapping[int, Cell], header: Header, heading: Heading) -> Words | None:
    """Why this row is no item; None if it is one."""
    own = {number: cell for number, cell in cells.items() if cell.merged_from is None and _says(cell)}
    if not own:
        return BLANK
    if len(match_columns(own)) >= max(3, len(header.columns) // 2):
        return HEADER_AGAIN
    if row_text(own) in heading.lines:
        return TITLE_AGAIN
    first = _mark(own[min(own)])
    stated = [column for column in ITEM_COLUMNS if header.columns.get(column) in own]
    if TOTAL.match(first) and len(stated) <= 1:
        return TOTAL_ROW
    if FOOTNOTE.match(first) and len(own) == 1:
        return FOOTNOTE_ROW
    return None if stated else NO_ITEM


def _mark(cell: Cell) -> str:
    """The start of a cell, half-width and without spaces, for telling totals and footnotes."""
    return "".join(unicodedata.normalize("NFKC", clean_text(cell.value)[0][:60]).split())


def _says(cell: Cell) -> bool:
    return cell.formula is not None or bool(clean_text(cell.value)[0])


def _skipped(row: int, cells: Mapping[int, Cell], reason: Words) -> ParsedRow:
    first = next((cell for cell in cells.values() if cell.merged_from is None and _says(cell)), Cell(f"A{row}"))
    given = row_text(cells)[:SHOWN] if reason is not BLANK else ""
    note = Note(cell=first.ref, column="", given=given, reason=reason, kind=NoteKind.SKIPPED)
    return ParsedRow(row=row, outcome=Outcome.SKIPPED, notes=(note,))


def _filled(words: Words, **values: str) -> Words:
    return Words(words.zh.format(**values), words.en.format(**values))
