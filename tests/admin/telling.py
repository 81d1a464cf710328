"""The story as the command line tells it, and where; for tests of what it leaves."""

from pathlib import Path

from click.testing import CliRunner

from config import Settings
from events.keyring import Keyring
from tests.golden.story import no_chance
from wsgi import cli

BEFORE = {"XIAOHAO_NOW": "2020-03-02T08:00"}


def settings_in(url: str, folder: Path) -> Settings:
    return Settings(database_url=url, files=str(folder / "files"), keys=str(folder / "keys"))


def xiaohao(settings: Settings, *words: str, **more: str) -> tuple[int, str]:
    env = {"DATABASE_URL": settings.database_url, "XIAOHAO_FILES": settings.files, "XIAOHAO_KEYS": settings.keys}
    with no_chance(seed=2):  # what all keys are made with is drawn once, and before
        Keyring(Path(settings.keys)).subject("nobody")
    with no_chance():
        result = CliRunner().invoke(cli, list(words), env=env | more)
    return result.exit_code, result.output
