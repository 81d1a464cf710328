"""A document checked against the standard and for slips: one call for pages, programs and whoever is about to approve.

    checked = check(docx, "报告.docx", register_names(connection))
    checked.format, checked.wording        what was found
    checked.measures                       what the rendered pages measure; None with `not_measured` saying why

A document that would load something from elsewhere is not rendered: the server opens nothing for a stranger.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from documents.child import run_child
from documents.official import rendering
from documents.official.check_child import CheckFound, framed
from documents.official.docx_guard import check_docx
from documents.official.format_check import check_measures
from documents.official.measured import Measures
from documents.official.measuring import Measured, measure
from documents.official.reading import shown_name
from documents.official.refusals import BY_CODE, of_document
from documents.official.rules import Finding, Name
from documents.official.unmeasured import BUSY, FAILED, LOADS, NO_RENDERER, SLOW, UNASKED
from documents.refusals import NoRenderer, RendererBusy, TooSlow, UnreadableFile
from workflow.errors import Words


class Checked(NamedTuple):
    """What was found in a document, and what its pages measure. Without measures `not_measured` says why."""

    format: list[Finding]
    wording: list[Finding]
    measures: Measures | None
    not_measured: Words | None = None
    pictures: tuple[bytes, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found, in the file and on its pages."""
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
    shown = shown_name(name)
    found = _found(docx, shown, units)
    taken: Measured | None = None
    reason = LOADS if found.outside else None if render or pdf is not None else UNASKED
    if reason is None:
        taken, reason = _rendered(docx, shown, pdf, pictured)
    measures = taken.measures if taken else None
    on_paper = check_measures(measures) if measures else []
    return Checked(found.format + on_paper, found.wording, measures, reason, taken.pictures if taken else ())


def _found(docx: bytes, name: str, units: Iterable[Name]) -> CheckFound:
    """What the child finds in the file; its refusals and ends are refusals of the file."""
    check_docx(docx, name)
    try:
        written = run_child("documents.official.check_child", framed(docx, units), name=name)
    except UnreadableFile as refusal:
        raise of_document(refusal) from refusal
    found = msgspec.json.decode(written, type=CheckFound)
    if found.refused:
        raise BY_CODE[found.refused](name=name)
    return found


def _rendered(docx: bytes, name: str, pdf: bytes | None, pictured: int) -> tuple[Measured | None, Words | None]:
    """The measures, or why there are none; a document that cannot be rendered can still be read."""
    try:
        if pdf is None:
            pdf = rendering.to_pdf(docx, name)
        return measure(pdf, name, pictured=pictured), None
    except RendererBusy:
        return None, BUSY
    except NoRenderer:
        return None, NO_RENDERER
    except TooSlow:
        return None, SLOW
    except UnreadableFile:
        return None, FAILED
