"""A .docx as paragraphs, tables and sections. The file is opened in a limited child process, never in this one."""

import msgspec

from documents.child import run_child
from documents.official.document import Document, Found
from documents.official.docx_guard import check_docx
from documents.official.refusals import BY_CODE, of_document
from documents.refusals import UnreadableFile


def shown_name(name: str) -> str:
    """The name as a refusal says it."""
    return name if len(name) <= 80 else f"{name[:70]}…{name[-9:]}"


def read_docx(data: bytes, name: str) -> Document:
    """The document in `data`, uploaded as `name`; raises an `UnreadableFile` that says why it is not read."""
    shown = shown_name(name)
    check_docx(data, shown)
    try:
        found = msgspec.json.decode(run_child("documents.official.docx_child", data, name=shown), type=Found)
    except UnreadableFile as refusal:
        raise of_document(refusal) from refusal
    if found.document is None:
        raise BY_CODE[found.refused](name=shown)
    return found.document
