"""Rules on sums: parts against their total, in a sentence or in a table. Only where the pattern leaves no doubt.

A sentence is looked at where it says that the parts are all there is: 其余 names the rest, or one part is done and the
others are not, or the total follows its parts (3个县、4个区，共7个).
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from documents.official.document import Table
from documents.official.quantities import MEASURES
from documents.official.rules import Hit, Place, Registry, Seen, both, rule
from documents.official.structure import Part
from documents.official.wording_words import sentences
from workflow.errors import Words

RULES: Registry[Seen] = []
_MEASURE = "|".join(sorted((one for one in MEASURES if one != "人次"), key=len, reverse=True))
_H = "一-鿿"
_DIGITS = r"[0-9０-９]{1,9}"
TOTALLED = re.compile(
    rf"(?:共|合计|总计|累计)[{_H}、]{{0,12}}?({_DIGITS})\s*({_MEASURE})[{_H}]{{0,8}}[，,（(：:]\s*(?:其中|包括)[：:，,]?([^。；;）)]+)"
)
PART = re.compile(
    rf"([^，、,0-9０-９]{{0,12}}?)({_DIGITS})\s*({_MEASURE})([{_H}]{{0,6}}?)(?=[，、,。；和及]|以及|$)\s*(?:[，、,和及]|以及)?\s*"
)
DONE = re.compile(r"^(?:已|已经)?(?:销号|完成|办结|整改|整改到位|完成整改|整改完成)$")
NOT_DONE = re.compile(
    r"^(?:仍|还|尚|尚有)?(?:在办|正在办理|正在整改|整改中|办理中|未完成|未销号|未整改|未办结|尚未完成|尚未整改|尚未销号|持续整改|部分完成|长期整改|转持续整改|转持续义务|撤回|已撤回)$"
)
REST = re.compile(r"^(?:其余|剩余|余下)")
LISTED = re.compile(
    rf"(?:^|(?<=[，。；：（]))((?:[{_H}（）]{{0,10}}?{_DIGITS}\s*(?:{_MEASURE})[{_H}（）]{{0,8}}?[、和]){{1,30}}[{_H}（）]{{0,10}}?{_DIGITS}\s*(?:{_MEASURE})[{_H}（）]{{0,8}}?)，(?:共计|合计|总计|共)({_DIGITS})\s*({_MEASURE})(?=[，。；）]|$)"
)  # fmt: skip
ONE = re.compile(rf"({_DIGITS})\s*({_MEASURE})")
EQUATION = re.compile(rf"(?<![0-9.+\-×*/])({_DIGITS}(?:\s?[+＋]\s?{_DIGITS}){{1,20}})\s?[=＝]\s?({_DIGITS})(?![0-9.])")
VAGUE = re.compile("等|约|左右|多|近|以上|至少|超过")
TOTAL_ROW = re.compile(r"合\s*计|总\s*计|共\s*计")
NOT_SUMMED = re.compile("率|比|均|序|占|累计|单位数|涉及|编号|年|日期|时间|排名|得分|分数")
SAID = (Part.TEXT, Part.HEADING, Part.NOTE)


def _number(text: str) -> int:
    return int(text)


@rule(
    RULES,
    "sum",
    Words("分项之和等于总数", "The parts add up to the total"),
    Words("核对总数和各分项。", "Check the total and its parts."),
)
def sums_in_sentences(seen: Seen) -> Iterator[Hit]:
    for place, text in sentences(seen, *SAID):
        for shown, total, parts in _stated(text):
            if sum(parts) != total:
                plus = " + ".join(map(str, parts))
                there = both("{plus} = {sum}，不是 {total}", "{plus} = {sum}, not {total}", plus=plus, sum=sum(parts),
                             total=total)  # fmt: skip
                yield Hit(place._replace(quote=shown[:60]), there)


def _stated(text: str) -> Iterator[tuple[str, int, list[int]]]:
    """Totals with all their parts, as a text states them."""
    for found in TOTALLED.finditer(text):
        if parts := _all_parts(found[3], found[2]):
            yield found[0], _number(found[1]), parts
    for found in LISTED.finditer(text):
        listed = ONE.findall(found[1])
        if not VAGUE.search(found[0]) and {measure for _, measure in listed} == {found[3]}:
            yield found[0], _number(found[2]), [_number(part) for part, _ in listed]
    for found in EQUATION.finditer(text):
        yield found[0], _number(found[2]), [_number(part) for part in re.split(r"\s*[+＋]\s*", found[1])]


def _all_parts(text: str, measure: str) -> list[int]:
    """The parts that follow a total, if they are all of it; else none."""
    parts, labels, at = [], [], 0
    while (found := PART.match(text, at)) and found.end() > at and found[3] == measure:
        parts.append(_number(found[2]))
        labels.append((found[1] or found[4]).strip())
        at = found.end()
        if REST.match(labels[-1]):
            return parts if len(parts) > 1 and not VAGUE.search(text[:at]) else []
    done = [label for label in labels if DONE.match(label)]
    others = [label for label in labels if NOT_DONE.match(label)]
    whole = len(done) == 1 and others and len(done) + len(others) == len(labels) and len(set(labels)) == len(labels)
    return parts if whole and at == len(text) and not VAGUE.search(text) else []


@rule(
    RULES,
    "table_sum",
    Words("合计等于各行之和", "The total is the sum of the rows"),
    Words("核对这一列和合计。", "Check this column and its total."),
)
def sums_in_tables(seen: Seen) -> Iterator[Hit]:
    for table in seen.document.tables:
        totals = [n for n, row in enumerate(table.rows) if any(TOTAL_ROW.fullmatch(cell.strip()) for cell in row[:2])]
        if len(totals) == 1 and not any("小计" in cell for row in table.rows for cell in row):
            yield from _columns(table, totals[0])


def _columns(table: Table, total: int) -> Iterator[Hit]:
    for column, stated in enumerate(table.rows[total]):
        wanted, values = _value(stated), _values(table, total, column)
        if wanted is None or values is None or sum(values) == wanted:
            continue
        name = table.rows[0][column].strip()[:20] if column < len(table.rows[0]) else ""
        there = both(
            "表 {n}“{name}”列：各行之和 {sum}，合计写 {stated}",
            "table {n}, column “{name}”: the rows come to {sum}, the total says {stated}",
            n=table.number,
            name=name,
            sum=f"{sum(values):f}",
            stated=stated.strip(),
        )
        yield Hit(Place(table=table.number, row=total + 1, quote=name), there)


def _values(table: Table, total: int, column: int) -> list[Decimal] | None:
    """The numbers of a column besides its total; None if it is not one to be summed."""
    heads, values = "", []
    for n, row in enumerate(table.rows):
        if n == total or column >= len(row):
            if n != total:
                return None
            continue
        text = row[column].strip()
        value = _value(text)
        if value is not None:
            values.append(value)
        elif not values:
            heads += text
        elif text not in ("", "—", "–", "-", "/", "无"):
            return None
    return None if len(values) < 2 or NOT_SUMMED.search(heads) else values


def _value(text: str) -> Decimal | None:
    """A cell's number; None where it holds none, or more than that."""
    plain = text.strip().replace(",", "").replace("，", "")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
