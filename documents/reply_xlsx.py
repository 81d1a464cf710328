"""A reply workbook out, as .xlsx: what is told is locked, what is asked is open; the same items give the same bytes."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.ledger_xlsx import safe_text
from documents.reply_columns import (
    ACTION,
    CHECK,
    HIDDEN,
    ISSUE,
    ITEM,
    LAST_DAY,
    SAYS,
    TOLD,
    VERSION,
    Column,
    taken,
    triggers_of,
)
from documents.reply_guide import TITLE, lines
from documents.reply_identity import Issue, check_of
from documents.reply_items import Open, told
from documents.sheet_xml import column_letters
from workflow.errors import Words

SHEET, OPTIONS, IDS = Words("整改事项", "Items"), Words("选项", "Options"), Words("标识", "Ids")
HEADING = Words("离线答复表", "Offline reply workbook")
NOTE = Words(
    "{unit}，{who}，截至 {at}，未办结事项 {n} 项。只填白色的格；一行先选“操作”，再填这种操作的列。"
    "填好后到系统“离线答复表”页上传。",
    "{unit}, {who}, as of {at}: {n} open items. Fill in white cells only; choose the action first, then its columns. "
    "Upload it on the page of reply workbooks.",
)
FIRST_ROW, HEADER_ROW = 3, 2
LINE, TALLEST = 17, 10  # points; lines
GUIDE_WIDTH = 100
WIDTHS = {"number": 18, "problem": 36, "requirement": 30, "last": 30, "next": 18, "had": 20, "due": 14, "action": 12}
KIND_WIDTHS = {"text": 30, "day": 13, "person": 12, "files": 24}
OPEN_TO_ALL = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "format_cells": False}
PALE = {"border": 1, "valign": "top", "text_wrap": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is written: for whom, of which unit, which items; `handlers` are the people of the unit that items can be
    assigned to, `kept` what was typed into an earlier workbook and is not recorded yet, by item and column."""

    issue: Issue
    unit: str
    who: str
    items: Sequence[Open]
    handlers: Sequence[str] = ()
    kept: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


