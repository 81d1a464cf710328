"""A register of clauses from an .xlsx: each row one clause, its area matched as lists name areas. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.cells import clean_text
from documents.drafts import Note
from documents.headers import Header, Layout, find_header
from documents.readings import NoteKind
from documents.register import Area, match_area
from documents.sheet_xml import column_letters
from documents.workbook import Cell, read_workbook
from workflow.errors import Words
from workflow.messages import Clause


class Column(StrEnum):
    """The columns of a list of clauses, by their Chinese names."""

    CODE = "条款代码"
    ZH = "条款内容"
    EN = "英文内容"
    AREA = "问题类别"
    STANDARD = "标准名称"
    YEAR = "年度"


REQUIRED = (Column.CODE, Column.ZH, Column.AREA, Column.STANDARD, Column.YEAR)
LISTED = Layout({
    Column.CODE: "条款代码 代码 条款号 条款编号 编号 指标编号 序号 code",
    Column.ZH: "条款内容 条款 内容 中文内容 评价内容 指标 评价指标 评价要点 chinese text",
    Column.EN: "英文内容 英文 english",
    Column.AREA: "问题类别 类别 问题领域 领域 分类 area",
    Column.STANDARD: "标准名称 标准 评价标准 依据 standard",
    Column.YEAR: "年度 标准年度 评价年度 年份 year",
}, REQUIRED)  # fmt: skip
LONGEST = {Column.CODE: 64, Column.ZH: 500, Column.EN: 500, Column.STANDARD: 200}
SHOWN = 60
EMPTY = Words("没有填写{column}，请补上后重新上传。", "{column} is empty. Fill it in and upload again.")
TOO_LONG = Words("文字超过 {most} 字，请精简。", "The text is longer than {most} characters. Shorten it.")
NO_YEAR = Words("“{given}”不是年度，请写成 2019。", "“{given}” is no year; write 2019.")
CODE_TWICE = Words("代码与第 {row} 行相同，一个代码只用一次。", "Row {row} has the same code; a code is used once.")
SAME_EN = Words("没有英文内容，用中文内容代替。", "No English text is given; the Chinese one stands in for it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A row by its number in the sheet, and the clause it comes to; None where it cannot be one."""

    row: int
    clause: Clause | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseList:
    """A list as read: it is published whole, so no row may be left."""

    sheet: str
    header_row: int
    ignored_columns: tuple[str, ...]
    rows: tuple[ClauseRow, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(row.clause for row in self.rows if row.clause is not None)

    @property
    def left(self) -> tuple[ClauseRow, ...]:
        return tuple(row for row in self.rows if row.clause is None)


def read_clauses(data: bytes, name: str, areas: tuple[Area, ...]) -> ClauseList:
    """Every row of the list in `data`; raises `UnreadableFile` if there is no list to read."""
    header = find_header(read_workbook(data, name), LISTED)
    rows, seen = [], dict[str, int]()
    for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1):
        reader = _Reader(number, cells, header)
        if reader.says_something():
            rows.append(reader.read(areas, seen))
    return ClauseList(sheet=header.sheet.name, header_row=header.row, ignored_columns=header.ignored, rows=tuple(rows))


class _Reader:
    """Reads the cells of one row and keeps the notes they give rise to."""

    def __init__(self, row: int, cells: Mapping[int, Cell], header: Header):
        self.row, self.cells, self.columns = row, cells, header.columns
        self.notes: list[Note] = []

    def says_something(self) -> bool:
        return any(self._text(column) for column in self.columns)

    def read(self, areas: tuple[Area, ...], seen: dict[str, int]) -> ClauseRow:
        said: dict[str, Any] = {
            "code": self._code(seen), "zh": self._required(Column.ZH), "area": self._area(areas),
            "standard": self._required(Column.STANDARD), "year": self._year(),
        }  # fmt: skip
        english = self._fitting(Column.EN)
        if not english and said["zh"]:
            self._note(Column.EN, SAME_EN, NoteKind.SHOWN)
        refused = any(note.kind is not NoteKind.SHOWN and note.kind is not NoteKind.MENDED for note in self.notes)
        clause = None if refused else Clause(**said, en=english or said["zh"])
        return ClauseRow(row=self.row, clause=clause, notes=tuple(self.notes))

    def _cell(self, column: Column) -> Cell:
        number = self.columns.get(column, 0)
        return self.cells.get(number) or Cell(f"{column_letters(number or 1)}{self.row}")

    def _text(self, column: Column) -> str:
        return clean_text(self._cell(column).value)[0] if column in self.columns else ""

    def _note(self, column: Column, words: Words, kind: NoteKind = NoteKind.REFUSED, **said: str) -> None:
        given = self._text(column)[:SHOWN]
        filled = Words(*(text.format(given=given, column=column, **said) for text in words))
        self.notes.append(Note(cell=self._cell(column).ref, column=column, given=given, reason=filled, kind=kind))

    def _fitting(self, column: Column) -> str:
        text, most = self._text(column), LONGEST.get(column, 200)
        if len(text) > most:
            self._note(column, TOO_LONG, most=str(most))
        return text[:most]

    def _required(self, column: Column) -> str:
        if not (text := self._fitting(column)):
            self._note(column, EMPTY)
        return text

    def _code(self, seen: dict[str, int]) -> str:
        code = self._required(Column.CODE)
        if code in seen:
            self._note(Column.CODE, CODE_TWICE, row=str(seen[code]))
        seen.setdefault(code, self.row)
        return code

    def _area(self, areas: tuple[Area, ...]) -> str:
        text = self._required(Column.AREA)
        if not text:
            return ""
        reading = match_area(text, areas)
        if reading.kind is not None and reading.reason is not None:
            self._note(Column.AREA, reading.reason, reading.kind)
        return reading.value.code if reading.value else ""

    def _year(self) -> int:
        text = self._required(Column.YEAR).removesuffix("年度").removesuffix("年")
        if text and not (text.isascii() and text.isdigit() and 1949 <= int(text) <= 9999):
            self._note(Column.YEAR, NO_YEAR)
            return 0
        return int(text or 0)
