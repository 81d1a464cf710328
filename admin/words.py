"""The pages' own words: English in the source, Chinese in the catalogue. The domain's words come from workflow."""

import gettext
from dataclasses import fields
from functools import cache
from pathlib import Path

import identity
from admin.event_words import EVENTS
from workflow import messages as m
from workflow.checklist import DEFECTS, FRAMES, Defect, DrawnFrom
from workflow.errors import Words
from workflow.facts import Conclusion, Decision, FollowUp, Kind, Light
from workflow.machine import Owner
from workflow.messages.contact import CHECKS, POSTS, ContactPost, PhoneCheck
from workflow.messages.disclosure_rule import TREATMENTS, Treatment
from workflow.messages.finding import CONCERNS, SOURCES, Concerns, Source
from workflow.messages.kinds import COLUMN_WORDS
from workflow.messages.mail import MAIL_LANGUAGES, MailLanguage
from workflow.messages.matters import RULINGS, Ruling
from workflow.messages.measure import ACCEPTANCES, Acceptance
from workflow.messages.obligation import RULES, Rule
from workflow.messages.organisation import KINDS as ORGANISATION_KINDS
from workflow.messages.package import WAYS, Way
from workflow.patterns import found, named
from workflow.words import CONCLUSIONS, DECISIONS, FOLLOW_UPS, KINDS, LIGHTS, ROLES, STATES, Role, State

CATALOGUES = Path(__file__).parent / "translations"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The messages of a language; English needs none."""
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)


def t(message: str, /, **values: object) -> str:
    """`message` in the reader's language, its %(values)s filled in."""
    text = catalogue(identity.language()).gettext(message)
    return text % values if values else text


def mark(message: str) -> str:
    """A message that is translated later, by `t`."""
    return message


def say(words: Words) -> str:
    """The domain's words in the reader's language."""
    return words.say(identity.language())


def looks_like(text: str) -> str:
    """What personal data a text looks to hold, in words; empty where it looks to hold none."""
    held = found(text)
    return say(named(held)) if held else ""


def labelled(label: str, text: str) -> str:
    """The text with its label before it, unless it names what it is about by itself."""
    return text if label.lower() in text.lower() else t("%(label)s: %(text)s", label=label, text=text)


def cap(text: str) -> str:
    """The text as it begins a line; Chinese stays as it is."""
    return text[:1].upper() + text[1:]


FIELDS: dict[str, Words] = {
    field.name: field.metadata["label"]
    for command in reversed(m.ITEM_COMMANDS.values())  # a field is called as the first command that asks for it does
    for field in fields(command)
    if "label" in field.metadata and field.name != "reason"
} | {
    "reason": Words("理由", "Reason"),
    "remark": Words("备注", "Remark"),
    "state": Words("状态", "State"),
    "round": Words("轮次", "Round"),
    "number": Words("编号", "Number"),
    "owner": Words("归属", "Owner"),
    "matter": Words("事项情形", "Matter"),
    "extension_until": Words("延期待批", "Extension waiting"),
    "due_original": Words("原定时限", "Original due date"),
    "cause": Words("立项缘由", "Raised because"),
    "obligation": Words("持续义务", "Obligation"),
}

ENUMS: dict[type, dict[object, Words]] = {
    Conclusion: dict(CONCLUSIONS),
    Kind: dict(KINDS),
    State: dict(STATES),
    Role: dict(ROLES),
    Way: dict(WAYS),
    Owner: {Owner.BUREAU: Words("单位事项", "a unit's item"), Owner.CITY: Words("市本级事项", "the city's own item")},
    m.OrganisationKind: dict(ORGANISATION_KINDS),
    ContactPost: dict(POSTS),
    **{kind: dict(words) for kind, words in COLUMN_WORDS.items()},
    PhoneCheck: dict(CHECKS),
    FollowUp: dict(FOLLOW_UPS),
    Ruling: dict(RULINGS),
    Acceptance: dict(ACCEPTANCES),
    Light: dict(LIGHTS),
    Decision: dict(DECISIONS),
    Rule: dict(RULES),
    DrawnFrom: dict(FRAMES),
    Defect: dict(DEFECTS),
    Source: dict(SOURCES),
    Concerns: dict(CONCERNS),
    MailLanguage: dict(MAIL_LANGUAGES),
    Treatment: dict(TREATMENTS),
}

ONGOING = Words("持续整改", "ongoing")
OPEN = Words("未办结", "not finished")
STANDING = Words("未撤回", "not withdrawn")

ACTS = {
    "login": Words("登录", "sign in"),
    "logout": Words("退出", "sign out"),
    "login_failed": Words("登录失败", "sign-in failed"),
    "login_held_back": Words("登录过于频繁，未核对", "sign-in held back, too many tries"),
    "logins_ended": Words("结束登录", "end logins"),
    "password_changed": Words("修改密码", "change the password"),
    "second_factor_on": Words("启用双因素", "turn the second factor on"),
    "second_factor_off": Words("停用双因素", "turn the second factor off"),
    "recovery_code_used": Words("使用恢复码", "use a recovery code"),
    "token_issued": Words("签发令牌", "issue a token"),
    "token_revoked": Words("吊销令牌", "revoke a token"),
    "refused": Words("拒绝访问", "refused"),
    "repeated": Words("一分钟内重复", "repeated within a minute"),
    "exported": Words("导出", "export"),
    "people_read": Words("查看姓名电话", "read names and phones"),
    "person_looked_up": Words("查找个人信息", "look a person up"),
    "security_log_read": Words("查看安全日志", "read the security log"),
    "trimmed": Words("清理安全日志", "trim the security log"),
}


def act_words(kind: str) -> str:
    """What a row of the security log says was done; changes of accounts are events of the log, too."""
    return say(ACTS[kind]) if kind in ACTS else event_words(kind)


def event_words(name: str) -> str:
    """What an event is called; an unknown one by its stored name."""
    return cap(say(EVENTS[name])) if name in EVENTS else name


def state_words(state: str, conclusion: str | None = None) -> str:
    """The state as people call it; verified with 持续整改 is said as such, since it is not on its way to closing."""
    if (state, conclusion) == (State.VERIFIED, Conclusion.ONGOING) or state == "ongoing":
        return cap(say(ONGOING))
    several = {"open": OPEN, "standing": STANDING}
    return cap(say(several[state] if state in several else STATES[State(state)]))


def light_words(light: str) -> str:
    """What a light says, so that its colour need not be seen."""
    return cap(say(LIGHTS[Light(light)]))
