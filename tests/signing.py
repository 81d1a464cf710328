"""The log signed, and its bundles checked as an outsider does: by the verifier alone, in a process of its own."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from documents import bundle, bundle_file
from events import signing
from events.note import Signer
from events.store import EventStore
from events.witness import Witness
from tests.city import City
from tests.keys import SIGNER

VERIFIER = Path(bundle.__file__).parent / "xiaohao_verify.py"


def sign(city: City, folder: Path, signer: Signer = SIGNER) -> None:
    """Sign the city's log as it stands now."""
    signing.sign_checkpoint(city.ledger.database, city.clock, signer, Witness(folder / "witness"))


@dataclass(frozen=True)
class Verdict:
    status: int
    said: str


def verify(path: Path, fingerprint: str = SIGNER.verifier.fingerprint, *more: str, python: str = "") -> Verdict:
    """What the stand-alone verifier says."""
    command = [python or sys.executable, "-I", str(VERIFIER), str(path), fingerprint, *(more or ("--lang", "en"))]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.stderr == ""
    return Verdict(ran.returncode, ran.stdout)


def written(city: City, path: Path, made: Any) -> Path:
    """The bundle that `made(connection, key)` gives, as a file."""
    with city.ledger.database.reading() as connection, path.open("w+b") as target:
        bundle_file.write_zip(made(connection, SIGNER.verifier), city.ledger.files, target)
    return path


def loaded() -> ModuleType:
    """The verifier as a module of this process."""
    module = ModuleType("xiaohao_verify")
    module.__doc__ = ast.get_docstring(ast.parse(VERIFIER.read_text("utf-8")))
    exec(compile(VERIFIER.read_text("utf-8"), str(VERIFIER), "exec"), module.__dict__)
    return module


def of_item(item: Any, viewer: bundle.Viewer = bundle.OPERATOR) -> Any:
    return lambda connection, key: bundle.of_item(connection, viewer, item, key)


def of_period(first: int, last: int | None, viewer: bundle.Viewer = bundle.OPERATOR) -> Any:
    return lambda connection, key: bundle.of_period(connection, viewer, first, last, key)


def of_command(city: City, item: Any) -> Any:
    """The receipt of an item's first command."""
    with city.ledger.database.reading() as connection:
        command = EventStore(connection).read(f"item-{item}").recorded[0].command_id
    return lambda connection, key: bundle.receipt(connection, bundle.OPERATOR, command, key)


def opened(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """bundle.json as parsed, and the files beside it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(parts.pop("bundle.json")), parts


def packed(path: Path, said: Any, files: dict[str, bytes]) -> Path:
    """A zip of a bundle.json and files, as a forger would make it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "bundle.json", said if isinstance(said, (str, bytes)) else json.dumps(said, ensure_ascii=False)
        )
        for name, content in files.items():
            archive.writestr(name, content)
    path.write_bytes(target.getvalue())
    return path
