"""The composition root: settings, database, clock, files, accounts, API and pages are wired here and nowhere else."""

import os

from flask import Flask

import admin
import api
import identity
from admin.cli import commands
from admin.notary import notary_of
from config import Settings
from events.clock import Clock, ShiftedClock
from events.codec import check_upcasters
from events.database import Database
from workflow.files import FileStore
from workflow.restoring import require_finished
from workflow.service import Ledger


def open_ledger(settings: Settings) -> Ledger:
    """The ledger as the settings say, its database opened; for the application and the command line alike.

    BrokenUpcasters where an older event could not be read, RestoreUnfinished where a restore did not come to its end.
    """
    check_upcasters()
    require_finished(settings.database_url)
    clock = ShiftedClock(settings.start) if settings.start else Clock()
    files = FileStore(settings.files_path)
    database = Database(settings.database_url, settings.keyring)
    notary = notary_of(settings, database)
    return Ledger(database, clock, settings.zone, files, identity.whois, notary=notary, post=settings.post)


def create_app(settings: Settings | None = None, ledger: Ledger | None = None) -> Flask:
    """The whole application. Without arguments, as the environment says."""
    settings = settings or Settings.read(os.environ)
    app = Flask("xiaohao", static_folder=None)
    identity.init_app(app, settings, ledger or open_ledger(settings))
    api.init_app(app)
    admin.init_app(app)
    return app


cli = commands(create_app, open_ledger)