def write_reply(reply: Reply, zone: ZoneInfo, language: str) -> bytes:
    """The workbook's bytes: the items, how to fill it in, and two hidden sheets of choices and of what it is."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        created = reply.issue.at.astimezone(zone).replace(tzinfo=None)
        book.set_properties({"title": HEADING.say(language), "created": created})
        _Writing(book, reply, zone, language).write(created)
    return target.getvalue()


class _Writing:
    """One workbook being written."""

    def __init__(self, book: Workbook, reply: Reply, zone: ZoneInfo, language: str):
        self.reply, self.zone, self.language = reply, zone, language
        self.triggers = triggers_of(reply.issue.to.role)
        self.columns: list[Column] = [*TOLD, *taken(self.triggers), LAST_DAY, *HIDDEN]
        self.place = {column.key: number for number, column in enumerate(self.columns)}
        self.formats = _formats(book)
        self.sheet: Worksheet = book.add_worksheet(SHEET.say(language))
        self.guide: Worksheet = book.add_worksheet(TITLE.say(language))
        self.options: Worksheet = book.add_worksheet(OPTIONS.say(language))
        self.ids: Worksheet = book.add_worksheet(IDS.say(language))

    def write(self, created: datetime) -> None:
        self._head(created)
        for row, one in enumerate(self.reply.items, start=FIRST_ROW):
            self._row(row, one)
        if self.reply.items:
            self._rules(FIRST_ROW + len(self.reply.items) - 1)
        self._page()
        for row, line in enumerate([TITLE.say(self.language), *lines(self.triggers, self.language)]):
            self.guide.write_string(row, 0, line, self.formats["title" if row == 0 else "guide"])
            self.guide.set_row(row, 30 if row == 0 else 18 * _lines(line, GUIDE_WIDTH - 12))
        self.guide.set_column(0, 0, GUIDE_WIDTH)
        self.guide.fit_to_pages(1, 0)
        self._hidden_sheets(created)
        for sheet in (self.sheet, self.guide, self.options, self.ids):
            sheet.protect("", OPEN_TO_ALL)

    def _head(self, created: datetime) -> None:
        said = NOTE.say(self.language).format(
            unit=self.reply.unit, who=self.reply.who, at=f"{created:%Y-%m-%d %H:%M}", n=len(self.reply.items)
        )
        self.sheet.write_string(0, 0, HEADING.say(self.language), self.formats["title"])
        self.sheet.write_string(1, 0, safe_text(said), self.formats["note"])
        for number, column in enumerate(self.columns):
            look = "asked" if column.trigger or column is ACTION or column.key == "happened_on" else "header"
            self.sheet.write_string(HEADER_ROW, number, column.words.say(self.language), self.formats[look])

    def _row(self, row: int, one: Open) -> None:
        said, issue, life = told(one, self.zone, self.language), self.reply.issue, one.life
        for key, text in said.items():
            self.sheet.write_string(row, self.place[key], safe_text(text), self.formats["told"])
        height = max(_lines(text, self._width(key)) for key, text in said.items())
        self.sheet.set_row(row, LINE * min(max(height, 2), TALLEST))
        kept = self.reply.kept.get(life.item_id, {})
        for column in taken(self.triggers):
            opened = bool(one.triggers) if not column.trigger else column.trigger in one.triggers
            self._asked(row, column, kept.get(column.key, ""), opened)
        if one.triggers:
            choices = [SAYS[trigger].say(self.language) for trigger in one.triggers]
            self.sheet.data_validation(row, self.place["action"], row, self.place["action"], _list(choices))
        if one.last_day:
            last = datetime(one.last_day.year, one.last_day.month, one.last_day.day)
            self.sheet.write_datetime(row, self.place[LAST_DAY.key], last, self.formats["told_day"])
        self.sheet.write_string(row, self.place[ITEM.key], str(life.item_id))
        self.sheet.write_number(row, self.place[VERSION.key], life.item.version)
        self.sheet.write_string(row, self.place[ISSUE.key], str(issue))
        self.sheet.write_string(row, self.place[CHECK.key], check_of(issue, life.item_id, life.item.version))

    def _width(self, key: str) -> int:
        return WIDTHS.get(key, KIND_WIDTHS["day"])

    def _asked(self, row: int, column: Column, text: str, opened: bool) -> None:
        """An open cell, with what was typed before; a closed one where its action cannot be taken now. What was typed
        stays even there, to be copied from."""
        look = self.formats[("day" if column.kind == "day" else "open") if opened else "closed"]
        if column.kind == "day" and (day := _day(text)):
            self.sheet.write_datetime(row, self.place[column.key], day, look)
        elif text:
            self.sheet.write_string(row, self.place[column.key], safe_text(text), look)
        else:
            self.sheet.write_blank(row, self.place[column.key], None, look)

    def _rules(self, last: int) -> None:
        """What a cell takes, said by the spreadsheet as it is typed; the system looks again when it is uploaded."""
        for column in taken(self.triggers):
            number = self.place[column.key]
            if column.kind == "person" and self.reply.handlers:
                source = f"='{OPTIONS.say(self.language)}'!$A$1:$A${len(self.reply.handlers)}"
                self.sheet.data_validation(FIRST_ROW, number, last, number, {"validate": "list", "source": source})
            elif column.kind == "day":
                since = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
                self.sheet.data_validation(FIRST_ROW, number, last, number, since)
            elif column.kind == "text" and column.trigger:
                at_most = {"validate": "length", "criteria": "<=", "value": column.longest}
                self.sheet.data_validation(FIRST_ROW, number, last, number, at_most)
        due, day = self.place["due"], column_letters(self.place[LAST_DAY.key] + 1)
        cell = f"${day}{FIRST_ROW + 1}"
        late = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}<TODAY())", "format": self.formats["late"]}
        self.sheet.conditional_format(FIRST_ROW, due, last, due, late)

    def _page(self) -> None:
        for number, column in enumerate(self.columns):
            width = WIDTHS.get(column.key) or KIND_WIDTHS[column.kind if column.trigger else "day"]
            hidden = column in (*HIDDEN, LAST_DAY)
            self.sheet.set_column(number, number, width, None, {"hidden": True} if hidden else {})
        self.sheet.set_row(HEADER_ROW, 32)
        self.sheet.freeze_panes(FIRST_ROW, 1)
        last = max(FIRST_ROW, FIRST_ROW + len(self.reply.items) - 1)
        self.sheet.autofilter(HEADER_ROW, 0, last, len(self.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)  # A3
        self.sheet.fit_to_pages(2, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.repeat_columns(0)

    def _hidden_sheets(self, created: datetime) -> None:
        for row, name in enumerate(self.reply.handlers):
            self.options.write_string(row, 0, safe_text(name))
        issue = self.reply.issue
        said = (str(issue.id), str(issue), issue.to.org, str(issue.to.account), created.isoformat(), str(issue.layout))
        for row, (name, text) in enumerate(zip(IDENTIFIED, said, strict=True)):
            self.ids.write_string(row, 0, name.say(self.language))
            self.ids.write_string(row, 1, text)
        self.options.hide()
        self.ids.hide()


IDENTIFIED = (
    Words("表格编号", "Workbook"), ISSUE.words, Words("单位", "Unit"), Words("下载账号", "Made for account"),
    Words("截至", "As of"), Words("表格版本", "Layout"),
)  # fmt: skip


def _formats(book: Workbook) -> dict[str, Format]:
    head = {**PALE, "bold": True, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 18}),
        "note": book.add_format({}),
        "guide": book.add_format({"text_wrap": True, "valign": "top", "font_size": 12}),
        "header": book.add_format({**head, "bg_color": "#E7ECF3"}),
        "asked": book.add_format({**head, "bg_color": "#FFF2CC"}),
        "told": book.add_format({**PALE, "bg_color": "#F5F6F8"}),
        "told_day": book.add_format({**PALE, "bg_color": "#F5F6F8", "num_format": "yyyy-mm-dd"}),
        "open": book.add_format({**PALE, "locked": False}),
        "day": book.add_format({**PALE, "locked": False, "num_format": "yyyy-mm-dd"}),
        "closed": book.add_format({**PALE, "bg_color": "#D9DDE3"}),
        "late": book.add_format({"bg_color": "#F8D7DA", "font_color": "#8A1C2B"}),
    }


def _lines(text: str, width: int) -> int:
    """How many lines of a cell the text takes: a program that opens the file does not make room by itself."""
    return sum(-(-max(1, _wide(line)) // width) for line in text.split("\n"))


def _wide(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def _list(choices: Sequence[str]) -> dict[str, object]:
    return {"validate": "list", "source": list(choices)}


def _day(text: str) -> datetime | None:
    try:
        day = datetime.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and day.year >= 1900 else None
