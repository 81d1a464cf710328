"""Freeze the life of items as it is: `python -m tools.lives` writes its canonical bytes and its drawing (by graphviz).

A version whose digest a golden ledger names was released, and is never written again: the next number is taken.
"""

import hashlib
import json
import re
import subprocess
from pathlib import Path

from tests.golden.shelf import SHELF
from workflow.life import Life
from workflow.machine import FOLDER, ITEM_LIFE, released
from workflow.words import State

ROOT = Path(__file__).parent.parent
DRAWINGS = ROOT / "admin" / "templates" / "lives"
LANGUAGES = ("zh", "en")
UNBORN = "unborn"


def pinned() -> set[str]:
    """The digests that the first events of golden ledgers name."""
    found = set()
    for path in SHELF.glob("0*/events.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event["name"] == "item.issued":
                found.add(json.loads(event["body"])["definition"])
    return found


def digest_of(number: int) -> str:
    """The digest of a version as it lies in the folder."""
    return hashlib.sha256((FOLDER / f"item-{number}.json").read_bytes()).hexdigest()


def write(life: Life[State]) -> int:
    """Write a life as the newest version; its number. What was released stays; what was not is written over."""
    numbers = sorted(int(path.stem.removeprefix("item-")) for path in FOLDER.glob("item-*.json"))
    number = numbers[-1] if numbers else 0
    if not numbers or (digest_of(number) != life.digest and digest_of(number) in pinned()):
        number += 1
    (FOLDER / f"item-{number}.json").write_bytes(life.canonical)
    return number


def drawing(life: Life[State], language: str) -> str:
    """The life as graphviz reads it: a box for each state with room for its count, an arrow for each move."""
    lines = [
        "digraph life {", 'rankdir=LR; bgcolor="transparent"; nodesep=0.5; ranksep=0.6;',
        'node [shape=box style=rounded fontname="Noto Sans CJK SC" fontsize=13 margin="0.18,0.1"];',
        'edge [fontname="Noto Sans CJK SC" fontsize=11 arrowsize=0.7];', f'{UNBORN} [shape=point class="begin"];',
    ]  # fmt: skip
    for state, words in life.states.items():
        lines.append(f'{state.value} [label="{words.say(language)}\\n@{state.value}@" class="state"];')
    for (source, dest), says in _moves(life, language).items():
        label = "\\n".join(says)
        lines.append(f'{source} -> {dest} [label="{label}" class="move"];')
    return "\n".join([*lines, "}"])


def _moves(life: Life[State], language: str) -> dict[tuple[str, str], list[str]]:
    moves: dict[tuple[str, str], list[str]] = {}
    for row in life.rows:
        if row.source is not row.dest:
            said = moves.setdefault((row.source.value if row.source else UNBORN, row.dest.value), [])
            if row.says.say(language) not in said:
                said.append(row.says.say(language))
    return moves


def draw(life: Life[State], number: int) -> None:
    """Write its drawing in both languages, as parts of a page that put the counts in."""
    DRAWINGS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        text = drawing(life, language)
        made = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, check=True).stdout
        svg = re.sub(r"<title>.*?</title>\n|<!--.*?-->\n", "", made[made.index("<svg") :])
        for state in life.states:
            svg = svg.replace(f"@{state.value}@", f"{{{{ counts.{state.value} }}}}")
        svg = svg.replace("<svg ", '<svg class="life" role="img" aria-label="{{ drawn }}" ', 1)
        (DRAWINGS / f"item-{number}.{language}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    print(f"item-{write(ITEM_LIFE)}.json")
    released.cache_clear()
    for number, life in released().items():
        draw(life, number)


if __name__ == "__main__":
    main()
