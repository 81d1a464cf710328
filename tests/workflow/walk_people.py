"""The people of a whole city: beside those of tests/examples.py, a leader and two handlers in each other bureau."""

from identity.demo_accounts import DEMO_BUREAUS
from tests import examples as x
from tests.office import Office
from workflow import messages as m
from workflow.decider import why_not
from workflow.lookups import organisation_id
from workflow.messages.base import SYSTEM
from workflow.words import Role

BUREAUS = tuple(bureau[0] for bureau in DEMO_BUREAUS)
UNITS = (*BUREAUS, x.CITY)
POSTS = {x.LEADER: 0, x.HANDLER: 1, x.COLLEAGUE: 2}


def _people(number: int, bureau: str) -> tuple[m.Actor, m.Actor, m.Actor]:
    roles = (Role.BUREAU_LEADER, Role.BUREAU_HANDLER, Role.BUREAU_HANDLER)
    leader, handler, colleague = (
        m.Actor(x.account(16 * (number + 1) + n), role, bureau) for n, role in enumerate(roles)
    )
    return leader, handler, colleague


STAFF = {bureau: _people(number, bureau) for number, bureau in enumerate(BUREAUS)} | {
    x.BAISHI: (x.LEADER, x.HANDLER, x.COLLEAGUE)
}


def move_in(office: Office) -> None:
    """The bureaus that the office does not know yet, and everybody's posts."""
    office.people.update({one.account: one for staff in STAFF.values() for one in staff})
    for code, name, short, what, parent in DEMO_BUREAUS:
        if code not in (x.BAISHI, x.SHIQIAO):
            said = {"code": code, "name": name, "short": short, "what": what, "parent": parent}
            office.do(m.RegisterOrganisation, SYSTEM, organisation_id(code), said)


def at(bureau: str, by: m.Actor) -> m.Actor:
    """Who holds at a unit the post that one of the examples' people holds; a stranger is of the unit after it."""
    if by is x.STRANGER:
        return STAFF[after(bureau)][0]
    return STAFF[bureau][POSTS[by]] if by in POSTS and bureau in STAFF else by


def everyone(bureau: str) -> list[m.Actor]:
    """One of each post, as an item of that unit meets them."""
    return [at(bureau, by) for by in x.EVERYONE]


def after(bureau: str) -> str:
    """The next bureau around the city."""
    return BUREAUS[(BUREAUS.index(bureau) + 1) % len(BUREAUS)] if bureau in BUREAUS else BUREAUS[0]


def allowed(trigger, item, today):
    """Whoever may pull a trigger today."""
    return [by for by in everyone(item.bureau) if why_not(by, trigger, item, today) is None]
