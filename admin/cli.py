"""The operators' commands. Each ends with status 0 only if it did what it says."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid5

import click
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from admin import (
    cli_accounts,
    cli_archives,
    cli_backup,
    cli_batches,
    cli_bundle,
    cli_calendar,
    cli_comparisons,
    cli_contacts,
    cli_disclosures,
    cli_documents,
    cli_findings,
    cli_health,
    cli_import,
    cli_log,
    cli_mail,
    cli_notices,
    cli_obligations,
    cli_organisations,
    cli_outgoing,
    cli_persons,
    cli_process,
    cli_projections,
    cli_rows,
    cli_samples,
    cli_security,
    cli_shell,
    cli_upward,
    cli_workbooks,
    demo,
    server,
    story,
    upkeep,
)
from config import Settings, UnsafeSettings
from events.errors import BadKeyFile, NoSuchLeaves, NotConsistent, UnsafeDatabase
from events.store import EventStore
from identity.adopting import adopt
from migrations import upgrade
from workflow.errors import Refusal
from workflow.first_areas import FIRST_AREAS
from workflow.log_errors import ReadOnly
from workflow.lookups import AREA_REGISTER, current_areas
from workflow.messages import PublishAreas
from workflow.messages.base import SYSTEM
from workflow.open_values import seal_open_values
from workflow.restoring import require_finished
from workflow.schemas import explain
from workflow.service import Ledger, handle
from workflow.suspensions import worded

PARTS = (
    cli_log,
    cli_bundle,
    cli_projections,
    cli_backup,
    cli_health,
    cli_import,
    cli_accounts,
    cli_organisations,
    cli_contacts,
    cli_rows,
    cli_workbooks,
    cli_batches,
    cli_comparisons,
    cli_disclosures,
    cli_calendar,
    cli_notices,
    cli_obligations,
    cli_samples,
    cli_findings,
    cli_persons,
    cli_security,
    cli_mail,
    cli_documents,
    cli_upward,
    cli_process,
    cli_archives,
    cli_outgoing,
)


class Commands(click.Group):
    """A group whose commands end with a sentence and status 1, not a trace, when they are refused."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (NotConsistent, NoSuchLeaves) as found:
            words = worded(found.reason)
            raise click.ClickException(f"{words.zh} {words.en}") from found
        except (UnsafeSettings, UnsafeDatabase, BadKeyFile) as unsafe:
            raise click.ClickException(str(unsafe)) from unsafe
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.message('zh')} {refusal.message('en')} [{refusal.code}]") from refusal
        except ValidationError as error:
            said = (f"{name}: {' '.join(words)}" for name, found in explain(error).items() for words in found)
            raise click.ClickException("; ".join(said)) from error
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(f"the database cannot be used: {error.orig}{_hint(error)}") from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # click knows what to do when nobody reads on
                raise
            raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from error


def _hint(error: OperationalError | ProgrammingError) -> str:
    """What may help where a table is missing."""
    missing = isinstance(error, ProgrammingError) or "no such" in str(error.orig)
    return " (run `xiaohao migrate`?)" if missing else ""


def commands(create_app: Callable[..., Any], open_ledger: Callable[[Settings], Ledger]) -> Commands:
    """The command line, wired by the composition root."""

    @contextmanager
    def opened(*, owner: bool = False) -> Iterator[tuple[Settings, Ledger]]:
        settings = Settings.read(os.environ)
        if owner and settings.migration_database_url:
            settings = replace(settings, database_url=settings.migration_database_url)
        ledger = open_ledger(settings)
        try:
            yield settings, ledger
        finally:
            ledger.database.close()

    cli = Commands(
        "xiaohao", params=[cli_shell.OPTION],
        help="销号 Xiaohao: track rectification items on a log that can be proved.",
    )  # fmt: skip
    _add_setting_up(cli, opened)
    _add_running(cli, opened, server.Composition(create_app, open_ledger))
    for part in PARTS:
        part.add(cli, opened)
    return cli


Opened = Callable[[], Any]


def _add_setting_up(cli: Commands, opened: Opened) -> None:
    @cli.command()
    def migrate() -> None:
        """Bring the database to the newest tables; record what has to be there: the areas, accounts of before."""
        settings = Settings.read(os.environ)
        require_finished(settings.migration_database_url or settings.database_url)
        upgrade(settings.migration_database_url or settings.database_url)
        with opened(owner=True) as (_, ledger):
            seal_open_values(ledger)
        with opened() as (_, ledger):
            publish_first_areas(ledger)
            try:
                adopted = adopt(ledger)
            except ReadOnly:
                click.echo(
                    "日志只读，原有账号照旧可用；恢复后请再运行一次。 The log is read-only: the accounts of before "
                    "go on as they are. Run this again after the recovery.",
                    err=True,
                )
                return
            if adopted:
                click.echo(f"accounts of before, now recorded: {adopted}")

    @cli.command("demo")
    @click.option("--story", "with_story", is_flag=True, help="Play a spring on the list, in a new database.")
    def load_demo(with_story: bool) -> None:
        """Load the sample list and the demo accounts, once."""
        with opened() as (settings, ledger):
            click.echo(story.play(settings, ledger) if with_story else demo.load(settings, ledger))


def _add_running(cli: Commands, opened: Opened, made_by: server.Composition) -> None:
    @cli.command()
    @click.option("--workers", type=click.IntRange(1), help="Processes; only on PostgreSQL, one on SQLite.")
    @click.option("--threads", type=click.IntRange(1, 12), default=8, show_default=True, help="Threads per process.")
    def serve(workers: int | None, threads: int) -> None:
        """Serve the application on 127.0.0.1:PORT."""
        settings = Settings.read(os.environ)
        server.serve(settings, made_by, workers=workers, threads=threads)

    @cli.command()
    @click.option("--once", is_flag=True, help="Do what is waiting, then end.")
    def worker(once: bool) -> None:
        """Finish what other processes appended: seal it; sign it, where there is a key."""
        with opened() as (_, ledger):
            upkeep.hold_to_witness(ledger)
            if once:
                for name, count in upkeep.once(ledger, upkeep.STEPS + upkeep.POST_STEPS).items():
                    click.echo(f"{name} {count}")
            else:
                upkeep.run_for_ever(ledger, click.echo)


def publish_first_areas(ledger: Ledger) -> None:
    """Once: it is done under a command id of its own, and only while there is no register."""
    with ledger.database.reading() as connection:
        if current_areas(EventStore(connection)).version:
            return
    first = uuid5(AREA_REGISTER, "first")
    at = ledger.clock.now()
    handle(ledger, PublishAreas(command_id=first, subject=AREA_REGISTER, by=SYSTEM, at=at, areas=FIRST_AREAS))
