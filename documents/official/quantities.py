"""Figures in a text: digits of either width, and Chinese numerals before a measure word. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MEASURES = (
    "个", "份", "项", "件", "名", "人次", "人", "家", "处", "条", "起", "场次", "场", "期", "批次", "批", "本", "卷",
    "户", "所", "类", "种", "篇", "宗", "例", "台", "辆", "页", "张", "笔", "万元", "亿元", "元", "小时", "次",
)  # fmt: skip
_MEASURE = "|".join(sorted(MEASURES, key=len, reverse=True))
_CHINESE = "[零〇一二两三四五六七八九十百千万亿]"
NUMBER = r"[0-9０-９](?:[0-9０-９]|[,，.．](?=[0-9０-９]{3}(?![0-9０-９]))|[.．](?=[0-9０-９]))*"
ARABIC = re.compile(rf"{NUMBER}\s*[%％]?")
_PHRASES = "方面|层面|层次|维度|环节|阶段|步骤|意识|自信|维护|确保|到位|必须|“|一|是"  # 三个方面 counts nothing
CHINESE = re.compile(rf"(?<!第)(?<!{_CHINESE})({_CHINESE}+)(?={_MEASURE})(?!(?:{_MEASURE})(?:{_PHRASES}))")
_D = "[0-9０-９]"  # every repeat below is bounded: a text may be one line of digits
NOT_FIGURES = re.compile(
    "|".join((
        r"《[^《》]{0,200}》",  # names of laws and documents
        # numbers of documents and of items: 〔2020〕7号, 〔2020〕1-白石-01、02
        rf"[〔\[［]{_D}{{4}}[〕\]］]\s?第?\s?{_D}{{1,6}}(?:[-—][0-9一-鿿]{{1,8}}){{0,3}}(?:(?<=[-—]{_D}{_D})(?:、{_D}{{2,3}}){{1,50}})?\s?号?",
        rf"第\s?{_D}{{1,6}}(?:\s?[、和至-]\s?(?:第\s?)?{_D}{{1,6}}){{0,8}}\s?(?:条|款|项|章|节|季度|号|次会议|批|期|届)",
        rf"(?<!{_D}){_D}{{4}}\s?(?:[、和至—-]\s?{_D}{{4}}\s?)?年(?!\s?{_D})",  # a year by itself
        r"[A-Za-z][A-Za-z0-9/.\-]{0,40}(?:\s[0-9][0-9.\-]{0,20})?",  # names with digits, such as GB/T 9704-2012
        rf"(?<!{_D}){_D}{{1,6}}(?=号(?:楼|院|室|文|令))",
        r"[①-⑳]",
    ))
)  # fmt: skip
DAY = re.compile(
    rf"(?:(?:{_D}{{4}}\s?年\s?)?{_D}{{1,2}}\s?月(?:\s?{_D}{{1,2}}\s?日|份|底|初|[上中下]旬)?|(?<!{_D}){_D}{{1,2}}\s?日)"
    rf"(?:\s?{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?)?"  # with a time of day
)
VAGUE = frozenset({"一", "百", "千", "万", "亿", "千万", "百万", "十百", "两"})


class Figure(NamedTuple):
    """A figure with where it stands in its text; `day` says that it is a date."""

    text: str
    begins: int
    ends: int
    day: bool = False


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text, without numbers of documents, years by themselves and what stands in 《》."""
    taken = bytearray(len(text))
    for found in NOT_FIGURES.finditer(text):
        taken[found.start() : found.end()] = bytes([1]) * (found.end() - found.start())
    for pattern, day in ((DAY, True), (ARABIC, False), (CHINESE, False)):
        for found in pattern.finditer(text):
            begins, ends = found.start(), found.start() + len(found[0].rstrip())
            if (pattern is CHINESE and found[1] in VAGUE) or any(taken[begins:ends]):
                continue
            taken[begins:ends] = bytes([1]) * (ends - begins)
            yield Figure(found[0].strip(), begins, ends, day)
