"""The columns of an offline reply workbook (离线答复表): what it tells of an item, and what of which command it takes.

What is taken, and how long it may be, the commands' own asked fields say: a field that is added to a command is a
column from then on. A column is known by its key, `report.measures`; in the sheet by its words in either language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from marshmallow import fields as ma

from workflow import messages as m
from workflow import packages
from workflow.errors import Words
from workflow.machine import TRANSITIONS, TRIGGERS
from workflow.messages import Command
from workflow.messages.package import AcknowledgePackage
from workflow.schemas import schema_for
from workflow.words import Role

LAYOUT = 1
"""The version of the columns; a workbook of another one is not read."""
ACKNOWLEDGE = AcknowledgePackage.trigger
ON_ITEMS = ("assign", "report", "note_progress", "request_extension", "object")
OFFLINE: dict[str, type[Command]] = {ACKNOWLEDGE: AcknowledgePackage} | {t: m.ITEM_COMMANDS[t] for t in ON_ITEMS}
"""The commands that can be written down away from the system, in the order of their columns."""
SAYS: dict[str, Words] = {t: packages.SAYS[t] if t == ACKNOWLEDGE else TRIGGERS[t] for t in OFFLINE}


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is lasting; `kind` is text, day, person or files; `trigger` "" is what is not of one command."""

    key: str
    words: Words
    kind: str = "text"
    trigger: str = ""
    name: str = ""
    longest: int = 500
    required: bool = False


TOLD = (
    Column("number", Words("编号", "Number")),
    Column("area", Words("问题类别", "Problem area")),
    Column("problem", Words("具体问题", "Problem")),
    Column("requirement", Words("整改要求", "Requirement")),
    Column("due", Words("整改时限", "Due date")),
    Column("state", Words("状态", "State")),
    Column("next", Words("下一步", "Next step")),
    Column("last", Words("最近说明", "Said last")),
    Column("had", Words("已有佐证", "Evidence there")),
)
"""What the workbook tells of an item; it is not read back."""
ACTION = Column("action", Words("操作", "Action"))
HAPPENED = Column("happened_on", Words("发生日期", "Day it happened"), "day")
"""Since when what a row says counts (`effective_at`); left out, since it was recorded."""
ITEM = Column("item", Words("事项标识", "Item id"))
VERSION = Column("version", Words("事项版本", "Item version"))
ISSUE = Column("issue", Words("表格标识", "Workbook id"))
CHECK = Column("check", Words("校验值", "Check value"))
LAST_DAY = Column("last_day", Words("时限末日", "Last day"), "day")
HIDDEN = (ITEM, VERSION, ISSUE, CHECK)


def roles_of(trigger: str) -> frozenset[Role]:
    """Who may ever give it for a bureau's item."""
    if trigger == ACKNOWLEDGE:
        return frozenset(packages.MAY[trigger])
    return frozenset(role for row in TRANSITIONS if row.trigger == trigger for role in row.roles)


def triggers_of(role: Role) -> tuple[str, ...]:
    """What a role may write down offline."""
    return tuple(trigger for trigger in OFFLINE if role in roles_of(trigger))


@cache
def columns_of(trigger: str) -> tuple[Column, ...]:
    """The columns of a command: one for each field that is asked."""
    command: Any = OFFLINE[trigger]
    return tuple(_column(trigger, field) for field in fields(command) if "label" in field.metadata)


def _column(trigger: str, field: Any) -> Column:
    kind = schema_for(OFFLINE[trigger]).fields[field.name]
    label, does = field.metadata["label"], SAYS[trigger]
    words = Words(f"{does.zh}：{label.zh}", f"{does.en.capitalize()}: {label.en.lower()}")
    return Column(
        f"{trigger}.{field.name}", words, _kind(kind, field.metadata), trigger, field.name,
        field.metadata.get("max", 500), kind.required,
    )  # fmt: skip


def _kind(kind: ma.Field[Any], hints: Any) -> str:
    if hints.get("choice") == "handlers":
        return "person"
    if isinstance(kind, ma.List):
        return "files"
    return "day" if isinstance(kind, ma.Date) else "text"


def taken(triggers: Iterable[str] = tuple(OFFLINE)) -> tuple[Column, ...]:
    """What is typed into: the action, the day, and the columns of these commands."""
    return (ACTION, HAPPENED, *(column for trigger in triggers for column in columns_of(trigger)))


def trigger_named(text: str) -> str:
    """The trigger that an action in either language is; "" where it is none."""
    plain = "".join(text.split()).casefold()
    said = ((t, {"".join(one.split()).casefold() for one in words}) for t, words in SAYS.items())
    return next((trigger for trigger, known in said if plain in known), "")
