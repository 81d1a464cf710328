"""A .docx or .xlsx as the pages it prints to, by LibreOffice where that is installed: in a process under limits.

The same file gives the same text on each page; the bytes of a PDF differ from one LibreOffice to another.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore

from documents.child import ROOT, limit_resources
from documents.refusals import DamagedFile, NoRenderer, RendererBusy, TooSlow

SECONDS = 60
AT_ONCE = 2  # documents that one process renders at the same time
WAIT = 20  # seconds for one's turn
ROOM = BoundedSemaphore(AT_ONCE)
MEMORY = 4 * 2**30
WRITTEN = 200 * 2**20
PROGRAMS = ("soffice", "libreoffice")
FONTS = ROOT / "documents" / "data" / "official-fonts.conf"
STARTS = "import sys; sys.path.append(sys.argv[1]); from documents.official.rendering import main; main(*sys.argv[2:])"
QUIET = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
TOO_LONG = -int(signal.SIGXCPU)


def program() -> str | None:
    """Where LibreOffice is; None if it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def to_pdf(data: bytes, name: str) -> bytes:
    """The pages of `data`, a file named `name`; NoRenderer without LibreOffice, RendererBusy,
    TooSlow, DamagedFile."""
    return converted(data, name, "pdf")


def converted(data: bytes, name: str, to: str) -> bytes:
    """`data` as LibreOffice saves it in another format, by that format's ending."""
    office = program()
    if office is None:
        raise NoRenderer
    if not ROOM.acquire(timeout=WAIT):
        raise RendererBusy
    try:
        return _converted(office, data, name, to)
    finally:
        ROOM.release()


def _converted(office: str, data: bytes, name: str, to: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        source = Path(folder) / f"document{Path(name).suffix.lower()}"
        source.write_bytes(data)
        _run(office, folder, source.name, to, name)
        made = Path(folder) / "out" / f"document.{to}"
        if not made.exists():
            raise DamagedFile(name=name)
        return made.read_bytes()


def _run(office: str, folder: str, source: str, to: str, name: str) -> None:
    """LibreOffice, in a group of its own that ends with it, in a folder of its own."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", STARTS, str(ROOT), office, folder, source, to]
    # the command is made of constants and of a folder made here; what is rendered stands in that folder
    child = subprocess.Popen(  # nosec B603
        command, cwd=folder, env=_environment(folder), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        ended = child.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(name=name) from error
    finally:
        _end(child.pid)
        child.wait()
    if ended:
        raise (TooSlow if ended == TOO_LONG else DamagedFile)(name=name)


def _end(group: int) -> None:
    """End whatever of the group is left."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the server's own, for what is opened may be hostile."""
    return {
        "PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(FONTS),
        "SAL_USE_VCLPLUGIN": "svp", "SOURCE_DATE_EPOCH": "0",
    }  # fmt: skip


def main(office: str, folder: str, source: str, to: str) -> None:
    """Bound this process and become LibreOffice."""
    limit_resources(SECONDS, MEMORY, WRITTEN)
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
    arguments = [office, profile, *QUIET, "--convert-to", to, "--outdir", f"{folder}/out", f"{folder}/{source}"]
    os.execv(office, arguments)  # nosec B606 - the program found on the path, without a shell
