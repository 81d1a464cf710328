"""One document as a shell hands it out: found by name, read and made in one view, with the name of its file."""

from typing import NamedTuple

from documents.outgoing import registry
from documents.outgoing.forms import TYPES, About, Asked
from documents.outgoing.view import View
from workflow.file_types import tidy


class Taken(NamedTuple):
    """`said` is what the security log states of it."""

    content: bytes
    name: str
    media_type: str
    said: dict[str, str]


def take(view: View, name: str, medium: str, about: About, asked: Asked) -> Taken:
    """The document; NoSuchDocument, and whatever its form refuses."""
    form, as_ = registry.find(name, medium, about)
    facts = form.facts(view, asked)
    content = form.made(view, facts, as_)
    return Taken(content, tidy(form.file_name(facts, as_)), TYPES[as_], _said(view, asked))


def _said(view: View, asked: Asked) -> dict[str, str]:
    """Of what it is, and as of when."""
    named = {
        "item": asked.item, "version": asked.version, "notice": asked.notice, "bureau": asked.bureau,
        "sample": asked.sample, "comparison": asked.comparison, "as_of": view.at.asked,
    }  # fmt: skip
    return {key: str(value) for key, value in named.items() if value not in (None, "")}
