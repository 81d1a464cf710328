"""The operators' commands on the log itself: check it, make the key it is signed with, sign it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from admin import upkeep
from admin.progress import progress, streams_of
from config import Settings, UnsafeSettings
from events import keyfile, signing
from workflow import recovery
from workflow.audit import audit

Opened = Callable[[], Any]


def add(cli: click.Group, opened: Opened) -> None:
    @cli.group()
    def log() -> None:
        """The log itself."""

    _add_verify(log, opened)
    _add_signing(log, opened)
    _add_recovery(log, opened)


def _add_verify(log: click.Group, opened: Opened) -> None:
    @log.command()
    def verify() -> None:
        """Re-derive everything; name what is not as it was recorded, and end with status 1 if anything is."""
        with opened() as (_, ledger):
            notary = ledger.notary and ledger.notary.as_it_is()
            with (
                ledger.database.reading() as connection,
                progress(2 * streams_of(connection), "verifying") as bar,
            ):
                faults = list(audit(connection, ledger.files, bar.update, notary))
        for fault in faults:
            click.echo(str(fault))
        if faults:
            click.echo(f"{len(faults)} fault(s)", err=True)
            sys.exit(1)
        click.echo("whole: events, positions, times, answers, read models, personal values and files are as recorded")
        click.echo(f"signed notes: {_checked(ledger.notary)}")


def _checked(notary: signing.Notary | None) -> str:
    """How far the signed notes could be checked with what is configured."""
    if notary is None:
        return "their contents agree with the log; without a key their signatures were not checked"
    return "those of the database and the witness file agree" if notary.witness else "those of the database agree"


def _add_signing(log: click.Group, opened: Opened) -> None:
    @log.command()
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    def key(file: Path) -> None:
        """Make a signing key in FILE; print its verifier line and fingerprint, which may be given to anyone."""
        verifier = keyfile.create(file, Settings.read(os.environ).log_name).verifier
        click.echo(f"XIAOHAO_VERIFY_KEY={verifier.line}\nfingerprint {verifier.fingerprint}")

    @log.command()
    def sign() -> None:
        """Sign the log as far as it is, in the database and in the witness file."""
        with opened() as (_, ledger):
            if not upkeep.signs(ledger):
                raise UnsafeSettings("signing needs XIAOHAO_SIGNING_KEY and XIAOHAO_WITNESS_FILE")
            if checkpoint := upkeep.sign(ledger):
                click.echo(f"signed {checkpoint.size} {checkpoint.root.hex()}")
                return
            with ledger.database.reading() as connection:
                click.echo(f"nothing new since {signing.length(connection)}")


def _add_recovery(log: click.Group, opened: Opened) -> None:
    @log.command()
    @click.option("--reason", required=True, help="What happened, which copy was restored. Recorded for ever.")
    def recover(reason: str) -> None:
        """Go on with the log as it is found, though the witness file vouches for another: a signed event says so."""
        with opened() as (_, ledger):
            if not upkeep.signs(ledger):
                raise UnsafeSettings("a recovery needs XIAOHAO_SIGNING_KEY and XIAOHAO_WITNESS_FILE")
            checkpoint = recovery.recover(ledger, reason)
            assert checkpoint
            click.echo(f"recovered; signed {checkpoint.size} {checkpoint.root.hex()}")
