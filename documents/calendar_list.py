"""A year's holidays and make-up days (放假、调休) from an .xlsx, published whole: a row for each day, with its type.

A row that cannot be read is refused by its number, and nothing of the list is published.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from documents.cells import clean_text
from documents.headers import Header, Layout, find_header
from documents.refusals import UnreadableFile
from documents.register import plain
from documents.titles import DAY
from documents.workbook import Cell, read_workbook
from workflow import schemas, service
from workflow.calendar_errors import CalendarFile, CalendarRow, CalendarRowTwice, CalendarRowYear
from workflow.dates import day_words
from workflow.errors import Words
from workflow.file_errors import FileMissing
from workflow.lookups import calendar_id
from workflow.messages import Actor, DayType, PublishCalendar, SpecialDay
from workflow.service import Done, Ledger


class Column(StrEnum):
    DAY = "日期"
    TYPE = "类型"


NAMES = {Column.DAY: Words("日期", "the day"), Column.TYPE: Words("类型", "the type")}
CALENDAR = Layout({
    Column.DAY: "日期 日子 时间 day date",
    Column.TYPE: "类型 类别 安排 性质 放假或上班 type",
}, (Column.DAY, Column.TYPE))  # fmt: skip
TYPES = {
    **dict.fromkeys(("放假", "休", "休息", "节假日", "假日", "法定节假日", "off", "free", "holiday"), DayType.OFF),
    **dict.fromkeys(("上班", "班", "调休", "调休上班", "补班", "工作日", "work", "worked"), DayType.WORK),
}
SHOWN = 40


def read_calendar(data: bytes, name: str, year: int) -> tuple[SpecialDay, ...]:
    """The days of the list, in its order; a refusal of the row that is not such a day, CalendarFile for no list."""
    if not data and not name:
        raise FileMissing(field="file")
    try:
        header = find_header(read_workbook(data, name), CALENDAR)
    except UnreadableFile as error:
        raise CalendarFile(field="file", why=Words(error.message("zh"), error.message("en"))) from error
    return tuple(_days(header, year))


def _days(header: Header, year: int) -> Iterator[SpecialDay]:
    seen: dict[date, int] = {}
    for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1):
        day, kind = (cells.get(header.columns[column]) for column in Column)
        if not (_text(day) or _text(kind)):
            continue
        one = SpecialDay(_day(number, day), _type(number, kind))
        if one.day.year != year:
            raise CalendarRowYear(field="file", row=number, day=day_words(one.day), year=year)
        if one.day in seen:
            raise CalendarRowTwice(field="file", row=number, day=day_words(one.day), first=seen[one.day])
        seen[one.day] = number
        yield one


def _text(cell: Cell | None) -> str:
    return clean_text(cell.value)[0] if cell else ""


def _day(row: int, cell: Cell | None) -> date:
    value, text = cell.value if cell else None, _text(cell)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError as error:
        raise CalendarRow(field="file", row=row, column=NAMES[Column.DAY], given=text[:SHOWN]) from error


def _type(row: int, cell: Cell | None) -> DayType:
    text = plain(_text(cell))
    if text not in TYPES:
        raise CalendarRow(field="file", row=row, column=NAMES[Column.TYPE], given=_text(cell)[:SHOWN])
    return TYPES[text]


def publish_list(ledger: Ledger, by: Actor, data: bytes, name: str, *, year: int, basis: str, command_id: UUID) -> Done:
    """Publish the list as the calendar of a year; Refusal or ValidationError where it cannot be."""
    said: Mapping[str, object] = {"days": list(read_calendar(data, name, year)), "basis": basis}
    shell = {"command_id": command_id, "by": by, "at": ledger.clock.now()}
    return service.handle(ledger, schemas.load(PublishCalendar, said, subject=calendar_id(year), year=year, **shell))
