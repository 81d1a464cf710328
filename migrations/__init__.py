"""How the tables come to be, revision by revision, on SQLite and PostgreSQL. Old revisions are never edited."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from events.database import Database


def configuration(url: str) -> Config:
    """Alembic's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def revisions() -> frozenset[str]:
    """The revisions that this release can upgrade from, the newest among them."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(configuration("")).walk_revisions())


def is_current(database: Database) -> bool:
    """Whether the database has the tables of this release."""
    newest = ScriptDirectory.from_config(configuration("")).get_current_head()
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a revision; running it again changes nothing."""
    command.upgrade(configuration(url), revision)
