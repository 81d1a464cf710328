"""When and why the log was read-only, and who lifted that: the rows of `suspensions` beside the recoveries recorded."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from events import reasons, tables
from events.event import Recorded
from events.reasons import Reason
from events.store import EventStore
from workflow.errors import Words
from workflow.messages import Actor
from workflow.messages.recovery import RECOVERIES

_row = tables.suspensions.c

WITNESS = "见证文件的最后一条检查点不可信："
CHECKPOINT = "数据库里有一条签名检查点不可信："
UNSIGNED, FORGED = "不是密钥 {key} 签的。", "{key} 的签名与内容不符。"
MALFORMED = "格式不对，可能被改动过，或者不是本系统的文件。"
CHINESE: dict[str, str] = {
    reasons.SAID: "{text}",
    "cut_off": "日志有 {there} 条，见证文件记到 {vouched} 条：数据库是从较早的备份恢复的，或者被截短了。",
    "cut_in_place": "日志只有 {there} 条，同一数据库里的检查点却签到第 {signed} 条：末尾被删掉了。"
    "请换一份完整的备份恢复。",
    "rewritten": "日志的前 {size} 条与见证文件记下的不同：记录被改写过。",
    "other_seal": "记录 @{position} 的封印与见证文件记下的不同。",
    "gap": "日志从 @{first} 到 @{last} 有缺失或损坏，不是每个位置都有完整的摘要。",
    "other_log": "见证文件属于另一个日志 {stated}，不是 {wanted} 的。",
    "notes_missing": "见证文件 {path} 只记到 {size} 条，而数据库里在此之后还有 {signed} 条签名检查点："
    "文件被截短过，或者换成了较早的副本。",
    "no_note": "见证文件 {path} 里没有检查点，而数据库里已有 {signed} 条签名检查点。",
    "witness_unsigned": WITNESS + UNSIGNED,
    "witness_forged": WITNESS + FORGED,
    "witness_malformed": WITNESS + MALFORMED,
    "checkpoint_unsigned": CHECKPOINT + UNSIGNED,
    "checkpoint_forged": CHECKPOINT + FORGED,
    "checkpoint_malformed": CHECKPOINT + MALFORMED,
}


class Lifted(NamedTuple):
    """The recovery that lifted a suspension: by whom, why, with the key of which fingerprint, at which position."""

    by: Actor
    why: str
    key: str
    position: int | None


class Suspension(NamedTuple):
    """Since when the log is or was read-only, why, and until when.

    `lifted` is None while it lasts, and where no recovery is recorded for it: then it was lifted behind the log's back.
    """

    since: datetime
    reason: Reason
    until: datetime | None = None
    lifted: Lifted | None = None

    @property
    def words(self) -> Words:
        """The reason in both languages."""
        return worded(self.reason)


def worded(reason: Reason) -> Words:
    """A reason in both languages, as a sentence; one in someone's own words as it was said."""
    end = "" if reason.code == reasons.SAID else "."
    return Words(CHINESE[reason.code].format(**reason.values), f"{reason}{end}")


def suspension(connection: Connection) -> Suspension | None:
    """The suspension that lasts now, if one does."""
    lasting = select(_row.found_at, _row.reason).where(_row.lifted_at.is_(None)).limit(1)
    row = connection.execute(lasting).one_or_none()
    return Suspension(row.found_at, reasons.kept(row.reason)) if row else None


def past_suspensions(connection: Connection) -> tuple[Suspension, ...]:
    """Those that were lifted, newest first."""
    past = select(tables.suspensions).where(_row.lifted_at.is_not(None)).order_by(_row.found_at.desc())
    rows = connection.execute(past).all()
    recorded = EventStore(connection).read(f"log-{RECOVERIES}").recorded if rows else ()
    return tuple(
        Suspension(r.found_at, reasons.kept(r.reason), r.lifted_at, _lifted(recorded, r.found_at, r.lifted_at))
        for r in rows
    )


def unanswered(connection: Connection) -> Suspension | None:
    """The last suspension that ended without a recovery on record, then or since; None if each was answered for."""
    past = past_suspensions(connection)
    if not past or past[0].lifted:
        return None
    recorded = EventStore(connection).read(f"log-{RECOVERIES}").recorded
    since = past[0].until
    return None if since and any(one.recorded_at >= since for one in recorded) else past[0]


def _lifted(recoveries: Iterable[Recorded], since: datetime, until: datetime) -> Lifted | None:
    """The recovery recorded at the moment of the lifting; before that was one moment, the last while it lasted."""
    within = [one for one in recoveries if since <= one.recorded_at <= until or one.recorded_at == until]
    if not within:
        return None
    one = within[-1]
    return Lifted(Actor.parse(one.actor), one.event.reason, one.event.key, one.position)
