"""A document checked against the standard and for slips: one call for pages, programs and whoever is about to approve.

    checked = check(docx, "报告.docx", register_names(connection))
    checked.format, checked.wording        what was found
    checked.measures                       what the rendered pages measure; None with `not_measured` saying why

A document that would load something from elsewhere is not rendered: the server opens nothing for a stranger.
"""

from collections.abc import Iterable
from threading import BoundedSemaphore
from typing import NamedTuple

from documents.official import rendering
from documents.official.format_check import check_format
from documents.official.measured import Measures
from documents.official.measuring import Measured, measure
from documents.official.reading import read_docx, shown_name
from documents.official.rules import Finding, Name, Seen
from documents.official.structure import parts_of
from documents.official.unmeasured import BUSY, FAILED, LOADS, NO_RENDERER, SLOW, UNASKED
from documents.official.wording_check import check_wording
from documents.refusals import NoRenderer, TooSlow, UnreadableFile
from workflow.errors import Words

AT_ONCE = 2  # documents that one process renders at the same time
WAIT = 20  # seconds for one's turn
ROOM = BoundedSemaphore(AT_ONCE)


class Checked(NamedTuple):
    """What was found in a document, and what its pages measure. Without measures `not_measured` says why."""

    format: list[Finding]
    wording: list[Finding]
    measures: Measures | None
    not_measured: Words | None = None
    pictures: tuple[bytes, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found and everything was looked at."""
        return not self.format and not self.wording and self.measures is not None


def check(
    docx: bytes,
    name: str,
    units: Iterable[Name] = (),
    *,
    render: bool = True,
    pictured: int = 0,
    pdf: bytes | None = None,
) -> Checked:
    """Read, measure and check a .docx; an `UnreadableFile` says why it is not read.

    `render=False` is the fast way, in a tenth of a second, which measures nothing. A caller that has rendered the
    document gives its `pdf`. The first `pictured` pages come back as PNG.
    """
    document = read_docx(docx, name)
    taken: Measured | None = None
    reason = LOADS if document.outside else None if render or pdf is not None else UNASKED
    if reason is None:
        taken, reason = _rendered(docx, shown_name(name), pdf, pictured)
    measures = taken.measures if taken else None
    seen = Seen(document=document, parts=parts_of(document), measures=measures, units=tuple(units))
    return Checked(check_format(seen), check_wording(seen), measures, reason, taken.pictures if taken else ())


def _rendered(docx: bytes, name: str, pdf: bytes | None, pictured: int) -> tuple[Measured | None, Words | None]:
    """The measures, or why there are none; a document that cannot be rendered can still be read."""
    try:
        if pdf is None:
            if not ROOM.acquire(timeout=WAIT):
                return None, BUSY
            try:
                pdf = rendering.to_pdf(docx, name)
            finally:
                ROOM.release()
        return measure(pdf, name, pictured=pictured), None
    except NoRenderer:
        return None, NO_RENDERER
    except TooSlow:
        return None, SLOW
    except UnreadableFile:
        return None, FAILED
