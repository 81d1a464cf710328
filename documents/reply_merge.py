"""A reply workbook out, filled in by a bureau and merged: a dry run is the same run, unwritten.

    data = reply_workbook(connection, ledger, actor, people, "zh")
    report = merge_reply(ledger, actor, data, "答复表.xlsx", people, evidence=(zipped, "佐证.zip"), dry_run=True)
    report.rows[0].came         Came.STALE

All rows of a run are one transaction, with the event that says they came together; files are kept in it, too. The same
workbook again records nothing twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection

from documents.evidence_zip import NO_ZIP, Zip, read_zip
from documents.reply_columns import LAYOUT
from documents.reply_commands import Asking, Person, unique_names
from documents.reply_identity import Issue
from documents.reply_items import open_items
from documents.reply_pass import Confirmed, ReplyPass
from documents.reply_read import ReplySheet, read_reply
from documents.reply_report import Came, ReplyReport, Row
from documents.reply_xlsx import Reply, write_reply
from documents.zip_names import shown
from events.dry_run import DryRunStore
from events.store import EventStore
from workflow import service
from workflow.errors import Words
from workflow.history import present
from workflow.lookups import NAMESPACE, units
from workflow.messages import Actor, MergeWorkbook
from workflow.service import Ledger
from workflow.words import ROLES, not_permitted
from workflow.workbook_errors import OldWorkbook, OtherUnitsWorkbook
from workflow.workbooks import MAY, SAYS

Sent = tuple[bytes, str]
"""A file: its bytes, and the name it was sent under."""
NO_FILE: Sent = (b"", "")
GONE = Words(
    "这份表发给的人现在不在本单位任这个角色；采用的内容都以您的名义记录，请逐行核对。",
    "Whom this workbook was made for does not hold that role in your unit now; what is taken is recorded as yours. "
    "Check each row.",
)
ANOTHERS = Words(
    "这份表是发给本单位另一个人的；采用的内容都以您的名义记录。",
    "This workbook was made for somebody else of your unit; what is taken is recorded as yours.",
)


def require_role(actor: Actor) -> None:
    """A bureau's people have reply workbooks; NotPermitted for others."""
    if actor.role not in MAY:
        raise not_permitted(actor.role, SAYS["merge"], MAY)


def reply_workbook(
    connection: Connection, ledger: Ledger, actor: Actor, people: Sequence[Person], language: str,
    kept: Mapping[UUID, Mapping[str, str]] | None = None, *, at: datetime | None = None,
) -> bytes:  # fmt: skip
    """The open items of the actor's unit as a workbook, as of now; `people` are those they can be assigned to.

    `kept` is what was typed into an earlier one and is not recorded yet. NotPermitted for other roles.
    """
    require_role(actor)
    moment = present(at or ledger.clock.now(), ledger.zone)
    items = open_items(connection, actor, moment)
    unit = units(connection).get(actor.org)
    reply = Reply(
        issue=Issue(actor, moment.at), unit=unit.name if unit else actor.org, who=ROLES[actor.role].say(language),
        items=items, handlers=[name for _, name in unique_names(people)], kept=kept or {},
    )  # fmt: skip
    return write_reply(reply, ledger.zone, language)


def merge_reply(
    ledger: Ledger, actor: Actor, data: bytes, name: str, people: Sequence[Person], *, evidence: Sent = NO_FILE,
    confirmed: Confirmed | None = None, dry_run: bool = False,
) -> ReplyReport:  # fmt: skip
    """Carry out what the rows of a workbook ask; rows that are refused, stale or asked about are left, and said why.

    `confirmed` are rows left that are meant as they are. Raises a Refusal if the actor may not, if the file holds no
    reply workbook of theirs, or the zip beside it cannot be read.
    """
    require_role(actor)
    parsed = read_reply(data, name)
    issue = _issue_of(parsed, actor)
    numbers = frozenset(row.number for row in parsed.rows if row.number)
    found = replace(read_zip(*evidence, contents=not dry_run), numbers=numbers) if any(evidence) else NO_ZIP
    digests = (_sha256(data), _sha256(evidence[0]) if evidence[0] else "")
    merge = _Merge(ledger, actor, parsed, issue, found, people, confirmed or {}, digests)
    return merge.rehearsed() if dry_run else merge.carried_out()


