"""What a figure of a report upward is, and how items are counted into one. Pure.

Figure(key="area:finance:销号数", value="3", how="状态为已销号的事项",
       refs=(Ref("item-…", 6, 812, "〔2020〕1-白石-48"),))

What nobody knows prints 【待核】 and says why.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.facts import Conclusion
from workflow.upward_facts import ItemFact, Ref
from workflow.words import State

UNKNOWN = "【待核】"
IN_HAND = (State.ISSUED, State.ASSIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, or words of the ledger, that a report prints. `sums` are the figures it is the sum of, instead of refs;
    `why` says why nobody knows it."""

    key: str
    label: str
    value: str
    how: str
    refs: tuple[Ref, ...] = ()
    sums: tuple[str, ...] = ()
    why: str = ""

    @property
    def known(self) -> bool:
        return not self.why

    @property
    def nought(self) -> bool:
        return self.value == "0"


Counted = Callable[[ItemFact, date], bool]
RESULTS: Mapping[str, tuple[str, Counted]] = {
    "事项数": ("下发的全部事项，含已撤回的", lambda item, day: True),
    "销号数": ("状态为已销号的事项", lambda item, day: item.state is State.CLOSED),
    "待销号数": ("已核查、认定为已完成而未销号的事项", lambda item, day: _verified(item, done=True)),
    "继续整改数": ("已核查、认定为部分完成、持续整改或未完成的事项", lambda item, day: _verified(item, done=False)),
    "待核查数": ("已上报、尚未核查的事项", lambda item, day: item.state is State.REPORTED),
    "在办数": ("已下发或已分派、尚未上报的事项", lambda item, day: item.state in IN_HAND),
    "逾期数": ("尚未上报、不在等待外部单位而已过整改时限的事项", lambda item, day: _overdue(item, day)),
    "等待外部数": ("尚未上报、正在等待外部单位的事项", lambda item, day: item.state in IN_HAND and item.awaiting),
    "转义务数": ("已转为持续义务的事项", lambda item, day: item.state is State.CONVERTED),
    "撤回数": ("已撤回的事项", lambda item, day: item.state is State.WITHDRAWN),
}
PARTITION = ("销号数", "待销号数", "继续整改数", "待核查数", "在办数", "转义务数", "撤回数")


def _verified(item: ItemFact, *, done: bool) -> bool:
    return item.state is State.VERIFIED and (item.conclusion is Conclusion.COMPLETED) is done


def _overdue(item: ItemFact, day: date) -> bool:
    return item.state in IN_HAND and not item.awaiting and item.due_last < day


def results(
    scope: str, label: str, items: Sequence[ItemFact], today: date, sums: Sequence[str] = ()
) -> Iterator[Figure]:
    """How some items stand; where the scope is made of others, as sums of theirs."""
    for name, (how, counted) in RESULTS.items():
        those = [item for item in items if counted(item, today)]
        yield Figure(
            key=f"{scope}:{name}", label=f"{label}：{name}", value=str(len(those)), how=how,
            refs=() if sums else tuple(item.ref for item in those), sums=tuple(f"{one}:{name}" for one in sums),
        )  # fmt: skip
    yield _money(scope, label, items)


def _money(scope: str, label: str, items: Sequence[ItemFact]) -> Figure:
    """The money that items state, in yuan; unknown where none states any."""
    those = [item for item in items if item.amount is not None and item.state is not State.WITHDRAWN]
    fen = sum(item.amount or 0 for item in those)
    said = f"{fen // 100}.{fen % 100:02}".removesuffix(".00")
    return maybe(
        f"{scope}:涉及金额", f"{label}：涉及金额", said if those else "", "写明金额、未撤回的事项之和（元）",
        tuple(item.ref for item in those), "所选事项都没有写明涉及金额",
    )  # fmt: skip


def maybe(key: str, label: str, value: str, how: str, refs: tuple[Ref, ...], why: str) -> Figure:
    """The figure, or 【待核】 with the reason."""
    return Figure(key=key, label=label, value=value or UNKNOWN, how=how, refs=refs, why="" if value else why)
