"""A list of volumes from an .xlsx to the frame of a sample: unit, volume, kind. Nothing else of it is read.

A row that cannot be drawn is left out and said why; a row that states another's volume again is counted once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.cells import clean_text
from documents.drafts import Note, Outcome
from documents.headers import Header, Layout, find_header
from documents.ledger_xlsx import FORMULA_MARKS
from documents.readings import NoteKind
from documents.register import Unit, match_units
from documents.sheet_xml import column_letters
from documents.workbook import Cell, read_workbook
from workflow.drawing import FrameRow, frame_of, plain
from workflow.errors import Words
from workflow.patterns import found, named


class Column(StrEnum):
    """The columns that are read, by their Chinese names."""

    UNIT = "单位"
    VOLUME = "卷宗号"
    KIND = "类别"


ENGLISH = {Column.UNIT: "Unit", Column.VOLUME: "Volume", Column.KIND: "Kind"}
HEADINGS = {column: Words(column.value, ENGLISH[column]) for column in Column}
REQUIRED = (Column.UNIT, Column.VOLUME)
VOLUMES = Layout({
    Column.UNIT: "单位 单位名称 责任单位 承办单位 所属单位 县区 unit",
    Column.VOLUME: "卷宗号 卷宗编号 案卷号 案卷编号 卷号 档案号 档号 案号 案件编号 volume",
    Column.KIND: "类别 案件类别 案件类型 卷宗类别 类型 kind",
}, REQUIRED, recognised=2)  # fmt: skip
LONGEST = {Column.VOLUME: 100, Column.KIND: 30}
BLANK = Words("空行，已跳过。", "An empty row; skipped.")
EMPTY = Words("没有填写{what}，这一行不列入。", "{what} is empty; the row is left out.")
TOO_LONG = Words("文字超过 {most} 字，请精简。", "The text is longer than {most} characters. Shorten it.")
NO_ID = Words(
    "卷宗号不能以“{mark}”开头，表格软件会当作公式。",
    "The id of a volume does not begin with “{mark}”: sheets take it for a formula.",
)
LOOKS = Words(
    "疑似有{what}，清单要长期保存，不能写个人信息。",
    "It looks to hold {what}. The frame is kept for ever, so the row is left out.",
)
ONE_UNIT = Words("一行只能写一个单位。", "A row has one unit.")
AGAIN = Words("同第 {row} 行重复，只计一次。", "The same as in row {row}; counted once.")
OTHERWISE = Words(
    "同第 {row} 行是同一卷，类别不同，请改为一致。", "Row {row} has this volume with another kind. Make them agree."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow:
    """A row by its number in the sheet, and what came of it."""

    row: int
    outcome: Outcome
    read: FrameRow
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeList:
    """A list as read; `frame` is what can be drawn from."""

    sheet: str
    header_row: int
    ignored_columns: tuple[str, ...]
    rows: tuple[VolumeRow, ...]

    @property
    def frame(self) -> tuple[FrameRow, ...]:
        taken = (Outcome.ACCEPTED, Outcome.MENDED)
        return frame_of(row.read for row in self.rows if row.outcome in taken)

    @property
    def left(self) -> tuple[VolumeRow, ...]:
        """The rows that were refused."""
        return tuple(row for row in self.rows if row.outcome is Outcome.REFUSED)


def read_volumes(data: bytes, name: str, units: tuple[Unit, ...]) -> VolumeList:
    """Every row of the list in `data`; raises `UnreadableFile` if there is no list to read."""
    header = find_header(read_workbook(data, name), VOLUMES)
    rows = [
        _Reader(number, cells, header).read(units)
        for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1)
    ]
    while rows and rows[-1].outcome is Outcome.SKIPPED:
        rows.pop()
    return VolumeList(
        sheet=header.sheet.name, header_row=header.row, ignored_columns=header.ignored, rows=tuple(_once(rows)),
    )  # fmt: skip


def _once(rows: list[VolumeRow]) -> Iterator[VolumeRow]:
    """Each volume counted once; one that is stated in two ways is refused the second time."""
    first: dict[tuple[str, str], VolumeRow] = {}
    for one in rows:
        key = one.read.unit, one.read.row
        if one.outcome in (Outcome.REFUSED, Outcome.SKIPPED) or (before := first.setdefault(key, one)) is one:
            yield one
            continue
        same = before.read.kind == one.read.kind
        kind, words = (NoteKind.SKIPPED, AGAIN) if same else (NoteKind.REFUSED, OTHERWISE)
        said = Words(*(text.format(row=before.row) for text in words))
        note = Note(cell=f"A{one.row}", column=Column.VOLUME, given=one.read.row, reason=said, kind=kind)
        yield replace(one, outcome=Outcome.SKIPPED if same else Outcome.REFUSED, notes=(*one.notes, note))


class _Reader:
    """Reads the cells of one row and keeps the notes they give rise to."""

    def __init__(self, row: int, cells: Mapping[int, Cell], header: Header):
        self.row, self.cells, self.columns = row, cells, header.columns
        self.notes: list[Note] = []

    def read(self, units: tuple[Unit, ...]) -> VolumeRow:
        if not any(self._text(column) for column in self.columns):
            note = Note(cell=f"A{self.row}", column="", given="", reason=BLANK, kind=NoteKind.SKIPPED)
            return VolumeRow(row=self.row, outcome=Outcome.SKIPPED, read=FrameRow("", ""), notes=(note,))
        unit, volume, kind = self._unit(units), self._fitting(Column.VOLUME), self._fitting(Column.KIND)
        if volume.startswith(FORMULA_MARKS):
            self._refuse(Column.VOLUME, NO_ID, mark=volume[0])
        refused = any(note.kind is NoteKind.REFUSED for note in self.notes)
        mended = any(note.kind is NoteKind.MENDED for note in self.notes)
        outcome = Outcome.REFUSED if refused else Outcome.MENDED if mended else Outcome.ACCEPTED
        return VolumeRow(row=self.row, outcome=outcome, read=FrameRow(unit, volume, kind), notes=tuple(self.notes))

    def _cell(self, column: Column) -> Cell:
        number = self.columns.get(column, 0)
        return self.cells.get(number) or Cell(f"{column_letters(number or 1)}{self.row}")

    def _text(self, column: Column) -> str:
        return clean_text(self._cell(column).value)[0] if column in self.columns else ""

    def _refuse(self, column: Column, words: Words, **said: str | Words) -> None:
        zh, en = ({k: v.say(lang) if isinstance(v, Words) else v for k, v in said.items()} for lang in ("zh", "en"))
        self._note(column, Words(words.zh.format(**zh), words.en.format(**en)), NoteKind.REFUSED)

    def _note(self, column: Column, reason: Words, kind: NoteKind, suggestion: str | None = None) -> None:
        given = "" if found(self._text(column)) else self._text(column)[:60]
        self.notes.append(Note(
            cell=self._cell(column).ref, column=column, given=given, reason=reason, kind=kind, suggestion=suggestion,
        ))  # fmt: skip

    def _unit(self, units: tuple[Unit, ...]) -> str:
        """The code of the one unit that the row names; a name that is not in the register is never guessed."""
        text = self._text(Column.UNIT)
        if not text:
            self._refuse(Column.UNIT, EMPTY, what=HEADINGS[Column.UNIT])
            return ""
        if short := next((one.id for one in units if one.short == plain(text)), ""):
            return short
        reading = match_units(text, units)
        if reading.kind is NoteKind.ASKED and reading.reason:
            self._note(Column.UNIT, reading.reason, NoteKind.REFUSED, reading.suggestion)
            return ""
        if len(reading.value or ()) != 1:
            self._refuse(Column.UNIT, ONE_UNIT)
            return ""
        if reading.kind and reading.reason:
            self._note(Column.UNIT, reading.reason, reading.kind)
        assert reading.value
        return reading.value[0].id

    def _fitting(self, column: Column) -> str:
        text, most = plain(self._text(column)), LONGEST[column]
        if not text and column in REQUIRED:
            self._refuse(column, EMPTY, what=HEADINGS[column])
        if len(text) > most:
            self._refuse(column, TOO_LONG, most=str(most))
        if held := found(text):
            self._refuse(column, LOOKS, what=named(held))
        return text[:most]
