"""How many of the changes that `make mutation` made were noticed, by file, and which were not.

A change that no test noticed is a test to be written, or one that makes no difference: docs/quality.md says which.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

FOUND = ("killed", "timeout", "suspicious", "segfault")
ENDED = (*FOUND, "survived", "no tests")


def main() -> None:
    mutmut = Path(sys.executable).with_name("mutmut")
    said = subprocess.run([mutmut, "results", "--all", "true"], capture_output=True, text=True, check=True).stdout  # nosec B603
    ended = [(name.strip(), how.strip()) for name, _, how in (line.rpartition(":") for line in said.splitlines())]
    counted = Counter((_file(name), how) for name, how in ended if how in ENDED)
    for file in sorted({file for file, _ in counted}):
        print(_line(file, sum(counted[file, how] for how in FOUND), sum(counted[file, how] for how in ENDED)))
    noticed = sum(how in FOUND for _, how in ended)
    print(_line("all", noticed, sum(how in ENDED for _, how in ended)))
    for name, how in ended:
        if how in ("survived", "no tests"):
            print(f"  {name}: {how}")


def _file(name: str) -> str:
    return name.rpartition(".")[0].replace(".", "/") + ".py"


def _line(what: str, noticed: int, of: int) -> str:
    return f"{what}: {noticed} of {of} noticed, {100 * noticed / max(of, 1):.1f} %"


if __name__ == "__main__":
    main()
