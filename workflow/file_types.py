"""Which files are taken as evidence: judged by extension, first bytes and, in a zip, the names inside. Pure.

    check("现场照片.JPG", content)     "image/jpeg", or FileTypeRefused
    tidy("C:\\照片\\现场.JPG")         "现场.JPG"

Nothing is unpacked or rendered; size is the file store's to refuse.
"""

import zipfile
from collections.abc import Callable
from io import BytesIO
from unicodedata import category
from zlib import error as ZlibError

from workflow.file_errors import EmptyFile, FileTypeRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "application/vnd.openxmlformats-officedocument."
TAIL = 2048
NAME_LENGTH = 200
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
MAX_ENTRIES = 2000
ZIP_ERRORS = (zipfile.BadZipFile, ZlibError, ValueError, NotImplementedError, OSError, EOFError, OverflowError)
TEXT_CONTROLS = frozenset("\t\n\r\f\x1a")  # Ctrl-Z ends text files of old programs

Test = Callable[[bytes], bool]


def check(name: str, content: bytes) -> str:
    """The media type of `content`; FileTypeRefused if `name` is of no type taken, or the content is of another."""
    if not content:
        raise EmptyFile(field="file", name=tidy(name)[-80:])
    _, dot, extension = name.lower().rpartition(".")
    media_type, test = TYPES.get(extension if dot else "", ("", _never))
    if not test(content):
        raise FileTypeRefused(field="file", name=tidy(name)[-80:], allowed=" ".join(TYPES))
    return media_type


def tidy(name: str) -> str:
    """The file name to keep and show: no folders, no control characters, line ends or RTL marks, 200 long at most."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if category(c) not in UNSEEN).strip()[-NAME_LENGTH:]


def _never(_: bytes) -> bool:
    return False


def _between(start: bytes, end: bytes) -> Test:
    return lambda content: content.startswith(start) and end in content[-TAIL:]


def _starts(start: bytes) -> Test:
    return lambda content: content.startswith(start)


def _text(content: bytes) -> bool:
    """Text in UTF-8, GB 18030 or UTF-16 with its mark, without control characters."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(c >= " " or c in TEXT_CONTROLS for c in text)
    return False


def _parts(content: bytes) -> set[str]:
    """The names in a zip archive; none if it is no sound one."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return set()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except ZIP_ERRORS:
        return set()
    return set(names) if len(names) <= MAX_ENTRIES else set()


def _office(part: str) -> Test:
    """An Office file without macros whose main part is `part`."""

    def test(content: bytes) -> bool:
        names = _parts(content)
        return {"[Content_Types].xml", part} <= names and not any(name.endswith("vbaProject.bin") for name in names)

    return test


TYPES: dict[str, tuple[str, Test]] = {
    "pdf": ("application/pdf", _between(b"%PDF-", b"%%EOF")),
    "png": ("image/png", _between(b"\x89PNG\r\n\x1a\n", b"IEND")),
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),  # telephones write more behind the picture
    "jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "docx": (OFFICE + "wordprocessingml.document", _office("word/document.xml")),
    "xlsx": (OFFICE + "spreadsheetml.sheet", _office("xl/workbook.xml")),
    "doc": ("application/msword", _starts(OLE)),
    "xls": ("application/vnd.ms-excel", _starts(OLE)),
    "wps": ("application/vnd.ms-works", _starts(OLE)),
    "et": ("application/vnd.ms-excel", _starts(OLE)),
    "ofd": ("application/ofd", lambda content: "OFD.xml" in _parts(content)),
    "txt": ("text/plain", _text),
    "csv": ("text/csv", _text),
    "zip": ("application/zip", lambda content: bool(_parts(content))),
}
