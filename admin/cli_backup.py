"""What operators do with the database as a whole: `xiaohao backup`, `restore`, `grant`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from admin.notary import notary_of
from admin.progress import progress
from admin.rights import RIGHTS
from config import Settings
from events import roles
from events.database import Database
from events.errors import CopyFailed, CopyUnderWay, DamagedBackup, EventLogError, NotEmpty
from migrations import revisions, upgrade
from workflow import backup, restoring
from workflow.archive import parts_named
from workflow.errors import Words
from workflow.files import FileStore, uploads
from workflow.suspensions import worded

MIGRATIONS = restoring.Migrations(upgrade, revisions())
NOT_WHOLE = Words(
    "恢复出来的内容不完整，没有启用；请换一份备份，在原处重新恢复。",
    "The copy is not whole and is not served. Restore another backup into the same place.",
)
NEXT = {
    DamagedBackup: Words(
        "这份备份不能恢复，没有改动任何内容；请换一份备份。", "Nothing was touched. Use another backup.",
    ),
    NotEmpty: Words("这里已有数据，不会覆盖；请恢复到新的空位置。", "Nothing was touched."),
    CopyUnderWay: Words("另一个备份或恢复正在进行，请等它结束。", "Wait until it has ended."),
    CopyFailed: Words(
        "没有做完，结果不能使用；请排除上述原因后再运行一次。",
        "It did not come to its end and nothing of it is used. Mend the cause, then run it again.",
    ),
}  # fmt: skip


def add(cli: click.Group, opened: Callable[[], Any]) -> None:
    _add_backup(cli, opened)
    _add_restore(cli)
    _add_grant(cli)


def _add_grant(cli: click.Group) -> None:
    @cli.command("grant")
    @click.argument("role")
    def give(role: str) -> None:
        """Give the application's ROLE its rights in PostgreSQL: to add to what was recorded, not to change it."""
        settings = Settings.read(os.environ)
        restoring.require_finished(settings.migration_database_url or settings.database_url)
        database = Database(settings.migration_database_url or settings.database_url)
        try:
            if database.sqlite:
                raise click.ClickException("SQLite has no roles; grant is for PostgreSQL")
            with database.writing() as connection:
                unknown = roles.grant(connection, role, RIGHTS)
        finally:
            database.close()
        click.echo(f"{role} may add to the log and read it, and change nothing in it")
        for table in unknown:
            click.echo(f"{table} is no table of this release; {role} may do nothing with it", err=True)


def _add_backup(cli: click.Group, opened: Callable[[], Any]) -> None:
    @cli.command("backup")
    @click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--force", is_flag=True, help="Write over a file that is there.")
    def make(archive: Path, force: bool) -> None:
        """Copy database and evidence files into one ARCHIVE, while the application runs."""
        if archive.exists() and not force:
            raise click.ClickException(f"{archive} is there already; name another file, or say --force")
        with opened() as (_, ledger):
            with ledger.database.reading() as connection:
                count = connection.scalar(select(func.count(uploads.c.sha256.distinct()))) or 0
            with _plainly(), progress(count + 1, "backing up") as bar:
                made = backup.backup(ledger, archive, bar.update)
        click.echo(f"{archive}: {made.log_size} positions, {len(made.parts) - 1} files, root {made.root[:16]}")
        for sha256 in made.missing:
            click.echo(f"files {sha256}: the file is missing or is not the one that was uploaded", err=True)
        if made.missing:
            sys.exit(1)


def _add_restore(cli: click.Group) -> None:
    @cli.command("restore")
    @click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def put_back(archive: Path) -> None:
        """Put a backup back where DATABASE_URL and XIAOHAO_FILES point, and check it before it can be served."""
        settings = Settings.read(os.environ)
        url = make_url(settings.migration_database_url or settings.database_url)
        with _plainly(), progress(parts_named(archive), "restoring") as bar:
            back = restoring.restore(
                archive, url, FileStore(settings.files_path), MIGRATIONS, lambda db: notary_of(settings, db),
                bar.update, settings.keyring,
            )  # fmt: skip
        click.echo(f"{archive} is back" + ("" if back.missing else ", and whole"))
        for sha256 in back.missing:
            click.echo(f"files {sha256}: was missing already when the backup was made", err=True)
        if back.read_only:
            words = worded(back.read_only)
            click.echo(f"恢复的台账只读：{words.zh}请核查，然后运行 xiaohao log recover。", err=True)
            click.echo(f"it is read-only: {words.en} Look into it, then run `xiaohao log recover`.", err=True)
        if not back.witnessed:
            click.echo(
                "没有配置见证文件，恢复的内容只与备份自身核对过。 No witness file is set: the copy was held to "
                "itself alone.",
                err=True,
            )
        if back.missing:
            sys.exit(1)


@contextmanager
def _plainly() -> Iterator[None]:
    """What goes wrong is said in a sentence, and what to do next in both languages."""
    try:
        yield
    except restoring.RestoredWithFaults as found:
        for fault in found.faults:
            click.echo(str(fault), err=True)
        raise click.ClickException(" ".join(NOT_WHOLE)) from found
    except EventLogError as error:
        raise click.ClickException(" ".join([str(error), *NEXT.get(type(error), ())])) from error
