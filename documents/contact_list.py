"""A list of liaisons and people in the know (联络员、明白人清单) from an .xlsx to rows, each cell read.

A list may be of one post only: then its title, sheet or file name says which.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from documents.cells import clean_text, parse_phone
from documents.drafts import Note
from documents.due_dates import EXCEL_EPOCH, SERIALS
from documents.headers import Header, Layout, find_header
from documents.readings import NoteKind
from documents.register import plain
from documents.sheet_xml import column_letters
from documents.titles import DAY, row_text
from documents.workbook import Cell, read_workbook
from workflow.errors import Words
from workflow.messages.contact import CHECKS, POSTS, ContactPost, PhoneCheck
from workflow.persons import plain_name
from workflow.phones import is_phone


class Column(StrEnum):
    """The columns of a contact list, by their Chinese names."""

    STATION = "工作站（联系点）"
    POST = "类别"
    NAME = "姓名"
    PHONE = "联系电话"
    SINCE = "自何日起"
    RESULT = "核对结果"
    CHECKED = "核对日期"
    REMARK = "备注"


ENGLISH = {
    Column.STATION: "Station", Column.POST: "Post", Column.NAME: "Name", Column.PHONE: "Phone", Column.SINCE: "Since",
    Column.RESULT: "Result", Column.CHECKED: "Checked", Column.REMARK: "Remark",
}  # fmt: skip
HEADINGS = {column: Words(column.value, ENGLISH[column]) for column in Column}
REQUIRED = (Column.STATION, Column.NAME, Column.PHONE)
CONTACTS = Layout({
    Column.STATION: "工作站 联系点 工作站(联系点) 站点 工作站名称 联系点名称 站点名称 单位 所在工作站 station",
    Column.POST: "类别 人员类别 身份 职务 岗位 post",
    Column.NAME: "姓名 联系人 联络员 明白人 联络员姓名 明白人姓名 人员姓名 name",
    Column.PHONE: "联系电话 电话 手机 联系方式 电话号码 手机号 手机号码 phone",
    Column.SINCE: "自何日起 起始日期 任职日期 变更日期 变动日期 since",
    Column.RESULT: "核对结果 核对情况 抽查结果 电话核对 核查结果 result",
    Column.CHECKED: "核对日期 抽查日期 核查日期 核对时间 checked",
    Column.REMARK: "备注 说明 remark",
}, REQUIRED)  # fmt: skip
LONGEST = {Column.NAME: 50, Column.REMARK: 200}
SHOWN = 60
NOBODY = Words("没有填写姓名，已跳过。", "No name is given; skipped.")
BLANK = Words("空行，已跳过。", "An empty row; skipped.")
EMPTY = Words("没有填写{column}，请补上后重新上传。", "{column} is empty. Fill it in and upload again.")
TOO_LONG = Words("文字超过 {most} 字，请精简。", "The text is longer than {most} characters. Shorten it.")
NO_PHONE = Words(
    "“{given}”不像电话号码，请写数字，可以带 +、-、空格和分机号。",
    "“{given}” does not look like a phone number: digits, also with +, -, blanks and an extension.",
)
NO_DAY = Words("“{given}”不是有效日期，请写成 2020-04-08。", "“{given}” is no date; write 2020-04-08.")
SERIAL = Words("表格的日期序号，按 {day} 处理。", "A serial number of the spreadsheet, read as {day}.")
NO_POST = Words("没有写明是联络员还是明白人。", "It is not said whether this is the liaison or a person in the know.")
NO_RESULT = Words("“{given}”不是核对结果，可用的有：{all}。", "“{given}” is no result. There are: {all}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A row by its number in the sheet; `skipped` for one that names nobody. What could not be read is in the notes."""

    row: int
    station: str = ""
    post: ContactPost | None = None
    name: str = ""
    phone: str = ""
    since: date | None = None
    result: PhoneCheck | None = None
    checked_on: date | None = None
    remark: str = ""
    notes: tuple[Note, ...] = ()
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList:
    """A list as read. `columns` gives each known column its letter."""

    sheet: str
    header_row: int
    columns: dict[Column, str]
    ignored_columns: tuple[str, ...]
    rows: tuple[ContactRow, ...]


def read_contacts(data: bytes, name: str) -> ContactList:
    """Every row of the list in `data`; raises `UnreadableFile` if there is no list to read."""
    header = find_header(workbook := read_workbook(data, name), CONTACTS)
    above = " ".join(row_text(cells) for cells in header.sheet.rows[: header.row - 1])
    named = _header_text(header)
    post = next(filter(None, (_only_post(text) for text in (named, above, header.sheet.name, workbook.name))), None)
    rows = [
        _Reader(number, cells, header).read(post)
        for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1)
    ]
    while rows and rows[-1].skipped and not rows[-1].notes[0].given:
        rows.pop()
    return ContactList(
        sheet=header.sheet.name, header_row=header.row, ignored_columns=header.ignored, rows=tuple(rows),
        columns={column: column_letters(number) for column, number in header.columns.items()},
    )  # fmt: skip


