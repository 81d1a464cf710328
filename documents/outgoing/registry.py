"""All forms. Whoever offers, lists or packs documents iterates over these: a new form is a file and its line here."""

from documents.outgoing import (
    closing,
    comparison,
    ledger,
    notice,
    notice_list,
    sampled,
    sending_back,
    supervising,
    task,
    three_lists,
    totals_box,
    urging,
    verifying,
)
from documents.outgoing.forms import About, Form, Medium
from documents.outgoing.refusals import NoSuchDocument

FORMS: tuple[Form, ...] = (
    notice.FORM,
    notice_list.FORM,
    task.ALL,
    task.ONE,
    urging.FORM,
    supervising.FORM,
    sending_back.FORM,
    verifying.FORM,
    closing.FORM,
    three_lists.FORM,
    ledger.FORM,
    totals_box.FORM,
    comparison.NOW,
    comparison.PUBLISHED_FORM,
    sampled.BLANK,
    sampled.FOUND,
)
OUTGOING: dict[str, Form] = {form.name: form for form in FORMS}


def find(name: str, medium: str, about: About) -> tuple[Form, Medium]:
    """The form of that name, of what the address is about, and its medium; NoSuchDocument."""
    form = OUTGOING.get(name)
    if form is None or form.about is not about or medium not in form.write:
        raise NoSuchDocument
    return form, Medium(medium)


def about(what: About) -> tuple[Form, ...]:
    return tuple(form for form in FORMS if form.about is what)
