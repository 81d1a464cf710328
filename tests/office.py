"""An office at work for tests: the ledger with a clock that stands, its people those of tests/examples.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from events.clock import StoppedClock
from events.database import Database
from tests import examples as x
from workflow import files, history, schemas, service
from workflow import messages as m
from workflow.lookups import AREA_REGISTER, organisation_id
from workflow.messages.base import SYSTEM

UNITS = (
    ("center", "市法律援助中心", "市中心", "city"),
    ("baishi", "白石县司法局", "白石", "county"),
    ("shiqiao", "石桥市司法局", "石桥", "county_city"),
)
AREAS = (("system", "信息化应用", "Information system"), ("archive", "档案管理", "Archives"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
ITEM_FACTS = {
    "bureau": "baishi", "area": "system", "kind": "immediate", "problem": "系统里登记的案件数同卷宗清点数对不上",
    "due": "2020-04-08", "requirement": "逐案核对", "figure": "9个单位中有6个", "contact": "丁四",
    "phone": "0000-7000001",
}  # fmt: skip


@dataclass
class Office:
    """`do` gives a command as a shell would: through its schema and `handle`."""

    ledger: service.Ledger
    clock: StoppedClock
    people: dict[UUID, m.Actor] = field(default_factory=lambda: {a.account: a for a in x.EVERYONE})
    notice: UUID = x.NOTICE

    @classmethod
    @contextmanager
    def open(cls, url: str, folder: Path) -> Iterator["Office"]:
        clock, people = StoppedClock(x.NOON), {a.account: a for a in x.EVERYONE}
        store = files.FileStore(folder)
        whois = lambda _, account, on: tuple(filter(None, [people.get(account)]))  # noqa: E731
        ledger = service.Ledger(Database(url), clock, ZoneInfo("Asia/Shanghai"), store, whois)
        office = cls(ledger, clock, people)
        office.furnish()
        yield office
        ledger.database.close()

    def furnish(self) -> None:
        for code, name, short, what in UNITS:
            given = {"code": code, "name": name, "short": short, "what": what}
            self.do(m.RegisterOrganisation, SYSTEM, organisation_id(code), given)
        areas = [{"code": code, "zh": zh, "en": en} for code, zh, en in AREAS]
        self.do(m.PublishAreas, x.CENTER, AREA_REGISTER, {"areas": areas})
        self.do(m.OpenNotice, x.CENTER, self.notice, {"title": "2019年度评价问题整改清单", "year": 2020})

    def command(self, kind: type[m.Command], by: m.Actor, subject: UUID, data: Any, **context: Any) -> m.Command:
        context.setdefault("command_id", uuid4())
        return schemas.load(kind, data, subject=subject, by=by, at=self.clock.now(), **context)

    def do(self, kind: type[m.Command], by: m.Actor, subject: UUID, data: Any, **context: Any) -> service.Done:
        self.clock.advance(timedelta(seconds=1))
        return service.handle(self.ledger, self.command(kind, by, subject, data, **context))

    def issue(self, item: UUID = x.ITEM, by: m.Actor = x.CENTER, **changed: Any) -> service.Done:
        return self.do(m.IssueItem, by, item, {"notice": str(self.notice), **ITEM_FACTS, **changed})

    def assign(self, item: UUID = x.ITEM, by: m.Actor = x.LEADER, handler: m.Actor = x.HANDLER) -> service.Done:
        return self.do(m.AssignItem, by, item, {"handler": str(handler.account), "internal_due": "2020-04-01"})

    def upload(self, by: m.Actor, content: bytes = PNG, name: str = "照片.png") -> str:
        sha256 = self.ledger.files.put(content)
        with self.ledger.database.writing() as connection:
            files.register(connection, sha256, name, "image/png", len(content), by, self.clock.now())
        return sha256

    def report(self, item: UUID = x.ITEM, by: m.Actor = x.HANDLER) -> service.Done:
        said = {"measures": "逐案核对", "result": "差异清零", "evidence": [self.upload(by)]}
        return self.do(m.ReportItem, by, item, said)

    def verify(self, item: UUID = x.ITEM, by: m.Actor = x.CENTER, **said: str) -> service.Done:
        return self.do(m.VerifyItem, by, item, {"conclusion": "completed", **said})

    def close(self, item: UUID = x.ITEM, by: m.Actor = x.SECOND) -> service.Done:
        return self.do(m.CloseItem, by, item, {})

    def whole_life(self, item: UUID = x.ITEM) -> None:
        """From issue to close, five events."""
        self.issue(item)
        self.assign(item)
        self.report(item)
        self.verify(item)
        self.close(item)

    def now(self) -> history.Moment:
        return history.present(self.clock.now(), self.ledger.zone)

    def then(self, asked: str) -> history.Moment:
        with history.reading_at(self.ledger.database, asked, self.clock.now(), self.ledger.zone) as (_, at):
            return at
