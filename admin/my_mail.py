"""Where my daily mail goes: the part of my account's page that says so, and its forms."""

from typing import Any, NamedTuple
from uuid import uuid4

from admin.command_forms import Form, drawn
from admin.forms import FormMaker, Typed
from admin.look import Look
from events import vault
from identity.current import current_settings
from workflow import membership
from workflow.messages import SetMailAddress
from workflow.messages.mail import MailLanguage


class MyMail(NamedTuple):
    """`offered`: mail is set up here. `address` is "" where it goes nowhere; `clear` is for taking it out once."""

    offered: bool
    address: str
    form: Form
    clear: str


class MailForm(FormMaker):
    def __init__(self, language: str):
        self.language = language

    def value(self, trigger: str, name: str) -> Any:
        return self.language if name == "language" else ""


def shown(look: Look, typed: Typed | None) -> MyMail:
    mine = membership.member(look.connection, look.actor.account)
    ref = mine.mail_ref if mine else None
    address = vault.reveal(look.connection, [ref]).get(ref, "") if ref else ""
    language = (mine.mail_language if mine else None) or MailLanguage.CHINESE
    form = drawn(MailForm(language), SetMailAddress, SetMailAddress.says, typed)
    return MyMail(bool(current_settings().mail_from), address, form, str(uuid4()))
