"""`xiaohao upward`: the reports upward, their files, and whether they are made again as they were."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from admin.cli_contacts import READER
from documents.upward_files import ENDINGS, content_of, written
from events.acts import Act, write
from workflow import upward_reports
from workflow.errors import Refusal
from workflow.history import present, reading_at

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    """`upward` with its commands."""

    @cli.group()
    def upward() -> None:
        """Reports to the office above, of the ledger at one moment."""

    _add_list(upward, opened)
    _add_file(upward, opened)
    _add_verify(upward, opened)


def _add_list(upward: click.Group, opened: Opened) -> None:
    @upward.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the reports: id, stage, position, figures and how many nobody knows, number, title."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in upward_reports.listed(connection, READER, moment):
                    numbers = f"@{one.at_position} figures {one.figures} unknown {one.unknown}"
                    click.echo(f"{one.report_id} {one.stage} {numbers} {one.number} {one.title}".rstrip())


def _add_file(upward: click.Group, opened: Opened) -> None:
    @upward.command("file")
    @click.argument("report_id", type=click.UUID)
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    def file(report_id: UUID, file: Path) -> None:
        """Write a report to FILE, which ends in .docx, .xlsx (its annexes) or .pdf."""
        ending = file.suffix.removeprefix(".")
        if ending not in ENDINGS:
            raise click.BadParameter(f"{file.name} ends in none of {', '.join(f'.{one}' for one in ENDINGS)}")
        with opened() as (_, ledger):
            try:
                content = content_of(ledger, _report(ledger, report_id), ending)
            except Refusal as refusal:
                raise click.ClickException(f"{refusal.message('zh')} {refusal.message('en')}") from refusal
            with ledger.database.writing() as connection:
                write(connection, Act("exported", None, f"upward-report-{report_id}.{ending}"), ledger.clock.now())
        file.write_bytes(content)
        click.echo(f"{file} {len(content)} bytes")


def _add_verify(upward: click.Group, opened: Opened) -> None:
    @upward.command()
    @click.argument("report_id", type=click.UUID)
    def verify(report_id: UUID) -> None:
        """Make a report again from its position of the log, and hold it to what was recorded.

        Status 0: content and files are the same; 1: something differs, and what.
        """
        with opened() as (_, ledger):
            report = _report(ledger, report_id)
            made = upward_reports.made(ledger, report)
            faults = [] if made.same else [f"content {made.content.digest}, recorded {report.digest}"]
            if report.docx:
                again = written(ledger, report)
                for name, recorded in (("docx", report.docx), ("xlsx", report.xlsx)):
                    found = hashlib.sha256(getattr(again, name)).hexdigest()
                    faults += [] if found == recorded else [f"{name} {found}, recorded {recorded}"]
        for fault in faults:
            click.echo(f"differs: {fault}")
        if faults:
            sys.exit(1)
        click.echo(f"the same: content {report.digest}{' and both files' if report.docx else ''}")


def _report(ledger: Any, report_id: UUID) -> Any:
    with ledger.database.reading() as connection:
        at = present(ledger.clock.now(), ledger.zone)
        try:
            return upward_reports.one(connection, READER, report_id, at)[0]
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.message('zh')} {refusal.message('en')}") from refusal
