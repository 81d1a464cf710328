"""Make what later releases are held to. Nothing that is there is ever written again.

python -m tools.golden 0002     the ledger of the present schema: tests/golden/0002, and the lines
python -m tools.golden lines    the line of each shape of an event that has none yet: tests/golden/events

The ledger tells the story of tests/golden/story.py, in SQLite and in PostgreSQL; both must record the same bytes.
"""

import json
import lzma
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory

from migrations import configuration, upgrade
from tests.golden import lines, shelf, story
from tests.office import Office
from tests.plugins.databases import PostgresServer
from tests.plugins.postgres import find_binaries, some_server
from workflow.audit import audit
from workflow.machine import DEFINITION

ROOT = Path(__file__).parent.parent


def main(wanted: str) -> None:
    if wanted != "lines":
        make_folder(wanted)
    for shape in lines.write_missing():
        print(f"tests/golden/events/{shape}.json")


def make_folder(schema: str) -> None:
    """Write the folder whole, or leave nothing."""
    head = ScriptDirectory.from_config(configuration("")).get_current_head()
    to = shelf.SHELF / schema
    if schema != head:
        sys.exit(f"the present schema is {head}, not {schema}")
    if to.exists():
        sys.exit(f"{to} is there already; what was released stays as it was")
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        write(schema, Path(scratch), made)
        shutil.copytree(made, to)
    for path in sorted(to.rglob("*")):
        if path.is_file():
            path.chmod(0o644)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")


def write(schema: str, scratch: Path, made: Path) -> None:
    """The story in both databases; stop if they do not agree on every byte."""
    path = scratch / "xiaohao.db"
    recorded, expected = told(f"sqlite:///{path}", made / "files")
    with new_postgres() as url:
        if told(url, scratch / "files") != (recorded, expected):
            sys.exit("SQLite and PostgreSQL did not record the same")
        if keys_in(scratch / "keys") != keys_in(made / "keys"):
            sys.exit("SQLite and PostgreSQL were not sealed with the same keys")
        pack(made / "dump.sql.xz", dump(url))
    pack(made / "xiaohao.db.xz", compact(path, scratch / "compact.db"))
    (made / "events.jsonl").write_text("".join(f"{line}\n" for line in recorded), "utf-8")
    facts = {"schema": schema, "release": release(), "definition": DEFINITION, **expected}
    (made / "expected.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def keys_in(folder: Path) -> dict[str, bytes]:
    """The keys of personal values, which both databases share."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def new_postgres() -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    with some_server() as admin_url:
        server = PostgresServer(admin_url, "golden")
        url = server.create()
        try:
            yield url
        finally:
            server.drop(url)


def told(url: str, files: Path) -> tuple[list[str], dict[str, Any]]:
    """The events of the story told to a new database, and what they make; stop if an audit finds anything."""
    upgrade(url)
    office = story.tell(url, files)
    try:
        return looked_at(office)
    finally:
        office.ledger.database.close()


def looked_at(office: Office) -> tuple[list[str], dict[str, Any]]:
    with office.ledger.database.reading() as connection:
        if faults := list(audit(connection, office.ledger.files)):
            sys.exit("\n".join(map(str, faults)))
        recorded, streams = shelf.stored(connection), shelf.folded(connection)
    leaves = [bytes.fromhex(leaf) for line in recorded if (leaf := json.loads(line)["leaf"])]
    return recorded, {"size": len(leaves), "root": shelf.root(leaves).hex(), "streams": streams}


def compact(path: Path, to: Path) -> bytes:
    """The database in one file, without its write-ahead log and without free pages."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("VACUUM INTO ?", (str(to),))
    connection.close()
    connection = sqlite3.connect(to, isolation_level=None)
    (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    if (mode, whole) != ("delete", "ok"):
        sys.exit(f"SQLite says {mode}, {whole}")
    return to.read_bytes()


def dump(url: str) -> bytes:
    """The database as SQL that any client can run: rows as INSERT, without psql's own commands."""
    program = shutil.which("pg_dump") or (find_binaries() or Path()) / "pg_dump"
    options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]
    made = subprocess.run([program, *options, f"--dbname={url}"], capture_output=True, check=True)
    return re.sub(rb"^\\(un)?restrict \w+\n", b"", made.stdout, flags=re.MULTILINE)


def pack(path: Path, content: bytes) -> None:
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def release() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


if __name__ == "__main__":
    main(*sys.argv[1:])
