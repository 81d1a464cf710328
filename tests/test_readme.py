"""The README's synopsis runs as it stands there."""

import re
from pathlib import Path
from uuid import uuid4

from admin.cli import publish_first_areas
from admin.demo import SAMPLE
from config import Settings
from documents.issue_list import import_list
from identity import demo_accounts
from identity.accounts import by_login
from migrations import upgrade
from workflow.history import life, moment, present
from workflow.messages import AssignItem
from workflow.schemas import load
from workflow.service import handle
from wsgi import open_ledger

README = Path(__file__).parent.parent / "README.md"
NAMES = (
    uuid4, SAMPLE, Settings, import_list, demo_accounts, by_login, life, moment, present, AssignItem, load, handle,
)  # fmt: skip


def test_the_synopsis_runs(tmp_path, capsys):
    [synopsis] = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    url, folder = f"sqlite:///{tmp_path / 'x.db'}", str(tmp_path / "files")
    upgrade(url)
    ledgers = []

    def opened(settings):
        ledgers.append(open_ledger(settings))
        publish_first_areas(ledgers[-1])
        return ledgers[-1]

    names = {getattr(thing, "__name__", "").rpartition(".")[2]: thing for thing in NAMES}
    exec(synopsis, {**names, "SAMPLE": SAMPLE, "open_ledger": opened, "url": url, "folder": folder})
    ledgers[0].database.close()
    assert capsys.readouterr().out == "assigned\nissued → assigned\n"


def test_the_synopsis_is_short():
    [synopsis] = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert len(synopsis.splitlines()) <= 14
