"""The demonstration's stations and who is to be reached there: invented people, numbers that belong to nobody."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from events.store import EventStore
from identity.demo_accounts import DEMO_BUREAUS, SINCE
from workflow.lookups import NAMESPACE, organisation_id, policy_id
from workflow.messages import Actor, CheckPhone, RegisterContact, RegisterOrganisation, SetPolicy
from workflow.messages.base import SYSTEM
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.policy import Policy
from workflow.schemas import load
from workflow.service import Ledger, handle

TOWNS = (("城关镇", "township_station"), ("新街街道", "street_station"))
SURNAMES, GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅", "安和"
PEOPLE = [surname + given for given in GIVEN for surname in SURNAMES] + ["干安"]
CALLED = (
    PhoneCheck.NORMAL, PhoneCheck.NORMAL, PhoneCheck.DEAD_NUMBER, None, PhoneCheck.NORMAL, PhoneCheck.MISMATCH, None,
    PhoneCheck.NORMAL, PhoneCheck.SWITCHED_OFF,
)  # fmt: skip
AGO = (timedelta(days=14), timedelta(days=6))
DAYS = 10


def load_contacts(ledger: Ledger, by: Actor, *, ruled_since: str = SINCE) -> int:
    """Two stations for each bureau, a liaison at each and one who knows; most were called. How many people."""
    give_once(ledger, SetPolicy, policy_id(Policy.CONTACT_CHANGE_DAYS), by, {
        "days": DAYS, "since": ruled_since, "reason": "工作站管理办法（演示）",
    }, policy=Policy.CONTACT_CHANGE_DAYS)  # fmt: skip
    people = iter(enumerate(PEOPLE))
    for bureau, _, short, _, _ in DEMO_BUREAUS:
        for number, (town, what) in enumerate(TOWNS, start=1):
            code = f"{bureau}-{number:02}"
            give_once(ledger, RegisterOrganisation, organisation_id(code), SYSTEM, {
                "code": code, "name": f"{short}{town}工作站", "short": f"{short}{town}",
                "what": what, "parent": bureau, "since": SINCE,
            })  # fmt: skip
            posts = (ContactPost.LIAISON, ContactPost.IN_THE_KNOW) if number == 1 else (ContactPost.LIAISON,)
            for post in posts:
                _person(ledger, by, code, post, *next(people))
    return len(PEOPLE)


def _person(ledger: Ledger, by: Actor, station: str, post: ContactPost, number: int, name: str) -> None:
    entry = uuid5(NAMESPACE, f"demo contact {number}")
    person = {"name": name, "phone": f"0000-71{number:05}", "since": SINCE}
    give_once(ledger, RegisterContact, entry, by, {"station": station, "post": str(post), **person})
    if result := CALLED[number % len(CALLED)]:
        called = {"result": str(result), "checked_on": (ledger.today - AGO[number % len(AGO)]).isoformat()}
        give_once(ledger, CheckPhone, entry, by, called)


def give_once(ledger: Ledger, kind: Any, subject: UUID, by: Actor, said: dict[str, Any], **context: Any) -> None:
    """Each once: its id is the same each time, and what was made since then stays."""
    once = uuid5(subject, f"demo {kind.trigger}")
    with ledger.database.reading() as connection:
        past = EventStore(connection).read_past(f"{kind.stream_kind}-{subject}").told
    if all(one.command_id != once for one in past):
        shell = {"command_id": once, "subject": subject, "by": by, "at": ledger.clock.now()}
        handle(ledger, load(kind, said, **shell, **context))
