"""How long deciding takes by itself, for every command there is: the history is folded and all is looked up before."""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints
from unittest.mock import patch
from uuid import uuid4

from benchmarks import places
from benchmarks.contest import Contestant, met, rounds
from benchmarks.table import Table
from events.personal import PersonalRef
from tests.golden.story import tell
from workflow import messages as m
from workflow import subjects
from workflow.checklist import DrawnFrom
from workflow.facts import Due
from workflow.messages import Command
from workflow.messages.payment import RecordPayment
from workflow.messages.row import RecordRow
from workflow.registers import Register
from workflow.words import Role

LIMIT, TURNS, CASES = 100.0, 40, 25
Decide = Callable[[Any, Any], list[Any]]


class Case(NamedTuple):
    """A command that was carried out, ready to be decided, and what it was about as it stood before."""

    decide: Decide
    command: Command
    subject: Any


def measure(count: int) -> Table:
    """Medians over what the golden story decides, the slowest command first. In turn, so that none is favoured."""
    met_with = cases()
    if missing := set(commands()) - set(met_with):
        raise SystemExit(f"the story tells nothing of {', '.join(sorted(one.__name__ for one in missing))}")
    gc.freeze()
    names = {_name(kind): kind for kind in met_with}
    results = rounds({name: _contestant(met_with[kind]) for name, kind in names.items()}, count * TURNS)
    gc.unfreeze()
    medians = {name: statistics.median(figures) for name, figures in results.items()}
    table = Table("Deciding, by command", ("command", "events before it", "median µs", "goal", "met"))
    for name, median in sorted(medians.items(), key=lambda one: -one[1]):
        before = [_version(case) for case in met_with[names[name]]]
        table.add(name, _span(min(before), max(before)), median, f"< {LIMIT:.0f}", met(median < LIMIT))
    return table


def _name(kind: type[Command]) -> str:
    return f"{kind.__name__} ({kind.stream_kind})"


def _version(case: Case) -> int:
    return int(getattr(case.subject, "version", 0))


def _span(least: int, most: int) -> str:
    return str(most) if least == most else f"{least}–{most}"


def commands(kind: type[Command] = Command) -> Iterator[type[Command]]:
    """Every command that can be given: those that are no base of others."""
    for one in kind.__subclasses__():
        yield from commands(one)
        if not one.__subclasses__() and one.__module__.startswith("workflow."):
            yield one


def cases() -> dict[type[Command], list[Case]]:
    """What was decided while the story was told, by command: at most CASES of each, those with most history."""
    found: dict[type[Command], list[Case]] = {}

    def seen(command: Command) -> subjects.Subject:
        about = subjects.subject_of(command)

        def decide(ready: Command, subject: Any) -> list[Any]:
            events = about.decide(ready, subject)
            found.setdefault(type(ready), []).append(Case(about.decide, ready, subject))
            return events

        return about._replace(decide=decide)

    with (
        places.sqlite("told") as url,
        tempfile.TemporaryDirectory() as folder,
        patch("workflow.service.subject_of", seen),
    ):
        tell(url, Path(folder) / "files").ledger.database.close()
    for command, subject in (*untold(found[m.BringVolumes][0]), *rows(found[RecordPayment][0])):
        found.setdefault(type(command), []).append(Case(subjects.subject_of(command).decide, command, subject))
    return {kind: sorted(of_kind, key=_version)[-CASES:] for kind, of_kind in found.items()}


def untold(brought: Case) -> Iterator[tuple[Command, Any]]:
    """What the story leaves out: what only keys, the security log or a list of items give occasion to."""
    given = {name: getattr(brought.command, name) for name in ("command_id", "subject", "at")}
    admin, security = (m.Actor(uuid4(), role, "center") for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
    digest = "ab" * 32
    yield m.ErasePerson(**given, by=security, reason="本人申请", values=3), Register()
    yield m.SealSecurityLog(**given, by=admin, through=1000, digest=digest), Register()
    yield m.TrimSecurityLog(**given, by=admin, through=1000, digest=digest, reason="期满"), Register()
    found = {"origin": "xiaohao", "vouched_size": 9, "vouched_root": digest, "found_size": 8, "found_root": digest}
    signed = {"stated_at": 0, "key": digest, "signature": ""}
    yield m.RecoverLog(**given, by=admin, reason="恢复备份", **found, **signed), Register()
    said = {field.name: getattr(brought.command, field.name) for field in fields(m.TakeItems)}
    yield m.TakeItems(**said), replace(brought.subject, drawn_from=DrawnFrom.ITEMS)


def rows(recorded: Case) -> Iterator[tuple[Command, Any]]:
    """The same row in each of the registers, with something in every field."""
    some = {
        str: "第一号",
        int: 1,
        date: date(2020, 3, 2),
        Due: Due.parse("2020-02"),
        PersonalRef: recorded.command.name,
    }  # type: ignore[attr-defined]
    for kind in RecordRow.__subclasses__():
        said = {
            field.name: _some(typed, some) if "label" in field.metadata else getattr(recorded.command, field.name)
            for field, typed in ((field, get_type_hints(kind)[field.name]) for field in fields(kind))
        }
        yield kind(**said), recorded.subject


def _some(typed: Any, some: dict[type, Any]) -> Any:
    """A value of the type, or of the first of several."""
    first = next(iter(get_args(typed)), typed)
    return some[first] if first in some else next(iter(first))


def _contestant(of_kind: list[Case]) -> Contestant:
    """The microseconds of one decision, each case once more in its turn."""
    turns = cycle(of_kind)

    def contest() -> float:
        case = next(turns)
        start = time.perf_counter_ns()
        case.decide(case.command, case.subject)
        return (time.perf_counter_ns() - start) / 1e3

    return contest
