"""`xiaohao import-list`: a rectification list into the ledger from the command line, row by row."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection

from documents import row_choice
from documents.corrected_xlsx import write_corrected
from documents.drafts import Outcome
from documents.issue_list import ImportReport, Row, import_list, register
from documents.mapping import Chosen, Wanted, columns_of
from documents.remembering import remember
from documents.row_choice import RowChoice
from identity import accounts
from workflow.lookups import units
from workflow.messages import Actor
from workflow.service import Ledger
from workflow.words import Role

NONE_LEFT, NOTHING_DONE, ROWS_LEFT = 0, 1, 2
OUTCOMES = {
    Outcome.ACCEPTED: "接受 accepted",
    Outcome.MENDED: "已改 mended",
    Outcome.ASKED: "待问 asked",
    Outcome.REFUSED: "不收 refused",
    Outcome.SKIPPED: "跳过 skipped",
}


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    @cli.command("import-list")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Say what would come of each row; write nothing.")
    @click.option("--all-or-nothing", is_flag=True, help="Issue nothing unless every row can be issued.")
    @click.option("--confirm", metavar="ROWS", default="", help="Rows asked about to issue as suggested, as in 5,12.")
    @click.option("--rows", metavar="ROWS", default="", help="Take these rows alone, as in 4-20,25.")
    @click.option("--units", metavar="CODES", default="", help="Take rows of these units alone, as in baishi,qinglan.")
    @click.option("--columns", metavar="COLUMNS", default="", help="Which holds what, as in problem=E,area=C,bureau=7.")
    @click.option("--header-row", type=click.IntRange(0, 30), default=0, help="With --columns: the header's row.")
    @click.option("--sheet", default="", help="With --columns: the header's sheet.")
    @click.option("--remember", is_flag=True, help="With --columns: remember them for lists with this header.")
    @click.option("--corrected", type=click.Path(path_type=Path), help="Write the corrected workbook (.xlsx) there.")
    @click.option("--as", "login", metavar="LOGIN", help="The city_center account that issues; default: the operator.")
    def import_one(
        file: Path, dry_run: bool, all_or_nothing: bool, confirm: str, login: str | None, corrected: Path | None,
        **said: Any,
    ) -> None:  # fmt: skip
        """Issue the rows of a rectification list (.xlsx, .xls, .ods, .csv). Status 0: none left; 2: rows left; 1:
        nothing done."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                actor = actor_of(connection, ledger, login)
            data, chosen = file.read_bytes(), chosen_of(said)
            if chosen and said["remember"]:
                remember(ledger, actor, data, file.name, chosen)
            with click.progressbar(length=1, label=str(file.name), file=sys.stderr) as bar:
                report = import_list(
                    ledger, actor, data, file.name, dry_run=dry_run, all_or_nothing=all_or_nothing,
                    confirmed=rows_of(confirm), choice=choice_of(said), wanted=Wanted(chosen) if chosen else None,
                    progress=lambda done, of: _step(bar, done, of),
                )  # fmt: skip
            if corrected:
                corrected.write_bytes(_corrected(ledger, report))
        for line in lines(report, dry_run):
            click.echo(line)
        sys.exit(status(report, all_or_nothing))


def rows_of(text: str) -> frozenset[int]:
    """The rows of `5,12`."""
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if not all(number.isdecimal() and number.isascii() for number in numbers):
        raise click.ClickException("--confirm takes row numbers with commas between them, such as 5,12")
    return frozenset(map(int, numbers))


def choice_of(said: Mapping[str, Any]) -> RowChoice:
    """The rows to take."""
    units = frozenset(filter(None, said["units"].split(",")))
    return RowChoice(row_choice.rows_of(said["rows"]) if said["rows"] else None, units or None)


def chosen_of(said: Mapping[str, Any]) -> Chosen | None:
    """Which column holds what, where it is said."""
    if not said["columns"]:
        if said["header_row"] or said["sheet"] or said["remember"]:
            raise click.ClickException("--header-row, --sheet and --remember go with --columns")
        return None
    return Chosen(columns_of(said["columns"]), said["sheet"], said["header_row"])


def _corrected(ledger: Ledger, report: ImportReport) -> bytes:
    with ledger.database.reading() as connection:
        return write_corrected(
            report.parsed, report.rows, register(connection), written=report.written, language="zh",
            created=ledger.clock.now().astimezone(ledger.zone),
        )  # fmt: skip


def status(report: ImportReport, all_or_nothing: bool = False) -> int:
    """0 when no row is left; 2 when some are and others are in the ledger; 1 when none of the list is in it."""
    if not report.left:
        return NONE_LEFT
    if all_or_nothing or not (report.issued or report.there_already):
        return NOTHING_DONE
    return ROWS_LEFT


def lines(report: ImportReport, dry_run: bool) -> list[str]:
    """What came of the import, a line per row that needs a word, then the counts."""
    told = [line for row in report.rows if row.notes for line in _row_lines(row)]
    counted = ", ".join(f"{OUTCOMES[outcome]} {report.count(outcome)}" for outcome in Outcome)
    kept_back = "可下发 to be issued" if dry_run else "未写入 nothing written; could be issued"
    verb = "下发 issued" if report.written else kept_back
    total = f"{report.notice_number}: {verb} {report.issued}, 已有 there already {report.there_already}; {counted}"
    taken = f"读作 read as {report.parsed.form}"
    batch = [f"批次 import {report.batch}"] if report.batch else []
    return [*told, taken, total, *batch]


def _row_lines(row: Row) -> list[str]:
    head = f"第{row.read.row}行 row {row.read.row} {OUTCOMES[row.outcome]}"
    return [head] + [
        f"    {note.cell} {note.column} “{note.given}”: {note.reason.zh} {note.reason.en}"
        + (f" → {note.suggestion}" if note.suggestion else "")
        for note in row.notes
    ]


def _step(bar: Any, done: int, of: int) -> None:
    bar.length = of
    bar.update(done - bar.pos)


def actor_of(connection: Connection, ledger: Ledger, login: str | None) -> Actor:
    """The account named, or the operator at the console, who acts for the city center."""
    if login is not None:
        if actor := accounts.by_login(ledger, login):
            return actor
        raise click.ClickException(f"--as: there is no active account {login!r}")
    city = next((unit for unit in units(connection).values() if unit.city), None)
    if city is None:
        raise click.ClickException("no city center is registered yet; add it with `xiaohao organisation add`")
    return Actor(UUID(int=0), Role.CITY_CENTER, city.code)
