"""Which row of which sheet is the header, and which column holds what, under the many names offices use."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.refusals import ColumnsMissing, NoHeader
from documents.workbook import Cell, Sheet, Workbook

SEARCHED_ROWS = 30
RECOGNISED = 3


class Column(StrEnum):
    """The columns of a rectification list, by their Chinese names."""

    SERIAL = "序号"
    SOURCE = "问题来源"
    CLAUSE = "依据条款"
    AREA = "问题类别"
    PROBLEM = "具体问题"
    FIGURE = "量化情况"
    AMOUNT = "涉及金额"
    UNIT = "责任单位"
    KIND = "整改类型"
    REQUIREMENT = "整改要求"
    LEAD = "牵头单位"
    LEADER = "责任领导"
    CONTACT = "责任人"
    PHONE = "联系电话"
    DUE = "整改时限"
    REMARK = "备注"


# Without one of these no item can be issued at all. 整改类型 is asked for row by row when its column is absent.
REQUIRED = (Column.AREA, Column.PROBLEM, Column.UNIT, Column.REQUIREMENT, Column.DUE)

# The better name stands first: of two columns that could hold the same thing, the one named earlier is taken.
SYNONYMS: Mapping[Column, str] = {
    Column.SERIAL: "序号 编号 No 问题编号 事项编号 项目编号 顺序号 number",
    Column.SOURCE: "问题来源 来源 发现来源 问题出处 检查单位 发现单位 反馈单位 提出单位 检查来源 督查来源 source",
    Column.CLAUSE: "依据条款 条款 依据 评价依据 检查依据 问题依据 制度依据 标准条款 政策依据 法规依据 违反条款 clause",
    Column.AREA: "问题类别 类别 问题领域 问题分类 领域 分类 问题类型 隐患类型 隐患类别 问题大类 整改领域 问题方面 area",
    Column.PROBLEM: "具体问题 问题描述 存在问题 问题 隐患问题描述 存在的问题 存在的主要问题 主要问题 问题内容 问题表现"
    " 问题情况 具体问题描述 具体表现 发现问题 发现的问题 反馈问题 问题事项 隐患描述 problem finding",
    Column.FIGURE: "量化情况 数量 涉及数量 问题数量 量化 量化指标 涉及数 涉及范围 figure",
    Column.AMOUNT: "涉及金额 金额 问题金额 涉及资金 涉及资金额 涉及问题金额 违规金额 违纪违规金额 资金金额 涉及金额元"
    " 金额元 涉及金额万元 金额万元 amount",
    Column.UNIT: "责任单位 整改责任单位 整改单位 责任主体 整改责任主体 承办单位 落实单位 被检查单位 单位名称 单位 unit",
    Column.KIND: "整改类型 整改类别 整改方式 整改性质 整改分类 整改时序 kind",
    Column.REQUIREMENT: "整改要求 整改要求(措施) 整改措施要求 整改措施及要求 整改要求及措施 整改要求和措施"
    " 整改意见 整改建议 整改任务 整改措施 整改内容 工作要求 requirement",
    Column.LEAD: "牵头单位 牵头部门 牵头处室 牵头科室 督导单位 督办单位 lead",
    Column.LEADER: "责任领导 分管领导 包保领导 牵头领导 整改责任领导 带队领导 leader",
    Column.CONTACT: "责任人 整改责任人 联系人 具体责任人 直接责任人 经办人 联络员 责任人员 整改联系人 contact",
    Column.PHONE: "联系电话 电话 手机 联系方式 电话号码 手机号 手机号码 联系人电话 责任人电话 phone",
    Column.DUE: "整改时限 整改期限 完成时限 时限 期限 完成期限 整改完成时限 整改完成期限 办理时限 要求完成时间 整改时间"
    " 计划完成时间 拟完成时间 完成时间 截止日期 截止时间 due deadline",
    Column.REMARK: "备注 说明 备注说明 其他 remark",
}


class Layout:
    """A kind of list: the names its columns go by, the better ones first, and those without which it is not read.

    With fewer known columns than `recognised` a row is no header.
    """

    def __init__(self, synonyms: Mapping[Any, str], required: tuple[Any, ...], recognised: int = RECOGNISED):
        self.required, self.recognised = required, recognised
        self.known = {
            fold(name): (column, rank) for column, names in synonyms.items() for rank, name in enumerate(names.split())
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the list stands: its sheet, the row of its header (from 1), each column's number, and names not known."""

    sheet: Sheet
    row: int
    columns: Mapping[Any, int]
    ignored: tuple[str, ...]
    missing: tuple[Any, ...]

    @property
    def in_wan(self) -> bool:
        """Whether it says that the amounts are in 万元."""
        named = self.sheet.rows[self.row - 1].get(self.columns.get(Column.AMOUNT, 0))
        return named is not None and "万" in str(named.value)


