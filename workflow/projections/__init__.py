"""Every read model: a table of what stands now, beside a table of every version, from which as-of pages are read."""

from workflow.projections.accounts import ACCOUNTS
from workflow.projections.archives import ARCHIVES
from workflow.projections.areas import AREAS
from workflow.projections.calendars import CALENDARS
from workflow.projections.clauses import CLAUSES
from workflow.projections.comparisons import COMPARISONS
from workflow.projections.contacts import CONTACTS
from workflow.projections.disclosure_lists import DISCLOSURE_LISTS
from workflow.projections.drafts import DRAFTS
from workflow.projections.findings import FINDINGS
from workflow.projections.items import ITEMS
from workflow.projections.notices import NOTICES
from workflow.projections.obligations import OBLIGATIONS
from workflow.projections.organisations import ORGANISATIONS
from workflow.projections.packages import PACKAGES
from workflow.projections.performances import PERFORMANCES
from workflow.projections.rows import ROWS
from workflow.projections.samples import SAMPLES
from workflow.projections.snapshots import SNAPSHOTS
from workflow.projections.upward import UPWARD
from workflow.projections.versioned import Versioned
from workflow.projections.workbooks import WORKBOOKS

PROJECTIONS: tuple[Versioned, ...] = (
    ITEMS, NOTICES, AREAS, ORGANISATIONS, ACCOUNTS, CONTACTS, COMPARISONS, CALENDARS, DRAFTS, PACKAGES, OBLIGATIONS,
    PERFORMANCES, SAMPLES, CLAUSES, FINDINGS, SNAPSHOTS, ROWS, UPWARD, DISCLOSURE_LISTS, WORKBOOKS, ARCHIVES,
)  # fmt: skip
BY_KIND = {projection.kind: projection for projection in PROJECTIONS}

__all__ = [
    "ACCOUNTS",
    "ARCHIVES",
    "AREAS",
    "BY_KIND",
    "CALENDARS",
    "CLAUSES",
    "COMPARISONS",
    "CONTACTS",
    "DISCLOSURE_LISTS",
    "DRAFTS",
    "FINDINGS",
    "ITEMS",
    "NOTICES",
    "OBLIGATIONS",
    "ORGANISATIONS",
    "PACKAGES",
    "PERFORMANCES",
    "PROJECTIONS",
    "ROWS",
    "SAMPLES",
    "SNAPSHOTS",
    "UPWARD",
    "WORKBOOKS",
    "Versioned",
]
