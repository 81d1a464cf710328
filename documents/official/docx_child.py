"""The part of reading a .docx that runs in its own process under limits: zip parts to a `Document`, as JSON.

`documents.official.reading` starts it. No entity is resolved and nothing outside the package is looked at.
"""

import posixpath
import sys
import zipfile
import zlib
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax import SAXException  # nosec B406 - an exception; parsing is defusedxml's

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from lxml import etree  # nosec B410 - after the DOCTYPE check, without entities, in a process under limits

from documents.child import limit_resources
from documents.guard import UNZIP_ERRORS
from documents.official import docx_text
from documents.official.document import Document, Footer, Found, Paragraph, Section, Table
from documents.official.docx_guard import check_docx
from documents.official.docx_styles import Styles, W, number, switched, value
from documents.official.refusals import DamagedDocument, ForbiddenDocument, OversizedDocument, UnreadableFile
from documents.sheet_xml import RootReached

RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAX_PARAGRAPHS = 10_000
MAIN = "word/document.xml"
XML = (".xml", ".rels", ".vml")
LOADING = {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "LINK", "DDE", "DDEAUTO", "IMPORT", "DATABASE", "RD"}
ELSEWHERE = ("//", "\\\\", "file:")
LOADED_CHUNKS = ("/aFChunk", "/subDocument", "/attachedTemplate", "/frame")


def find_document(data: bytes, name: str) -> Document:
    """What the .docx holds; raises `UnreadableFile` if it is damaged, hostile or too large."""
    check_docx(data, name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist() if part.endswith(XML)}
        for content in parts.values():
            _refuse_doctype(content)
        return Package(parts, name).document()
    except DefusedXmlException as error:
        raise ForbiddenDocument(name=name) from error
    except (etree.LxmlError, SAXException, *UNZIP_ERRORS, zlib.error, LookupError, RecursionError) as error:
        raise DamagedDocument(name=name) from error


def _refuse_doctype(content: bytes) -> None:
    try:
        parseString(content, RootReached(), forbid_dtd=True)
    except RootReached.Reached:
        return
    except SAXException:
        return  # not XML: whoever needs this part will say so


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)  # nosec B320 - see above


class _Read(NamedTuple):
    """What was read so far, as `Document` names it."""

    paragraphs: list[Paragraph]
    tables: list[Table]
    order: list[tuple[str, int]]
    sections: list[Section]


class Package:
    """The parts of a .docx as they lead to each other."""

    def __init__(self, parts: dict[str, bytes], name: str):
        self._parts, self._name = parts, name
        self._targets = self._relations()
        self._styles = Styles(self._named("/styles"), self._named("/theme"))

    def _relations(self) -> dict[str, tuple[str, str]]:
        """By id: the kind of what the main part leads to, and its path."""
        content = self._parts.get("word/_rels/document.xml.rels")
        found = _parsed(content) if content is not None else ()
        return {
            str(one.get("Id")): (str(one.get("Type") or ""), posixpath.normpath(f"word/{one.get('Target') or ''}"))
            for one in found
            if one.get("TargetMode") != "External"
        }

    def _named(self, ending: str) -> Any:
        path = next((path for kind, path in self._targets.values() if kind.endswith(ending)), "")
        return _parsed(self._parts[path]) if path in self._parts else None

    def document(self) -> Document:
        root = _parsed(self._parts[MAIN])
        body = root.find(f"{W}body")
        if body is None:
            raise KeyError("body")
        read = _Read([], [], [], [])
        for element in docx_text.blocks(body):
            self._block(element, read)
        if (last := body.find(f"{W}sectPr")) is not None:
            read.sections.append(self._section(last, len(read.paragraphs), read.sections))
        settings = self._named("/settings")
        even = settings is not None and switched(settings.find(f"{W}evenAndOddHeaders"))
        marks = [value(mark, "name")[:80] for mark in root.iter(docx_text.START)]
        return Document(*read, even, self._loads(), marks)

    def _block(self, element: Any, read: "_Read") -> None:
        """A paragraph, with the section that it ends, or a table."""
        if element.tag == docx_text.TBL:
            read.tables.append(docx_text.table(element, len(read.tables) + 1))
            read.order.append(("t", len(read.tables)))
            return
        count = len(read.paragraphs) + 1
        if count > MAX_PARAGRAPHS:
            raise OversizedDocument(name=self._name)
        read.paragraphs.append(docx_text.paragraph(element, count, self._styles))
        read.order.append(("p", count))
        if (ended := element.find(f"{W}pPr/{W}sectPr")) is not None:
            read.sections.append(self._section(ended, count, read.sections))

    def _section(self, element: Any, ends: int, before: list[Section]) -> Section:
        """A section; footers that it does not name are those of the section before."""
        size, margins = element.find(f"{W}pgSz"), element.find(f"{W}pgMar")
        footers = dict(before[-1].footers) if before else {}
        for reference in element.findall(f"{W}footerReference"):
            footers[value(reference, "type")[:10] or "default"] = self._footer(str(reference.get(f"{RELATED}id")))
        lengths = [number(value(margins, side)) for side in ("top", "right", "bottom", "left", "footer")]
        titled = switched(element.find(f"{W}titlePg"))
        return Section(number(value(size, "w")), number(value(size, "h")), *lengths, ends, titled, footers)

    def _footer(self, key: str) -> Footer:
        return docx_text.footer(_parsed(self._parts[self._targets[key][1]]), self._styles)

    def _loads(self) -> bool:
        """Whether whoever opens it would be made to load something from elsewhere."""
        for path, content in self._parts.items():
            root = _parsed(content)
            if _leads_out(root) if path.endswith(".rels") else _loads_in(root):
                return True
        return False


def _leads_out(root: Any) -> bool:
    """A link that a reader follows by a click is no matter."""
    for one in root:
        kind, target = str(one.get("Type") or ""), str(one.get("Target") or "")
        out = one.get("TargetMode") == "External" or any(mark in target for mark in ELSEWHERE)
        if (out and not kind.endswith("/hyperlink")) or kind.endswith(LOADED_CHUNKS):
            return True
    return False


def _loads_in(root: Any) -> bool:
    """Whether a field or a picture's address asks for something; an instruction may be in several pieces."""
    instructions, addresses = [], []
    for one in root.iter():
        for name, text in one.attrib.items():
            kind = str(name).rpartition("}")[2]
            if kind == "instr":
                instructions.append(str(text))
            elif kind in ("src", "href", "link"):
                addresses.append(str(text))
        if str(one.tag).endswith("}instrText"):
            instructions.append(one.text or "")
    said = set("".join(instructions).upper().split()) | {word for one in instructions for word in one.upper().split()}
    return bool(said & LOADING) or any(mark in address for address in addresses for mark in ELSEWHERE)


def main() -> None:
    """Read a document from standard input; write `Found` to standard output."""
    limit_resources()
    try:
        encoded = msgspec.json.encode(Found(find_document(sys.stdin.buffer.read(), "document.docx")))
    except UnreadableFile as refusal:
        encoded = msgspec.json.encode(Found(refused=refusal.code))
    except MemoryError:
        encoded = msgspec.json.encode(Found(refused=OversizedDocument.code))
    sys.stdout.buffer.write(encoded)
