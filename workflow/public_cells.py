"""How one cell of a disclosure list is published, or why it cannot be; and of whom nothing is told. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum

from workflow import published_patterns
from workflow.errors import Words
from workflow.messages.disclosure_rule import PublicColumn, Treatment
from workflow.public_kinds import LONGEST, WAYS, WAYS_ALSO, is_kind
from workflow.public_names import HAN, all_stars, problem, with_surname
from workflow.published_patterns import Published

Shown = tuple[str, Words | None]
LONGEST_AGENCY = 30
# what no agency is called by: it tells of a case
_STORY = re.compile("诉(?!讼)|被告|被打|某|殴|拖欠|欠薪|打伤|受伤|强奸|猥亵|性侵|吸毒|艾滋|犯罪|杀|盗窃|抢劫|离婚")
_AGENCY = re.compile(
    rf"[{HAN}（）()]+(?:中心|事务所|律所|工作站|司法所|服务所|司法局|协会|联系点|接待站|办公室|公证处|工会|妇联|残联)"
)
_PERSON_THERE = re.compile("律师[^事协]|律师$|先生|女士|主任|同志")
_TOWNSHIP = re.compile(rf"(?:.*(?:省|自治区|市|县|区|旗|盟|州))?([{HAN}]{{1,10}}?(?:街道|镇|乡|苏木))")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")

NAMES_SOMEBODY = Words(
    "这个姓名完整地出现在将要公布的内容中，请改写出现它的单元格",
    "this name stands whole in what would be published; reword that cell",
)
EMPTY = Words("必须填写", "this is required")
NOT_A_KIND = Words(
    f"只写案由的种类，如“工伤赔偿”“房屋租赁纠纷”：用常见的案由词，{LONGEST} 个汉字以内，不写当事人和案情",
    f"give the kind of matter in the words of causes of action, such as 工伤赔偿 or 房屋租赁纠纷, in at most {LONGEST} "
    "characters: no party, nothing of the case",
)
NOT_A_WAY = Words(f"不是援助方式，可写：{'、'.join(WAYS)}", f"this is no way of aid. There are: {', '.join(WAYS)}")
NOT_AN_AGENCY = Words(
    "只写机构的全称，如“白石县法律援助中心”，不写人名、住址和电话",
    "give the agency's full name alone, such as 白石县法律援助中心, without persons, addresses or telephones",
)
NO_TOWNSHIP = Words("找不到乡镇（街道），请写成“临江镇”", "no township is named; write it as 临江镇")
NOT_A_DAY = Words("不是日期，请写成 2020-03-05", "this is no date; write 2020-03-05")


class Whose(StrEnum):
    """Of whom nothing is told."""

    MINOR = "minor"
    VICTIM = "victim"


HIDDEN = "不公开"
WITHHOLDS: dict[Whose, Mapping[PublicColumn, str]] = {
    Whose.MINOR: {PublicColumn.NAME: "未成年人", PublicColumn.MATTER: HIDDEN, PublicColumn.PLACE: HIDDEN},
    Whose.VICTIM: {PublicColumn.NAME: HIDDEN, PublicColumn.MATTER: HIDDEN, PublicColumn.PLACE: HIDDEN},
}
PROTECTED, AGE = "protected", "age"
"""Columns that are read and never published."""
ADULT = 18
_MINOR, _VICTIM = re.compile("未成年|儿童|少年|幼|婴|学生|小学|初中"), re.compile("被害|受害")
_YES = re.compile("是|有|√|✓|yes|y|需要?|保护", re.IGNORECASE)


def protected(given: Mapping[str, str]) -> Whose | None:
    """Whether the row is of a minor or a victim. Whatever says neither yes nor no of an age is taken as a minor's."""
    said = "".join(unicodedata.normalize("NFKC", given.get(PROTECTED, "")).split())
    if _VICTIM.search(said):
        return Whose.VICTIM
    if (_MINOR.search(said) and not re.search("非未成年|不是未成年", said)) or _YES.fullmatch(said):
        return Whose.MINOR
    age = re.search(r"\d+", unicodedata.normalize("NFKC", given.get(AGE, "")))
    return Whose.MINOR if given.get(AGE) and (age is None or int(age[0][:4]) < ADULT) else None


def _name(given: str, way: Treatment) -> Shown:
    if not given.strip():
        return "", EMPTY
    shown = all_stars(given) if way is Treatment.STARS else with_surname(given)
    return shown, problem(given)


def _matter(given: str, _: Treatment) -> Shown:
    text = _tidy(given)
    if not text:
        return "", EMPTY
    return text, None if is_kind(text) else NOT_A_KIND


def _way(given: str, _: Treatment) -> Shown:
    text = _tidy(given).removesuffix("法律援助") or _tidy(given)
    text = WAYS_ALSO.get(text, text)
    return text, None if not text or text in WAYS else NOT_A_WAY


def _agency(given: str, _: Treatment) -> Shown:
    text = _tidy(given)
    fits = (
        len(text) <= LONGEST_AGENCY
        and _AGENCY.fullmatch(text)
        and not _PERSON_THERE.search(text)
        and not _STORY.search(text)
    )
    return text, None if not text or fits else NOT_AN_AGENCY


def _place(given: str, _: Treatment) -> Shown:
    """The township that an address names; the rest of it is not printed."""
    found = _TOWNSHIP.match(_tidy(given))
    if not given.strip() or found:
        return found[1] if found else "", None
    return "", NO_TOWNSHIP


def _accepted(given: str, way: Treatment) -> Shown:
    found = _DAY.fullmatch(given.strip())
    if not given.strip() or found is None or not 1 <= int(found[2]) <= 12:
        return "", NOT_A_DAY if given.strip() else None
    return found[1] if way is Treatment.YEAR else f"{found[1]}-{found[2]}", None


def _tidy(text: str) -> str:
    """One line, half-width, without blanks and what cannot be seen."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isprintable() and not c.isspace())


PUBLISHES: dict[PublicColumn, Callable[[str, Treatment], Shown]] = {
    PublicColumn.NAME: _name,
    PublicColumn.MATTER: _matter,
    PublicColumn.WAY: _way,
    PublicColumn.ACCEPTED: _accepted,
    PublicColumn.AGENCY: _agency,
    PublicColumn.PLACE: _place,
}
MADE_HERE = {PublicColumn.ACCEPTED: frozenset(Published), PublicColumn.PLACE: frozenset({Published.HOUSE})}
"""What is not looked for: in a month that was made of a date; in a township, which is cut from what follows it."""


def published_problem(text: str, column: PublicColumn) -> Words | None:
    """What a cell that would be published holds that may not be, if it does."""
    held = [one for one in published_patterns.found(text) if one not in MADE_HERE.get(column, ())]
    if not held:
        return None
    what = published_patterns.named(held)
    return Words(
        f"将要公布的内容含有{what.zh}，不能公布，也不能以勾选放行；请删去",
        f"what would be published holds {what.en}. It cannot be published, and no tick lets it pass; remove it",
    )
