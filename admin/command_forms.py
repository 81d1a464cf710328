"""The forms of a page about one stream: each gives one command, and comes back with what was typed if it is refused."""

from typing import NamedTuple
from uuid import uuid4

from admin import sure
from admin.forms import Field, FormMaker, Typed
from workflow.errors import Words
from workflow.messages import Command


class Form(NamedTuple):
    """A form of the page; `command` makes sending it twice one command."""

    trigger: str
    words: Words
    fields: list[Field]
    typed: Typed | None
    command: str


def drawn(maker: FormMaker, command: type[Command], words: Words, typed: Typed | None) -> Form:
    """The form of a command, holding what was typed into it if it is the one that came back."""
    back = typed if typed and typed.trigger == command.trigger else None
    return Form(command.trigger, words, maker.fields(command, back) + sure.field_for(command, back), back, str(uuid4()))
