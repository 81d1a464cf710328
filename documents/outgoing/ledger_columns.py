"""The columns of the printed ledger: those offices use, and the ledger knows; none is made up."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from documents.outgoing.sheets import Marked, Money, Value
from documents.outgoing.view import View
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.facts import Conclusion, Kind, Light
from workflow.ledger_rows import Line
from workflow.persons import masked_field
from workflow.words import CONCLUSIONS, KINDS, LIGHTS, STATES, State

Personal = Mapping[UUID, str]
ERASED = Words("（已删除）", "(erased)")
COLOURS = {Light.RED: "red", Light.YELLOW: "yellow", Light.BLUE: "blue"}


class Shown(NamedTuple):
    """A row to be printed: its place, what was said, and the personal values that were found for it."""

    place: int
    line: Line
    personal: Personal


class Printed(NamedTuple):
    """A column: its name, width, and what stands in it. `sums` says that a total of it is drawn."""

    name: Words
    width: float
    says: Callable[[View, Shown], Value]
    sums: bool = False


def _row(name: str) -> Callable[[View, Shown], Value]:
    def says(view: View, shown: Shown) -> Value:
        found: Value = getattr(shown.line.row, name)
        return found

    return says


def _said(name: str) -> Callable[[View, Shown], Value]:
    def says(view: View, shown: Shown) -> Value:
        found: Value = getattr(shown.line.said, name)
        return found

    return says


def _person(name: str) -> Callable[[View, Shown], Value]:
    """Masked, as on pages."""

    def says(view: View, shown: Shown) -> Value:
        ref: PersonalRef | None = getattr(shown.line.said, name)
        if ref is None:
            return ""
        kept = shown.personal.get(ref.ref)
        return masked_field(name, kept) if kept else view.say(ERASED)

    return says


def _day(name: str) -> Callable[[View, Shown], Value]:
    def says(view: View, shown: Shown) -> Value:
        moment = getattr(shown.line.said, name)
        return view.day_of(moment) if moment else None

    return says


def _light(view: View, shown: Shown) -> Value:
    light = shown.line.row.light
    return Marked(view.say(LIGHTS[Light(light)]), COLOURS[Light(light)]) if light else ""


def _amount(view: View, shown: Shown) -> Value:
    amount = shown.line.row.amount
    return None if amount is None else Money(amount)


def _state(view: View, shown: Shown) -> Value:
    state = State(shown.line.row.state)
    said = view.say(STATES[state])
    return Marked(said, "green") if state is State.CLOSED else said


def _conclusion(view: View, shown: Shown) -> Value:
    found = shown.line.row.conclusion
    return view.say(CONCLUSIONS[Conclusion(found)]) if found else ""


COLUMNS: tuple[Printed, ...] = (
    Printed(Words("序号", "No."), 4.5, lambda view, shown: shown.place),
    Printed(Words("编号", "Number"), 9, _row("number")),
    Printed(Words("问题来源", "Source"), 8, _row("source")),
    Printed(Words("依据条款", "Clause"), 8, _row("clause")),
    Printed(Words("问题类别", "Area"), 8, lambda view, shown: view.area(shown.line.row.area)),
    Printed(Words("具体问题", "Problem"), 24, _row("problem")),
    Printed(Words("量化情况", "Figure"), 8, _row("figure")),
    Printed(Words("涉及金额（元）", "Amount (yuan)"), 11, _amount, sums=True),
    Printed(Words("整改类型", "Kind"), 7, lambda view, shown: view.say(KINDS[Kind(shown.line.row.kind)])),
    Printed(Words("整改要求", "Requirement"), 20, _row("requirement")),
    Printed(Words("整改措施", "Measures taken"), 20, _said("measures")),
    Printed(Words("整改结果", "Result"), 14, _said("result")),
    Printed(Words("牵头单位", "Lead unit"), 8, _row("lead")),
    Printed(Words("责任单位", "Unit"), 9, lambda view, shown: view.unit(shown.line.row.bureau)),
    Printed(Words("责任领导", "Leader"), 6.5, _person("leader")),
    Printed(Words("责任人", "Contact"), 6.5, _person("contact")),
    Printed(Words("联系电话", "Phone"), 11.5, _person("phone")),
    Printed(Words("整改时限", "Due date"), 10, lambda view, shown: view.due(shown.line.row.due)),
    Printed(Words("督办灯", "Light"), 8, _light),
    Printed(Words("进展情况", "State"), 7, _state),
    Printed(Words("佐证材料（份）", "Files"), 6.5, _said("evidence"), sums=True),
    Printed(Words("认定结论", "Conclusion"), 7, _conclusion),
    Printed(Words("核查意见", "Opinion"), 14, _said("opinion")),
    Printed(Words("核查日期", "Verified on"), 10.5, _day("verified_at")),
    Printed(Words("销号日期", "Closed on"), 10.5, _day("closed_at")),
    Printed(Words("备注", "Remark"), 8, _row("remark")),
)
