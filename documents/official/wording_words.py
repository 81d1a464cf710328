"""Rules on single words and marks: 截至 and 截止, years, punctuation, what was left open, names of laws."""

import re
from collections.abc import Iterator

from documents.official.rules import Hit, Place, Registry, Seen, at, rule
from documents.official.structure import Part
from workflow.errors import Words

RULES: Registry[Seen] = []
ALL = tuple(part for part in Part if part is not Part.BLANK)
SENTENCES = (Part.TEXT, Part.HEADING, Part.NOTE)
H = "一-鿿"
_WHEN = "|".join(
    (
        r"(?:\d{1,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*日|[〇零一二三四五六七八九十○]{1,4}[年月日]|目前|今日|今天|当日|昨日",
        "本[年月周日季]|上[年月周季]|去年|今年|现在|年底|月底|季末)",
    )
)
UNTIL = re.compile(rf"(?:^|(?<=[，。；：、（(“\s,;:]))(截止(?:到|至|于)?)(?=\s*{_WHEN})")
BEFORE = re.compile(r"(?<=[日月年时分底])截至(?=[，。；！]|$)")
CIRCLES = re.compile(r"[一二三四五六七八九零〇○◯Ｏ]{2,4}年")
OPEN = re.compile(r"【待[^】]{0,30}】?|（待(?:核|补|定|填)[^）]{0,20}）|[×Xx＊*]{2,}年|待核实数据")
NARROW = re.compile(rf"(?<=[{H}）”》])\s*[,;:?!](?![/\\])|(?<=[{H}）”》])\.(?=$|\s|[{H}])")
BRACKETS = re.compile(rf"\([^()（）]*[{H}][^()（）]*\)|（[^()（）]*\)|\([^()（）]*）")
QUOTES = re.compile(rf"\"[^\"]*[{H}][^\"]*\"")
LAWS = [
    "宪法", "民法典", "法律援助法", "律师法", "公证法", "仲裁法", "审计法", "档案法", "预算法", "会计法", "刑法",
    "刑事诉讼法", "民事诉讼法", "行政诉讼法", "行政复议法", "劳动法", "劳动合同法", "人民调解法", "社区矫正法",
    "个人信息保护法", "数据安全法", "保守国家秘密法", "政府信息公开条例",
]  # fmt: skip
LAW = re.compile(f"中华人民共和国(?:{'|'.join(sorted(LAWS, key=len, reverse=True))})|法律援助条例")
TITLED = re.compile("《[^《》]*》")


def sentences(seen: Seen, *parts: Part) -> Iterator[tuple[Place, str]]:
    """The texts of these parts, with their places."""
    for one in seen.of(*parts):
        yield at(one), one.text


def cells(seen: Seen) -> Iterator[tuple[Place, str]]:
    """The texts of all tables."""
    for table in seen.document.tables:
        for n, row in enumerate(table.rows, start=1):
            for text in row:
                yield Place(table=table.number, row=n, quote=text.strip()[:40]), text


def around(text: str, found: re.Match[str], width: int = 12) -> str:
    """What was found with what stands around it."""
    begins, ends = max(0, found.start() - width), min(len(text), found.end() + width)
    return f"{'…' if begins else ''}{text[begins:ends].strip()}{'…' if ends < len(text) else ''}"


def _found(place: Place, text: str, found: re.Match[str], mend: Words | None = None, there: str = "") -> Hit:
    shown = there or found[0].strip()
    return Hit(place._replace(quote=around(text, found)), Words(f"“{shown}”", f"“{shown}”"), mend)


@rule(
    RULES,
    "until",
    Words("说统计到某一天用“截至”；“截止”是到期停止", "截至 says up to which day; 截止 says that something ends"),
    Words("改为“截至”。", "Change it to 截至."),
)
def until(seen: Seen) -> Iterator[Hit]:
    """Only where a clause begins with it: 报名于4月8日截止 is right."""
    for place, text in [*sentences(seen, *ALL), *cells(seen)]:
        for found in UNTIL.finditer(text):
            yield _found(place, text, found, there=found[1])
        for found in BEFORE.finditer(text):
            yield _found(place, text, found, Words("改为“截止”。", "Change it to 截止."))


@rule(
    RULES,
    "year",
    Words("汉字年份里的“〇”不用符号“○”或“零”", "In a year written in Chinese the nought is 〇, not ○ or 零"),
    Words("改为“〇”，或者改用阿拉伯数字。", "Change it to 〇, or write the year in Arabic numerals."),
)
def year(seen: Seen) -> Iterator[Hit]:
    for place, text in sentences(seen, *ALL):
        for found in CIRCLES.finditer(text):
            if set(found[0]) & set("○◯Ｏ") or re.fullmatch("[一二]零[一二三四五六七八九零]{2}年", found[0]):
                yield _found(place, text, found)


@rule(
    RULES,
    "left_open",
    Words("定稿里没有待核、待补的内容", "Nothing is left to be checked or filled in"),
    Words("核实后填上，或者删去。", "Fill it in once it is known, or take it out."),
)
def left_open(seen: Seen) -> Iterator[Hit]:
    for place, text in [*sentences(seen, *ALL), *cells(seen)]:
        for found in OPEN.finditer(text):
            yield _found(place, text, found)


@rule(
    RULES,
    "punctuation",
    Words("中文用全角标点", "Chinese text has full-width punctuation"),
    Words("改为全角：，；：？！。（）“”", "Change it to full-width: ，；：？！。（）“”"),
)
def punctuation(seen: Seen) -> Iterator[Hit]:
    for place, text in sentences(seen, *SENTENCES, Part.TITLE, Part.UNDER_TITLE):
        for pattern in (NARROW, BRACKETS, QUOTES):
            for found in pattern.finditer(text):
                if found.start() > 0 or pattern is QUOTES:  # a heading's number is another rule's
                    yield _found(place, text, found)


@rule(
    RULES,
    "law_name",
    Words("法律、法规的全称加书名号", "The full names of laws stand in 《》"),
    Words("加上书名号。", "Put it in 《》."),
)
def law_name(seen: Seen) -> Iterator[Hit]:
    """Only laws that are known by name, and not a law's short name."""
    for place, text in sentences(seen, *SENTENCES):
        titled = [found.span() for found in TITLED.finditer(text)]
        for found in LAW.finditer(text):
            if not any(begins < found.start() < ends for begins, ends in titled):
                yield _found(place, text, found)