def fold(text: str) -> str:
    """`text` as names are compared: half-width, no spaces, brackets, asterisks or colons, case folded."""
    return re.sub(r"[\s()\[\]【】〔〕{}<>《》“”\"'*※★:.·]", "", unicodedata.normalize("NFKC", text)).casefold()


RECTIFICATION = Layout(SYNONYMS, REQUIRED)


def find_header(workbook: Workbook, layout: Layout = RECTIFICATION) -> Header:
    """The best header of the workbook; raises `NoHeader` or `ColumnsMissing`, which name what is needed."""
    found = [header for sheet in workbook.sheets for header in _headers(sheet, layout)]
    best = max(found, key=lambda header: _quality(header, layout), default=None)
    if best is None or len(best.columns) < min(layout.recognised, len(layout.required)):
        raise NoHeader(name=workbook.name, needed="、".join(layout.required))
    if best.missing:
        raise ColumnsMissing(name=workbook.name, sheet=best.sheet.name, row=best.row, missing="、".join(best.missing))
    return best


def likely_header(workbook: Workbook) -> tuple[Sheet, int]:
    """The sheet and row that are most likely the header, whether or not it is one: where most names are known, else
    where most cells hold a text."""
    found = [header for sheet in workbook.sheets for header in _headers(sheet, RECTIFICATION)]
    if best := max(found, key=lambda header: _quality(header, RECTIFICATION), default=None):
        return best.sheet, best.row
    places = [(sheet, row) for sheet in workbook.sheets for row in range(1, min(len(sheet.rows), SEARCHED_ROWS) + 1)]
    if not places:
        raise NoHeader(name=workbook.name, needed="、".join(REQUIRED))
    return max(places, key=lambda place: (not place[0].hidden, _texts(place[0].rows[place[1] - 1]), -place[1]))


def _texts(cells: Mapping[int, Cell]) -> int:
    return sum(1 for cell in cells.values() if isinstance(cell.value, str) and not cell.merged_from)


def match_columns(cells: Mapping[int, Cell], layout: Layout = RECTIFICATION) -> dict[Any, int]:
    """Which of these cells name which column; of two names for one column the better, then the left one."""
    best: dict[Any, tuple[int, int]] = {}
    for number, cell in cells.items():
        if (known := _recognise(cell, layout)) and (known[1], number) < best.get(known[0], (999, 0)):
            best[known[0]] = (known[1], number)
    return {column: number for column, (_, number) in best.items()}


def _recognise(cell: Cell, layout: Layout) -> tuple[Any, int] | None:
    if not isinstance(cell.value, str) or len(cell.value) > 60:
        return None
    bare = re.sub(r"[(\[【〔].*?[)\]】〕]", "", unicodedata.normalize("NFKC", cell.value))
    return layout.known.get(fold(cell.value)) or layout.known.get(fold(bare))


def _headers(sheet: Sheet, layout: Layout) -> Iterator[Header]:
    """A header for each of the first rows that could be one. A header merged downward counts by its last row."""
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
        if columns := match_columns(cells, layout):
            while row < len(sheet.rows) and _continues(sheet.rows[row], columns, layout):
                row += 1
            missing = tuple(column for column in layout.required if column not in columns)
            yield Header(sheet=sheet, row=row, columns=columns, ignored=_ignored(cells, columns), missing=missing)


def _continues(cells: Mapping[int, Cell], columns: Mapping[Any, int], layout: Layout) -> bool:
    only_merged = bool(cells) and all(cell.merged_from for cell in cells.values())
    return only_merged and match_columns(cells, layout) == columns


def _ignored(cells: Mapping[int, Cell], columns: Mapping[Any, int]) -> tuple[str, ...]:
    taken = set(columns.values())
    return tuple(
        " ".join(str(cell.value).split())[:60]
        for number, cell in cells.items()
        if number not in taken and cell.value is not None
    )


def _quality(header: Header, layout: Layout) -> tuple[bool, bool, int, int, int]:
    """A header at all; on a visible sheet; then what is missing least, then most columns, then the higher row."""
    likely = len(header.columns) >= layout.recognised
    return (likely, not header.sheet.hidden, -len(header.missing), len(header.columns), -header.row)
