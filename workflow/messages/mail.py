"""Commands and events of an account's mail address: set by its holder and in which language to write, or taken out."""

from dataclasses import dataclass
from enum import StrEnum

from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.messages.account import AccountCommand
from workflow.messages.base import DomainEvent, asked


class MailLanguage(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


MAIL_LANGUAGES = {MailLanguage.CHINESE: Words("中文", "Chinese"), MailLanguage.ENGLISH: Words("英文", "English")}


@event("account.mail_set")
class MailAddressSet(DomainEvent):
    """From now on the daily mail goes there; the address itself is kept beside the log."""

    address: PersonalRef
    language: MailLanguage


@event("account.mail_cleared")
class MailAddressCleared(DomainEvent):
    """No more mail is sent. The events that named the address stand; the value is erased with the person."""


@dataclass(frozen=True, kw_only=True)
class SetMailAddress(AccountCommand):
    trigger = "set_mail"
    records = MailAddressSet
    says = Words("登记邮箱", "set the mail address")
    address: PersonalRef = asked(Words("邮箱地址", "Mail address"), personal="mail")
    language: MailLanguage = asked(Words("邮件语言", "Language of the mail"), default=MailLanguage.CHINESE)


@dataclass(frozen=True, kw_only=True)
class ClearMailAddress(AccountCommand):
    trigger = "clear_mail"
    records = MailAddressCleared
    says = Words("取消邮箱", "take the mail address out")
