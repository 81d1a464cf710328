"""The sentences a report upward is made of: which slots each may name, and how it reads until an office words it anew.

A part is text with slots, {销号数}; what stands in [ ] is left out when all of its slots are nought. It holds no digit:
each number of a report is asked of the ledger. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from workflow.errors import Words

SLOT = re.compile(r"\{([^{}\[\]]*)\}")
COUNTED = "一二三四五六七八九十百千万亿两〇零壹贰叁参肆伍陆柒捌玖拾佰仟廿卅"
ABOVE_ONE = COUNTED.replace("一", "")
MEASURES = "个|個|家|项|項|份|人|次|条|件|元|起|处|户|所|名|张|卷|册|篇|县|区|市|宗|笔|倍|成"
SPELT = re.compile(
    f"[{COUNTED}]+[多余来几]?大?(?:{MEASURES})|[{ABOVE_ONE}](?:类|年|月|天|日|周)|[{COUNTED}]+分之[{COUNTED}]+"
    "|[二三四五六七八九][十百]|[十百][二三四五六七八九]"
)
UNSEEN = ("Cf", "Zs", "Zl", "Zp", "Cc")
NUMERIC = ("Nd", "Nl", "No")
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or more: what it is for, which slots it may name, and its text until it is worded anew."""

    label: Words
    slots: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Text and slots in turn: `pieces` alternate, a slot at each odd place. `optional` came in brackets."""

    pieces: tuple[str, ...]
    optional: bool


RESULT = (
    "事项数", "销号数", "待销号数", "继续整改数", "待核查数", "在办数", "逾期数", "等待外部数", "转义务数", "撤回数",
    "涉及金额", "截至日期",
)  # fmt: skip
STANDING = (
    "已销号{销号数}项[，核查通过、待销号{待销号数}项][，核查后继续整改{继续整改数}项][，已上报、待核查{待核查数}项]"
    "[，正在整改{在办数}项][（其中已逾期{逾期数}项）][（其中等待外部单位办理{等待外部数}项）][，转为持续义务{转义务数}项]"
    "[，经核实撤回{撤回数}项]"
)
WHOLE = (
    "年度", "依据", "标准", "会议", "方案", "单位数", "问题类别数", "问题数", "通知数", "下发日期", "送达单位数",
    "签收单位数", "返回期限", "报回单位数", *RESULT,
)  # fmt: skip

PARTS: Mapping[str, Part] = {
    "title": Part(Words("标题", "Title"), ("年度",), "关于{年度}年度法律援助工作评价问题整改情况的报告"),
    "opening": Part(
        Words("开头", "Opening"), WHOLE,
        "按照{依据}的要求，我们以{标准}为准，对{年度}年度评价中发现的问题逐条清理，归为{问题类别数}类{问题数}个问题，"
        "向{送达单位数}个县（市、区）司法局下发整改事项，连同市级承担的共{事项数}项。现将整改情况报告如下。",
    ),
    "organising": Part(
        Words("组织推进情况", "How the work was organised"), WHOLE,
        "{会议}对整改工作作了部署，明确了{方案}。市法律援助中心汇总问题后，于{下发日期}将整改通知和整改清单送达"
        "{送达单位数}个单位，要求在{返回期限}前报回；已有{签收单位数}个单位签收。截至{截至日期}，{单位数}个单位中"
        "{报回单位数}个报回了整改报告和整改清单。",
    ),
    "sampling": Part(
        Words("抽查情况（有抽查时）", "Sampling (where there was any)"),
        ("抽查名称", "抽查份数", "已检查份数", "有问题份数"),
        "其间开展了“{抽查名称}”，抽取{抽查份数}份，已检查{已检查份数}份，其中{有问题份数}份仍有不规范之处。",
    ),
    "area": Part(
        Words("每类问题的总述", "Overview of an area"), ("问题类别", "问题数", *RESULT),
        f"这一类共{{问题数}}个问题、整改事项{{事项数}}项。截至{{截至日期}}，{STANDING}。",
    ),
    "problem": Part(
        Words("每个问题（县区承担）", "A problem (of bureaus)"),
        ("来源", "具体问题", "量化", "涉及单位", "整改要求", *RESULT),
        "问题由{来源}提出，范围为{量化}；已向{涉及单位}下发整改事项{事项数}项，要求：{整改要求}。"
        f"目前{STANDING}。",
    ),
    "city_problem": Part(
        Words("每个问题（市级承担）", "A problem (of the city)"),
        ("来源", "具体问题", "量化", "涉及单位", "整改要求", *RESULT),
        "问题由{来源}提出，范围为{量化}；由市级承担整改事项{事项数}项，措施是：{整改要求}。"
        f"目前{STANDING}。",
    ),
    "rest": Part(
        Words("其余问题（一类超过三十个时）", "Further problems (above thirty in an area)"),
        ("其余问题数", "其余事项数"),
        "本类其余{其余问题数}个问题、{其余事项数}项整改事项见附件。",
    ),
    "closing": Part(
        Words("结尾", "Closing"), WHOLE,
        f"总的看，{{事项数}}项整改事项中，{STANDING}。下一步，我们将继续按清单逐项核查、逐项销号，对未到位的盯住不放，"
        "对已销号的组织回头看，防止反弹，并把行之有效的做法固定为日常制度。",
    ),
}  # fmt: skip


def segments(text: str) -> Iterator[Segment]:
    """The text taken apart; ValueError where brackets do not match."""
    depth, begun = 0, 0
    for at, letter in enumerate(text):
        if letter not in "[]":
            continue
        depth += 1 if letter == "[" else -1
        if depth not in (0, 1):
            raise ValueError(f"brackets in {text!r}")
        if at > begun:
            yield _segment(text[begun:at], letter == "]")
        begun = at + 1
    if depth:
        raise ValueError(f"brackets in {text!r}")
    if begun < len(text):
        yield _segment(text[begun:], False)


def _segment(text: str, optional: bool) -> Segment:
    pieces = tuple(SLOT.split(text))
    if any("{" in piece or "}" in piece for piece in pieces):
        raise ValueError(f"braces in {text!r}")
    return Segment(pieces, optional)


def slots_of(text: str) -> tuple[str, ...]:
    """The slots a text names, each once, in order."""
    return tuple(dict.fromkeys(slot for segment in segments(text) for slot in segment.pieces[1::2]))


def numbers_in(text: str) -> tuple[str, ...]:
    """What a text states of number outside of its slots: digits of any script, and numbers that are spelt out."""
    bare = "".join(
        letter for letter in SLOT.sub("＿", text) if unicodedata.category(letter) not in UNSEEN
    )  # what is not seen hides no number
    runs = groupby(bare, key=lambda letter: unicodedata.category(letter) in NUMERIC)
    return (*("".join(run) for numeric, run in runs if numeric), *SPELT.findall(bare))
