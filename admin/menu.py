"""The main menu: what everybody uses every day stands in it, the rest in groups by what it is for."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from admin.words import mark

DAILY = ("admin", "inbox", "ledger", "notices", "findings")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        mark("Work"),
        ("import", "batches", "drafts", "packages", "workbooks", "obligations", "disclosures", "registers",
         "transferred", "contacts", "documents", "document-check"),
    ),
    (mark("Evaluate"), ("upward", "evaluation", "samples", "comparisons")),
    (mark("Foundations"), ("life", "areas", "clauses", "rules", "calendar", "organisations")),
    (mark("Oversight"), ("log", "health", "accounts", "persons", "acts", "process", "archives")),
)  # fmt: skip


class Group(NamedTuple):
    """Pages under one heading; `title` is empty for those that stand in the menu themselves."""

    title: str
    pages: list[Any]


def grouped(pages: Iterable[Any]) -> list[Group]:
    """The pages that the reader may enter, in groups; what no group names, and a group of one, stand by themselves."""
    shown = {page.endpoint: page for page in (one._view for one in pages) if page.is_accessible() and page.is_visible()}
    daily = [shown.pop(key) for key in DAILY if key in shown]
    found = []
    for title, keys in GROUPS:
        mine = [shown.pop(key) for key in keys if key in shown]
        if len(mine) == 1:
            daily += mine
        elif mine:
            found.append(Group(title, mine))
    return [Group("", [*daily, *shown.values()]), *found]
