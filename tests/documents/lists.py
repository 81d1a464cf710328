"""Lists made for the tests: a register, a plain list, and how to write either as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from documents.rectification_list import Area, ParsedList, Register, Unit, read_list

DATA = Path(__file__).resolve().parents[2] / "documents" / "data"
PLACES = ("白石县", "青岚县", "松口县", "东坪县", "梅岭县", "竹坞县", "南屿区", "北渡区", "石桥市")
AREAS = (
    "信息化应用",
    "工作站和联系点管理",
    "档案管理",
    "受援人信息公示",
    "财务管理",
    "信息宣传",
    "法援中心人员",
    "工作经费",
)
REGISTER = Register(
    units=(
        *(Unit(f"u{n}", f"{place}司法局", place) for n, place in enumerate(PLACES)),
        Unit("center", "市法律援助中心"),
    ),
    areas=tuple(Area(f"a{n}", name, ("卷宗管理",) if name == "档案管理" else ()) for n, name in enumerate(AREAS)),
)
COLUMNS = (
    "序号", "问题来源", "依据条款", "问题类别", "具体问题", "量化情况", "责任单位", "整改类型",
    "整改要求", "牵头单位", "责任领导", "责任人", "联系电话", "整改时限", "备注",
)  # fmt: skip
TITLE = ("2019年度评价问题整改清单", "填报单位:市法律援助中心          日期:2020年3月12日")
PLAIN = {
    "序号": 1,
    "问题来源": "第三方评价机构",
    "依据条款": "评价标准2.1",
    "问题类别": "档案管理",
    "具体问题": "卷宗编页有误",
    "量化情况": "抽15份,普遍",
    "责任单位": "白石县司法局",
    "整改类型": "立行立改",
    "整改要求": "重编页码",
    "牵头单位": "市法律援助中心",
    "责任领导": "甲一",
    "责任人": "丁四",
    "联系电话": "0000-7000001",
    "整改时限": date(2020, 4, 8),
    "备注": "",
}


def item(**changed: object) -> dict[str, object]:
    """A row with nothing odd about it, but for what is `changed`."""
    return {**PLAIN, **changed}


def workbook(rows: Iterable[Sequence[object]], *, sheet: str = "整改清单", merged: Iterable[str] = ()) -> bytes:
    """An .xlsx of these rows. A date is a date cell; a tuple is a formula and its stored result."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for area in merged:
            page.merge_range(area, "")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                match value:
                    case (formula, result):
                        page.write_formula(r, c, formula, None, result)
                    case datetime() | date():
                        page.write_datetime(r, c, value, day)
                    case str() if value:
                        page.write_string(r, c, value)
                    case int() | float():
                        page.write(r, c, value)
    return target.getvalue()


def a_list(*items: dict[str, object], columns: Sequence[str] = COLUMNS, title: Sequence[str] = TITLE, **how) -> bytes:
    """A list of these items under its title and header; items start in row len(title) + 2."""
    rows = [[line] for line in title] + [list(columns)] + [[one.get(name, "") for name in columns] for one in items]
    return workbook(rows, **how)


def read(data: bytes, name: str = "清单.xlsx", register: Register = REGISTER) -> ParsedList:
    return read_list(data, name, register)


def sample(name: str) -> ParsedList:
    """One of the product's own two samples, read."""
    return read((DATA / name).read_bytes(), name)
