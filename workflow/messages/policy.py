"""Rules with a number, each with the day it holds from. What has no number set is not judged."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class Policy(StrEnum):
    CONTACT_CHANGE_DAYS = "contact_change_days"
    RAISED_ITEM_DAYS = "raised_item_days"
    SUPERVISE_BLUE_DAYS = "supervise_blue_days"
    SUPERVISE_YELLOW_DAYS = "supervise_yellow_days"
    MAX_EXTENSIONS = "max_extensions"
    SECURITY_LOG_DAYS = "security_log_days"


POLICIES = {
    Policy.CONTACT_CHANGE_DAYS: Words(
        "联络员、明白人变动后须在几日内报送", "days within which a change of a contact is reported"
    ),
    Policy.RAISED_ITEM_DAYS: Words(
        "系统发现的问题须在几日内整改", "days within which what the system found is to be put right"
    ),
    Policy.SUPERVISE_BLUE_DAYS: Words(
        "距时限几个工作日起亮蓝灯", "working days before the due date from which it is blue"
    ),
    Policy.SUPERVISE_YELLOW_DAYS: Words(
        "距时限几个工作日起亮黄灯", "working days before the due date from which it is yellow"
    ),
    Policy.MAX_EXTENSIONS: Words("一个事项最多延期几次", "how often an item may be extended"),
    Policy.SECURITY_LOG_DAYS: Words("安全日志保存几日", "days for which the security log is kept"),
}

CALENDAR_DAYS, WORKING_DAYS = Words("个日历日", "calendar days"), Words("个工作日", "working days")
TIMES = Words("次", "times")
UNITS = {
    Policy.CONTACT_CHANGE_DAYS: CALENDAR_DAYS,
    Policy.RAISED_ITEM_DAYS: CALENDAR_DAYS,
    Policy.SUPERVISE_BLUE_DAYS: WORKING_DAYS,
    Policy.SUPERVISE_YELLOW_DAYS: WORKING_DAYS,
    Policy.MAX_EXTENSIONS: TIMES,
    Policy.SECURITY_LOG_DAYS: CALENDAR_DAYS,
}
"""What the number of each counts."""

LEAST = {Policy.SECURITY_LOG_DAYS: 183}
"""What a number is not below, where it is not below one."""


@event("policy.set")
class PolicySet(DomainEvent):
    """From `since` on, until another is set. What was due before stays due as it was."""

    policy: Policy
    days: int
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class SetPolicy(Command):
    stream_kind = "policy"
    trigger = "set"
    records = PolicySet
    policy: Policy
    days: int = asked(Words("数值", "Number"), min=1, max=3660)
    since: date = asked(Words("自何日起", "Since"))
    reason: str = asked(Words("依据", "Basis"), max=200)
