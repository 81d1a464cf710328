"""Reply workbooks made for the tests: written, filled in with openpyxl as a person would, read back."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from openpyxl import load_workbook

from documents.reply_columns import SAYS, taken
from documents.reply_merge import merge_reply, reply_workbook
from tests import examples as x
from tests.office import PNG, Office

WORDS = {column.words.zh: column.key for column in taken()}
PEOPLE = [(x.HANDLER.account, "丁四"), (x.LEADER.account, "甲一"), (x.COLLEAGUE.account, "戊五")]
REPORT = {"report.measures": "逐案核对", "report.result": "差异清零", "report.evidence": "照片.png"}
ASSIGN = {"assign.handler": "丁四", "assign.internal_due": date(2020, 4, 1)}
ZIP = {"照片.png": PNG}


def download(office: Office, by=x.LEADER, language: str = "zh", **how: Any) -> bytes:
    with office.ledger.database.reading() as connection:
        return reply_workbook(connection, office.ledger, by, PEOPLE, language, **how)


def opened(data: bytes):
    """The workbook, its first sheet, and which column holds what."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    return book, sheet, {cell.value: cell.column for cell in sheet[3]}


def saved(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(sheet, columns: Mapping[str, int], item: UUID) -> int:
    column = columns["事项标识"]
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, column).value == str(item))


def filled(data: bytes, rows: Mapping[UUID, Mapping[str, Any]]) -> bytes:
    """The workbook with these cells filled in, by item and key; `action` may be a trigger."""
    book, sheet, columns = opened(data)
    by_key = {WORDS[name]: column for name, column in columns.items() if name in WORDS}
    for item, said in rows.items():
        row = row_of(sheet, columns, item)
        for key, value in said.items():
            shown = SAYS[value].zh if key == "action" and value in SAYS else value
            sheet.cell(row, by_key[key]).value = shown
    return saved(book)


def zipped(files: Mapping[str, bytes] = ZIP) -> tuple[bytes, str]:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue(), "佐证.zip"


def merge(office: Office, data: bytes, by=x.LEADER, **how: Any):
    return merge_reply(office.ledger, by, data, "答复表.xlsx", PEOPLE, **how)


def came(report) -> list[str]:
    return [row.came.value for row in report.rows]


def said(report) -> list[list[str]]:
    """The sentences of each row that has any."""
    return [[note.reason.zh for note in row.notes] for row in report.rows if row.notes]
