"""Documents taken and read back in tests: `taken` makes one as a shell would, `words` is what a reader sees on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

from docx import Document
from openpyxl import load_workbook

from documents.outgoing import registry
from documents.outgoing.forms import About, Asked
from documents.outgoing.now import looking_now
from documents.outgoing.taking import Taken, take
from documents.outgoing.view import View
from tests import examples as x
from tests.office import Office
from workflow import messages as m
from workflow.history import reading_at

LANGUAGE = "zh_Hans_CN"
OTHER, FOREIGN = UUID(int=77), UUID(int=78)
ASKED = {About.ITEM: {"item": x.ITEM}, About.PACKAGE: {"notice": x.NOTICE, "bureau": x.BAISHI}, About.LEDGER: {}}
"""What to ask for of the office `busy`, by what a form is about."""


@contextmanager
def looking(office: Office, reader: m.Actor = x.CENTER, as_of: str = "", language: str = LANGUAGE) -> Iterator[View]:
    if not as_of:
        with looking_now(office.ledger, reader, language) as view:
            yield view
        return
    with reading_at(office.ledger.database, as_of, office.clock.now(), office.ledger.zone) as (connection, at):
        yield View.open(connection, reader, at, office.ledger.zone, language)


def taken(
    office: Office, name: str, medium: str, reader: m.Actor = x.CENTER, as_of: str = "", language: str = LANGUAGE,
    *, headless: bool = False, **asked: Any,
) -> Taken:  # fmt: skip
    """`headless` leaves out the log's head, which differs where the same was recorded under other ids."""
    about = registry.OUTGOING[name].about
    with looking(office, reader, as_of, language) as view:
        return take(replace(view, head=None) if headless else view, name, medium, about, Asked(**asked))


def words(content: bytes, medium: str) -> str:
    """All text of a .docx or of the sheets of an .xlsx."""
    if medium == "docx":
        body = Document(BytesIO(content)).element.body
        return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    book = load_workbook(BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def said(office: Office, name: str, medium: str = "docx", reader: m.Actor = x.CENTER, **more: Any) -> str:
    return words(taken(office, name, medium, reader, **more).content, medium)
