"""What an actor may see. One function decides; every list, page, file, export, API answer and history asks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, false, true

from workflow.errors import Words
from workflow.messages import Actor
from workflow.words import Role


@dataclass(frozen=True, slots=True)
class Sight:
    """The units whose items are seen; None means all of them."""

    units: frozenset[str] | None

    def sees(self, bureau: str) -> bool:
        return self.units is None or bureau in self.units

    def within(self, bureau: ColumnElement[str]) -> ColumnElement[bool]:
        """The same rule, as a condition on a column that holds the unit."""
        if self.units is None:
            return true()
        return bureau.in_(sorted(self.units)) if self.units else false()

    def joined(self, other: "Sight") -> "Sight":
        """What is seen by either."""
        if self.units is None or other.units is None:
            return EVERYTHING
        return Sight(self.units | other.units)

    def met(self, other: "Sight") -> "Sight":
        """What is seen by both."""
        if self.units is None or other.units is None:
            return other if self.units is None else self
        return Sight(self.units & other.units)


EVERYTHING, NOTHING = Sight(None), Sight(frozenset())
ANSWERING = frozenset({Role.BUREAU_LEADER, Role.BUREAU_HANDLER})


def in_sight(actor: Actor) -> Sight:
    """Bureaus see their own items; the center, evaluators and auditors all; the administrators none.

    Who looks through somebody's eyes sees no more than they did; see eyes.
    """
    return _of_role(actor).met(Sight(actor.within))


def _of_role(actor: Actor) -> Sight:
    match actor.role:
        case Role.CITY_CENTER | Role.EVALUATOR | Role.AUDITOR:
            return EVERYTHING
        case Role.BUREAU_LEADER | Role.BUREAU_HANDLER:
            return Sight(frozenset({actor.org}))
        case Role.SYSTEM_ADMIN | Role.SECURITY_ADMIN:
            return NOTHING


OTHER_UNIT = Words("其他单位", "another unit")
"""What a bureau is told in place of another bureau, and of whoever acted there."""


OTHER = "other_unit"
"""Its code, where a code is told."""
HIDDEN = ("handler", "leader", "contact", "phone")
"""What is said of a unit's own people, and told to no other unit."""


def tells_who(reader: Actor, by: Actor) -> bool:
    """Whether a reader is told who acted, and for which unit: of other bureaus a bureau is told no more than that."""
    return by.role not in ANSWERING or in_sight(reader).sees(by.org)


def in_comparison(actor: Actor, *, published: bool) -> bool:
    """Whether an actor sees how many items other bureaus have: who sees all does; a bureau only where it was granted.

    Who looks through a bureau's eyes sees what the bureau did.
    """
    if actor.role not in OPEN_TO[Place.COMPARISONS]:
        return False
    return published or in_sight(actor).units is None


def in_sample(actor: Actor, *, concluded: bool, units: frozenset[str]) -> bool:
    """Whether an actor sees a sample: who sees all always does; a bureau once it is concluded, if some of its own were
    drawn. Of the other units it is told how many."""
    seen = in_sight(actor).units
    return seen is None or (concluded and bool(seen & units))


def in_finding(actor: Actor, told: Iterable[str]) -> bool:
    """Whether an actor sees a finding: who sees all does; a bureau where it was `told` of it, by an item that was
    issued to it from there, or because it said so itself."""
    if actor.role not in OPEN_TO[Place.FINDINGS]:
        return False
    seen = in_sight(actor)
    return seen.units is None or any(map(seen.sees, told))


def in_evaluation(actor: Actor) -> bool:
    """Whether an actor sees how the units compare in findings: who sees all, and through nobody else's eyes."""
    return actor.role in OPEN_TO[Place.EVALUATION] and in_sight(actor).units is None


def in_archives(actor: Actor, unit: str | None) -> bool:
    """Whether an actor sees that an archive package was made: who sees all does; a bureau of its own part (`unit`)."""
    if actor.role not in OPEN_TO[Place.ARCHIVES]:
        return False
    seen = in_sight(actor)
    return seen.units is None or (unit is not None and seen.sees(unit))


