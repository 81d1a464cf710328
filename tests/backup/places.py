"""Where backups are put back in tests, and what is looked at afterwards."""

from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.engine import URL

from admin.cli_backup import MIGRATIONS
from events import tables
from events.database import Database
from tests.faults.jobs import Place
from workflow import restoring
from workflow.audit import audit
from workflow.files import FileStore

Elsewhere = tuple[URL, FileStore]


def put_back(archive, elsewhere: Elsewhere, notary=None):
    """Restore into a place; the database there, and what is to be known of it."""
    url, files = elsewhere
    back = restoring.restore(archive, url, files, MIGRATIONS, lambda _: notary)
    return Database(url.render_as_string(hide_password=False)), back


@contextmanager
def opened(url: URL):
    database = Database(url.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()


def place_of(office) -> Place:
    """Where an office works, for other processes."""
    url = office.ledger.database.url.render_as_string(hide_password=False)
    return Place(url, office.ledger.files.root, office.clock.now())


def seals(database: Database) -> list[bytes]:
    """What tells one log from another."""
    with database.reading() as connection:
        return connection.scalars(select(tables.log.c.seal).order_by(tables.log.c.position)).all()


def faults_in(elsewhere: Elsewhere) -> list:
    """All that is wrong with what was put back."""
    url, files = elsewhere
    with opened(url) as database, database.reading() as connection:
        return list(audit(connection, files))
