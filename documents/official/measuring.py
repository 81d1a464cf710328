"""A PDF measured page by page: what its lines hold and where they stand. It is opened in a limited child process."""

from typing import NamedTuple

import msgspec

from documents.child import run_child
from documents.official.measured import Measures, summed
from documents.official.pdf_child import PdfFound
from documents.official.refusals import BY_CODE, of_document
from documents.refusals import UnreadableFile

SECONDS = 25


class Measured(NamedTuple):
    """The measures, and PNG pictures of the first pages."""

    measures: Measures
    pictures: tuple[bytes, ...]


def measure(pdf: bytes, name: str, *, pictured: int = 0) -> Measured:
    """What the PDF measures, with pictures of its first pages; an `UnreadableFile` if it is damaged or too large."""
    try:
        written = run_child("documents.official.pdf_child", pdf, str(pictured), name=name, seconds=SECONDS)
    except UnreadableFile as refusal:
        raise of_document(refusal) from refusal
    found = msgspec.json.decode(written, type=PdfFound)
    if found.refused:
        raise BY_CODE[found.refused](name=name)
    return Measured(summed(found.pages), tuple(found.pictures))
