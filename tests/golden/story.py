"""What a golden ledger tells: every event, every row of the transition table, every conclusion, in a small town's year.

The same words, ids and instants each time: `tell` is given a stopped clock, and chance that is no chance.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

import identity
from admin.cli import publish_first_areas
from events import signing
from events.clock import StoppedClock
from events.database import Database
from events.keyring import Keyring
from events.store import EventStore
from events.witness import Witness
from identity import accounts, demo_accounts, tokens
from tests.golden import archives, disclosures, findings, mail, matters, notices, registers, upward, workbooks
from tests.golden.deadlines import Deadlines
from tests.golden.lives import LIVES, Life
from tests.golden.obligations import becomes, owe
from tests.golden.sampling import draw_samples
from tests.keys import SIGNER
from tests.office import PNG, Office
from workflow import messages as m
from workflow import service
from workflow.files import FileStore
from workflow.first_areas import FIRST_AREAS
from workflow.following import follow
from workflow.lookups import AREA_REGISTER, NAMESPACE, organisation_id, policy_id
from workflow.messages.matters import MATTERS
from workflow.messages.policy import Policy
from workflow.words import Role

START = datetime(2020, 3, 12, 0, 30, tzinfo=UTC)
NOTICES = tuple(uuid5(NAMESPACE, f"golden notice {n}") for n in (1, 2))


STATION = {"what": "township_station", "parent": "baishi", "since": "2020-03-01"}
EAST, WEST = {"name": "白石县东关镇工作站", "short": "东关"}, {"name": "白石县城关镇工作站", "short": "城关"}
CHANGE = {"since": "2020-03-10", "reason": "机构改革"}
RENAMED = {"name": "城关街道工作站", "short": "城关街道", "what": "street_station"}
REORGANISED: tuple[tuple[type[m.Command], str, dict[str, Any]], ...] = (
    (m.RegisterOrganisation, "baishi-01", {"code": "baishi-01", **WEST, **STATION}),
    (m.RegisterOrganisation, "baishi-02", {"code": "baishi-02", **EAST, **STATION}),
    (m.RenameOrganisation, "baishi-01", RENAMED | CHANGE),
    (m.MoveOrganisation, "baishi-01", {"parent": "qinglan", **CHANGE}),
    (m.DissolveOrganisation, "baishi-02", {"into": "baishi-01", **CHANGE}),
)


LIAISON, KNOWS = (uuid5(NAMESPACE, f"golden contact {n}") for n in (1, 2))
CONTACTS: tuple[tuple[type[m.Command], str, UUID, dict[str, Any]], ...] = (
    (m.RegisterContact, "qinglan_handler", LIAISON, {
        "station": "baishi-01", "post": "liaison", "name": "钱十一", "phone": "0000-7000011", "since": "2020-01-01",
    }),
    (m.RegisterContact, "qinglan_leader", KNOWS, {
        "station": "baishi-01", "post": "in_the_know", "name": "孙十二", "phone": "0000-7000012",
    }),
    (m.CheckPhone, "evaluator", LIAISON, {"result": "dead_number", "checked_on": "2020-03-12"}),
    (m.ChangePhone, "qinglan_handler", LIAISON, {"phone": "0000-7000013", "since": "2020-03-10"}),
    (m.ReplaceContact, "qinglan_leader", LIAISON, {
        "name": "李十三", "phone": "0000-7000014", "since": "2020-03-12", "reason": "轮岗",
    }),
    (m.EndContact, "center1", KNOWS, {"since": "2020-03-12", "reason": "撤点"}),
)  # fmt: skip


def item_id(number: int) -> UUID:
    """The id of the item that the n-th line of `LIVES` tells of."""
    return uuid5(NAMESPACE, f"golden item {number}")


@contextmanager
def no_chance(seed: int = 1) -> Iterator[None]:
    """Ids, salts and tokens are drawn from a seed, whoever draws them."""
    drawn = random.Random(seed).randbytes
    with patch("os.urandom", drawn), patch("random._urandom", drawn):
        yield


def tell(url: str, folder: Path) -> Office:
    """The whole story told to a migrated, empty database; the office it was told in, still open."""
    keys = Keyring(folder.with_name("keys"))
    with no_chance(seed=2):  # what all are made with is drawn once, and before the story begins
        keys.subject("nobody")
    with no_chance():
        clock = StoppedClock(START)
        zone = ZoneInfo("Asia/Shanghai")
        office = Office(service.Ledger(Database(url, keys), clock, zone, FileStore(folder), identity.whois), clock, {})
        story = Story(office)
        story.furnish()
        story.announce()
        story.rule()
        story.live()
        story.reorganise()
        story.keep_contacts()
        story.compare()
        owe(story, office.ledger.today)
        draw_samples(story)
        findings.tell(story, NOTICES[0])
        registers.tell(story)
        upward.tell(story, NOTICES)
        disclosures.tell(story)
        workbooks.tell(story)
        archives.tell(story)
        story.take_turns()
        notices.tell(story)
        mail.keep_in_touch(story)
        story.vouch(folder.parent / "witness")
        story.leave_one_unsealed()
    return office


@dataclass
class Story(Deadlines):
    """The town at work; `who` finds an account by its login."""

    office: Office
    who: dict[str, m.Actor] = field(default_factory=dict)
    told: int = 0
    dues: dict[int, date] = field(default_factory=dict)

    def furnish(self) -> None:
        """Organisations, the first areas, accounts, two tokens of which one is revoked."""
        ledger, now = self.office.ledger, self.office.clock.now()
        demo_accounts.load(ledger)
        publish_first_areas(ledger)
        new = accounts.NewAccount(login="center4", name="市中心审核员丁", role=Role.CITY_CENTER, org="center")
        accounts.create(ledger, new, "not that of the demo", "新到岗")
        with ledger.database.writing() as connection:
            self.who = {a.login: a.hats[0] for a in accounts.listed(connection, ledger.today)}
            tokens.issue(connection, self.who["center1"].account, now, 30, "报表")
            mine = connection.scalars(select(tokens.api_tokens.c.token_id)).one()
            tokens.revoke(connection, mine, now, self.who["center1"].account)
            tokens.issue(connection, self.who["baishi_handler"].account, now, 366)

    def announce(self) -> None:
        """A second version of the areas, and two notices: one with the date of its list."""
        areas = [*FIRST_AREAS, m.Area("training", "业务培训", "Training", ("学习培训",))]
        self.do(m.PublishAreas, "center1", AREA_REGISTER, {"areas": msgspec.to_builtins(areas)})
        self.do(m.OpenNotice, "center1", NOTICES[0], {"title": "2019年度评价问题整改清单", "year": 2020})
        listed = {"title": "回头看整改清单", "year": 2020, "issuer": "市中心", "listed_on": "2020-02-28"}
        self.do(m.OpenNotice, "center2", NOTICES[1], listed)

    def reorganise(self) -> None:
        """Two stations: one gets another name, kind and place, and takes in the other."""
        for kind, code, said in REORGANISED:
            self.do(kind, "sysadmin", organisation_id(code), said)

    def keep_contacts(self) -> None:
        """A rule, then a liaison whose number is dead, changed, and who is replaced; one who knows no more."""
        said = {"days": 5, "since": "2020-03-01", "reason": "工作站管理办法"}
        policy = Policy.CONTACT_CHANGE_DAYS
        self.do(m.SetPolicy, "center1", policy_id(policy), said, policy=policy)
        for kind, login, subject, said in CONTACTS:
            self.do(kind, login, subject, said)

    def compare(self) -> None:
        """How the bureaus stand is published, and withdrawn again."""
        compared = uuid5(NAMESPACE, "golden comparison")
        said = {"title": "4月上旬进度对比", "basis": "整改工作推进会"}
        self.do(m.PublishComparison, "center2", compared, said)
        self.do(m.WithdrawComparison, "center1", compared, {"reason": "数字有误"})

    def take_turns(self) -> None:
        """A leader lends the role and is back; one who left is disabled, and comes back to another unit."""
        colleague, left = self.who["baishi_handler"].account, self.who["beidu_handler"].account
        today = self.office.ledger.today
        self.do(m.LendRole, "baishi_leader", colleague, {"until": str(today + timedelta(days=13)), "reason": "休假"})
        self.do(m.RevokeRole, "secadmin", colleague, {"grant": 2, "reason": "提前返岗"})
        self.do(m.DisableAccount, "sysadmin", left, {"reason": "借调"})
        self.do(m.EnableAccount, "secadmin", left, {"reason": "返岗"})
        self.do(m.ResetPassword, "sysadmin", left, {"reason": "忘记密码"})
        leaver, successor = (self.who[f"qinglan_{who}"].account for who in ("handler", "leader"))
        self.do(m.RecordLeaving, "sysadmin", leaver, {"successor": str(successor), "reason": "退休"})
        self.do(m.TakeOver, "qinglan_leader", leaver, {"reason": "清单无误"})
        there = {"role": "bureau_handler", "org": "nanyu", "until": str(today + timedelta(days=400)), "reason": "轮岗"}
        self.do(m.GrantRole, "secadmin", left, there)

    def live(self, lives: tuple[Life, ...] = LIVES) -> None:
        """Every item takes one step, then every item its next one: their events mix in the log."""
        ahead = {number: iter(["issue", *life.steps.split()]) for number, life in enumerate(lives, start=1)}
        while ahead:
            for number, steps in list(ahead.items()):
                step = next(steps, None)
                if step is None:
                    del ahead[number]
                else:
                    self.step(number, lives[number - 1], step)

    def step(self, number: int, life: Life, step: str) -> None:
        trigger, _, detail = step.partition(":")
        context = {"effective_at": START} if (trigger, life.notice) == ("issue", 1) else {}
        if trigger in MATTERS:
            said = matters.said(trigger, detail, self.office.ledger.today)
            said |= self._new_round(number, life) if detail == "failed" else {}
            return self.do(MATTERS[trigger], matters.who(trigger, life.bureau), item_id(number), said)
        said = getattr(self, f"_{trigger}")(number, life, detail)
        self.do(m.ITEM_COMMANDS[trigger], self.actor(trigger, life, number), item_id(number), said, **context)

    def actor(self, trigger: str, life: Life, number: int) -> str:
        """Three accounts a round; who sends back a verified item is not who verified it."""
        city = life.bureau == "center"
        match trigger:
            case "assign" | "request_extension":
                return "center1" if city else f"{life.bureau}_leader"
            case "report":
                return "center3" if city else f"{life.bureau}_handler"
            case "verify":
                return "evaluator" if city else "center1"
            case "send_back" if "verify" not in life.steps.split("send_back")[0]:
                return "evaluator" if city else "center1"
            case "send_back" | "close" | "convert":
                return "center2"
            case _:
                return "center1"

    def do(self, kind: type[m.Command], login: str, subject: UUID, said: Any, **context: Any) -> None:
        self.told += 1
        self.office.clock.advance(timedelta(hours=3, seconds=self.told))
        self.office.do(kind, self.who[login], subject, said, **context)

    def vouch(self, witness: Path) -> None:
        """The log is signed as far as it is, and the histories come to its end."""
        database = self.office.ledger.database
        witness.unlink(missing_ok=True)
        signing.sign_checkpoint(database, self.office.clock, SIGNER, Witness(witness))
        follow(database, self.office.clock)

    def leave_one_unsealed(self) -> None:
        """The last event of the story was committed, and the process ended before it was sealed."""
        said = {"handler": str(self.who["baishi_handler"].account), "internal_due": "2020-04-01"}
        command = self.office.command(m.AssignItem, self.who["baishi_leader"], item_id(1), said)
        with self.office.ledger.database.writing() as connection:
            service.carry_out(EventStore(connection), self.office.ledger, command)

    def _issue(self, number: int, life: Life, _: str) -> dict[str, Any]:
        usual = {"area": "information_system", "kind": "immediate", "due": "2020-04-08", "requirement": "逐案核对"}
        problem = f"系统里登记的案件数同卷宗清点数对不上,之{number}"
        return {"notice": str(NOTICES[life.notice]), "bureau": life.bureau, "problem": problem, **usual, **life.said}

    def _assign(self, number: int, life: Life, _: str) -> dict[str, Any]:
        handler = self.who["center3" if life.bureau == "center" else f"{life.bureau}_handler"]
        return {"handler": str(handler.account), "internal_due": "2020-04-01"}

    def _report(self, number: int, life: Life, _: str) -> dict[str, Any]:
        by = self.who[self.actor("report", life, number)]
        contents = [PNG + bytes([number % 6]), PNG][: 1 + number % 2]
        evidence = [self.office.upload(by, content, f"照片{n}.png") for n, content in enumerate(contents)]
        return {"measures": f"逐案核对{number}", "result": f"差异清零{number}", "evidence": evidence}

    def _verify(self, number: int, life: Life, conclusion: str) -> dict[str, Any]:
        return {"conclusion": conclusion, "reason": "" if conclusion == "completed" else f"还差{number}卷"}

    def _send_back(self, *_: Any) -> dict[str, Any]:
        return {"reason": "照片看不清"}

    def _close(self, number: int, *_: Any) -> dict[str, Any]:
        return {"closing_note": "同意销号" if number % 2 else ""}

    def _convert(self, number: int, *_: Any) -> dict[str, Any]:
        return becomes(number)

    def _reopen(self, number: int, life: Life, _: str) -> dict[str, Any]:
        return {"reason": "回头看发现反弹", **self._new_round(number, life)}

    def _new_round(self, number: int, life: Life) -> dict[str, Any]:
        """A due date where the one in force has passed: a Friday some weeks ahead."""
        today, first = self.office.ledger.today, date.fromisoformat(life.said.get("due", "2020-04-08"))
        if self.dues.setdefault(number, first) > today:  # the step itself is some hours later
            return {}
        self.dues[number] = today + timedelta(days=25 - today.weekday())
        return {"new_due": str(self.dues[number])}

    def _withdraw(self, *_: Any) -> dict[str, Any]:
        return {"reason": "重复下发"}
