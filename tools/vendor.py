"""Fetch the front-end files we serve, from npm packages at fixed versions, with their licences.

To add one, add a `Vendored` to VENDORED; a tarball whose SHA-512 is not the one written here
is refused, and its own is shown.
"""

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_MAP = re.compile(rb"\s*(?:/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)[ \t]*\n?")


@dataclass(frozen=True)
class Package:
    """An npm package at one version, and the SHA-512 of its tarball in base64."""

    name: str
    version: str
    sha512: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, kw_only=True)
class Vendored:
    """A folder of ours: the files kept of one package, and whose licences cover what is bundled in them."""

    package: Package
    into: str
    files: tuple[str, ...]
    licences: tuple[tuple[Package, str], ...]


TABLER = Package(
    "@tabler/core", "1.6.1", "lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg=="
)
TABLER_WITH_LICENCE = Package(
    "@tabler/core", "1.0.0", "uFmv6f8TAaW2JaGwzjT1LfK+TjmBQSTCoznCMdV5uur4cv4TtJlV8Hh1Beu55YX0svMtOQ0Xts7tYv/+qBEcfA=="
)  # later packages leave the text out
BOOTSTRAP = Package(
    "bootstrap", "5.3.9", "20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w=="
)

VENDORED = (
    Vendored(
        package=TABLER,
        into="admin/static/vendor/tabler",
        files=("dist/css/tabler.min.css",),
        licences=(
            (TABLER_WITH_LICENCE, "LICENSE"),
            (BOOTSTRAP, "LICENSE"),
        ),
    ),
)


@cache
def fetch(package: Package) -> bytes:
    """The package's tarball as npm delivers it; refused unless its digest is the one written here."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", str(package)], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
        tarball = next(Path(scratch).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != package.sha512:
        raise SystemExit(f"{package}: expected sha512 {package.sha512 or '(none)'}, got {found}. Nothing was written.")
    return tarball


def read(package: Package, name: str) -> bytes:
    """One file of the package; KeyError when the package has none of that name."""
    with tarfile.open(fileobj=io.BytesIO(fetch(package))) as archive:
        body = archive.extractfile(f"package/{name}")
        if body is None:
            raise KeyError(name)
        return body.read()


def kept(vendored: Vendored) -> dict[str, bytes]:
    """What goes into the folder, by name, without the pointers to source maps that we do not ship."""
    files = {Path(name).name: SOURCE_MAP.sub(b"", read(vendored.package, name)) for name in vendored.files}
    texts = [f"{package.name}: {name}\n\n".encode() + read(package, name) for package, name in vendored.licences]
    return files | {"LICENSE": b"\n----\n\n".join(texts), "VERSION": f"{vendored.package}\n".encode()}


def write(vendored: Vendored) -> None:
    """Replace the folder; the same versions give the same bytes."""
    files = kept(vendored)
    folder = ROOT / vendored.into
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    sys.stdout.write(f"{vendored.into}: {vendored.package}, {len(files)} files\n")


if __name__ == "__main__":
    for each in VENDORED:
        write(each)
