"""An official document of one's own checked: its format and its wording. Nothing is kept of it."""

from base64 import b64encode
from typing import Any, NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.look import looking
from admin.words import mark, t
from documents.guard import MAX_BYTES
from documents.official.checking import Checked, check
from documents.official.format_measured import measured
from documents.official.measured import PageMeasure, is_body
from documents.official.measures import MARGINS, PAGE
from documents.official.rules import Place as Spot
from documents.official.unit_names import register_names
from workflow.errors import Refusal
from workflow.file_errors import FileMissing
from workflow.file_types import tidy
from workflow.sight import Place

PICTURED = 6
SHOWN = 5  # places of a finding that are named
BLOCK = (MARGINS.left, MARGINS.top, PAGE[0] - MARGINS.left - MARGINS.right, PAGE[1] - MARGINS.top - MARGINS.bottom)


class DocumentCheckPage(Page):
    """For whoever writes official documents. What is uploaded is the reader's own: it is neither kept nor recorded."""

    key, title, place = "document-check", mark("Document check"), Place.DOCUMENT_CHECK

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("document_check.html", look=look, checked=None, refused=None)

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Say what was found in the document; what is none is refused where it was sent."""
        with looking() as look:
            names = register_names(look.connection, look.at.position)
        file = request.files.get("file")
        content = file.stream.read(MAX_BYTES + 1) if file else b""
        name = tidy(file.filename or "") if file else ""
        values: dict[str, Any] = {"checked": None, "refused": None}
        try:
            if not name and not content:
                raise FileMissing(field="file")
            checked = check(content, name, names, pictured=PICTURED)
            values = {"refused": None, **values_of(checked, name)}
        except Refusal as refusal:
            values["refused"] = refusal.message(identity.language())
        with looking() as look:
            return self.render("document_check.html", look=look, **values), 422 if values["refused"] else 200


class Sheet(NamedTuple):
    """A page as it is drawn: its picture, and of each line its place, number and the characters it holds."""

    page: PageMeasure
    picture: str
    lines: list[tuple[int, float, str]]


def values_of(checked: Checked, name: str) -> dict[str, Any]:
    groups = [(t("Format"), "format", checked.format), (t("Wording"), "wording", checked.wording)]
    return {
        "checked": checked, "name": name, "groups": groups, "where": _where, "shown": SHOWN, "block": BLOCK,
        "measured": measured(checked.measures) if checked.measures else None, "sheets": _sheets(checked),
    }  # fmt: skip


def _where(spot: Spot) -> str:
    """A place, as a reader looks for it."""
    if spot.table:
        return t("table %(n)s, row %(row)s", n=spot.table, row=spot.row) if spot.row else t("table %(n)s", n=spot.table)
    if spot.page:
        return t("page %(n)s", n=spot.page)
    return t("paragraph %(n)s", n=spot.paragraph) if spot.paragraph else t("the whole document")


def _sheets(checked: Checked) -> list[Sheet]:
    if checked.measures is None:
        return []
    return [
        Sheet(page, b64encode(picture).decode(), _lines(page))
        for page, picture in zip(checked.measures.pages, checked.pictures, strict=False)
    ]


def _lines(page: PageMeasure) -> list[tuple[int, float, str]]:
    """Of each line of running text its number on the page, where it stands and how many characters it holds."""
    return [
        (n, line.base, f"{line.width:g}") for n, line in enumerate(page.lines, start=1) if is_body(line)
    ]  # fmt: skip
