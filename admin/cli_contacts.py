"""`xiaohao contact` and `xiaohao policy`: the contact register, its import, and the days that policy gives."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click

from admin import cli_shell
from admin.cli_import import actor_of
from documents.contact_import import import_contacts
from documents.contact_questions import CONFIRMED
from documents.contact_report import ContactReport
from workflow import contact_register
from workflow.contact_register import Entry
from workflow.history import reading_at
from workflow.lookups import policy_id
from workflow.messages import Actor, SetPolicy
from workflow.messages.policy import UNITS, Policy
from workflow.registers import setters
from workflow.service import handle
from workflow.words import Role

Opened = Callable[[], Any]
READER = Actor(UUID(int=0), Role.AUDITOR, "system")


def add(cli: click.Group, opened: Opened) -> None:
    """`contact` and `policy` with their commands."""

    @cli.group()
    def contact() -> None:
        """The liaisons and people in the know of the stations."""

    @cli.group()
    def policy() -> None:
        """Rules with a number, and the day they hold from."""

    _add_list(contact, opened)
    _add_import(contact, opened)
    _add_set(policy, opened)
    _add_rules(policy, opened)


def _add_list(contact: click.Group, opened: Opened) -> None:
    @contact.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def listed(as_of: str) -> None:
        """List the register: id, station, post, masked name and phone, how it stands."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for entry in contact_register.entries(connection, READER, moment):
                    click.echo(_line(entry))


def _line(entry: Entry) -> str:
    late = " reported late" if entry.late else ""
    called = f" {entry.result} {entry.checked_on}" if entry.result else ""
    person = f"{entry.name or '(erased)'} {entry.phone or '(erased)'}"
    return f"{entry.contact_id} {entry.station} {entry.post} {person} {entry.standing}{called}{late}"


def _add_import(contact: click.Group, opened: Opened) -> None:
    @contact.command("import")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Say what would come of each row; write nothing.")
    @click.option("--confirm", metavar="ANSWERS", default="", help="What is asked and meant: 5,12,12:remark.")
    @click.option("--as", "login", metavar="LOGIN", help="The account that imports; default: the operator.")
    def import_one(file: Path, dry_run: bool, confirm: str, login: str | None) -> None:
        """Import a list of contacts (.xlsx, .xls, .ods, .csv). Status 0: no row left; 2: rows are left."""
        if not file.is_file():
            raise click.ClickException(f"{file} is no file that can be read")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                actor = actor_of(connection, ledger, login)
            confirmed = _answers(confirm)
            report = import_contacts(ledger, actor, file.read_bytes(), file.name, dry_run=dry_run, confirmed=confirmed)
        for line in _lines(report):
            click.echo(line)
        sys.exit(2 if report.left else 0)


def _answers(text: str) -> frozenset[str]:
    """The answers of `5,12:remark`."""
    given = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not all(map(CONFIRMED.fullmatch, given)):
        raise click.ClickException("--confirm takes row numbers, or answers that were offered, such as 5,12:remark")
    return given


def _lines(report: ContactReport) -> list[str]:
    told = [
        f"row {row.read.row} {row.outcome} {note.cell}: {note.reason.zh} {note.reason.en}"
        for row in report.rows for note in row.notes
    ]  # fmt: skip
    told += [f"row {row.read.row} to confirm: --confirm {','.join(row.answers)}" for row in report.rows if row.answers]
    verb = "carried out" if report.written else "to be carried out"
    return [*told, f"{verb}: {report.changes} changes; left: {len(report.left)} rows"]


def _add_set(policy: click.Group, opened: Opened) -> None:
    @policy.command("set")
    @click.argument("name", type=click.Choice([one.value for one in Policy]))
    @click.argument("days", type=int)
    @click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day it holds.")
    @click.option("--reason", required=True, help="On what basis. Recorded for ever.")
    def set_days(name: str, days: int, since: Any, reason: str) -> None:
        """Set the number of a rule: of days, or of times."""
        asked = Policy(name)
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                by = replace(actor_of(connection, ledger, None), role=setters(asked)[0])
            said = {"days": days, "since": since.date().isoformat(), "reason": reason}
            shell = {"command_id": uuid4(), "subject": policy_id(asked), "by": by, "at": ledger.clock.now()}
            done = handle(ledger, cli_shell.asked(SetPolicy, said, policy=asked, **shell))
        click.echo(f"{name} version {done.version}")


def _add_rules(policy: click.Group, opened: Opened) -> None:
    @policy.command("list")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    def rules(as_of: str) -> None:
        """List the rules with the number in force; `-` where none was set, so that nothing is judged."""
        with opened() as (_, ledger):
            at = (ledger.database, as_of, ledger.clock.now(), ledger.zone)
            with reading_at(*at) as (connection, moment):
                for one in Policy:
                    days = contact_register.rule(connection, one, moment).days
                    click.echo(f"{one} {'-' if days is None else days} {UNITS[one].en}")
