"""What a row of a contact list is asked about, all at once, and which answers were given. Values only.

5                     row 5, as suggested; not a remark that looks personal, unless nothing else is asked
5:remark              the remark of row 5 is meant
5:station=qh-01       row 5 means that station, and nothing else that may be asked meanwhile
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from documents.contact_list import Column, ContactRow
from documents.free_text import LOOKS
from documents.readings import NoteKind
from documents.register import Unit, match_units
from workflow.errors import Words
from workflow.patterns import found, named
from workflow.persons import masked

REMARK = "remark"
CONFIRMED = re.compile(r"([0-9]{1,7})(?::([^\s,:]{1,200}))?")
ONE_STATION = Words("一行只写一个工作站或联系点。", "Name one station or contact point in a row.")


class Question(NamedTuple):
    """Something that somebody has to answer for: `key` says what it is about. What is left to the list has none."""

    key: str
    column: Column
    reason: Words
    suggestion: str = ""


class Confirmed:
    """What was answered: rows, or one question of a row."""

    def __init__(self, answers: Iterable[int | str]):
        self._rows, self._keys = set[int](), dict[int, set[str]]()
        for one in answers:
            if (found := CONFIRMED.fullmatch(str(one))) is None:
                continue
            if found[2] is None:
                self._rows.add(int(found[1]))
            else:
                self._keys.setdefault(int(found[1]), set()).update(found[2].split("+"))

    def leaves(self, row: int, questions: Iterable[Question]) -> bool:
        """Whether any of a row's questions is open still."""
        keys = [question.key for question in questions]
        return not all(key and self._answered(row, key, len(keys) == 1) for key in keys)

    def _answered(self, row: int, key: str, alone: bool) -> bool:
        by_row = row in self._rows and (key != REMARK or alone)
        return by_row or key in self._keys.get(row, ())


def answers_to(row: int, questions: Iterable[Question]) -> tuple[str, ...]:
    """What confirms the questions of a row, a remark by itself; nothing where one has to be mended in the list."""
    keys = [question.key for question in questions]
    parts = ("+".join(key for key in keys if (key == REMARK) is of_remark) for of_remark in (False, True))
    return tuple(f"{row}:{part}" for part in parts if part) if all(keys) else ()


class StationRead(NamedTuple):
    """The code of the station that a row names, or may mean, and what is asked about it."""

    code: str | None
    question: Question | None = None


def read_station(text: str, mine: Mapping[str, Unit], everyones: Mapping[str, Unit]) -> StationRead:
    """What a row means by its station. What another unit's station is called is never taken for one of one's own."""
    reading = match_units(text, tuple(mine.values()))
    codes = [unit.id for unit in reading.value or ()]
    if reading.kind is not NoteKind.ASKED:
        several = None if len(codes) == 1 else Question("", Column.STATION, ONE_STATION)
        return StationRead(None if several else codes[0], several)
    meant = [unit.id for unit in match_units(text, tuple(everyones.values())).value or ()]
    if codes and meant and meant != codes:
        reading, codes = match_units(text, ()), []
    words = _of_stations(reading.reason)
    if len(codes) == 1:
        said = Question(f"station={codes[0]}", Column.STATION, words, reading.suggestion or "")
        return StationRead(codes[0], said)
    return StationRead(None, Question("", Column.STATION, ONE_STATION if codes else words))


def _of_stations(reason: Words | None) -> Words:
    """The same question, of stations."""
    assert reason is not None
    return Words(reason.zh.replace("责任单位", "工作站"), reason.en.replace("unit", "station"))


def another_person(name: str | None, about: str) -> Question:
    """Whether the liaison who is known by `name` was replaced; `about` says which entry, as it stands."""
    shown = masked("name", name) if name else "–"
    return Question(f"person={about}", Column.NAME, Words(
        f"名册中这个站点的联络员是{shown}，是否已经换人？确认的，勾选后更换。",
        f"The register has {shown} as the liaison here. If this person took over, tick the row to replace them.",
    ))  # fmt: skip


def personal_remark(read: ContactRow) -> Question | None:
    """Whether what looks personal in a remark is meant to stand there."""
    if not (held := found(read.remark)):
        return None
    what = named(held)
    words = Words(LOOKS.zh.format(what=what.zh), LOOKS.en.format(what=what.en))
    return Question(REMARK, Column.REMARK, words)