class Place(StrEnum):
    """A part of the system, apart from single items."""

    ITEMS = "items"
    FILES = "files"
    NOTICES = "notices"
    LOG = "log"
    HEALTH = "health"
    BUNDLES = "bundles"
    IMPORT = "import"
    AREAS = "areas"
    ORGANISATIONS = "organisations"
    ACCOUNTS = "accounts"
    SECURITY = "security"
    PERSONS = "persons"
    CONTACTS = "contacts"
    COMPARISONS = "comparisons"
    RULES = "rules"
    CALENDARS = "calendars"
    DRAFTS = "drafts"
    PACKAGES = "packages"
    OBLIGATIONS = "obligations"
    SAMPLES = "samples"
    CLAUSES = "clauses"
    FINDINGS = "findings"
    EVALUATION = "evaluation"
    INBOX = "inbox"
    REGISTERS = "registers"
    DOCUMENT_CHECK = "document_check"
    UPWARD = "upward"
    DISCLOSURES = "disclosures"
    WORKBOOKS = "workbooks"
    PROCESS = "process"
    ARCHIVES = "archives"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
WITH_ITEMS = frozenset(Role) - ADMINISTRATORS

OPEN_TO: dict[Place, frozenset[Role]] = {
    Place.ITEMS: WITH_ITEMS,
    Place.FILES: WITH_ITEMS,
    Place.NOTICES: WITH_ITEMS,
    Place.LOG: frozenset({Role.AUDITOR, Role.CITY_CENTER}),
    Place.HEALTH: frozenset({Role.AUDITOR, Role.CITY_CENTER}) | ADMINISTRATORS,
    Place.BUNDLES: frozenset({Role.AUDITOR, Role.CITY_CENTER, Role.BUREAU_LEADER, Role.BUREAU_HANDLER}),
    Place.IMPORT: frozenset({Role.CITY_CENTER}),
    Place.AREAS: frozenset(Role),
    Place.ORGANISATIONS: frozenset(Role),
    Place.ACCOUNTS: frozenset({Role.AUDITOR}) | ADMINISTRATORS,
    Place.SECURITY: frozenset({Role.AUDITOR, Role.SECURITY_ADMIN}),
    Place.PERSONS: frozenset({Role.SECURITY_ADMIN}),
    Place.CONTACTS: WITH_ITEMS,
    Place.COMPARISONS: WITH_ITEMS,
    Place.RULES: frozenset(Role),
    Place.CALENDARS: frozenset(Role),
    Place.DRAFTS: frozenset({Role.AUDITOR, Role.CITY_CENTER}),
    Place.PACKAGES: WITH_ITEMS,
    Place.OBLIGATIONS: WITH_ITEMS,
    Place.SAMPLES: WITH_ITEMS,
    Place.CLAUSES: frozenset(Role),
    Place.FINDINGS: WITH_ITEMS,
    Place.EVALUATION: WITH_ITEMS - ANSWERING,
    Place.INBOX: frozenset(Role),
    Place.REGISTERS: WITH_ITEMS,
    Place.DOCUMENT_CHECK: WITH_ITEMS,
    Place.UPWARD: WITH_ITEMS - ANSWERING,
    Place.DISCLOSURES: WITH_ITEMS,
    Place.WORKBOOKS: WITH_ITEMS,
    Place.PROCESS: WITH_ITEMS,
    Place.ARCHIVES: frozenset({Role.AUDITOR, Role.CITY_CENTER}) | ANSWERING,
}


def in_upward(actor: Actor) -> bool:
    """Whether an actor sees the reports upward: who sees all items, and through nobody else's eyes."""
    return actor.role in OPEN_TO[Place.UPWARD] and in_sight(actor).units is None


def in_drafts(actor: Actor) -> bool:
    """Whether an actor sees notices that are being drafted: the center and auditors, but through no bureau's eyes."""
    return actor.role in OPEN_TO[Place.DRAFTS] and in_sight(actor).units is None


def may_enter(actor: Actor, place: Place) -> bool:
    return actor.role in OPEN_TO[place]
