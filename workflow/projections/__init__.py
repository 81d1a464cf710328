"""Every read model: a table of what stands now, beside a table of every version, from which as-of pages are read."""

from workflow.projections.accounts import ACCOUNTS
from workflow.projections.areas import AREAS
from workflow.projections.comparisons import COMPARISONS
from workflow.projections.contacts import CONTACTS
from workflow.projections.items import ITEMS
from workflow.projections.notices import NOTICES
from workflow.projections.organisations import ORGANISATIONS
from workflow.projections.rows import ROWS
from workflow.projections.versioned import Versioned

PROJECTIONS: tuple[Versioned, ...] = (ITEMS, NOTICES, AREAS, ORGANISATIONS, ACCOUNTS, CONTACTS, COMPARISONS, ROWS)
BY_KIND = {projection.kind: projection for projection in PROJECTIONS}

__all__ = [
    "ACCOUNTS",
    "AREAS",
    "BY_KIND",
    "COMPARISONS",
    "CONTACTS",
    "ITEMS",
    "NOTICES",
    "ORGANISATIONS",
    "PROJECTIONS",
    "ROWS",
    "Versioned",
]
