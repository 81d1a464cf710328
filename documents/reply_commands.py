"""From a row of a reply workbook to the command it asks for: which action, which people and files its words mean."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

import orjson

from documents.evidence_zip import NO_ZIP, Zip, names_in, why_refused
from documents.register import plain
from documents.reply_columns import ACKNOWLEDGE, ACTION, HAPPENED, OFFLINE, SAYS, Column, columns_of, trigger_named
from documents.reply_read import ReplyRow
from documents.zip_entries import FoundFile
from workflow import messages as m
from workflow import schemas
from workflow.dates import day_words
from workflow.errors import Refusal, Words
from workflow.history import Life
from workflow.matter_errors import DayInFuture
from workflow.notice_preparation import package_id
from workflow.service import Ledger
from workflow.workbook_errors import (
    ActionMissing,
    FileNotInZip,
    FormulaWithoutResult,
    HappenedBeforeIssue,
    NoPersonOfThatName,
    OtherColumnsFilled,
    UnknownAction,
)

Person = tuple[UUID, str]


def action_of(read: ReplyRow) -> str:
    """The trigger a row asks for: the one that is chosen, or the only one whose columns are filled in."""
    for key in read.formulas:
        raise FormulaWithoutResult(field=key)
    filled = {key.partition(".")[0] for key in read.typed if "." in key}
    text = read.typed.get(ACTION.key, "")
    chosen = trigger_named(text)
    if text and not chosen:
        allowed = Words("、".join(words.zh for words in SAYS.values()), ", ".join(words.en for words in SAYS.values()))
        raise UnknownAction(field=ACTION.key, given=text[:40], allowed=allowed)
    if not chosen and len(filled) != 1:
        raise ActionMissing(field=ACTION.key)
    chosen = chosen or filled.pop()
    others = [one for trigger in OFFLINE if trigger != chosen for one in columns_of(trigger) if one.key in read.typed]
    if others:
        named = Words("、".join(one.words.zh for one in others), ", ".join(one.words.en for one in others))
        raise OtherColumnsFilled(field=others[0].key, chosen=SAYS[chosen], columns=named)
    return chosen


def command_id_of(read: ReplyRow, trigger: str) -> UUID:
    """Made of workbook, item and what was typed: the same row of the same workbook is one command, whoever sends it."""
    assert read.issue is not None and read.item is not None
    asked = {key: text for key, text in read.typed.items() if key.startswith(f"{trigger}.") or key == HAPPENED.key}
    return uuid5(read.issue.id, f"{read.item} {trigger} {orjson.dumps(asked, option=orjson.OPT_SORT_KEYS).decode()}")


def stream_of(trigger: str, life: Life) -> str:
    """The stream that an action on an item is recorded in."""
    if trigger != ACKNOWLEDGE:
        return f"item-{life.item_id}"
    assert life.item.notice is not None
    return f"package-{package_id(life.item.notice, life.item.bureau)}"


def unique_names(people: Sequence[Person]) -> list[Person]:
    """The people by names that tell them apart: two of one name have the start of their id behind it."""
    often = [name for _, name in people]
    return [(one, f"{name} {str(one)[:4]}" if often.count(name) > 1 else name) for one, name in people]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A row's command, with the new files that come with it."""

    command: m.Command
    files: tuple[FoundFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the rows' words are looked up in: the unit's people, the zip, the day, under which merge it all goes."""

    ledger: Ledger
    actor: m.Actor
    at: datetime
    merge_id: UUID
    people: Sequence[Person] = ()
    zip: Zip = NO_ZIP
    used: set[str] = field(default_factory=set)

    def asked(self, read: ReplyRow, trigger: str, life: Life, had: Mapping[str, m.Evidence]) -> Asked:
        """The command the row asks for, on the version its workbook had; a Refusal or ValidationError says at which
        column it cannot be made."""
        files: dict[str, FoundFile] = {}
        said = {}
        for column in columns_of(trigger):
            if value := self._value(read, column, life, had, files):
                said[column.name] = value
        shell: dict[str, Any] = {
            "command_id": command_id_of(read, trigger), "by": self.actor, "at": self.at,
            "effective_at": self._effective(read, life), "correlation_id": self.merge_id,
        }  # fmt: skip
        item = life.item
        if trigger == ACKNOWLEDGE:
            assert item.notice is not None
            shell |= {"notice": item.notice, "bureau": item.bureau, "subject": package_id(item.notice, item.bureau)}
        else:
            shell |= {"subject": life.item_id, "expected_version": read.version}
        made: Any = schemas.load(OFFLINE[trigger], said, **shell)
        return Asked(command=made, files=tuple(files.values()))

    def _value(
        self, read: ReplyRow, column: Column, life: Life, had: Mapping[str, m.Evidence], files: dict[str, FoundFile]
    ) -> Any:
        text = read.typed.get(column.key, "")
        if column.kind == "files":
            return self._digests(column, text, life.item.number, had, files)
        if column.kind == "person" and text:
            return self._person(column, text)
        return text

    def _person(self, column: Column, text: str) -> str:
        found = [str(one) for one, name in unique_names(self.people) if plain(name) == plain(text)]
        if len(found) != 1:
            allowed = "、".join(name for _, name in unique_names(self.people)[:20]) or "–"
            raise NoPersonOfThatName(field=column.key, given=text[:40], allowed=allowed)
        return found[0]

    def _digests(
        self, column: Column, text: str, number: str, had: Mapping[str, m.Evidence], files: dict[str, FoundFile]
    ) -> list[str]:
        """The files that a cell names, in their order; where it names none, those in the item's own folder."""
        if not text:
            return [self._taken(column, file, files) for file in self.zip.folder(number)]
        digests = []
        for name in names_in(text, self.zip, number, list(had)):
            file = self._named(column, name, number)
            if file is not None:
                digests.append(self._taken(column, file, files))
            elif name in had:
                digests.append(had[name].sha256)
            else:
                raise FileNotInZip(field=column.key, given=name[:80])
        return list(dict.fromkeys(digests))

    def note_used(self, read: ReplyRow, trigger: str, life: Life, had: Mapping[str, m.Evidence]) -> None:
        """That the files which a row names are named, whatever comes of it."""
        for column in (one for one in columns_of(trigger) if one.kind == "files"):
            text, number = read.typed.get(column.key, ""), life.item.number
            with suppress(Refusal):
                named = (self._named(column, name, number) for name in names_in(text, self.zip, number, list(had)))
                files = self.zip.folder(number) if not text else filter(None, named)
                self.used.update(file.path for file in files)

    def _named(self, column: Column, name: str, number: str) -> FoundFile | None:
        try:
            return self.zip.named(name, number)
        except Refusal as refusal:
            raise _at(refusal, column) from refusal

    def _taken(self, column: Column, file: FoundFile, files: dict[str, FoundFile]) -> str:
        self.used.add(file.path)
        if refusal := why_refused(file):
            raise _at(refusal, column) from refusal
        files[file.sha256] = file
        return file.sha256

    def _effective(self, read: ReplyRow, life: Life) -> datetime | None:
        """When the row says that it happened: not in the future, not before the item was issued."""
        text = read.typed.get(HAPPENED.key, "")
        if not text:
            return None
        day = _day(text)
        began = life.item.issued_at and life.item.issued_at.astimezone(self.ledger.zone).date()
        if day > self.at.astimezone(self.ledger.zone).date():
            raise DayInFuture(field=HAPPENED.key, label=HAPPENED.words, given=day_words(day))
        if began and day < began:
            raise HappenedBeforeIssue(
                field=HAPPENED.key, label=HAPPENED.words, given=day_words(day), issued=day_words(began)
            )
        return min(datetime.combine(day, time(), self.ledger.zone).astimezone(UTC), self.at)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise schemas.ValidationError({HAPPENED.key: ["not_a_date"]}) from error


def _at(refusal: Refusal, column: Column) -> Refusal:
    """The refusal at a column of the sheet."""
    return type(refusal)(field=column.key, **refusal.what)
