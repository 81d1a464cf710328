"""How the log stands, in one sentence for each thing that is not in order: what is wrong, and since when."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from workflow.errors import Words
from workflow.health import Follower, Health, Stage, State

Written = Callable[[datetime], str]
"""How a moment is written for the reader."""

STATES = {
    State.IN_ORDER: Words("正常", "in order"),
    State.BEHIND: Words("滞后", "behind"),
    State.STOPPED: Words("停止", "stopped"),
}

WELL = Words("一切正常，日志没有因故只读过。", "Everything is in order; the log was never read-only.")
WELL_SINCE = Words("一切正常，上次只读已于 {until} 解除。",
                   "Everything is in order; the log was last read-only until {until}.")  # fmt: skip
READ_ONLY = Words("自 {since} 起台账只读，不能办理：{why}。",
                  "Read-only since {since}, nothing can be saved: {why}.")  # fmt: skip
UNANSWERED = Words("自 {since} 起的只读在 {until} 被解除，却没有恢复记录：数据库可能被直接改动过，请核查。",
                   "Read-only since {since}, and lifted at {until} without a recovery on record: the database may have "
                   "been changed by hand.")  # fmt: skip
PAST_END = Words("历史整理的位置超过了日志末尾（{name}），多出 {n} 条。",
                 "{name} is {n} past the end of the log.")  # fmt: skip
FAILED = Words("自 {since} 起历史整理停在记录 @{position}：这条记录处理出错（{name}）。",
               "Since {since} the histories have been stopped before record @{position}, "
               "which cannot be worked on ({name}).")  # fmt: skip
SIGNED_PAST_END = Words("已签署到第 {n} 条，超过了日志末尾：日志被截短过。",
                        "Signed up to {n}, past the end of the log: it was cut off.")  # fmt: skip
NEVER_SIGNED = Words("日志还没有签署过，{n} 条记录没有签名，最早的自 {since} 起等待。",
                     "Nothing has been signed yet: {n} waiting, the oldest since {since}.")  # fmt: skip
WAITING: dict[tuple[str, State], Words] = {
    ("sealed", State.BEHIND): Words("封存滞后：{n} 条记录等待封存，最早的自 {since} 起等待。",
                                    "Sealing is behind: {n} waiting, the oldest since {since}."),
    ("sealed", State.STOPPED): Words("封存已停止：{n} 条记录等待封存，最早的自 {since} 起等待。",
                                     "Sealing has stopped: {n} waiting, the oldest since {since}."),
    ("signed", State.BEHIND): Words("签署滞后：{n} 条记录没有签名，最早的自 {since} 起等待。",
                                    "Signing is behind: {n} waiting, the oldest since {since}."),
    ("signed", State.STOPPED): Words("签署已停止：{n} 条记录没有签名，最早的自 {since} 起等待。",
                                     "Signing has stopped: {n} waiting, the oldest since {since}."),
    ("followed", State.BEHIND): Words("历史整理滞后：{n} 条记录等待整理，最早的自 {since} 起等待。",
                                      "The histories are behind: {n} waiting, the oldest since {since}."),
    ("followed", State.STOPPED): Words("历史整理已停止：{n} 条记录等待整理，最早的自 {since} 起等待。",
                                       "The histories have stopped: {n} waiting, the oldest since {since}."),
}  # fmt: skip
MORE = Words("另有 {n} 处异常。", "{n} more not in order.")


class Finding(NamedTuple):
    """A stage that is not in order, and the sentence that says so; `failed` if an event cannot be handled."""

    stage: Stage
    words: Words
    failed: bool = False


def verdict(found: Health, written: Written) -> Words:
    """How the log stands in one line: the worst thing that is wrong, and how many more are; or that all is well."""
    wrong = findings(found, written)
    if not wrong:
        return _filled(WELL_SINCE, until=written(_lifted(found))) if found.past else WELL
    if len(wrong) == 1:
        return wrong[0].words
    worst, more = wrong[0].words, _filled(MORE, n=len(wrong) - 1)
    return Words(worst.zh + more.zh, f"{worst.en} {more.en}")


def findings(found: Health, written: Written) -> list[Finding]:
    """What is not in order, the worst first, those alike in the order of an event's way."""
    wrong = [_finding(found, stage, written) for stage in found.stages if stage.state is not State.IN_ORDER]
    return sorted(wrong, key=lambda one: -one.stage.state)


def _finding(found: Health, stage: Stage, written: Written) -> Finding:
    if stage.name == "written" and found.suspension:
        why, since = found.suspension.words, written(found.suspension.since)
        return Finding(stage, _filled(READ_ONLY, since=since, why=_unended(why)))
    if stage.name == "written" and (lifted := found.unanswered):
        until = written(lifted.until) if lifted.until else "?"
        return Finding(stage, _filled(UNANSWERED, since=written(lifted.since), until=until))
    for one in found.subscriptions if stage.name == "followed" else ():
        for words in _broken(one, written):
            return Finding(stage, words, bool(one.standing.error))
    if stage.name == "signed" and stage.done > found.stages[1].done:
        return Finding(stage, _filled(SIGNED_PAST_END, n=stage.done))
    says = NEVER_SIGNED if stage.name == "signed" and not stage.done else WAITING[stage.name, stage.state]
    return Finding(stage, _filled(says, n=stage.waiting, since=written(stage.since) if stage.since else "?"))


def _broken(follower: Follower, written: Written) -> Iterator[Words]:
    """What is wrong with a subscription beside being late."""
    one = follower.standing
    if one.error:
        since = written(one.failed_at) if one.failed_at else "?"
        yield _filled(FAILED, since=since, position=one.position + 1, name=one.name)
    elif one.behind < 0:
        yield _filled(PAST_END, name=one.name, n=-one.behind)


def _unended(words: Words) -> Words:
    """As part of a sentence."""
    return Words(words.zh.rstrip("。."), words.en.rstrip("。."))


def _lifted(found: Health) -> datetime:
    return max(one.until for one in found.past if one.until)


def _filled(words: Words, **values: str | int | Words) -> Words:
    zh, en = ({k: v.say(lang) if isinstance(v, Words) else v for k, v in values.items()} for lang in ("zh", "en"))
    return Words(words.zh.format(**zh), words.en.format(**en))
