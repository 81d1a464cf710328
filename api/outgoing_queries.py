"""What may stand in the query string of a document."""

from marshmallow import fields as ma
from marshmallow import validate

from api.queries import EyesQuery, LedgerQuery, Query

PROGRESS = {"description": "An id of the caller's choice, to ask meanwhile how far the document is."}


class DocumentQuery(EyesQuery):
    """Of a document that is about one thing."""


class ItemDocumentQuery(EyesQuery):
    version = ma.Integer(
        load_default=None, validate=validate.Range(1, 10**6, error="out_of_range"),
        error_messages={"invalid": "not_a_number", "too_large": "out_of_range"},
        metadata={"description": "Which of an item's events the paper is of, by its version; empty is the last."},
    )  # fmt: skip


class TotalsQuery(LedgerQuery):
    """The ledger's conditions, without order and pages."""

    class Meta(Query.Meta):
        exclude = ("sort", "page", "size")


class LedgerDocumentQuery(TotalsQuery):
    progress = ma.UUID(load_default=None, error_messages={"invalid_uuid": "not_an_id"}, metadata=PROGRESS)