def _issue_of(parsed: ReplySheet, actor: Actor) -> Issue | None:
    """The workbook that most rows are of. Refuses what is another unit's, or of another layout, as a whole."""
    issues = [row.issue for row in parsed.rows if row.issue]
    mine = [one for one in issues if one.to.org == actor.org]
    if issues and not mine:
        raise OtherUnitsWorkbook
    usable = [one for one in mine if one.layout == LAYOUT]
    if mine and not usable:
        raise OldWorkbook(given=mine[0].layout, current=LAYOUT)
    return max(set(usable), key=lambda one: (usable.count(one), str(one)), default=None)


class _Merge:
    """The run of one workbook."""

    def __init__(
        self, ledger: Ledger, actor: Actor, parsed: ReplySheet, issue: Issue | None, found: Zip,
        people: Sequence[Person], confirmed: Confirmed, digests: tuple[str, str],
    ):  # fmt: skip
        self.ledger, self.actor, self.parsed, self.issue = ledger, actor, parsed, issue
        self.found, self.people, self.confirmed, self.digests = found, people, confirmed, digests
        self.at = ledger.clock.now()
        self.merge_id = uuid5(NAMESPACE, f"reply merge {' '.join(digests)} {actor} {self.at.isoformat()}")

    def rehearsed(self) -> ReplyReport:
        """What it would come to, nothing written."""
        with self.ledger.database.reading() as connection:
            return self._report(DryRunStore(connection))

    def carried_out(self) -> ReplyReport:
        """What it came to, in one transaction that is begun again if another writer was faster.

        Files take their time to be on disk, so those that will be named are written before others wait for us.
        """
        if self.found.files:
            self._write_ahead()

        def once(_: bool) -> ReplyReport:
            with self.ledger.database.writing() as connection:
                return self._report(EventStore(connection))

        return service.tried(self.ledger, once)

    def _write_ahead(self) -> None:
        named = {sha256 for row in self.rehearsed().rows for sha256 in row.files}
        for file in self.found.files:
            if file.sha256 in named:
                self.ledger.files.put(file.content, file.path)

    def _report(self, store: EventStore) -> ReplyReport:
        asking = Asking(
            ledger=self.ledger, actor=self.actor, at=self.at, merge_id=self.merge_id,
            people=self.people, zip=self.found,
        )  # fmt: skip
        rows = ReplyPass(store, asking, self.confirmed).rows(self.parsed.rows)
        recorded = any(row.came is Came.RECORDED for row in rows)
        if recorded and store.writes:
            service.carry_out(store, self.ledger, self._command(rows, asking.at))
        return ReplyReport(
            parsed=self.parsed, issue=self.issue, rows=rows, merge_id=self.merge_id, written=recorded and store.writes,
            hints=self._hints(store.connection), unused=self._unused(asking.used),
        )  # fmt: skip

    def _command(self, rows: Sequence[Row], at: datetime) -> MergeWorkbook:
        assert self.issue is not None  # a row was recorded, so it was of a workbook of ours
        count = {came: sum(row.came is came for row in rows) for came in Came}
        return MergeWorkbook(
            command_id=self.merge_id, subject=self.merge_id, by=self.actor, at=at, bureau=self.actor.org,
            workbook=self.issue.id, issued_to=self.issue.to.account, digest=self.digests[0], zip_digest=self.digests[1],
            items=tuple(row.item for row in rows if row.came is Came.RECORDED and row.item),
            files=sum(len(row.files) for row in rows), already=count[Came.ALREADY], refused=count[Came.REFUSED],
            stale=count[Came.STALE] + count[Came.ASKED], untouched=count[Came.UNTOUCHED],
        )  # fmt: skip

    def _hints(self, connection: Connection) -> tuple[Words, ...]:
        """What is said of the workbook as a whole: that it was made for somebody else."""
        if self.issue is None or self.issue.to.account == self.actor.account:
            return ()
        hats = self.ledger.whois(connection, self.issue.to.account, self.ledger.today)
        still = any((hat.role, hat.org) == (self.issue.to.role, self.issue.to.org) for hat in hats)
        return (ANOTHERS if still else GONE,)

    def _unused(self, used: set[str]) -> tuple[str, ...]:
        return tuple(shown(file.path) for file in self.found.files if file.path not in used)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
