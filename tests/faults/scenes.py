"""Commands of every sort, each made ready to be carried out: what came before it is done, itself it is not."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from tests import examples as x
from tests.faults.jobs import Place
from tests.office import AREAS, ITEM_FACTS, Office
from workflow import messages as m
from workflow.lookups import AREA_REGISTER

T = TypeVar("T")


@dataclass
class Stage:
    """An office, and chance for all ids: the same scene twice is not the same item."""

    office: Office
    rng: random.Random

    def uuid(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def command(self, kind: type[m.Command], by: m.Actor, subject: UUID, data: object) -> m.Command:
        self.office.clock.advance(timedelta(seconds=1))
        return self.office.command(kind, by, subject, data, command_id=self.uuid())

    def place(self) -> Place:
        database = self.office.ledger.database
        url = database.url.render_as_string(hide_password=False)
        return Place(url, self.office.ledger.files.root, self.office.clock.now())

    def issued(self) -> UUID:
        item = self.uuid()
        self.office.issue(item, problem=str(item))
        return item


def issue(stage: Stage) -> m.Command:
    """Holds its notice, keeps personal values beside the log."""
    item = stage.uuid()
    said = {"notice": str(stage.office.notice), **ITEM_FACTS, "problem": str(item)}
    return stage.command(m.IssueItem, x.CENTER, item, said)


def assign(stage: Stage) -> m.Command:
    """One append and nothing else."""
    said = {"handler": str(x.HANDLER.account), "internal_due": "2020-04-01"}
    return stage.command(m.AssignItem, x.LEADER, stage.issued(), said)


def report(stage: Stage) -> m.Command:
    """Names a file that was brought before."""
    item = stage.issued()
    stage.office.assign(item)
    said = {"measures": "甲", "result": "乙", "evidence": [stage.office.upload(x.HANDLER)]}
    return stage.command(m.ReportItem, x.HANDLER, item, said)


def publish(stage: Stage) -> m.Command:
    """May be done as often as one likes: nothing but its id tells a repeat from another."""
    areas = [{"code": code, "zh": zh, "en": en} for code, zh, en in AREAS]
    return stage.command(m.PublishAreas, x.CENTER, AREA_REGISTER, {"areas": areas})


SCENES: dict[str, Callable[[Stage], m.Command]] = {scene.__name__: scene for scene in (issue, assign, report, publish)}


def sample(points: list[T], rng: random.Random, big: bool, size: int = 4) -> list[T]:
    """Points of a slice: the first, the last, and some by chance."""
    if big or len(points) <= size:
        return points
    return [points[0], *rng.sample(points[1:-1], size - 2), points[-1]]
