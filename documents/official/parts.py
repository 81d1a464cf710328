"""Runs and paragraphs as WordprocessingML: strings that lxml reads, for a long table is made of thousands of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - these write XML, they read none

from documents.official.measures import BODY, CLOSER, FANGSONG, LINE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{W}"'
CHARACTER = 320  # twips of a 3号 character
WIDOWS = '<w:widowControl w:val="0"/>'  # borders and tab stops follow it
SPACES = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # none is added between Chinese and digits
FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure, or words of the ledger, in a sentence: bookmarked as `name`, and leading to the bookmark `to`."""

    text: str
    name: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks: font, half points, bold, colour, and how much closer its characters stand (twips)."""

    font: str = FANGSONG
    size: int = BODY
    bold: bool = False
    color: str = ""
    closer: int = CLOSER

    def xml(self) -> str:
        fonts = " ".join(f'w:{name}="{self.font}"' for name in ("ascii", "hAnsi", "eastAsia", "cs"))
        parts = [
            f'<w:rFonts w:hint="eastAsia" {fonts}/>',
            "<w:b/><w:bCs/>" if self.bold else "",
            f'<w:color w:val="{self.color}"/>' if self.color else "",
            f'<w:spacing w:val="{self.closer}"/>' if self.closer else "",
            f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>',
        ]
        return f"<w:rPr>{''.join(parts)}</w:rPr>"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph stands: alignment, twips of first-line, left and right indent and between lines; 0 is single."""

    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    line: int = LINE
    keep: bool = False
    page_before: bool = False

    def xml(self, style: str = "") -> str:
        line = f'w:line="{self.line}" w:lineRule="exact"' if self.line else 'w:line="240" w:lineRule="auto"'
        return "".join((
            "<w:pPr>",
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if self.keep else "",
            "<w:pageBreakBefore/>" if self.page_before else "",
            WIDOWS, SPACES, '<w:snapToGrid w:val="0"/>',
            f'<w:spacing w:before="0" w:after="0" {line}/>',
            f'<w:ind w:left="{self.left}" w:right="{self.right}" w:firstLine="{self.first}"/>',
            f'<w:jc w:val="{self.align}"/>',
            "</w:pPr>",
        ))  # fmt: skip


class Bookmarks:
    """Numbers the bookmarks of a document."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def around(self, name: str, content: str) -> str:
        if not name:
            return content
        number = len(self.made)
        self.made.append(name)
        return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


def run(text: str, face: Face) -> str:
    """The text in one run; a line end is a line break, a tab a tab."""
    said = escape(text.translate(FORBIDDEN))
    inner = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{face.xml()}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def runs(pieces: Iterable[str | Slot], face: Face, marks: Bookmarks) -> str:
    """Text and slots, one after another."""
    return "".join(_piece(piece, face, marks) for piece in pieces)


def _piece(piece: str | Slot, face: Face, marks: Bookmarks) -> str:
    if isinstance(piece, str):
        return run(piece, face)
    inner = run(piece.text, face)
    if piece.to:
        inner = f'<w:hyperlink w:anchor={quoteattr(piece.to)} w:history="1">{inner}</w:hyperlink>'
    return marks.around(piece.name, inner)


def paragraph(setting: Setting, inner: str, style: str = "", *, declared: bool = False) -> str:
    """One `w:p`; `declared` writes the namespace on it, as lxml wants to read it alone."""
    opened = f"<w:p {NAMESPACE}>" if declared else "<w:p>"
    return f"{opened}{setting.xml(style)}{inner}</w:p>"
