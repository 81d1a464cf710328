"""The files of a report upward: made of its content for whoever looks, kept under their digests once it is issued."""

from dataclasses import replace
from typing import Any, NamedTuple

from documents.official.rendering import SECONDS, to_pdf
from documents.refusals import TooSlow
from documents.upward_docx import write_report
from documents.upward_xlsx import write_annexes
from workflow import files
from workflow.messages import Actor
from workflow.service import Ledger
from workflow.upward import MAY, Stage, UpwardReport
from workflow.upward_errors import PagesTooSlow, ReportChanged
from workflow.upward_reports import made

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ENDINGS = {"docx": DOCX, "xlsx": XLSX, "pdf": PDF}


class Files(NamedTuple):
    docx: bytes
    xlsx: bytes


def files_of(ledger: Ledger, report: UpwardReport) -> Files:
    """What was issued, as it is kept; before that, made of the content. FileAltered if a kept one is altered."""
    if report.docx:
        return Files(ledger.files.get(report.docx), ledger.files.get(report.xlsx))
    return written(ledger, report)


def written(ledger: Ledger, report: UpwardReport) -> Files:
    """Both files, made anew from the report's own position."""
    said = made(ledger, report)
    return Files(write_report(report, said), write_annexes(report, said))


def content_of(ledger: Ledger, report: UpwardReport, ending: str) -> bytes:
    """The report in one of `ENDINGS`; a PDF is rendered of the .docx. NoRenderer where nothing can."""
    found = files_of(ledger, report)
    if ending == "pdf":
        try:
            return to_pdf(found.docx, "report.docx")
        except TooSlow as error:
            raise PagesTooSlow(seconds=SECONDS) from error
    return found.docx if ending == "docx" else found.xlsx


def keep(ledger: Ledger, by: Actor, report: UpwardReport, number: str, unknown: int) -> dict[str, Any]:
    """Make and keep the files of a report that is about to be issued; what the command states of them.

    Nothing is made where it could not be issued anyway, for the decider to refuse; ReportChanged where the content is
    not what was approved.
    """
    theirs = {*report.drafters, report.approved_by}
    if by.role not in MAY or report.stage is not Stage.APPROVED or by.account in theirs or unknown != report.unknown:
        return {}
    said = made(ledger, report)
    if not said.same:
        raise ReportChanged
    issued = replace(report, number=number, issued_on=ledger.today)
    found = Files(write_report(issued, said), write_annexes(issued, said))
    kept = {}
    for name, content in found._asdict().items():
        kept[name] = ledger.files.put(content, f"report.{name}")
        with ledger.database.writing() as connection:
            named, now = f"整改情况汇报.{name}", ledger.clock.now()
            files.register(connection, kept[name], named, ENDINGS[name], len(content), by, now)
    return {**kept, "digest": said.content.digest}
