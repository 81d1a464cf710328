"""The values of an item as text for a reader: names instead of ids, words instead of codes."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from admin.formats import day_text, due_words
from admin.look import Look
from admin.words import ENUMS, cap, say, t
from events import vault
from events.personal import PersonalRef
from workflow import files, matter_lists, money
from workflow.facts import Cause, Due, Figure
from workflow.history import Life
from workflow.item import Item
from workflow.messages import Evidence
from workflow.persons import NAMED, masked_field
from workflow.projections import FINDINGS, ITEMS, NOTICES
from workflow.sight import tells_who


class Sayer:
    """Says the values of one item's life. Personal values, file names and notice numbers are fetched once."""

    def __init__(self, look: Look, life: Life, *, whole: bool = False):
        self.look = look
        self.whole = whole  # whether names and phones are said unmasked, see ItemPage.people
        items = [step.item for step in life.steps]
        refs = {ref.ref for item in items for name in NAMED if (ref := getattr(item, name)) is not None}
        self.personal: Mapping[UUID, str] = vault.reveal(look.connection, refs)
        self.files: dict[str, str] = _file_names(look, life)
        self.notices = _notice_numbers(look, items)
        self._special: dict[str, Callable[[Any], str]] = {
            "bureau": look.unit, "area": look.area, "handler": look.account, "notice": self._notice,
            "obligation": lambda one: str(one)[:8],
            "amount": money.yuan, "finding": self._finding, "repeats": self._item,
        }  # fmt: skip

    def __call__(self, field: str, value: Any) -> str:
        """The value as text; "" where there is none."""
        if value is None or value == "" or value == ():
            return ""
        if isinstance(value, PersonalRef):
            return self._personal(field, value)
        return self._special[field](value) if field in self._special else self._typed(value)

    def _typed(self, value: Any) -> str:
        match value:
            case Enum():
                return cap(say(ENUMS[type(value)][value]))
            case Due():
                return due_words(value)
            case Figure() | Cause():
                return value.stated
            case date():
                return day_text(value)
            case tuple():
                return t(", ").join(self.file(file) for file in value)
            case _:
                return str(value)

    def _personal(self, field: str, value: PersonalRef) -> str:
        kept = self.personal.get(value.ref)
        if kept is None:
            return t("(erased)")
        return kept if self.whole else masked_field(field, kept)

    def file(self, file: Evidence) -> str:
        return self.files.get(file.sha256) or file.sha256[:12]

    def kept(self, file: Evidence) -> str:
        """The name the actor's own unit gave a file that no report names yet."""
        found = files.names(self.look.connection, self.look.actor.org, [file.sha256])
        return found.get(file.sha256) or self.file(file)

    def _notice(self, notice: UUID) -> str:
        return self.notices.get(notice) or str(notice)[:8]

    def _finding(self, finding: UUID) -> str:
        return self._number(FINDINGS.now.c.number, FINDINGS.now.c.finding_id, finding)

    def _item(self, item: UUID) -> str:
        return self._number(ITEMS.now.c.number, ITEMS.now.c.item_id, item)

    def _number(self, number: Any, key: Any, wanted: UUID) -> str:
        """The number of what an item came from or repeats; its unit may know of both."""
        return self.look.connection.scalar(select(number).where(key == wanted)) or str(wanted)[:8]


def _file_names(look: Look, life: Life) -> dict[str, str]:
    """The names that who brought the files gave them; a name may tell of a unit, so another unit's is not told."""
    brought: dict[str, set[str]] = {}
    for file, by in matter_lists.files(life):
        if tells_who(look.actor, by):
            brought.setdefault(by.org, set()).add(file.sha256)
    named: dict[str, str] = {}
    for org, digests in sorted(brought.items()):
        named |= files.names(look.connection, org, sorted(digests))
    return named


def _notice_numbers(look: Look, items: list[Item]) -> dict[UUID, str]:
    table = NOTICES.now
    wanted = {item.notice for item in items if item.notice}
    rows = look.connection.execute(select(table.c.notice_id, table.c.number).where(table.c.notice_id.in_(wanted)))
    return {row.notice_id: row.number for row in rows}
