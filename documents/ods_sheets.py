"""The sheets of an .ods out of its content.xml, repeated rows and cells counted before they are made.

<table:table-cell office:value-type="date" office:date-value="2020-04-08"/>         a date
<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>
<table:table-row table:number-rows-repeated="1048576"/>                              nothing, however often

Runs in the child process.
"""

from datetime import datetime
from typing import Any
from xml.sax.handler import ContentHandler  # nosec B406 - a base class; parsing is defusedxml's

from defusedxml.sax import parseString

from documents.found import FoundSheet, Plain, When, number
from documents.refusals import EncryptedFile, OversizedFile, WrongType
from documents.sheet_xml import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, column_letters

ASIDE = ("office:annotation", "draw:frame", "draw:custom-shape", "table:shapes")
SPACES = {"text:tab": "\t", "text:line-break": "\n"}
NUMBERS = ("float", "percentage", "currency")
FAULTY = ("#", "Err:")


def ods_sheets(parts: dict[str, bytes], name: str) -> list[FoundSheet]:
    """The sheets; `parts` are the XML parts by name. Refused if it is encrypted, no spreadsheet, or reaches too far."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise EncryptedFile(name=name)
    content = _Content()
    try:
        parseString(parts["content.xml"], content, forbid_dtd=True)
    except _TooLarge as error:
        raise OversizedFile(name=name) from error
    if not content.spreadsheet:
        raise WrongType(name=name)
    return content.sheets


class _TooLarge(Exception):
    pass


class _Content(ContentHandler):
    """Rows and cells of every sheet; what stands aside of them (comments, drawings, changes) is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[FoundSheet] = []
        self.spreadsheet = False
        self._hidden: set[str] = set()
        self._style = ""
        self._sheet: FoundSheet | None = None
        self._nested = self._aside = self._count = 0
        self._row = self._rows = self._column = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._line: list[tuple[int, Plain | None, str | None, bool]] = []

    def startElement(self, name: str, attrs: Any) -> None:
        if self._aside or name in ASIDE:
            self._aside += 1
            return
        match name:
            case "office:spreadsheet":
                self.spreadsheet = True
            case "style:style":
                self._style = attrs.get("style:name", "")
            case "style:table-properties" if attrs.get("table:display") == "false":
                self._hidden.add(self._style)
            case "table:table":
                self._begin_table(attrs)
            case "table:table-row" if self._nested == 1:
                self._rows, self._column, self._line = _times(attrs, "table:number-rows-repeated"), 0, []
            case "table:table-cell" | "table:covered-table-cell" if self._nested == 1:
                self._cell, self._text = dict(attrs.items()), []
            case "text:p" if self._text:
                self._text.append("\n")
            case "text:s":
                self._text.append(" " * min(_times(attrs, "text:c"), 1000))
            case "text:tab" | "text:line-break":
                self._text.append(SPACES[name])

    def characters(self, content: str) -> None:
        if self._cell is not None and not self._aside:
            self._text.append(content)

    def endElement(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        match name:
            case "table:table":
                self._nested -= 1
            case "table:table-row" if self._nested == 1:
                self._end_row()
            case "table:table-cell" | "table:covered-table-cell" if self._nested == 1 and self._cell is not None:
                self._end_cell(self._cell, covered=name == "table:covered-table-cell")
                self._cell = None

    def _begin_table(self, attrs: Any) -> None:
        self._nested += 1
        if self._nested == 1:
            hidden = attrs.get("table:style-name", "") in self._hidden
            self._sheet = FoundSheet(attrs.get("table:name", ""), hidden, [], [], {})
            self.sheets.append(self._sheet)
            self._row = 0

    def _end_cell(self, cell: dict[str, str], *, covered: bool) -> None:
        """Note what the cell says, as often as it is repeated; nothing, however often, takes no room."""
        times = _times(cell, "table:number-columns-repeated")
        value = None if covered else _value(cell, "".join(self._text))
        formula = cell.get("table:formula")
        stored = value is not None and not (isinstance(value, str) and value.startswith(FAULTY))
        if not covered and (value is not None or formula is not None):
            if self._column + times > MAX_COLUMNS:
                raise _TooLarge
            if formula is not None:
                formula, value = formula.partition("=")[2] or formula, value if stored else None
            self._line += [(self._column + n, value, formula, stored) for n in range(times)]
            self._merge(cell)
        self._column += times

    def _merge(self, cell: dict[str, str]) -> None:
        rows, columns = _times(cell, "table:number-rows-spanned"), _times(cell, "table:number-columns-spanned")
        if self._sheet is not None and (rows > 1 or columns > 1):
            self._sheet.merged.append((self._row, self._column, self._row + rows - 1, self._column + columns - 1))

    def _end_row(self) -> None:
        sheet, line = self._sheet, self._line
        if sheet is not None and line:
            self._count += len(line) * self._rows
            if self._row + self._rows > MAX_ROWS or self._count > MAX_CELLS:
                raise _TooLarge
            for row in range(self._row, self._row + self._rows):
                for column, value, formula, stored in line:
                    if value is not None:
                        sheet.cells.append((row, column, value))
                    if formula is not None:
                        sheet.formulas[f"{column_letters(column + 1)}{row + 1}"] = (formula, stored)
        self._row += self._rows
        self._line = []


def _times(attrs: Any, name: str) -> int:
    """How often something is repeated or how far it spans: at least once, and never a number to work with for long."""
    stated = attrs.get(name, "1")[:9]
    return max(1, int(stated)) if stated.isascii() and stated.isdigit() else 1


def _value(cell: dict[str, str], text: str) -> Plain | None:
    kind = cell.get("office:value-type", "")
    if kind in NUMBERS:
        return number(float(cell["office:value"]))
    if kind == "boolean":
        return cell.get("office:boolean-value") == "true"
    if kind == "date":
        return _date(cell["office:date-value"])
    return cell.get("office:string-value") or text or None


def _date(stated: str) -> Plain:
    try:
        return When(datetime.fromisoformat(stated).replace(tzinfo=None).isoformat())
    except ValueError:
        return stated