def _header_text(header: Header) -> str:
    return row_text(header.sheet.rows[header.row - 1])


def _only_post(text: str) -> ContactPost | None:
    """The one post that a text names; None where it names both, or none."""
    named = [post for post, words in POSTS.items() if words.zh in text]
    return named[0] if len(named) == 1 else None


class _Reader:
    """Reads the cells of one row and keeps the notes they give rise to."""

    def __init__(self, row: int, cells: Mapping[int, Cell], header: Header):
        self.row, self.cells, self.columns = row, cells, header.columns
        self.notes: list[Note] = []

    def read(self, of_list: ContactPost | None) -> ContactRow:
        """The row; `of_list` is the post that the whole list is of, if it is."""
        if reason := self._names_nobody():
            given = row_text(self.cells)[:SHOWN] if reason is NOBODY else ""
            note = Note(cell=f"A{self.row}", column="", given=given, reason=reason, kind=NoteKind.SKIPPED)
            return ContactRow(row=self.row, notes=(note,), skipped=True)
        said: dict[str, Any] = {
            "station": self._required(Column.STATION), "post": self._post(of_list), "name": self._name(),
            "phone": self._phone(), "since": self._day(Column.SINCE), "result": self._result(),
            "checked_on": self._day(Column.CHECKED), "remark": self._fitting(Column.REMARK),
        }  # fmt: skip
        return ContactRow(row=self.row, notes=tuple(self.notes), **said)

    def _names_nobody(self) -> Words | None:
        if not any(self._text(column) for column in self.columns):
            return BLANK
        return None if self._text(Column.NAME) or self._text(Column.PHONE) else NOBODY

    def _cell(self, column: Column) -> Cell:
        number = self.columns.get(column, 0)
        return self.cells.get(number) or Cell(f"{column_letters(number or 1)}{self.row}")

    def _text(self, column: Column) -> str:
        return clean_text(self._cell(column).value)[0] if column in self.columns else ""

    def _note(self, column: Column, words: Words, kind: NoteKind = NoteKind.REFUSED, **said: str) -> None:
        given = self._text(column)[:SHOWN]
        filled = Words(*(text.format(given=given, column=column, **said) for text in words))
        self.notes.append(Note(cell=self._cell(column).ref, column=column, given=given, reason=filled, kind=kind))

    def _required(self, column: Column) -> str:
        if not (text := self._fitting(column)):
            self._note(column, EMPTY)
        return text

    def _fitting(self, column: Column) -> str:
        text, most = self._text(column), LONGEST.get(column, 200)
        if len(text) > most:
            self._note(column, TOO_LONG, most=str(most))
        return text[:most]

    def _name(self) -> str:
        """A name without the blanks that two characters are set apart with."""
        return plain_name(self._required(Column.NAME))

    def _post(self, of_list: ContactPost | None) -> ContactPost | None:
        text = plain(self._text(Column.POST))
        if found := next((post for post, words in POSTS.items() if text in (words.zh, plain(words.en))), None):
            return found
        if text or of_list is None:
            self._note(Column.POST, NO_POST)
            return None
        return of_list

    def _phone(self) -> str:
        reading = parse_phone(self._required(Column.PHONE))
        phone = reading.value or ""
        if phone and not is_phone(phone):
            self._note(Column.PHONE, NO_PHONE)
        elif reading.kind and reading.reason:
            self._note(Column.PHONE, reading.reason, reading.kind)
        return phone

    def _result(self) -> PhoneCheck | None:
        text = plain(self._text(Column.RESULT))
        if not text:
            return None
        found = next((check for check, words in CHECKS.items() if text in (words.zh, plain(words.en))), None)
        if found is None:
            self._note(Column.RESULT, NO_RESULT, all="、".join(words.zh for words in CHECKS.values()))
        return found

    def _day(self, column: Column) -> date | None:
        value, text = self._cell(column).value, self._text(column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, int | float) and SERIALS.start <= value < SERIALS.stop:
            day = EXCEL_EPOCH + timedelta(days=int(value))
            self._note(column, SERIAL, NoteKind.MENDED, day=day.isoformat())
            return day
        if not text:
            return None
        found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
        try:
            return date(*map(int, found.groups())) if found else date.fromisoformat(text)
        except ValueError:
            self._note(column, NO_DAY)
            return None


def refused(notes: tuple[Note, ...]) -> Iterator[Note]:
    """The notes that keep a row from being taken."""
    return (note for note in notes if note.kind is NoteKind.REFUSED)
