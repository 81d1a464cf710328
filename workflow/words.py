"""The domain's words in Chinese and English: states, roles, conclusions, kinds."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from workflow.errors import NotPermitted, Words
from workflow.facts import Conclusion, Decision, FollowUp, Kind, Light


class State(StrEnum):
    ISSUED = "issued"
    ASSIGNED = "assigned"
    REPORTED = "reported"
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"


class Role(StrEnum):
    CITY_CENTER = "city_center"
    BUREAU_LEADER = "bureau_leader"
    BUREAU_HANDLER = "bureau_handler"
    EVALUATOR = "evaluator"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"


STATES = {
    State.ISSUED: Words("已下发", "issued"),
    State.ASSIGNED: Words("已分派", "assigned"),
    State.REPORTED: Words("已上报", "reported"),
    State.VERIFIED: Words("已核查", "verified"),
    State.CLOSED: Words("已销号", "closed"),
    State.WITHDRAWN: Words("已撤回", "withdrawn"),
    State.CONVERTED: Words("转持续义务", "made an obligation"),
}

ROLES = {
    Role.CITY_CENTER: Words("市中心", "city center"),
    Role.BUREAU_LEADER: Words("单位负责人", "bureau leader"),
    Role.BUREAU_HANDLER: Words("经办人", "bureau handler"),
    Role.EVALUATOR: Words("评价人员", "evaluator"),
    Role.AUDITOR: Words("审计人员", "auditor"),
    Role.SYSTEM_ADMIN: Words("系统管理员", "system administrator"),
    Role.SECURITY_ADMIN: Words("安全管理员", "security administrator"),
}

KINDS = {
    Kind.IMMEDIATE: Words("立行立改", "immediate"),
    Kind.STAGED: Words("分阶段整改", "staged"),
    Kind.ONGOING: Words("持续整改", "ongoing"),
}

CONCLUSIONS = {
    Conclusion.COMPLETED: Words("已完成", "completed"),
    Conclusion.PARTLY_COMPLETED: Words("部分完成", "partly completed"),
    Conclusion.ONGOING: Words("持续整改", "ongoing"),
    Conclusion.NOT_COMPLETED: Words("未完成", "not completed"),
}

FOLLOW_UPS = {
    FollowUp.PASSED: Words("未反弹", "holds"),
    FollowUp.FAILED: Words("反弹", "is back"),
}

LIGHTS = {
    Light.BLUE: Words("蓝灯（临近时限）", "blue (near the due date)"),
    Light.YELLOW: Words("黄灯（进度滞后）", "yellow (behind)"),
    Light.RED: Words("红灯（已逾期）", "red (overdue)"),
}

DECISIONS = {
    Decision.APPROVED: Words("同意延期", "approved"),
    Decision.REFUSED: Words("不同意", "refused"),
}


OUTCOMES: dict[type[StrEnum], Mapping[Any, Words]] = {Conclusion: CONCLUSIONS, FollowUp: FOLLOW_UPS}
"""What the outcomes are called by which a trigger's rows are told apart."""


def outcome_words(outcome: StrEnum | str) -> Words:
    return next((words[outcome] for words in OUTCOMES.values() if outcome in words), Words(outcome, outcome))


def not_permitted(role: Role, trigger: Words, allowed: Iterable[Role]) -> NotPermitted:
    """The refusal of a role that may not, naming those that may."""
    named = [ROLES[one] for one in allowed]
    who = Words("、".join(words.zh for words in named), ", ".join(words.en for words in named))
    return NotPermitted(role=ROLES[role], trigger=trigger, allowed=who)
