"""The part of a check that runs in its own process under limits: a foreign .docx read, and the rules that look at it.

Rules search text that somebody else wrote, so they are bounded as reading is. Standard input holds the names of units
as a line of JSON, then the file.
"""

import sys
from collections.abc import Iterable

import msgspec

from documents.child import limit_resources
from documents.official.docx_child import find_document
from documents.official.format_check import check_format
from documents.official.refusals import OversizedDocument, UnreadableFile
from documents.official.rules import Finding, Name, Seen
from documents.official.structure import parts_of
from documents.official.wording_check import check_wording


class CheckFound(msgspec.Struct, frozen=True):
    """What the child hands back: what was found, whether the document would load something from elsewhere; or the code
    of its refusal."""

    format: list[Finding] = []
    wording: list[Finding] = []
    outside: bool = False
    refused: str = ""


def framed(docx: bytes, units: Iterable[Name]) -> bytes:
    """What goes to standard input."""
    return msgspec.json.encode(list(units)) + b"\n" + docx


def find(framed: bytes) -> CheckFound:
    """What is found in the document of `framed`; raises `UnreadableFile` if that is not read."""
    names, _, docx = framed.partition(b"\n")
    document = find_document(docx, "document.docx")
    units = tuple(msgspec.json.decode(names, type=list[Name]))
    seen = Seen(document=document, parts=parts_of(document), units=units)
    return CheckFound(check_format(seen), check_wording(seen), document.outside)


def main() -> None:
    """Check what comes on standard input; write `CheckFound` to standard output."""
    limit_resources()
    try:
        found = find(sys.stdin.buffer.read())
    except UnreadableFile as refusal:
        found = CheckFound(refused=refusal.code)
    except MemoryError:
        found = CheckFound(refused=OversizedDocument.code)
    sys.stdout.buffer.write(msgspec.json.encode(found))
