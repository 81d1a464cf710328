"""The pages. They look at read models and give commands; what may be seen and done is decided in workflow.

Read in this order: base, look, queries, then a page: desk, ledger, item (actions, forms, timeline), log, proofs.
"""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin

import identity
from admin import formats, words
from admin.accounts import AccountsPage
from admin.archives import ArchivesPage
from admin.batches import BatchesPage
from admin.calendar import CalendarPage
from admin.clauses import ClausesPage
from admin.comparisons import ComparisonsPage
from admin.contact_import import ContactImportPage
from admin.contacts import ContactsPage
from admin.desk import Desk
from admin.disclosure_list import DisclosureListPage
from admin.disclosures import DisclosuresPage
from admin.document_check import DocumentCheckPage
from admin.documents import DocumentsPage
from admin.draft_list import DraftListPage
from admin.drafts import DraftsPage
from admin.evaluation import EvaluationPage
from admin.findings import FindingsPage
from admin.health import HealthPage, may_see_why, probe, read_only
from admin.import_columns import ImportColumnsPage
from admin.import_list import ImportPage
from admin.inbox import InboxPage, unread_messages
from admin.item import ItemPage
from admin.ledger import LedgerPage
from admin.life import LifePage
from admin.log import LogPage
from admin.me import MyAccountPage
from admin.menu import grouped
from admin.mistakes import register_error_pages
from admin.my_logins import LoginsPage
from admin.notices import NoticesPage
from admin.obligations import ObligationsPage
from admin.organisations import OrganisationsPage
from admin.packages import PackagesPage
from admin.password import PasswordPage
from admin.persons import PersonsPage
from admin.process import ProcessPage
from admin.proofs import ProofsPage
from admin.queries import carried, here, keep
from admin.registers import AreasPage
from admin.row_import import RowImportPage
from admin.rows import RowsPage
from admin.rules import RulesPage
from admin.sample_frames import SampleFramesPage
from admin.samples import SamplesPage
from admin.second_factor import SecondFactorPage
from admin.security import SecurityPage
from admin.tokens import TokensPage
from admin.transferred import TransferredPage
from admin.upward import UpwardPage
from admin.wording import WordingPage
from admin.workbook_check import WorkbookCheckPage
from admin.workbooks import WorkbooksPage
from identity.current import signed_in
from workflow.lookups import units

STATIC = Path(__file__).parent / "static"
PAGES = (
    InboxPage,
    LedgerPage,
    NoticesPage,
    PackagesPage,
    DraftsPage,
    DraftListPage,
    ImportPage,
    ItemPage,
    LogPage,
    ProofsPage,
    HealthPage,
    ComparisonsPage,
    BatchesPage,
    ImportColumnsPage,
    ObligationsPage,
    ContactsPage,
    ContactImportPage,
    RulesPage,
    CalendarPage,
    SamplesPage,
    SampleFramesPage,
    FindingsPage,
    EvaluationPage,
    ClausesPage,
    RowsPage,
    RowImportPage,
    DisclosuresPage,
    DisclosureListPage,
    AreasPage,
    LifePage,
    OrganisationsPage,
    AccountsPage,
    PersonsPage,
    SecurityPage,
    MyAccountPage,
    PasswordPage,
    SecondFactorPage,
    TokensPage,
    LoginsPage,
    TransferredPage,
    DocumentsPage,
    DocumentCheckPage,
    UpwardPage,
    WordingPage,
    WorkbooksPage,
    WorkbookCheckPage,
    ProcessPage,
    ArchivesPage,
)


def init_app(app: Flask) -> None:
    """Register the pages at /admin/, their files at /static/, and the error pages."""
    files = Blueprint("pages", __name__, static_folder="static", static_url_path="/static", template_folder="templates")
    app.register_blueprint(files)
    admin = Admin(app, name="Xiaohao", index_view=Desk(), csp_nonce_generator=identity.nonce)
    for page in PAGES:
        admin.add_view(page())
    app.add_url_rule("/", "root", _root)
    app.add_url_rule("/healthz", "healthz", probe)
    app.jinja_env.globals.update(_globals(admin))
    register_error_pages(app)


def _root() -> ResponseReturnValue:
    return redirect(url_for("admin.index"))


WORDS = (
    "t",
    "say",
    "cap",
    "labelled",
    "looks_like",
    "state_words",
    "event_words",
    "FIELDS",
    "ROLES",
    "KINDS",
    "CONCLUSIONS",
    "light_words",
)
FORMATS = (
    "instant", "day_text", "due_words", "light", "size_words",
    "local", "today", "quick_days", "zone_name", "demo_clock",
)  # fmt: skip


def _globals(admin: Admin) -> dict[str, Any]:
    """What every template can say."""
    said = {name: getattr(words, name) for name in WORDS} | {name: getattr(formats, name) for name in FORMATS}
    return said | {
        "here": here, "keep": keep, "carried": carried, "asset": asset, "release": release(),
        "me": signed_in, "my_name": my_name, "language": identity.language, "menu": lambda: grouped(admin.menu()),
        "read_only": read_only, "may_see_why": may_see_why,
        "unread_messages": unread_messages,
    }  # fmt: skip


def my_name() -> tuple[str, str]:
    """The name of the one who is signed in, and of their unit."""
    actor = identity.current_actor()
    with identity.current_ledger().database.reading() as connection:
        unit = units(connection).get(actor.org)
        return identity.names(connection).get(actor.account, ""), unit.name if unit else actor.org


@cache
def asset(path: str) -> str:
    """The address of a file under static/, with its digest, so that a new release is fetched anew."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


def release() -> str:
    try:
        return version("xiaohao")
    except PackageNotFoundError:
        return ""
