"""Work on a foreign file in a process of its own, under limits of memory, processor time and time; never in this one.

    found = run_child("documents.sheets", data, name="清单.xlsx", seconds=10)

The module's `main` reads the file from standard input and writes what it found to standard output. A child that dies of
a limit is a refusal of the file, not a fault of ours.
"""

import subprocess
import sys
from pathlib import Path

from documents.refusals import DamagedFile, OversizedFile, TooSlow

ROOT = Path(__file__).resolve().parent.parent
STARTS = "import sys; sys.path.append(sys.argv[1]); from {module} import main; main(*sys.argv[2:])"
KILLED_BY = {-24: TooSlow, -9: TooSlow, -6: OversizedFile}  # SIGXCPU, SIGKILL, SIGABRT
MEMORY = 2**30
SECONDS = 10


def run_child(module: str, data: bytes, *arguments: str, name: str, seconds: int = SECONDS) -> bytes:
    """What `main(*arguments)` of a module of ours writes about `data`; UnreadableFile if it dies or takes too long.

    The module bounds itself by `limit_resources` as the first thing it does.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-c", STARTS.format(module=module), str(ROOT), *arguments]
    try:
        # the command is made of constants; what was uploaded goes to standard input
        child = subprocess.run(command, input=data, capture_output=True, timeout=seconds, env={}, check=False)  # nosec B603
    except subprocess.TimeoutExpired as error:
        raise TooSlow(name=name) from error
    if child.returncode:
        raise KILLED_BY.get(child.returncode, DamagedFile)(name=name)
    return child.stdout


def limit_resources(seconds: int = SECONDS, memory: int = MEMORY, written: int = 0) -> None:
    """Bound this process: bytes of memory, seconds of processor time, no core file, at most `written` bytes a file."""
    if sys.platform == "win32":
        return  # only the time limit of the caller holds there
    import resource

    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, written),
    ):
        resource.setrlimit(kind, (amount, amount))
