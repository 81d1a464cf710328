"""Archive packages of a real city: made, recorded, opened, and packed again as a forger would."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from documents import archiving
from tests.city import City
from workflow import schemas, service
from workflow.messages import PackArchive

UNDATED = (1980, 1, 1, 0, 0, 0)


class Made(NamedTuple):
    """A package, and the id it was recorded under."""

    archive_id: UUID
    content: bytes
    command: PackArchive

    def put(self, path: Path) -> Path:
        path.write_bytes(self.content)
        return path


def pack(city: City, login: str, **said: Any) -> Made:
    """Make a package as an account does, and record it."""
    shell = {"command_id": uuid4(), "subject": uuid4(), "by": city.actor(login), "at": city.clock.now()}
    command = schemas.load(PackArchive, said, **shell)
    with archiving.made(city.ledger, command) as making:
        for _ in making.steps():
            pass
        done = service.handle(city.ledger, making.command)
        return Made(done.subject, making.file.read(), making.command)


def parts(content: bytes) -> dict[str, bytes]:
    """The files of a package by their names, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(content: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(parts(content)["manifest.json"])
    return said


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of files as the product writes one."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, UNDATED), content)
    return target.getvalue()
