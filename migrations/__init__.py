"""How the tables come to be, revision by revision, on SQLite and PostgreSQL. Old revisions are never edited."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def configuration(url: str) -> Config:
    """Alembic's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a revision; running it again changes nothing."""
    command.upgrade(configuration(url), revision)
