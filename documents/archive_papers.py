"""What went out, for an archive package: the notice and its list to each bureau, and the three lists of each notice."""

from collections.abc import Iterator
from typing import Any

from documents.archive_document import Document
from documents.archive_matter import Matter
from documents.outgoing.forms import TYPES, About, Asked, Medium
from documents.outgoing.refusals import HasNotOccurred, NothingToList, TooManyForPaper
from documents.outgoing.registry import OUTGOING
from documents.outgoing.taking import take
from documents.outgoing.view import View
from workflow.notice_errors import NoSuchPackage, NoticeTakenBack
from workflow.reports import Filter

NOTHING = (HasNotOccurred, NothingToList, TooManyForPaper, NoSuchPackage, NoticeTakenBack)
"""Why a paper may not be there; its records are."""
OF_A_BUREAU = (("notice", Medium.DOCX), ("list", Medium.XLSX))
OF_A_NOTICE = (("three-lists", Medium.XLSX), ("ledger", Medium.XLSX))


def papers(matter: Matter) -> Iterator[Document]:
    """In Chinese, as of the position; the same position gives the same bytes."""
    view = View.open(matter.connection, matter.reader, matter.at, matter.zone, "zh")
    for notice in matter.notices:
        bureaus = sorted({item.issued_to for item in matter.items_of(notice.notice_id)})
        for bureau in bureaus:
            for name, medium in OF_A_BUREAU:
                asked = Asked(notice=notice.notice_id, bureau=bureau)
                yield from _paper(view, matter, notice, name, medium, asked, matter.name(bureau))
        for name, medium in OF_A_NOTICE:
            asked = Asked(wanted=Filter(notice=notice.notice_id))
            yield from _paper(view, matter, notice, name, medium, asked, "")


def _paper(
    view: View, matter: Matter, notice: Any, name: str, medium: Medium, asked: Asked, of: str
) -> Iterator[Document]:  # fmt: skip
    form = OUTGOING[name]
    about = About.PACKAGE if asked.bureau else About.LEDGER
    try:
        taken = take(view, name, medium, about, asked)
    except NOTHING:
        return
    title = f"{form.title.zh} {notice.number}{' ' * bool(of)}{of}"
    yield Document(
        title, f".{medium}", taken.content, TYPES[medium], notice.number, notice.issuer, matter.day(matter.at.at)
    )
