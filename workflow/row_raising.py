"""Items raised for what was found in a register: by the center, for findings it chose, once for each row and rule."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from events.store import EventStore
from workflow import raising, row_register
from workflow.facts import Cause
from workflow.history import present
from workflow.lookups import current_areas, policy_days
from workflow.messages import Actor
from workflow.messages.policy import Policy
from workflow.messages.row import RegisterKind
from workflow.raising import Wanted
from workflow.row_errors import NoAreaToRaise, NoDaysToRaise, NothingChosen
from workflow.row_matching import MATCHED
from workflow.row_rules import Finding, Rule
from workflow.rows import RAISERS, SAYS
from workflow.service import Ledger, handle
from workflow.words import not_permitted

AREAS = {
    **dict.fromkeys((*MATCHED, RegisterKind.SHARED_COST), "finance"),
    RegisterKind.DISCLOSURE: "disclosure",
    RegisterKind.SYSTEM_DATA: "information_system",
}
REQUIREMENTS = {
    Rule.PAID_EARLY: "核对卷宗审核情况，卷宗合格后再发放补贴",
    Rule.PASSING_UNKNOWN: "补充卷宗合格日期",
    Rule.NOT_PERSONAL: "更正收款账户，补贴发放到办案人个人账户",
    Rule.OTHER_PAYEE: "逐案核对发放表、凭单和办案人并更正",
    Rule.OTHER_AMOUNT: "逐案核对发放金额和领取金额并更正",
    Rule.NOT_IN_LIST: "补齐缺少的发放表、凭单或办案人记录",
    Rule.SPLIT_UNBALANCED: "按实际支出重新分摊，使合计与支出一致",
    Rule.SPLIT_UNFOUNDED: "补充分摊依据",
    Rule.NOT_RECHECKED: "复核移交后的公示名单并登记结果",
    Rule.FOUND_WANTING: "补全公示名单并方便查询",
    Rule.DIFFERENCE: "核对并更正系统数据",
    Rule.DIFFERENCE_AGAIN: "核对并更正系统数据，说明反复出现的原因",
}


def cause_of(finding: Finding) -> Cause:
    """Why an item is raised: the finding's row, rule and period."""
    return Cause("register", finding.line.row_id, finding.key, finding.reason.zh)


def numbers(connection: Connection, found: Iterable[Finding]) -> dict[str, tuple[UUID, str]]:
    """Of the findings that items were raised for, by `chosen_by`, the item and its number."""
    causes = {chosen_by(one): cause_of(one) for one in found}
    by_item = {raising.item_of(cause): chosen for chosen, cause in causes.items()}
    raised = raising.raised(connection, causes.values())
    return {by_item[item]: (item, number) for item, number in raised.items()}


def chosen_by(finding: Finding) -> str:
    """What chooses a finding: its row, rule and period."""
    return f"{finding.line.row_id} {finding.key}"


def raise_items(ledger: Ledger, actor: Actor, kind: RegisterKind, chosen: Collection[str]) -> int:
    """Raise an item for each chosen finding that stands and has none yet; how many that is.

    NotPermitted for who is not the center; NoDaysToRaise, NoAreaToRaise, NothingChosen.
    """
    if actor.role not in RAISERS:
        raise not_permitted(actor.role, SAYS["raise"], RAISERS)
    now = ledger.clock.now()
    with ledger.database.reading() as connection:
        _, found = row_register.found_in(connection, actor, present(now, ledger.zone), kind)
        wanted = [one for one in found if chosen_by(one) in chosen]
        _require_ready(connection, ledger, kind)
        items = [_wanted(one, kind, ledger) for one in wanted]
        commands = [replace(one, by=actor) for one in raising.commands(connection, items, now, ledger.today)]
    if not commands:
        raise NothingChosen
    for command in commands:
        handle(ledger, command)
    return sum(command.trigger == "issue" for command in commands)


def _require_ready(connection: Connection, ledger: Ledger, kind: RegisterKind) -> None:
    store = EventStore(connection)
    if policy_days(store, Policy.RAISED_ITEM_DAYS, ledger.today) is None:
        raise NoDaysToRaise
    area = AREAS.get(kind)
    if area is not None and area not in {one.code for one in current_areas(store).areas}:
        raise NoAreaToRaise(area=area)


def _wanted(finding: Finding, kind: RegisterKind, ledger: Ledger) -> Wanted:
    return Wanted(
        cause=cause_of(finding), bureau=finding.line.bureau, area=AREAS[kind], problem=finding.reason.zh,
        requirement=REQUIREMENTS[finding.rule], since=ledger.clock.now(),
    )  # fmt: skip
