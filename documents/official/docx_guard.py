"""Is an uploaded file a .docx that is safe to unpack? Judged by its name, first bytes and zip directory alone."""

import zipfile
from io import BytesIO

from documents.guard import MAX_BYTES, MAX_UNPACKED, OLE, UNZIP_ERRORS
from documents.official.refusals import (
    DamagedDocument,
    EmptyFile,
    EncryptedFile,
    MacroDocument,
    NotADocument,
    OldDocument,
    OversizedDocument,
)

MAX_ENTRIES = 400  # a document holds pictures
NEEDED = {"[Content_Types].xml", "word/document.xml"}
LOCKED = "EncryptedPackage".encode("utf-16-le")


def check_docx(data: bytes, name: str) -> None:
    """Return if `data` may be unpacked and parsed; else raise the `UnreadableFile` that says why not."""
    if not data:
        raise EmptyFile(name=name)
    if len(data) > MAX_BYTES:
        raise OversizedDocument(name=name)
    if data.startswith(OLE):
        raise EncryptedFile(name=name) if LOCKED in data else OldDocument(name=name)
    if not data.startswith(b"PK"):
        raise NotADocument(name=name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_entries(archive.infolist(), name)
    except UNZIP_ERRORS as error:
        raise DamagedDocument(name=name) from error


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Sizes first. No ratio is held to, as of a list: the rows of a long table pack to a hundredth and less."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise OversizedDocument(name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedFile(name=name)
    names = [entry.filename for entry in entries]
    if any(part.endswith(("vbaProject.bin", "vbaData.xml")) for part in names) or name.lower().endswith(".docm"):
        raise MacroDocument(name=name)
    if not set(names) >= NEEDED or not name.lower().endswith(".docx"):
        raise NotADocument(name=name)
    if len(set(names)) < len(names):
        raise DamagedDocument(name=name)
