"""Write the tables under docs/ from the code they describe."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import wsgi  # noqa: E402, F401 - brings all refusals in
from admin.rights import RIGHTS  # noqa: E402
from config import Settings  # noqa: E402
from workflow import drafts, notices, packages  # noqa: E402
from workflow.errors import Refusal  # noqa: E402
from workflow.machine import TRANSITIONS  # noqa: E402
from workflow.sight import OPEN_TO  # noqa: E402
from workflow.words import ROLES, STATES, Role, outcome_words  # noqa: E402

HEAD = "<!-- written by tools/tables.py (`make tables`); a test holds it to the code -->\n\n"


def settings() -> str:
    rows = [
        (f"`{f.metadata['name']}`", f"`{f.default}`" if f.default else "", f.metadata["says"]) for f in fields(Settings)
    ]
    return "# Settings\n\nRead once from the environment at start.\n\n" + table(
        ("variable", "default", "meaning"), rows
    )


def permissions() -> str:
    """Who may pull which trigger, and who may enter which part."""
    rows = []
    for row in TRANSITIONS:
        when = "、".join(outcome_words(c).zh for c in row.outcomes)
        source = STATES[row.source].zh if row.source else "—"
        trigger = f"{row.says.zh} `{row.trigger}`" + (f"({when})" if when else "")
        clock = "、系统定时" if row.clock else ""
        who = (named(row.roles) + clock, named(row.city_roles) + clock)
        rows.append((trigger, source, STATES[row.dest].zh, *who))
    places = [(f"`{place}`", named(sorted(roles))) for place, roles in OPEN_TO.items()]
    return (
        "# Permissions\n\nOne table, `workflow/machine.py`, decides for pages, API and imports alike. In one round of "
        "an item, reporter, verifier and closer are three accounts; a handler reports what was assigned to them.\n\n"
        + table(("action", "from", "to", "a bureau's item", "the city's own item"), rows)
        + "\n## Drafts, notices and packages\n\nA draft is approved by another account than every one that wrote any "
        "of it; of a package a bureau's people deal with their own.\n\n"
        + table(("action", "who"), list(beside_the_items()))
        + "\n## Parts of the system\n\nBureaus see their own items only; center, evaluators and auditors see all.\n\n"
        + table(("part", "open to"), places)
    )


def beside_the_items() -> Iterator[tuple[str, str]]:
    """Who may do what with drafts, notices and packages."""
    for trigger, says in drafts.SAYS.items():
        yield f"{says.zh} `draft.{trigger}`", named(drafts.MAY)
    yield f"{notices.WITHDRAW.zh} `notice.withdraw`", named(notices.MAY)
    for trigger, says in packages.SAYS.items():
        yield f"{says.zh} `package.{trigger}`", named(packages.MAY[trigger])


def refusals() -> str:
    rows = [
        (f"`{r.code}`", escaped(r.says.zh), escaped(r.says.en)) for r in sorted(every(Refusal), key=lambda r: r.code)
    ]
    return (
        "# Refusals\n\nA code is lasting and public; the sentences may be improved.\n\n"
        + table(("code", "中文", "English"), rows)
    )  # fmt: skip


def database_role() -> str:
    """What `xiaohao grant` gives on each table."""
    return (
        "# The application's role in PostgreSQL\n\n`xiaohao grant ROLE`, run with MIGRATION_DATABASE_URL, gives "
        "exactly this, and nothing on any other table. What was recorded can be added to and read; triggers refuse the "
        "rest to every role.\n\n"
        + table(("table", "may"), ((f"`{name}`", ", ".join(may)) for name, may in sorted(RIGHTS.items())))
    )


def every(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for sub in kind.__subclasses__():
        if "code" in vars(sub) and not sub.__subclasses__():
            yield sub
        yield from every(sub)


def named(those: Iterable[Role]) -> str:
    return "、".join(ROLES[role].zh for role in those)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(columns)
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


TABLES = {
    "database-role.md": database_role,
    "settings.md": settings,
    "permissions.md": permissions,
    "refusals.md": refusals,
}


def main() -> None:
    for name, text in TABLES.items():
        (ROOT / "docs" / name).write_text(HEAD + text(), encoding="utf-8")


if __name__ == "__main__":
    main()
