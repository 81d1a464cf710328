"""Commands and events of the contact register: who a station's liaison is, who knows, and whether their phone answers.

A stream is one entry: a post at a station, whoever holds it. Days are calendar days where the office is.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from events.codec import Body, upcaster
from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class ContactPost(StrEnum):
    LIAISON = "liaison"
    IN_THE_KNOW = "in_the_know"


class PhoneCheck(StrEnum):
    """What came of calling the number in the register."""

    NORMAL = "normal"
    MISMATCH = "mismatch"
    DEAD_NUMBER = "dead_number"
    SWITCHED_OFF = "switched_off"


POSTS = {
    ContactPost.LIAISON: Words("联络员", "liaison"),
    ContactPost.IN_THE_KNOW: Words("明白人", "person in the know"),
}
CHECKS = {
    PhoneCheck.NORMAL: Words("正常", "answers"),
    PhoneCheck.MISMATCH: Words("不一致", "number of somebody else"),
    PhoneCheck.DEAD_NUMBER: Words("空号", "dead number"),
    PhoneCheck.SWITCHED_OFF: Words("关机", "switched off"),
}


@event("contact.registered", version=2)
class ContactRegistered(DomainEvent):
    """`since` is None where it is not known since when the person holds the post; then there is no `report_by` either,
    the last day that policy gave to say so."""

    station: str
    post: ContactPost
    name: PersonalRef
    phone: PersonalRef
    since: date | None
    reported_on: date
    report_by: date | None


@upcaster("contact.registered", from_version=1)
def _registering_not_judged(body: Body) -> Body:
    """Before, who was registered was never late."""
    return {**body, "report_by": None}


@event("contact.replaced")
class ContactReplaced(DomainEvent):
    """Another person holds the post. `report_by` is the last day that policy gave to say so, None if it gave none."""

    name: PersonalRef
    phone: PersonalRef
    since: date
    reason: str
    reported_on: date
    report_by: date | None


@event("contact.phone_changed")
class ContactPhoneChanged(DomainEvent):
    """The same person has another number."""

    phone: PersonalRef
    since: date
    reported_on: date
    report_by: date | None


@event("contact.checked")
class ContactChecked(DomainEvent):
    """The number was called. `answer_by` is the last day to mend what was found, None if there is none."""

    result: PhoneCheck
    checked_on: date
    remark: str
    answer_by: date | None


@event("contact.ended")
class ContactEnded(DomainEvent):
    """Nobody holds the post any more."""

    since: date
    reason: str
    reported_on: date
    report_by: date | None


@dataclass(frozen=True, kw_only=True)
class ContactCommand(Command):
    """What every command on an entry carries. `whose` says of whom its personal values tell; that and the days are
    looked up for it."""

    stream_kind = "contact"
    whose: str = field(default="", repr=False)
    reported_on: date | None = None


NAME = Words("姓名", "Name")
PHONE = Words("联系电话", "Phone")
SINCE = Words("自何日起", "Since")
REASON = Words("原因", "Reason")


@dataclass(frozen=True, kw_only=True)
class RegisterContact(ContactCommand):
    """`holds_others`: its station is not dissolved meanwhile, nor another liaison registered there."""

    trigger = "register"
    records = ContactRegistered
    holds_others = True
    station: str = asked(Words("工作站、联系点", "Station or contact point"), choice="stations", max=64)
    post: ContactPost = asked(Words("类别", "Post"))
    name: PersonalRef = asked(NAME, personal="name")
    phone: PersonalRef = asked(PHONE, personal="phone", dialled=True)
    since: date | None = asked(SINCE, default=None)
    report_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReplaceContact(ContactCommand):
    """`holds_others` as registering does; `same` says that person and number stand so already."""

    trigger = "replace"
    records = ContactReplaced
    holds_others = True
    name: PersonalRef = asked(NAME, personal="name")
    phone: PersonalRef = asked(PHONE, personal="phone", dialled=True)
    since: date = asked(SINCE)
    reason: str = asked(REASON, default="", max=200)
    report_by: date | None = None
    same: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangePhone(ContactCommand):
    """`same` says that the number stands so already, in whatever way it is written."""

    trigger = "change_phone"
    records = ContactPhoneChanged
    holds_others = True
    phone: PersonalRef = asked(PHONE, personal="phone", dialled=True)
    since: date = asked(SINCE)
    report_by: date | None = None
    same: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckPhone(ContactCommand):
    trigger = "check"
    records = ContactChecked
    result: PhoneCheck = asked(Words("核对结果", "Result"))
    checked_on: date = asked(Words("核对日期", "Checked on"))
    remark: str = asked(Words("备注", "Remark"), default="", max=200)
    answer_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class EndContact(ContactCommand):
    trigger = "end"
    records = ContactEnded
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=200)
    report_by: date | None = None
