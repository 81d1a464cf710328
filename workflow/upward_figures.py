"""All figures that a report upward can name, made of the facts of one moment. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from workflow.upward_counts import Figure, maybe, results
from workflow.upward_facts import Facts, PackageFact, Ref
from workflow.upward_problems import Problem, area_figures, problem_figures, problems

AREAS = "whole:问题类别数"  # counts its parts, where other figures with parts are their sum


class Drafted(NamedTuple):
    """What the drafter states where the ledger has nothing."""

    year: int
    basis: str
    meeting: str
    plan: str
    title: str = ""


def figures(facts: Facts, drafted: Drafted) -> dict[str, Figure]:
    """Every figure a report of these facts can name, by key."""
    by_area = problems(facts)
    found = [*_whole(facts, drafted, by_area), *_sampling(facts)]
    for area, those in by_area.items():
        found += area_figures(facts, area, those)
        for problem in those:
            found += problem_figures(facts, problem)
    return {figure.key: figure for figure in found}


def _sampling(facts: Facts) -> Iterator[Figure]:
    for n, sample in enumerate(facts.samples, start=1):
        scope, refs = f"sample:{n}", (sample.ref,)
        for name, value, how in (
            ("抽查名称", sample.title, "抽查的标题"),
            ("抽查份数", str(sample.drawn), "最后一次抽取所得的份数"),
            ("已检查份数", str(sample.checked), "抽取的份数中已有检查记录的"),
            ("有问题份数", str(sample.found), "已检查的份数中记有问题的"),
        ):
            yield Figure(key=f"{scope}:{name}", label=f"{sample.title}：{name}", value=value, how=how, refs=refs)


def _whole(facts: Facts, drafted: Drafted, by_area: Mapping[str, tuple[Problem, ...]]) -> Iterator[Figure]:
    """The figures of the report as a whole."""
    yield from results("whole", "全部", facts.items, facts.today, [f"area:{area}" for area in by_area])
    yield Figure(key="whole:截至日期", label="截至日期", value=_day(facts.today),
                 how=f"取数截至的日子，即日志第 {facts.at_position} 号事件为止")  # fmt: skip
    yield Figure(key="whole:年度", label="评价年度", value=str(drafted.year), how="起草时填写")
    if drafted.title:
        yield Figure(key="whole:标题", label="标题", value=drafted.title, how="起草时填写")
    bureaus = tuple(unit.ref for unit in facts.bureaus)
    yield Figure(key="whole:单位数", label="县（市、区）司法局数", value=str(len(facts.standing)),
                 how="当时在册的县（市、区）司法局", refs=bureaus)  # fmt: skip
    yield Figure(key=AREAS, label="问题类别数", value=str(len(by_area)), how="有事项的问题类别",
                 sums=tuple(f"area:{area}:问题数" for area in by_area))  # fmt: skip
    yield Figure(key="whole:问题数", label="问题数", value=str(sum(map(len, by_area.values()))),
                 how="各类别问题数之和", sums=tuple(f"area:{area}:问题数" for area in by_area))  # fmt: skip
    yield Figure(key="whole:通知数", label="整改通知数", value=str(len(facts.notices)), how="本汇报所选的整改通知",
                 refs=tuple(notice.ref for notice in facts.notices))  # fmt: skip
    yield from _stated_by(facts, drafted)
    yield from _packages(facts)


def _stated_by(facts: Facts, drafted: Drafted) -> Iterator[Figure]:
    """What the drafts of the notices say; where they say nothing, what the drafter of the report states."""
    for name, field, typed in (
        ("依据", "basis", drafted.basis), ("会议", "meeting", drafted.meeting), ("方案", "plan", drafted.plan)
    ):  # fmt: skip
        said = [(getattr(one, field).strip().rstrip("。"), one.drafted) for one in facts.notices]
        words = dict.fromkeys(word for word, _ in said if word)
        refs = tuple(ref for word, ref in said if word and ref)
        value, how = ("、".join(words), "通知草稿所写") if words else (typed.strip().rstrip("。"), "起草汇报时填写")
        yield maybe(f"whole:{name}", name, value, how, refs, f"通知草稿和汇报里都没有写明{name}")
    names = facts.standards.get(drafted.year, ())
    refs = (facts.standards_ref,) if facts.standards_ref and names else ()
    said_so = "、".join(name if name.startswith("《") else f"《{name}》" for name in names)
    yield maybe("whole:标准", "评价标准", said_so, "评价标准条款登记表中该年度的标准", refs,
                 f"评价标准条款登记表里没有{drafted.year}年度的标准")  # fmt: skip


def _packages(facts: Facts) -> Iterator[Figure]:
    """To whom the notices went, when, who signed for them and who returned the material."""
    sent = [one for one in facts.packages if one.sent_on is not None]
    yield _units_of("送达单位数", sent, "有送达登记的单位，每个单位计一次", facts)
    open_to = {one.bureau for one in facts.packages if not one.acknowledged}
    signed = [one for one in facts.packages if one.bureau not in open_to]
    yield _units_of("签收单位数", signed, "发给它的材料都已签收的单位", facts)
    owing = {one.bureau for one in facts.packages if not one.returned}
    returned = [one for one in facts.packages if one.bureau not in owing]
    yield _units_of("报回单位数", returned, "整改报告和整改清单都已返回、未被退回的单位", facts)
    yield _span("下发日期", [one.sent_on for one in sent if one.sent_on], tuple(one.ref for one in sent),
                "各单位下发材料登记的送达日期", "没有登记送达日期")  # fmt: skip
    due = [one for one in facts.packages if one.return_by is not None]
    yield _span("返回期限", [one.return_by for one in due if one.return_by], tuple(one.ref for one in due),
                "规定的返回材料期限", "没有规定返回材料的期限")  # fmt: skip


def _units_of(name: str, those: Sequence[PackageFact], how: str, facts: Facts) -> Figure:
    """How many units have such a package; unknown where nothing at all was recorded of packages."""
    count = len({one.bureau for one in those})
    said = str(count) if facts.packages else ""
    refs = tuple(one.ref for one in those)
    return maybe(f"whole:{name}", name, said, how, refs, "没有登记下发材料的送达、签收和返回")


def _span(name: str, days: Sequence[date], refs: tuple[Ref, ...], how: str, why: str) -> Figure:
    """One day, or the first to the last."""
    said = ""
    if days:
        first, last = min(days), max(days)
        said = _day(first) if first == last else f"{_day(first)}至{_day(last)}"
    return maybe(f"whole:{name}", name, said, how, refs, why)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
