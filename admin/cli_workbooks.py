"""`xiaohao reply`: offline reply workbooks, out and merged; and what was merged."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from admin.cli_import import actor_of
from documents.reply_merge import NO_FILE, Sent, merge_reply, reply_workbook
from documents.reply_report import CAME, Came, ReplyReport, Row
from events import acts
from events.acts import Act
from identity import accounts
from workflow import merging
from workflow.history import reading_at
from workflow.messages import Actor
from workflow.service import Ledger
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")
FILE = click.Path(path_type=Path)
AS = click.option("--as", "login", metavar="LOGIN", required=True, help="The bureau's leader or handler.")


def add(cli: click.Group, opened: Opened) -> None:
    """`reply` with its commands."""

    @cli.group()
    def reply() -> None:
        """Offline reply workbooks: a bureau's open items to be filled in away from the system."""

    _add_download(reply, opened)
    _add_merge(reply, opened)
    _add_list(reply, opened)


def _add_download(reply: click.Group, opened: Opened) -> None:
    @reply.command()
    @click.argument("file", type=FILE)
    @AS
    @click.option("--language", type=click.Choice(["zh", "en"]), default="zh")
    def download(file: Path, login: str, language: str) -> None:
        """Write the open items of the account's unit to FILE (.xlsx)."""
        with opened() as (_, ledger):
            _write(ledger, _actor(ledger, login), file, language, {})


def _add_merge(reply: click.Group, opened: Opened) -> None:
    @reply.command()
    @click.argument("file", type=FILE)
    @AS
    @click.option("--evidence", type=FILE, help="The zip with the evidence that the workbook names.")
    @click.option("--dry-run", is_flag=True, help="Say what would come of each row; write nothing.")
    @click.option("--confirm", metavar="ROWS", default="", help="Rows left that are meant as they are, as in 5,12.")
    @click.option("--again", type=FILE, help="Write a new workbook there, with what is not recorded yet.")
    def merge(file: Path, login: str, evidence: Path | None, dry_run: bool, confirm: str, again: Path | None) -> None:
        """Merge a workbook that was filled in. Status 0: no row left; 2: rows are left."""
        with opened() as (_, ledger):
            actor = _actor(ledger, login)
            report = merge_reply(
                ledger, actor, *_read(file), _people(ledger, actor), evidence=_read(evidence) if evidence else NO_FILE,
                confirmed=_rows(confirm), dry_run=dry_run,
            )  # fmt: skip
            if again:
                _write(ledger, actor, again, "zh", report.kept)
        for line in _lines(report, dry_run):
            click.echo(line)
        sys.exit(2 if report.left else 0)


def _add_list(reply: click.Group, opened: Opened) -> None:
    @reply.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List what was merged: id, unit, when, rows recorded and left."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in merging.merges(connection, READER, moment):
                    when = one.merged_at.astimezone(ledger.zone)
                    left = one.stale + one.refused
                    click.echo(
                        f"{one.merge_id} {one.bureau} {when:%Y-%m-%d %H:%M} {one.recorded} recorded, {left} left"
                    )


def _actor(ledger: Ledger, login: str) -> Actor:
    with ledger.database.reading() as connection:
        return actor_of(connection, ledger, login)


def _people(ledger: Ledger, actor: Actor) -> list[tuple[UUID, str]]:
    with ledger.database.reading() as connection:
        return accounts.handlers(connection, actor.org, ledger.today)


def _write(ledger: Ledger, actor: Actor, file: Path, language: str, kept: Any) -> None:
    """A workbook into a file. That it was taken out is recorded first."""
    people = _people(ledger, actor)
    with ledger.database.reading() as connection:
        content = reply_workbook(connection, ledger, actor, people, language, kept)
    with ledger.database.writing() as connection:
        act = Act("exported", actor.account, "workbook", {"unit": actor.org, "people": len(people)})
        acts.write(connection, act, ledger.clock.now())
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


def _read(file: Path) -> Sent:
    if not file.is_file():
        raise click.ClickException(f"{file} is no file that can be read")
    return file.read_bytes(), file.name


def _rows(text: str) -> dict[int, int | None]:
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if not all(number.isdecimal() and number.isascii() for number in numbers):
        raise click.ClickException("--confirm takes row numbers with commas between them, such as 5,12")
    return dict.fromkeys(map(int, numbers))


def _lines(report: ReplyReport, dry_run: bool) -> list[str]:
    told = [line for row in report.rows if row.notes or row.came is not Came.UNTOUCHED for line in _row_lines(row)]
    unused = [f"{name}: 没有哪一行写到 named by no row" for name in report.unused]
    hints = [f"{hint.zh} {hint.en}" for hint in report.hints]
    counted = ", ".join(f"{words.zh} {words.en} {report.count(came)}" for came, words in CAME.items())
    verb = "未写入 nothing written" if dry_run or not report.written else f"已并入 merged {report.merge_id}"
    return [*hints, *told, *unused, f"{verb}: {counted}"]


def _row_lines(row: Row) -> list[str]:
    head = f"第{row.read.row}行 row {row.read.row} {row.number} {CAME[row.came].zh} {CAME[row.came].en}"
    notes = [f"    {note.cell} {note.column}: {note.reason.zh} {note.reason.en}" for note in row.notes]
    since = [
        f"    {step.recorded.recorded_at:%Y-%m-%d} {step.recorded.name}"
        for step in (row.versions.since if row.versions else ())
    ]
    return [head, *notes, *since]
