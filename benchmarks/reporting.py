"""A report upward over ITEMS items on SQLite: content, document, annexes; beside python-docx writing a table.

The peer writes the annexes' rows of the document through python-docx's own API, as its manual shows; it is asked for a
part of them, because its time grows with the square of their number.
"""

import tempfile
import time
from dataclasses import replace
from io import BytesIO

from docx import Document
from sqlalchemy import select

from benchmarks import pages, places
from benchmarks.contest import met
from benchmarks.table import Table
from config import Settings
from documents.official.paper import Paper
from documents.upward_docx import REFS, events_of, write_report
from documents.upward_xlsx import write_annexes
from workflow import upward_reports
from workflow.following import follow
from workflow.projections import NOTICES
from workflow.service import Ledger
from workflow.upward import UpwardReport
from workflow.upward_reports import Made
from wsgi import open_ledger

ITEMS, SECONDS, PART = 5_000, 10.0, 500


def measure(rounds: int) -> Table:
    """Medians of a few rounds; the whole is what somebody waits for who asks for both files."""
    table = Table(f"A report upward over {ITEMS:,} items, SQLite", ("what", "seconds", "MB", "goal", "met"))
    with places.sqlite("reporting") as url, tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(Settings(database_url=url, files=f"{folder}/files", keys=f"{folder}/keys"))
        pages.fill(ledger, ITEMS)
        follow(ledger.database, ledger.clock)
        with ledger.database.reading() as connection:
            notices = tuple(connection.scalars(select(NOTICES.now.c.notice_id)))
        said = UpwardReport(unit="center", addressee="市民生办", issuer="市司法局", year=2019, notices=notices)
        report = replace(said, **upward_reports.frozen(ledger, said, ""))
        runs = [_once(ledger, report) for _ in range(min(rounds, 5))]
        made = upward_reports.made(ledger, report)
        ledger.database.close()
    whole = 0.0
    for n, what in enumerate(("content, from its position", "document (.docx)", "annexes (.xlsx)")):
        seconds = sorted(run[n][0] for run in runs)[len(runs) // 2]
        whole += seconds
        table.add(what, seconds, runs[0][n][1] / 2**20, "", "")
    table.add("all of it", whole, "", f"< {SECONDS:.0f}", met(whole < SECONDS))
    ours, theirs = _beside(made)
    table.add(f"{PART} of its rows as a table: ours / python-docx", f"{ours:.2f} / {theirs:.2f}", "", "", "")
    return table


def _once(ledger: Ledger, report: UpwardReport) -> list[tuple[float, int]]:
    """Seconds and bytes of the content, the document and the annexes."""
    start = time.perf_counter()
    made = upward_reports.made(ledger, report)
    told = [(time.perf_counter() - start, 0)]
    for write in (write_report, write_annexes):
        start = time.perf_counter()
        size = len(write(report, made))
        told.append((time.perf_counter() - start, size))
    return told


def _beside(made: Made) -> tuple[float, float]:
    """Seconds that PART rows take us and python-docx, each as a table of a document that is saved."""
    rows = [[str(cell) for cell in row] for _, row in zip(range(PART), events_of(made), strict=False)]
    start = time.perf_counter()
    paper = Paper("表", created=made.at.at)
    paper.table(REFS, rows)
    paper.bytes()
    ours, start = time.perf_counter() - start, time.perf_counter()
    document = Document()
    table = document.add_table(rows=1, cols=len(REFS))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(BytesIO())
    return ours, time.perf_counter() - start
