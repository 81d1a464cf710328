"""A list of aid recipients, from an .xlsx, a .csv or pasted text, to rows: what each cell says, and where it stands.

Only the columns below are read. The number of a card or a telephone has none, so it is not even taken in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from documents.cells import clean_text
from documents.due_dates import EXCEL_EPOCH, SERIALS
from documents.headers import Layout, find_header
from documents.row_list import day_of, month_of
from documents.sheet_xml import column_letters
from documents.text_table import read_text_table
from documents.workbook import Cell, Workbook, read_workbook
from workflow.messages.disclosure_list import Recipient
from workflow.messages.disclosure_rule import PublicColumn
from workflow.public_cells import AGE, PROTECTED

TEXTS = (".csv", ".txt", ".tsv")
SYNONYMS: Mapping[str, str] = {
    PublicColumn.NAME: "受援人姓名 受援人 姓名 申请人 申请人姓名 受援对象 被援助人 当事人 name recipient",
    PublicColumn.MATTER: "援助事项 案由 事项 案件类型 案件类别 案件性质 援助案由 事项类别 案由类别 matter",
    PublicColumn.WAY: "援助方式 援助形式 法律援助方式 法律援助形式 办理方式 服务方式 案件种类 way",
    PublicColumn.ACCEPTED: "受理日期 受理时间 指派日期 指派时间 批准日期 批准时间 申请日期 受理指派日期"
    " 受理或指派日期 日期 accepted",
    PublicColumn.AGENCY: "承办机构 承办单位 援助机构 法律援助机构 承办律所 指派单位 承办律师事务所 受理机构 agency",
    PublicColumn.PLACE: "乡镇 乡镇街道 街道 所在乡镇 住址 地址 家庭住址 家庭地址 居住地 户籍地 户籍地址"
    " 乡镇办事处 township",
    PROTECTED: "是否未成年人 未成年人 特殊保护 特殊人员 人员类别 受援人类别 受援人类型 是否未成年人或被害人 protected",
    AGE: "年龄 周岁 age",
}
LAYOUT = Layout(SYNONYMS, (PublicColumn.NAME, PublicColumn.MATTER), 2)


@dataclass(frozen=True, slots=True)
class RecipientList:
    """A list as read. `ignored` are the names of the columns that were not."""

    sheet: str
    header_row: int
    ignored: tuple[str, ...]
    rows: tuple[Recipient, ...]


def read_recipients(data: bytes, name: str) -> RecipientList:
    """Every row of the list that says something; raises an `UnreadableFile` if there is no list to read."""
    header = find_header(_opened(data, name), LAYOUT)
    rows = [
        _row(number, cells, header.columns)
        for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1)
    ]
    told = tuple(one for one in rows if any(one.given.values()))
    return RecipientList(header.sheet.name, header.row, header.ignored, told)


def _opened(data: bytes, name: str) -> Workbook:
    if name.lower().endswith(TEXTS):
        return read_text_table(data, name)
    return read_workbook(data, name)


def _row(number: int, cells: Mapping[int, Cell], columns: Mapping[Any, int]) -> Recipient:
    given, places = {}, {}
    for column, at in columns.items():
        cell = cells.get(at)
        given[str(column)] = _read(cell.value if cell else None, column)
        places[str(column)] = f"{column_letters(at)}{number}"
    return Recipient(number, given, places)


def _read(value: Any, column: str) -> str:
    """What the cell says; a day as 2020-03-05, a month as 2020-03."""
    text = clean_text(value)[0]
    if column != PublicColumn.ACCEPTED:
        return text
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and SERIALS.start <= value < SERIALS.stop:
        return (EXCEL_EPOCH + timedelta(days=int(value))).isoformat()
    return month_of(text) or day_of(text) or text
