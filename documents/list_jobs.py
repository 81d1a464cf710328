"""The work on a long list, done in the background: looking at what it would come to, issuing it, withdrawing it.

    start(ledger, actor, Asked(what=LOOK, sha256=…, name="清单.xlsx"))      the job's id; two clicks start one
    work(ledger)                                                            does what waits; how many rows that was

Lists of up to AT_ONCE rows are not worth it. Any process that keeps the ledger up works; see workflow.jobs.
"""

import logging
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy.exc import SQLAlchemyError

from documents.corrected_xlsx import write_corrected
from documents.import_report import ImportReport
from documents.issue_list import import_list, register
from documents.row_choice import RowChoice
from documents.told_report import packed, told
from workflow import jobs, service
from workflow.errors import Refusal, Words
from workflow.jobs import Job, Standing
from workflow.log_errors import KeysAway, ReadOnly
from workflow.messages import Actor, WithdrawBatch
from workflow.words import not_permitted

AT_ONCE = 500
LOOK, ISSUE, WITHDRAW = "look", "issue", "withdraw"
SECONDS = 1.0
LOGGER = logging.getLogger(__name__)
BROKE = Words(
    "处理时出错，已经下发的保留；请再试一次，仍不行请告知管理员。",
    "The work broke off; what had been issued stays. Try again, and tell the administrator if it happens again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a job is to do: with which file of the unit, or with which import."""

    what: str
    sha256: str = ""
    name: str = ""
    language: str = "zh"
    all_or_nothing: bool = False
    confirmed: tuple[int, ...] = ()
    rows: tuple[int, ...] | None = None
    units: tuple[str, ...] | None = None
    batch: str = ""
    reason: str = ""

    @property
    def subject(self) -> str:
        return f"batch {self.batch}" if self.what == WITHDRAW else f"list {self.sha256}"


def start(ledger: service.Ledger, actor: Actor, asked: Asked, job_id: UUID | None = None) -> UUID:
    """The job for this, or the one of the same list that waits or runs already."""
    said = {name: value for name, value in asdict(asked).items() if value is not None}
    return jobs.start(ledger.database, job_id or uuid4(), actor, asked.what, asked.subject, said, ledger.clock.now())


def work(ledger: service.Ledger) -> int:
    """Do one job that waits, if there is one. How many rows were gone through."""
    jobs.forget(ledger.database, ledger.clock.now())
    job = jobs.take(ledger.database, ledger.clock.now())
    if job is None:
        return 0
    if job.attempts > jobs.ATTEMPTS:
        jobs.end(ledger.database, job, Standing.FAILED, ledger.clock.now(), refused=tuple(BROKE))
        return 0
    try:
        return _Working(ledger, job).run()
    except (ReadOnly, KeysAway, SQLAlchemyError, OSError):
        raise  # not its own fault: it is taken again when its lease is over
    except Exception:
        LOGGER.exception("the work on a list broke off: %s", job.subject)
        jobs.end(ledger.database, job, Standing.FAILED, ledger.clock.now(), refused=tuple(BROKE))
        return 0


class _Working:
    """One job in hand. Its progress is written where nothing else holds the database."""

    def __init__(self, ledger: service.Ledger, job: Job):
        self.ledger, self.job = ledger, job
        said = {k: tuple(v) if isinstance(v, list) else v for k, v in job.asked.items()}
        self.asked = Asked(**said)
        self.noted = ledger.clock.now()
        self.seen = 0

    def run(self) -> int:
        """A refusal is what came of it; that the log takes nothing now is none."""
        try:
            self._require_hat()
            match self.asked.what:
                case "withdraw":
                    self._withdraw()
                case _:
                    self._list()
        except (ReadOnly, KeysAway):
            raise
        except Refusal as refusal:
            self._end(Standing.REFUSED, refused=(refusal.message("zh"), refusal.message("en")))
        return self.seen

    def _require_hat(self) -> None:
        """Who asked for it still holds the role; the command line has no account."""
        by = self.job.actor
        with self.ledger.database.reading() as connection:
            held = self.ledger.whois(connection, by.account, self.ledger.today)
        if by.account.int and by not in held:
            raise not_permitted(by.role, Words("导入", "import"), ())

    def _list(self) -> None:
        asked, dry = self.asked, self.asked.what == LOOK
        data = self.ledger.files.get(asked.sha256)
        choice = RowChoice(
            None if asked.rows is None else frozenset(asked.rows),
            None if asked.units is None else frozenset(asked.units),
        )
        report = import_list(
            self.ledger, self.job.actor, data, asked.name, dry_run=dry, all_or_nothing=asked.all_or_nothing,
            confirmed=frozenset(asked.confirmed), choice=choice, batch=uuid5(self.job.job_id, "batch"),
            progress=self._looked if dry else self._counted, between=self._between,
        )  # fmt: skip
        self._end(Standing.DONE, result=packed(told(report)), corrected=self._corrected(report))

    def _corrected(self, report: ImportReport) -> bytes:
        with self.ledger.database.reading() as connection:
            return write_corrected(
                report.parsed, report.rows, register(connection), written=report.written,
                language=self.asked.language, created=self.ledger.clock.now().astimezone(self.ledger.zone),
            )  # fmt: skip

    def _withdraw(self) -> None:
        command = WithdrawBatch(
            command_id=uuid5(self.job.job_id, "withdraw"), subject=UUID(self.asked.batch), by=self.job.actor,
            at=self.ledger.clock.now(), reason=self.asked.reason,
        )  # fmt: skip
        service.handle(self.ledger, command)
        self._end(Standing.DONE)

    def _counted(self, done: int, of: int) -> None:
        self.seen = done

    def _looked(self, done: int, of: int) -> None:
        """Nothing is written by a look, so its progress can be at any time; once a second is enough."""
        self.seen = done
        if abs((self.ledger.clock.now() - self.noted).total_seconds()) >= SECONDS:
            self._between(done, of)

    def _between(self, done: int, of: int) -> None:
        self.noted = self.ledger.clock.now()
        jobs.note(self.ledger.database, self.job, done, of, self.noted)

    def _end(self, standing: Standing, **came: Any) -> None:
        if self.seen:
            jobs.note(self.ledger.database, self.job, self.seen, self.seen, self.ledger.clock.now())
        jobs.end(self.ledger.database, self.job, standing, self.ledger.clock.now(), **came)
