"""The operators' commands, given by a machine that holds the signing key."""

from pathlib import Path

from click.testing import CliRunner

from wsgi import cli


class Commands:
    """Runs a command and gives back what it printed; it ends with `status`, or the test fails."""

    def __init__(self, url: str, folder: Path, status: int = 0):
        self.settings = {
            "DATABASE_URL": url, "XIAOHAO_FILES": str(folder / "files"),
            "XIAOHAO_SIGNING_KEY": str(folder / "key"), "XIAOHAO_WITNESS_FILE": str(folder / "witness"),
        }  # fmt: skip
        self.status = status
        if not (folder / "key").exists():
            CliRunner().invoke(cli, ["log", "key", str(folder / "key")], env={"DATABASE_URL": url})

    def __call__(self, *words: str) -> str:
        ended = CliRunner().invoke(cli, words, env=self.settings)
        assert ended.exit_code == self.status, (words, ended.output, ended.exception)
        return ended.output
