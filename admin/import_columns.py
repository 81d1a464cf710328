"""Which column of a list holds what, where its names do not say: chosen once, remembered for lists with that header."""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.giving import command_id
from admin.import_list import kept_list
from admin.look import looking
from admin.words import mark, say, t
from documents.headers import SEARCHED_ROWS, Column
from documents.mapping import CODES, COLUMN_OF, MOST_SHOWN, Chosen, header_cells, place_of, signature
from documents.remembering import as_remembered, remember
from documents.workbook import Workbook, read_workbook
from workflow import mappings
from workflow.batch_errors import ColumnTwice
from workflow.errors import Refusal
from workflow.sight import Place


class ImportColumnsPage(Page):
    """The cells of a header, three values under each, and which of our columns each is."""

    key, title, place, in_menu = "import-columns", mark("Columns of a list"), Place.IMPORT, False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Columns are those of a list."""
        return redirect(url_for("import.index"))

    @expose("/<sha256>")
    def show(self, sha256: str) -> str:
        return self._page(sha256)

    @expose("/<sha256>", methods=["POST"])
    def choose(self, sha256: str) -> ResponseReturnValue:
        """Remember what was chosen, then look at the list again."""
        content, name = kept_list(sha256)
        try:
            chosen = Chosen(_chosen(), request.form.get("sheet", "")[:100], _number(request.form.get("row", "")))
            remember(
                identity.current_ledger(), identity.current_actor(), content, name, chosen,
                command_id(identity.current_actor()),
            )  # fmt: skip
        except Refusal as refusal:
            return self._page(sha256, refused=refusal.message(identity.language())), 422
        flash(t("The columns are remembered, and will be proposed for lists with this header."), "success")
        return redirect(_back(sha256), 303)

    def _page(self, sha256: str, refused: str = "") -> str:
        content, name = kept_list(sha256)
        book = read_workbook(content, name)
        sheet, row = place_of(book, _wanted(book))
        typed = _typed() if request.method == "POST" else None
        cells = header_cells(sheet, row, typed if typed is not None else self._known(sheet.rows, row))
        with looking(as_of="") as look:
            return self.render(
                "import_columns.html", look=look, sha256=sha256, name=name, sheet=sheet, row=row,
                cells=cells[:MOST_SHOWN], more=max(0, len(cells) - MOST_SHOWN), refused=refused,
                sheets=[one.name for one in book.sheets], rows=range(1, min(len(sheet.rows), SEARCHED_ROWS) + 1),
                columns={CODES[column]: say(mappings.COLUMNS[CODES[column]]) for column in Column},
                needed=[say(mappings.COLUMNS[code]) for code in mappings.REQUIRED], codes=CODES,
                draft=_draft(), command=uuid4(), asked=request.args.get("asked") == "yes",
            )  # fmt: skip

    def _known(self, rows: Any, row: int) -> dict[Column, int] | None:
        """What is remembered for this header, to begin with."""
        with identity.current_ledger().database.reading() as connection:
            found = as_remembered(connection, identity.current_actor()).known.get(signature(rows[row - 1]))
        return dict(found.columns) if found else None


def _wanted(book: Workbook) -> Chosen:
    """The sheet and row that the address or the form names, where there are such; else the likeliest."""
    said = request.form if request.method == "POST" else request.args
    sheet = said.get("sheet", "")[:100]
    wanted = Chosen({}, sheet if any(one.name == sheet for one in book.sheets) else "")
    found, _ = place_of(book, wanted)
    row = _number(said.get("row", ""))
    return Chosen({}, wanted.sheet, row if 0 < row <= min(len(found.rows), SEARCHED_ROWS) else 0)


def _chosen() -> dict[Column, int]:
    """The columns of the form: one select per place. One column at two places is refused by who checks it."""
    found: dict[Column, int] = {}
    for name, code in request.form.items():
        if name.startswith("place-") and (column := COLUMN_OF.get(code)):
            if column in found:
                raise ColumnTwice(column=mappings.COLUMNS[code])
            found[column] = _number(name.removeprefix("place-"))
    return found


def _typed() -> dict[Column, int]:
    said = ((COLUMN_OF.get(code), _number(name.removeprefix("place-"))) for name, code in request.form.items())
    return {column: place for column, place in said if column and place}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _draft() -> UUID | None:
    """The draft that the list is for, if it is for one."""
    try:
        return UUID(request.values.get("draft", ""))
    except ValueError:
        return None


def _back(sha256: str) -> str:
    draft = _draft()
    if draft:
        return url_for("draft-list.preview", draft_id=draft, sha256=sha256)
    return url_for("import.preview", sha256=sha256)
