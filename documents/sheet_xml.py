"""What only a workbook's own XML tells: which part holds which sheet, and which cells hold formulas."""

import posixpath
import re
from typing import Any
from xml.sax.handler import ContentHandler  # nosec B406 - a base class; parsing is defusedxml's

from defusedxml.sax import parseString

MAX_ROWS = 10_100  # of a sheet; a list has ROWS of them at most, under its heading
ROWS = 10_000
MAX_COLUMNS = 256
MAX_CELLS = 500_000
WORKBOOK = "xl/workbook.xml"
REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")


class RootReached(ContentHandler):
    """Stops at the root element: a DOCTYPE can only stand before it."""

    class Reached(Exception):
        pass

    def startElement(self, name: str, attrs: Any) -> None:
        raise self.Reached


class SheetNames(ContentHandler):
    """Collects the sheets of workbook.xml and the targets of its relationships."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def startElement(self, name: str, attrs: Any) -> None:
        match name.rpartition(":")[2]:
            case "sheet":
                relation = next((value for key, value in attrs.items() if key.endswith(":id")), "")
                self.sheets[attrs.get("name", "")] = relation
            case "Relationship" if attrs.get("Type", "").endswith("/worksheet"):
                self.targets[attrs.get("Id", "")] = attrs.get("Target", "")

    @classmethod
    def of(cls, parts: dict[str, bytes]) -> dict[str, str]:
        """Sheet name → the part that holds it, for worksheets only."""
        names = cls()
        for part in (WORKBOOK, "xl/_rels/workbook.xml.rels"):
            parseString(parts[part], names, forbid_dtd=True)
        return {
            sheet: posixpath.normpath(posixpath.join("/xl", names.targets[relation])).lstrip("/")
            for sheet, relation in names.sheets.items()
            if relation in names.targets
        }


class FormulaScan(ContentHandler):
    """Collects formulas as reference → (text, whether a result is stored), and sees how far the sheet extends."""

    def __init__(self) -> None:
        super().__init__()
        self.formulas: dict[str, tuple[str, bool]] = {}
        self.too_large = False
        self._row = self._cell_row = self._column = self._cells = 0
        self._is_error = self._has_formula = False
        self._text: dict[str, str] = {}
        self._inside = ""

    def startElement(self, name: str, attrs: Any) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._begin_cell(attrs)
            case "f" | "v" | "is" as inside:
                self._inside = inside
                self._text[inside] = ""
            case "row":
                stated = attrs.get("r", "")
                self._row, self._column = int(stated) if stated.isdecimal() else self._row + 1, 0

    def characters(self, content: str) -> None:
        if self._inside:
            self._text[self._inside] += content

    def endElement(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "f" | "v" | "is":
                self._inside = ""
            case "c" if self._text:
                self._end_cell()

    def _begin_cell(self, attrs: Any) -> None:
        """A cell stands where its own reference says, whatever row it is written in; without one, after the last."""
        self._cell_row, self._column = self._row, self._column + 1
        if stated := REFERENCE.fullmatch(attrs.get("r", "")):
            letters, digits = stated.groups()
            self._column, self._cell_row = column_number(letters[:4].upper()), int(digits)  # four are too many already
        self._is_error = attrs.get("t") == "e"
        self._text = {}

    def _end_cell(self) -> None:
        self._cells += 1
        if self._cell_row > MAX_ROWS or self._column > MAX_COLUMNS or self._cells > MAX_CELLS:
            self.too_large = True
        elif "f" in self._text:
            stored = bool(self._text.get("v")) and not self._is_error
            self.formulas[f"{column_letters(self._column)}{self._cell_row}"] = (self._text["f"], stored)


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
