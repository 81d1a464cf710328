"""A zip of evidence beside a reply workbook: which file of it a row means.

    found = read_zip(data, "佐证.zip")
    found.named("照片1.jpg", "〔2020〕1-白石-03")       that file; of several so called, the one in the item's folder
    found.folder("〔2020〕1-白石-03")                   all files of the item's folder

It is opened in a limited child alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from documents.child import run_child
from documents.refusals import DamagedFile, EmptyFile, OversizedFile, TooSlow
from documents.zip_entries import DAMAGED, NESTED, SECONDS, TOO_LARGE, FoundFile, FoundZip
from documents.zip_names import folded
from documents.zip_refusals import BY_CODE, EvidenceZipDamaged, EvidenceZipTooLarge, FileDamaged, NestedZip
from workflow import file_errors, file_types
from workflow.errors import Refusal
from workflow.files import MAX_BYTES
from workflow.workbook_errors import FileNamedTwice

LINES, MARKS = re.compile(r"[\n;；]+"), re.compile(r"[、,，]+")
MOST_NAMES = 200  # in a cell; one more is refused by the command's own schema


@dataclass(frozen=True, slots=True)
class Zip:
    """The files of a zip as they were judged. `numbers` are those of all items of the workbook: what lies in the folder
    of one of them is no other's, unless its path is named."""

    files: Sequence[FoundFile] = ()
    numbers: frozenset[str] = frozenset()
    _called: dict[str, list[FoundFile]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        called: dict[str, list[FoundFile]] = {}
        for file in self.files:
            called.setdefault(_parts(file)[-1], []).append(file)
        object.__setattr__(self, "_called", called)

    def named(self, name: str, number: str) -> FoundFile | None:
        """The file a row of the item with this number means; None if there is none, FileNamedTwice if there are two
        that differ."""
        wanted = [folded(part) for part in name.replace("\\", "/").split("/") if part.strip()] or [""]
        found = [file for file in self._called.get(wanted[-1], []) if _parts(file)[-len(wanted) :] == wanted]
        own = [file for file in found if folded(number) in _parts(file)[:-1]]
        others = {folded(one) for one in self.numbers} - {folded(number)} if len(wanted) == 1 else set()
        found = own or [file for file in found if not others & set(_parts(file)[:-1])]
        if len({file.sha256 or file.path for file in found}) > 1:
            raise FileNamedTwice(given=name[:80])
        return found[0] if found else None

    def folder(self, number: str) -> list[FoundFile]:
        """The files in a folder that is named by the item's number."""
        return [file for file in self.files if folded(number) in _parts(file)[:-1]]


NO_ZIP = Zip()


def _parts(file: FoundFile) -> list[str]:
    return [folded(part) for part in file.path.split("/")]


def read_zip(data: bytes, name: str, *, contents: bool = False) -> Zip:
    """The files in `data`; an UnreadableFile says why it is not read. With `contents` their bytes come along."""
    shown = name if len(name) <= 80 else f"{name[:70]}…{name[-9:]}"
    if not data:
        raise EmptyFile(name=shown)
    if len(data) > MAX_BYTES:
        raise EvidenceZipTooLarge(name=shown)
    asked = (str(MAX_BYTES), "contents") if contents else (str(MAX_BYTES),)
    try:
        told = run_child("documents.zip_entries", data, *asked, name=shown, seconds=SECONDS)
    except DamagedFile as died:
        raise EvidenceZipDamaged(name=shown) from died
    except (OversizedFile, TooSlow) as died:
        raise EvidenceZipTooLarge(name=shown) from died
    found = msgspec.msgpack.decode(told, type=FoundZip)
    if found.refused:
        raise BY_CODE[found.refused](name=shown)
    return Zip(found.files)


def names_in(text: str, known: Zip, number: str, had: Sequence[str]) -> Iterator[str]:
    """The file names a cell holds: one a line, or with semicolons between; with commas, where no file is called so.

    No more are looked at than one above MOST_NAMES.
    """
    return islice(_names_in(text, known, number, had), MOST_NAMES + 1)


def _names_in(text: str, known: Zip, number: str, had: Sequence[str]) -> Iterator[str]:
    for line in filter(None, (part.strip() for part in LINES.split(text))):
        whole = line in had or known.named(line, number) is not None
        parts = [line] if whole else MARKS.split(line)
        yield from filter(None, (part.strip() for part in parts))


def why_refused(file: FoundFile) -> Refusal | None:
    """Why a file of the zip is not taken as evidence; None where it is."""
    name = file_types.tidy(file.path)[-80:]
    match file.refused:
        case "":
            return None
        case code if code == NESTED:
            return NestedZip(name=name)
        case code if code == TOO_LARGE:
            return file_errors.FileTooLarge(limit=MAX_BYTES // 1024 // 1024)
        case code if code == DAMAGED:
            return FileDamaged(name=name)
        case file_errors.EmptyFile.code:
            return file_errors.EmptyFile(name=name)
        case _:
            return file_errors.FileTypeRefused(name=name, allowed=" ".join(file_types.TYPES))
