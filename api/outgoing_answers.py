"""The shapes of what is answered about documents and totals; see answers.py."""

from api.answers import Answer, AsOf


class DocumentForm(Answer):
    """A form: what it is about (item, package, sample, comparison, ledger), and the media it is made in."""

    name: str
    title: str
    purpose: str
    about: str
    media: list[str]


class DocumentForms(Answer):
    """Every form that the caller's role may take."""

    forms: list[DocumentForm]


class ItemDocument(Answer):
    """A form that can be taken of an item; `versions` are the events that it can be of, the oldest first; empty for a
    form of the item as it stands."""

    name: str
    title: str
    media: list[str]
    versions: list[int]


class ItemDocuments(Answer):
    """The papers of an item at a moment."""

    documents: list[ItemDocument]
    as_of: AsOf


class DocumentProgress(Answer):
    """How many rows of a document are written, of how many; null where nothing was said yet."""

    done: int | None
    of: int | None


class LedgerTotals(Answer):
    """The totals of the items that fit; withdrawn ones are in no number but their own.

    `problems` counts what several units have in common once. `money` is in yuan, of the `priced` items that state an
    amount. `items` are `closed`, `under_way` or `converted`; `overdue` are among those under way.
    """

    areas: int
    units: int
    problems: int
    items: int
    money: str
    priced: int
    closed: int
    under_way: int
    overdue: int
    converted: int
    withdrawn: int
    as_of: AsOf
