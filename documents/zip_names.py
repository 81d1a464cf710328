"""The names in a zip archive as people wrote them, whatever program packed it.

    ÕÕÆ¬.jpg, no mark of its coding      照片.jpg         written in GBK, read as code page 437
    佐证\\〔2020〕1-白石-01\\照片.jpg       three parts      written with backslashes
    ../../etc/passwd, C:/x, /x           odd              no program writes these by itself

And which entries are files that somebody put there: not what systems leave beside them.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
JUNK_FOLDERS = ("__macosx",)
JUNK = (".ds_store", "thumbs.db", "desktop.ini")
JUNK_STARTS = ("._", "~$")
DRIVE = re.compile(r"[A-Za-z]:")


def path_of(entry: zipfile.ZipInfo) -> str:
    """The entry's path with `/` between its parts, in composed Unicode."""
    return unicodedata.normalize("NFC", _decoded(entry)).replace("\\", "/")


def _decoded(entry: zipfile.ZipInfo) -> str:
    """UTF-8 where it says so; else what is most likely: UTF-8 without the mark, then the coding of Chinese Windows."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.orig_filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    if stated := _stated_beside(entry.extra, raw):
        return stated
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _stated_beside(extra: bytes, raw: bytes) -> str:
    """The Unicode path that some programs write beside the name, if it is of this name."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and len(body) > 5 and struct.unpack("<I", body[1:5])[0] == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return ""
    return ""


def is_odd(path: str) -> bool:
    """Whether a path points out of its archive, or could not stand in one."""
    parts = path.split("/")
    return path.startswith("/") or bool(DRIVE.match(path)) or ".." in parts or "\0" in path or len(path) > 1000


def is_file(entry: zipfile.ZipInfo, path: str) -> bool:
    """Whether it is a file that somebody put there: no folder, no link, none of what systems leave beside."""
    parts = [part for part in path.split("/") if part]
    mode = entry.external_attr >> 16
    if not parts or path.endswith("/") or (stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
        return False
    name = parts[-1].casefold()
    left = any(part.casefold() in JUNK_FOLDERS for part in parts)
    return not (left or name in JUNK or name.startswith(JUNK_STARTS))


def shown(path: str) -> str:
    """A path as it is told to people: nothing in it that is not seen, 200 long at most."""
    return "".join(letter for letter in path if unicodedata.category(letter) not in UNSEEN)[-200:]


def folded(name: str) -> str:
    """A name as names are compared: half-width, without blanks and brackets, case folded."""
    return re.sub(r"[\s()\[\]【】〔〕{}]", "", unicodedata.normalize("NFKC", name)).casefold()
