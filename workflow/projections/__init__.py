"""Every read model: a table of what stands now, beside a table of every version, from which as-of pages are read."""

from workflow.projections.accounts import ACCOUNTS
from workflow.projections.areas import AREAS
from workflow.projections.clauses import CLAUSES
from workflow.projections.comparisons import COMPARISONS
from workflow.projections.contacts import CONTACTS
from workflow.projections.findings import FINDINGS
from workflow.projections.items import ITEMS
from workflow.projections.notices import NOTICES
from workflow.projections.organisations import ORGANISATIONS
from workflow.projections.snapshots import SNAPSHOTS
from workflow.projections.versioned import Versioned

PROJECTIONS: tuple[Versioned, ...] = (
    ITEMS, NOTICES, AREAS, ORGANISATIONS, ACCOUNTS, CONTACTS, COMPARISONS,
    CLAUSES, FINDINGS, SNAPSHOTS,
)  # fmt: skip
BY_KIND = {projection.kind: projection for projection in PROJECTIONS}

__all__ = [
    "ACCOUNTS",
    "AREAS",
    "BY_KIND",
    "CLAUSES",
    "COMPARISONS",
    "CONTACTS",
    "FINDINGS",
    "ITEMS",
    "NOTICES",
    "ORGANISATIONS",
    "PROJECTIONS",
    "SNAPSHOTS",
    "Versioned",
]
