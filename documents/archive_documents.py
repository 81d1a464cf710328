"""The documents of an archive package: what is written of a notice, apart from its records and its evidence.

To add one, write what makes it and add its line to `DOCUMENTS`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from documents.archive_document import Document
from documents.archive_matter import FINISHED, Matter
from documents.archive_papers import papers
from documents.archive_words import value
from documents.ledger_xlsx import Value, write_ledger
from documents.upward_files import ENDINGS
from workflow.facts import Conclusion, Due, Kind
from workflow.upward import Stage
from workflow.words import State

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "编号", "责任单位", "问题类别", "具体问题", "量化情况", "整改要求", "整改类型", "整改时限", "状态", "认定结论",
    "轮次", "备注",
)  # fmt: skip


def ledgers(matter: Matter) -> Iterator[Document]:
    """The ledger of each notice as it stood."""
    for notice in matter.notices:
        items = matter.items_of(notice.notice_id)
        title = f"整改台账 {notice.number} {notice.title}"
        note = f"截至日志记录 @{matter.position}；共 {len(items)} 项，{_open(items)}"
        content = write_ledger(
            COLUMNS, (_row(item, matter) for item in items), title=title, note=note, created=matter.at.at
        )
        yield Document(
            f"整改台账 {notice.number}", ".xlsx", content, XLSX, notice.number, notice.issuer, matter.day(matter.at.at),
            _open(items),
        )  # fmt: skip


def reports_upward(matter: Matter) -> Iterator[Document]:
    """The reports upward that were issued, as they were: the document and its annexes. One that is gone is left out;
    its event still names it by its SHA-256."""
    for row, report in matter.reports:
        for ending, sha256 in (("docx", report.docx), ("xlsx", report.xlsx)):
            if not sha256 or not matter.files.holds(sha256):
                continue
            what = "整改情况汇报" if ending == "docx" else "整改情况汇报附件"
            yield Document(
                f"{what} {report.number}", f".{ending}", matter.files.get(sha256), ENDINGS[ending], report.number,
                report.issuer, report.issued_on, "已撤回" if row.stage == Stage.WITHDRAWN else "",
            )  # fmt: skip


def _open(items: list[Any]) -> str:
    left = sum(item.state not in FINISHED for item in items)
    return f"未销号 {left} 项" if left else "全部销号或办结"


def _row(item: Any, matter: Matter) -> list[Value]:
    conclusion = Conclusion(item.conclusion) if item.conclusion else None
    return [
        item.number, matter.name(item.bureau), matter.areas.get(item.area, item.area), item.problem, item.figure,
        item.requirement, value("kind", Kind(item.kind), matter), value("due", Due.parse(item.due), matter),
        value("state", State(item.state), matter), value("conclusion", conclusion, matter), item.round, item.remark,
    ]  # fmt: skip


DOCUMENTS: tuple[Callable[[Matter], Iterator[Document]], ...] = (ledgers, papers, reports_upward)
