"""How each column of a disclosure list is published, as the page of the rules shows and sets it."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple

from admin.command_forms import Form, drawn
from admin.forms import FormMaker, Typed
from admin.look import Look
from workflow import disclosing
from workflow.calendar_errors import NoSuchPolicy
from workflow.disclosing import ColumnSaid
from workflow.disclosure_rules import MAY, SETS
from workflow.errors import Words
from workflow.messages import SetDisclosureRule
from workflow.messages.disclosure_rule import ALLOWED, PUBLIC_COLUMNS, TREATMENTS, PublicColumn


class Shown(NamedTuple):
    """A column's rule as the page tells it; `form` for who may set it, in the present."""

    column: PublicColumn
    words: Words
    treatment: Words
    said: ColumnSaid
    form: Form | None


def column_named(text: str) -> PublicColumn:
    """The column of that name; NoSuchPolicy where there is none."""
    if text not in set(PublicColumn):
        raise NoSuchPolicy
    return PublicColumn(text)


class TreatmentForm(FormMaker):
    """A treatment that is allowed of the column; from today unless it is said otherwise."""

    def __init__(self, look: Look, column: PublicColumn):
        self.look, self.column = look, column

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        return ALLOWED[self.column]

    def value(self, trigger: str, name: str) -> Any:
        return self.look.at.today.isoformat() if name == "since" else ""


def shown(look: Look, asked: PublicColumn | None, typed: Typed | None) -> Iterable[Shown]:
    """Every column's rule, in the order of print."""
    may = not look.at.past and look.actor.role in MAY
    for one in disclosing.rules(look.connection, look.at):
        back = typed if one.column is asked else None
        form = drawn(TreatmentForm(look, one.column), SetDisclosureRule, SETS, back) if may else None
        named = form and form._replace(trigger=f"public-{one.column}")
        yield Shown(one.column, PUBLIC_COLUMNS[one.column], TREATMENTS[one.treatment], one, named)
