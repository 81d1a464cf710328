"""Our side of the contests: an office whose items go back and forth between the bureau and the center."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from benchmarks.pages import AREAS
from config import Settings
from identity import accounts, demo_accounts
from workflow import files, schemas, service
from workflow import messages as m
from workflow.messages import Actor
from workflow.service import Ledger
from wsgi import open_ledger

MEASURES, RESULT, REASON = "逐案核对系统登记与卷宗", "差异已经清零，逐案有记录", "照片看不清"
PROBLEM = "系统里登记的案件数同卷宗清点数对不上"


@dataclass
class Office:
    """`ledger` works as in a server: appends wake a sealer instead of sealing."""

    ledger: Ledger
    people: dict[str, Actor]
    notice: UUID
    evidence: str

    @classmethod
    @contextmanager
    def open(cls, url: str, folder: Path) -> Iterator["Office"]:
        from admin.cli import publish_first_areas

        ledger = open_ledger(Settings(database_url=url, files=str(folder / "files"), keys=str(folder / "keys")))
        publish_first_areas(ledger)
        demo_accounts.load(ledger)
        names = ("center1", "baishi_leader", "baishi_handler")
        people = {name: accounts.by_login(ledger, name) for name in names}
        office = cls(replace(ledger, wake=threading.Event()), people, uuid4(), "")  # type: ignore[arg-type]
        office.do(m.OpenNotice, "center1", office.notice, {"title": "年度整改清单", "year": 2020})
        office.evidence = office.upload()
        yield office
        ledger.database.close()

    def upload(self) -> str:
        content, by = b"%PDF-1.4 a page", self.people["baishi_handler"]
        sha256 = self.ledger.files.put(content)
        with self.ledger.database.writing() as connection:
            now = self.ledger.clock.now()
            files.register(connection, sha256, "证明.pdf", "application/pdf", len(content), by, now)
        return sha256

    def command(self, kind: type[m.Command], login: str, subject: UUID, said: dict[str, Any]) -> m.Command:
        context: dict[str, Any] = {"by": self.people[login], "at": self.ledger.clock.now()}
        return schemas.load(kind, said, command_id=uuid4(), subject=subject, **context)

    def do(self, kind: type[m.Command], login: str, subject: UUID, said: dict[str, Any]) -> service.Done:
        return service.handle(self.ledger, self.command(kind, login, subject, said))

    def assigned(self) -> UUID:
        """A new item of two events, in its handler's hands."""
        item, handler = uuid4(), str(self.people["baishi_handler"].account)
        facts = {
            "notice": str(self.notice), "bureau": "baishi", "area": AREAS[0], "kind": "immediate",
            "problem": f"{PROBLEM} {item}", "due": "2030-04-08", "requirement": "逐案核对",
        }  # fmt: skip
        self.do(m.IssueItem, "center1", item, facts)
        self.do(m.AssignItem, "baishi_leader", item, {"handler": handler, "internal_due": "2030-04-01"})
        return item

    def to_and_fro(self, item: UUID, times: int) -> list[m.Command]:
        """The commands that report an item and send it back, over and over: two events each time."""
        said = {"measures": MEASURES, "result": RESULT, "evidence": [self.evidence]}
        pair = ((m.ReportItem, "baishi_handler", said), (m.SendBackItem, "center1", {"reason": REASON}))
        return [self.command(kind, login, item, given) for _ in range(times) for kind, login, given in pair]
