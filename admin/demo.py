"""The demo: sample accounts, the sample list, stations and a key to sign with, made once, never in production."""

from pathlib import Path

from admin import notary
from admin.demo_contacts import load_contacts
from admin.demo_findings import load_findings
from admin.demo_obligations import load_obligations
from config import Settings, UnsafeSettings
from documents import issue_list
from identity import accounts, demo_accounts
from workflow.service import Ledger

SAMPLE = Path(issue_list.__file__).parent / "data" / "整改清单-2019年度.xlsx"
ISSUER = "center1"


def load(settings: Settings, ledger: Ledger) -> str:
    """Load what is missing; says what was loaded. Refused in production."""
    if settings.production:
        raise UnsafeSettings("demo accounts and the sample list belong to demo mode; production refuses them")
    notary.make_demo(settings, ledger.database)
    made = demo_accounts.load(ledger)
    actor = accounts.by_login(ledger, ISSUER)
    assert actor is not None
    report = issue_list.import_list(ledger, actor, SAMPLE.read_bytes(), SAMPLE.name)
    load_contacts(ledger, actor)
    load_obligations(ledger, actor)
    load_findings(ledger, actor)
    return f"demo: {made} accounts and {report.issued} items loaded, {report.there_already} items were there"


def listing(ledger: Ledger) -> list[str]:
    """One line `role login password` per demo account that is there."""
    with ledger.database.reading() as connection:
        there = {row.login for row in accounts.listed(connection, ledger.today) if row.active and row.demo}
    known = (account for account in demo_accounts.DEMO_ACCOUNTS if account.login in there)
    return [f"{account.role} {account.login} {demo_accounts.DEMO_PASSWORD}" for account in known]
