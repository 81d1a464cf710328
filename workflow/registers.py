"""Deciders of what stands beside the items and is told once or anew as a whole. Pure.

Notices, areas, recoveries, and how far the security log is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from events.event import Recorded, Told
from workflow import messages as m
from workflow.calendar_days import require_days
from workflow.calendar_errors import TooFewDays
from workflow.errors import AlreadyExists, EmptyRegister, Words
from workflow.finding_errors import ClauseRegisterWrong
from workflow.messages.base import SYSTEM
from workflow.messages.policy import LEAST, Policy
from workflow.words import Role, not_permitted


@dataclass(frozen=True, slots=True)
class Register:
    """What a notice or the area register is so far: the last thing said of it."""

    version: int = 0
    last: m.DomainEvent | None = None


MAY: dict[type[m.Command], tuple[Role, ...]] = {
    m.OpenNotice: (Role.CITY_CENTER,),
    m.PublishAreas: (Role.CITY_CENTER, Role.SYSTEM_ADMIN),
    m.PublishClauses: (Role.CITY_CENTER, Role.SYSTEM_ADMIN),
    m.RecoverLog: (Role.SYSTEM_ADMIN,),
    m.ErasePerson: (Role.SECURITY_ADMIN,),
    m.SetPolicy: (Role.CITY_CENTER,),
    m.PublishCalendar: (Role.CITY_CENTER, Role.SYSTEM_ADMIN),
    m.SealSecurityLog: (Role.SYSTEM_ADMIN,),
    m.TrimSecurityLog: (Role.SYSTEM_ADMIN,),
}
SAYS = {
    "open": Words("建立", "open"),
    "publish": Words("发布", "publish"),
    "recover": Words("恢复", "recover"),
    "erase": Words("删除个人信息", "erase a person"),
    "set": Words("设定期限", "set a number of days"),
    "seal": Words("封存", "seal"),
    "trim": Words("清理", "trim"),
}


BY_THE_CLOCK = (m.OpenNotice,)
"""What the system does by itself, when its time has come."""
TOLD_AGAIN = (
    m.PublishAreas, m.PublishClauses, m.SetPolicy, m.RecoverLog, m.SealSecurityLog, m.TrimSecurityLog,
    m.PublishCalendar,
)  # fmt: skip


def fold(past: Iterable[Told | Recorded]) -> Register:
    register = Register()
    for told in past:
        register = Register(register.version + 1, told.event)
    return register


def require_role(by: m.Actor, command: type[m.Command]) -> None:
    """NotPermitted for roles that may not give such a command."""
    allowed = MAY[command]
    if by == SYSTEM and command in BY_THE_CLOCK:
        return
    if by.role not in allowed:
        raise not_permitted(by.role, SAYS[command.trigger], allowed)


def setters(policy: Policy) -> tuple[Role, ...]:
    """Who sets the number of a policy: the center, but for what is kept of the security log."""
    return (Role.SECURITY_ADMIN,) if policy is Policy.SECURITY_LOG_DAYS else MAY[m.SetPolicy]


def admit(command: m.Command, register: Register) -> None:
    """The actor's role may, and what is to be made is not there yet."""
    if isinstance(command, m.SetPolicy):
        if command.by.role not in setters(command.policy):
            raise not_permitted(command.by.role, SAYS[command.trigger], setters(command.policy))
    else:
        require_role(command.by, type(command))
    if register.version and not isinstance(command, TOLD_AGAIN):
        raise AlreadyExists


def decide(command: m.Command, register: Register) -> list[m.DomainEvent]:
    """The event that records the command; refused to other roles, and for what is there already."""
    admit(command, register)
    if isinstance(command, m.PublishAreas) and not command.areas:
        raise EmptyRegister
    if isinstance(command, m.SetPolicy) and command.days < LEAST.get(command.policy, 1):
        raise TooFewDays(field="days", least=LEAST[command.policy])
    if isinstance(command, m.PublishCalendar):
        require_days(command, register.last)
    if isinstance(command, m.PublishClauses):
        _require_clauses(command.clauses)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


NO_CLAUSE = Words("至少要有一个条款", "it needs at least one clause")
CODE_TWICE = Words("代码 {given} 出现了两次", "the code {given} stands there twice")


def _require_clauses(clauses: tuple[m.Clause, ...]) -> None:
    """At least one, each code once. That their areas are there has been looked up before."""
    if not clauses:
        raise ClauseRegisterWrong(field="clauses", what=NO_CLAUSE)
    codes = [clause.code for clause in clauses]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise ClauseRegisterWrong(
            field="clauses", what=Words(CODE_TWICE.zh.format(given=twice), CODE_TWICE.en.format(given=twice))
        )
