"""整改清单 as a workbook: what goes to a bureau with its notice, in the columns that the import reads again.

Who is responsible is left out: the bureau names them when it assigns, and a masked name would be none. The sheet's own
title, issuer, date and number say which notice it is of; below the rows stands what it was made from.
"""

from dataclasses import replace
from typing import Any

from documents import own_lists
from documents.headers import Column as Read
from documents.outgoing import package_papers as p
from documents.outgoing.forms import About, Form, Medium
from documents.outgoing.package_papers import OfPackage
from documents.outgoing.sheets import Book, Column, Money, Value
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.words import KINDS

CHINESE = "zh_Hans_CN"
WIDTHS = {
    Read.SERIAL: 6, Read.SOURCE: 14, Read.CLAUSE: 14, Read.AREA: 14, Read.PROBLEM: 40, Read.FIGURE: 14,
    Read.AMOUNT: 14, Read.UNIT: 16, Read.KIND: 11, Read.REQUIREMENT: 36, Read.LEAD: 16, Read.DUE: 16, Read.REMARK: 18,
}  # fmt: skip
SAID = {
    Read.SOURCE: "source", Read.CLAUSE: "clause", Read.PROBLEM: "problem", Read.FIGURE: "figure",
    Read.REQUIREMENT: "requirement", Read.LEAD: "lead", Read.REMARK: "remark",
}  # fmt: skip


def write(view: View, of: OfPackage) -> bytes:
    """Always in Chinese: it is read again by its headers and words."""
    view = replace(view, language=CHINESE)
    book = Book(of.notice.title, created=view.created)
    columns = [Column(f"{name}（元）" if name is Read.AMOUNT else name.value, width) for name, width in WIDTHS.items()]
    sheet = book.sheet("整改清单", columns, title=of.notice.title, note=_heading(view, of))
    for n, row in enumerate(of.items, start=1):
        sheet.row([_value(view, n, name, row) for name in WIDTHS])
    sheet.finish(below=f"注：{view.note}")
    return book.bytes()


def _heading(view: View, of: OfPackage) -> str:
    notice, said = of.notice, []
    if notice.issuer:
        said.append(f"填报单位：{notice.issuer}")
    if notice.listed_on:
        said.append(f"日期：{view.day(notice.listed_on)}")
    return "　　".join([*said, own_lists.stated(notice.number)])


def _value(view: View, n: int, name: Read, row: Any) -> Value:
    match name:
        case Read.SERIAL:
            return n
        case Read.AREA:
            return view.area(row.area)
        case Read.AMOUNT:
            return None if row.amount is None else Money(row.amount)
        case Read.UNIT:
            return view.unit(row.bureau)
        case Read.KIND:
            return KINDS[row.kind].zh
        case Read.DUE:
            return view.due(row.due)
        case _:
            said: str = getattr(row, SAID[name])
            return said


FORM = Form(
    name="list", title=Words("整改清单", "List of a notice"), about=About.PACKAGE, read=p.seen,
    write={Medium.XLSX: write}, numbered=p.numbered,
    purpose=Words(
        "随整改通知下发的清单，按导入模板的列填写，可原样再次导入核对。",
        "The list that goes with the notice, in the columns of the import: it can be read again as it is.",
    ),
)  # fmt: skip
