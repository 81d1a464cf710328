"""The demonstration's organisations and accounts: invented people, one shared password, refused in production."""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.store import EventStore
from identity import passwords
from identity.accounts import NewAccount, accounts, keep, record, whois
from identity.refusals import DemoAccountRefused
from workflow import messages as m
from workflow.errors import Words
from workflow.lookups import NAMESPACE, organisation_id, units
from workflow.messages import OrganisationKind as Kind
from workflow.messages.base import SYSTEM
from workflow.service import Ledger, handle, seal_what_is_new
from workflow.words import ROLES, Role

# not a secret: the demo's login page prints it
DEMO_PASSWORD = "xiaohao-demo-2020"  # nosec B105

SINCE = "2019-01-01"  # the demo's clock can be set to the time of its list

Organisation = tuple[str, str, str, Kind, str | None]

DEMO_BUREAUS: tuple[Organisation, ...] = (
    ("baishi", "白石县司法局", "白石", Kind.COUNTY, "center"),
    ("qinglan", "青岚县司法局", "青岚", Kind.COUNTY, "center"),
    ("songkou", "松口县司法局", "松口", Kind.COUNTY, "center"),
    ("dongping", "东坪县司法局", "东坪", Kind.COUNTY, "center"),
    ("meiling", "梅岭县司法局", "梅岭", Kind.COUNTY, "center"),
    ("zhuwu", "竹坞县司法局", "竹坞", Kind.COUNTY, "center"),
    ("nanyu", "南屿区司法局", "南屿", Kind.DISTRICT, "center"),
    ("beidu", "北渡区司法局", "北渡", Kind.DISTRICT, "center"),
    ("shiqiao", "石桥市司法局", "石桥", Kind.COUNTY_CITY, "center"),
)

DEMO_ORGANISATIONS: tuple[Organisation, ...] = (
    ("province", "省司法厅", "省厅", Kind.PROVINCE, None),
    ("center", "市法律援助中心", "市中心", Kind.CITY, "province"),
    *DEMO_BUREAUS,
    ("evaluator", "第三方评价机构", "评价机构", Kind.EVALUATOR, None),
    ("audit", "市审计组", "审计组", Kind.AUDIT, None),
)


def _account(login: str, name: str, role: Role, org: str) -> NewAccount:
    return NewAccount(login=login, name=name, role=role, org=org, demo=True)


DEMO_ACCOUNTS: tuple[NewAccount, ...] = (
    _account("center1", "市中心审核员甲", Role.CITY_CENTER, "center"),
    _account("center2", "市中心审核员乙", Role.CITY_CENTER, "center"),
    _account("center3", "市中心审核员丙", Role.CITY_CENTER, "center"),
    *(_account(f"{b[0]}_leader", f"{b[1]}负责人", Role.BUREAU_LEADER, b[0]) for b in DEMO_BUREAUS),
    *(_account(f"{b[0]}_handler", f"{b[1]}经办人", Role.BUREAU_HANDLER, b[0]) for b in DEMO_BUREAUS),
    _account("evaluator", "第三方评价员", Role.EVALUATOR, "evaluator"),
    _account("auditor", "市审计组审计员", Role.AUDITOR, "audit"),
    _account("sysadmin", "市中心系统管理员", Role.SYSTEM_ADMIN, "center"),
    _account("secadmin", "市中心安全管理员", Role.SECURITY_ADMIN, "center"),
)


def demo_account_id(login: str) -> UUID:
    """The id of a demo account: the same in every demonstration."""
    return uuid5(NAMESPACE, f"demo account {login}")


def load(ledger: Ledger, *, production: bool = False) -> int:
    """Register the demo's organisations and make its accounts, each once; how many accounts were new."""
    if production:
        raise DemoAccountRefused
    with ledger.database.reading() as connection:
        known = set(units(connection))
    for organisation in DEMO_ORGANISATIONS:
        if organisation[0] not in known:
            handle(ledger, _registration(ledger, organisation))
    with ledger.database.writing() as connection:
        made = _make_accounts(connection, ledger)
    seal_what_is_new(ledger)
    return made


def shown(connection: Connection, language: str, on: date) -> list[tuple[str, str, str]]:
    """(role and unit, login, password) of the demo accounts that are there, for the login page."""
    demo = connection.execute(select(accounts.c.login, accounts.c.account_id).where(accounts.c.demo))
    there = {row.login for row in demo if whois(connection, row.account_id, on)}
    return [(_label(a, language), a.login, DEMO_PASSWORD) for a in DEMO_ACCOUNTS if a.login in there]


def _label(account: NewAccount, language: str) -> str:
    """单位负责人(白石), bureau leader (白石); a role named like its unit is said once: 市中心."""
    unit = next(short for code, _, short, _, _ in DEMO_ORGANISATIONS if code == account.org)
    role = ROLES[account.role].say(language)
    if role == unit:
        return role
    return Words("{role}（{unit}）", "{role} ({unit})").say(language).format(role=role, unit=unit)


def _registration(ledger: Ledger, organisation: Organisation) -> m.RegisterOrganisation:
    code, name, short, what, parent = organisation
    return m.RegisterOrganisation(
        command_id=uuid5(NAMESPACE, f"demo organisation {code}"), subject=organisation_id(code), by=SYSTEM,
        at=ledger.clock.now(), code=code, name=name, short=short, what=what, parent=parent,
    )  # fmt: skip


def _make_accounts(connection: Connection, ledger: Ledger) -> int:
    there, store = set(connection.scalars(select(accounts.c.login))), EventStore(connection)
    missing = [account for account in DEMO_ACCOUNTS if account.login not in there]
    digest = passwords.digest(DEMO_PASSWORD) if missing else ""  # one for all: argon2 is slow on purpose
    for account in missing:
        account_id = demo_account_id(account.login)
        keep(connection, account.login, digest, ledger.clock.now(), account_id, demo=True)
        record(store, ledger, account_id, account, "演示账号", SYSTEM, SINCE)
    return len(missing)
