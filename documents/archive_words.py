"""An event in Chinese words, for what is archived: what was done, and what was said with it. Nobody's name or phone."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from documents.archive_matter import Matter
from events.event import EVENT_NAMES
from events.personal import PersonalRef
from workflow import drafts, money, notices, obligations, packages
from workflow import messages as m
from workflow.dates import day_words, due_words
from workflow.errors import Words
from workflow.facts import Cause, Conclusion, Decision, Due, Figure, FollowUp, Kind, Light
from workflow.machine import TRIGGERS, Owner
from workflow.messages.matters import RULINGS, Ruling
from workflow.messages.measure import ACCEPTANCES, Acceptance
from workflow.messages.obligation import RULES, Rule
from workflow.messages.package import WAYS, Way
from workflow.words import CONCLUSIONS, DECISIONS, FOLLOW_UPS, KINDS, LIGHTS, STATES, State

TOLD: tuple[tuple[dict[str, Any], dict[str, Words]], ...] = (
    (dict(m.ITEM_COMMANDS), TRIGGERS),
    (dict(m.PACKAGE_COMMANDS), packages.SAYS),
    (dict(m.DRAFT_COMMANDS), drafts.SAYS),
    (dict(m.OBLIGATION_COMMANDS), obligations.SAYS),
    ({"withdraw": m.WithdrawNotice}, {"withdraw": notices.WITHDRAW}),
)
EVENTS = {EVENT_NAMES[one.records][0]: says[name].zh for commands, says in TOLD for name, one in commands.items()} | {
    "notice.opened": "下发整改通知"
}
LABELS = {
    field.name: field.metadata["label"].zh
    for commands, _ in reversed(TOLD)
    for command in reversed(commands.values())
    for field in fields(command)
    if "label" in field.metadata
} | {
    "number": "编号", "reason": "理由", "remark": "备注", "issuer": "填报单位", "title": "标题",
    "listed_on": "清单日期", "year": "年度", "owner": "归属",
    "missing": "未上报的事项", "cause": "立项缘由", "leads_to": "办理后状态",
    "returned_on": "返回日期", "return_by": "返回材料期限", "moved_on": "转办日期", "obligation": "持续义务",
    "area": "问题类别", "bureau": "责任单位",
}  # fmt: skip
WORDS: dict[type, dict[Any, Words]] = {
    State: dict(STATES), Conclusion: dict(CONCLUSIONS), Kind: dict(KINDS), Way: dict(WAYS), Light: dict(LIGHTS),
    FollowUp: dict(FOLLOW_UPS), Decision: dict(DECISIONS), Ruling: dict(RULINGS), Acceptance: dict(ACCEPTANCES),
    Rule: dict(RULES),
    Owner: {Owner.BUREAU: Words("单位事项", "a unit's item"), Owner.CITY: Words("市本级事项", "the city's own item")},
}  # fmt: skip
UNSAID = frozenset({"definition", "area_register", "finding", "matter", "repeats", "notice", "year", "sequence"})
UNITS = ("bureau", "unit")


class Said(NamedTuple):
    """Something an event says: its label and its value, as they are read."""

    label: str
    text: str


def event_name(name: str) -> str:
    return EVENTS.get(name, name)


def said(event: Any, matter: Matter) -> Iterator[Said]:
    """What an event says, in the order it is declared, without what is empty, technical or personal."""
    for field in fields(event):
        text = "" if field.name in UNSAID else value(field.name, getattr(event, field.name), matter)
        if text:
            yield Said(LABELS.get(field.name, field.name), text)


def value(name: str, given: Any, matter: Matter) -> str:
    """A value as it is read; "" for none, and for whatever names a person."""
    match given:
        case None | "" | () | PersonalRef():
            return ""
        case tuple():
            return "；".join(filter(None, (value(name, one, matter) for one in given)))
        case m.Evidence():
            return f"SHA-256 {given.sha256}（{given.size} 字节）"
        case Enum():
            return WORDS[type(given)][given].zh if type(given) in WORDS else str(given)
        case _ if name == "area":
            return matter.areas.get(given, given)
        case _ if name in UNITS or name == "bureaus":
            return matter.name(given)
        case _ if name == "amount":
            return f"{money.plain(given)} 元"
        case _:
            return _plain(given)


def _plain(given: Any) -> str:
    match given:
        case bool():
            return "是" if given else "否"
        case Due():
            return due_words(given).zh
        case date():
            return day_words(given).zh
        case Figure() | Cause():
            return given.stated
        case UUID():
            return f"编号 {str(given)[:8]}"
        case _:
            return str(given)
