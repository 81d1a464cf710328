"""What may stand in the query string of a list that is sent, and what it comes to; see queries.py."""

from typing import Any

from marshmallow import ValidationError, validate
from marshmallow import fields as ma

from api import queries
from api.upload_queries import ContactImportQuery, UploadQuery
from documents.mapping import Chosen, columns_of
from documents.row_choice import RowChoice, rows_of


def _said(longest: int, says: str) -> ma.String:
    long = validate.Length(max=longest, error="too_long")
    return ma.String(load_default="", validate=[long, queries.printable], metadata={"description": says})


def _yes(says: str) -> ma.Boolean:
    return ma.Boolean(
        load_default=False, truthy={"true"}, falsy={"false"}, error_messages={"invalid": "invalid"},
        metadata={"description": says},
    )  # fmt: skip


class ColumnsQuery(UploadQuery):
    columns = _said(1000, "Which column holds what, as in problem=E,area=C,bureau=7; left out, as remembered, else by "
                          "the names in the header.")  # fmt: skip
    header_row = ma.Integer(
        load_default=0, validate=validate.Range(0, 30, error="out_of_range"),
        error_messages={"invalid": "not_a_number", "too_large": "out_of_range"},
        metadata={"description": "The row of the header, where `columns` is given; 0 for the likeliest."},
    )  # fmt: skip
    sheet = _said(100, "The sheet of the header, where `columns` is given; left out, the likeliest.")


class ListQuery(ContactImportQuery, ColumnsQuery):
    rows = _said(2000, "The rows to take, as in 4-20,25; left out, all that can be.")
    units = _said(1000, "Only rows of these units, by code, with commas between. A row counts if all its units do.")
    remember = _yes("Remember `columns` for the caller's unit, for lists with this header.")


class ImportQuery(ListQuery):
    all_or_nothing = _yes("Issue nothing unless every row that is to be taken can be issued.")


class JobQuery(UploadQuery):
    dry_run = _yes("Write nothing; say what would come of each row.")
    all_or_nothing = _yes("Issue nothing unless every row that is to be taken can be issued.")
    confirm = ContactImportQuery._declared_fields["confirm"]
    rows = _said(2000, "The rows to take, as in 4-20,25; left out, all that can be.")
    units = _said(1000, "Only rows of these units, by code, with commas between. A row counts if all its units do.")


def choice_of(asked: dict[str, Any]) -> RowChoice:
    """The rows that are asked for; NoRowNumbers."""
    units = frozenset(filter(None, asked["units"].split(",")))
    return RowChoice(rows_of(asked["rows"]) if asked["rows"] else None, units or None)


def chosen_of(asked: dict[str, Any]) -> Chosen | None:
    """The columns that are given; UnknownColumn, ColumnTwice. ValidationError where a place is named for none."""
    if not asked["columns"]:
        if asked["header_row"] or asked["sheet"] or asked.get("remember"):
            raise ValidationError({"columns": ["required"]})
        return None
    return Chosen(columns_of(asked["columns"]), asked["sheet"], asked["header_row"])


def confirmed_of(asked: dict[str, Any]) -> frozenset[int]:
    return frozenset(map(int, filter(None, asked["confirm"].split(","))))
