"""What is due all at once on SQLite: DUE lights, and apart from them DUE periods that were missed."""

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid5

from benchmarks import pages, places
from benchmarks.contest import met
from benchmarks.table import Table
from config import Settings
from events import sealer
from events.clock import StoppedClock
from events.store import EventStore
from identity import accounts, demo_accounts
from workflow import messages as m
from workflow import schemas, service
from workflow.lookups import NAMESPACE, policy_id
from workflow.messages.policy import Policy
from workflow.service import Ledger
from workflow.timers import fire
from wsgi import open_ledger

DUE, MONTHS, SECONDS = pages.ITEMS, 10, 10.0
BEGUN, LATER = datetime(2020, 3, 12, 4, tzinfo=UTC), datetime(2021, 1, 4, 4, tzinfo=UTC)


def measure(_: int) -> Table:
    """Once each: what is measured takes seconds. What is due is prepared before the clock is moved on."""
    table = Table("Timers on SQLite", ("due at once", "seconds", f"seconds for {DUE:,}", "goal", "met"))
    for what, prepare in (("lights", lights), ("missed periods", periods)):
        fired, seconds = _fired(prepare)
        each = seconds / fired
        table.add(f"{fired:,} {what}", seconds, each * DUE, f"< {SECONDS:.0f}", met(each * DUE < SECONDS))
    return table


def _fired(prepare: Callable[[Ledger], None]) -> tuple[int, float]:
    """How many commands a look at the clock carried out, sealed as where nothing else seals, and in which time."""
    with places.sqlite("due") as url, tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=url, files=f"{folder}/files", keys=f"{folder}/keys")
        ledger = replace(open_ledger(settings), clock=StoppedClock(BEGUN))
        prepare(ledger)
        later = replace(ledger, clock=StoppedClock(LATER))
        start = time.perf_counter()
        fired = fire(later)
        seconds = time.perf_counter() - start
        ledger.database.close()
    if fired < DUE:
        raise SystemExit(f"{fired} were due, of {DUE}")
    return fired, seconds


def lights(ledger: Ledger) -> None:
    """The items of the pages' benchmark, each of which is past its day."""
    pages.fill(ledger)


def periods(ledger: Ledger) -> None:
    """Obligations once a month, of which a year's last ten were all missed."""
    from admin.cli import publish_first_areas

    publish_first_areas(ledger)
    demo_accounts.load(ledger)
    center, chance = accounts.by_login(ledger, "center1"), random.Random(1)
    assert center is not None
    said = {"days": 30, "since": "2020-01-01", "reason": "整改办法"}
    with ledger.database.writing() as connection:
        store = EventStore(connection)
        context = {"command_id": uuid5(NAMESPACE, "days"), "by": center, "at": ledger.clock.now()}
        policy = Policy.RAISED_ITEM_DAYS
        service.carry_out(
            store, ledger, schemas.load(m.SetPolicy, said, subject=policy_id(policy), policy=policy, **context)
        )
        for number in range(-(-DUE // MONTHS)):
            owed = {
                "bureau": chance.choice(pages.BUREAUS), "area": chance.choice(pages.AREAS), "rule": "monthly",
                "duty": f"第{number}项宣传活动", "since": "2020-03-01", "until": "2020-12-31", "basis": "年度计划",
            }  # fmt: skip
            pages.give(store, ledger, m.SetUpObligation, center, uuid5(NAMESPACE, f"owed {number}"), owed)
    sealer.seal(ledger.database, ledger.clock)
