"""An official document checked over HTTP: the same rules as on the page; nothing is kept of it."""

from flask import Response

from api import document_answers as a
from api import queries, telling, upload_queries
from api.evidence import sent_file
from api.operations import operation
from api.problems import language
from api.reading import reading_at, require_place
from documents.official.checking import check
from documents.official.measured import Measures
from documents.official.rules import Finding
from documents.official.unit_names import register_names
from workflow.messages import Actor
from workflow.sight import Place


@operation("POST", "/documents/check", tag="documents", answers=a.DocumentChecked, query=upload_queries.DocumentQuery,
           refused=(400, 403, 413, 415, 422))  # fmt: skip
def check_document(actor: Actor) -> Response:
    """Check an official document.

    A .docx as the multipart field `file`, or as the body itself with its name in the query. Its format is held to
    GB/T 9704-2012, its wording looked through for slips, and names of units compared with the register, as of a moment
    if given. The file is not kept and nothing of it is recorded.
    """
    require_place(actor, Place.DOCUMENT_CHECK)
    given = queries.asked(upload_queries.DocumentQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        names = register_names(connection, moment.position)
    name, content = sent_file(given["name"])
    checked = check(content, name, names, render=not given["unrendered"])
    said = a.DocumentChecked(
        clean=checked.clean, format=[_told(one) for one in checked.format],
        wording=[_told(one) for one in checked.wording], measures=checked.measures and _measured(checked.measures),
        not_measured=checked.not_measured and checked.not_measured.say(language()),
    )  # fmt: skip
    return telling.json(said)


def _told(one: Finding) -> a.DocumentFinding:
    there, wants, mend = (words.say(language()) for words in (one.there, one.wants, one.mend))
    places = [a.FoundAt(**place._asdict()) for place in one.places]
    return a.DocumentFinding(code=one.code, there=there, wants=wants, mend=mend, count=one.count, places=places)


def _measured(measures: Measures) -> a.DocumentMeasures:
    pages = [
        a.PageMeasured(
            page=page.number, width=page.width, height=page.height, lines=len(page.lines),
            number=page.folio.text if page.folio else "", number_left=page.folio.left if page.folio else None,
        )
        for page in measures.pages
    ]  # fmt: skip
    return a.DocumentMeasures(
        lines_per_page=measures.lines, characters_per_line=measures.characters, line_pitch=measures.pitch,
        text_left=measures.left, text_right=measures.right, fonts=measures.fonts, pages=pages,
    )  # fmt: skip
