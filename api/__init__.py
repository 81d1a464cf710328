"""JSON over HTTP under /api/v1, for programs: read the ledger, give commands. Bearer tokens only, so no CSRF.

Read in this order: operations (what an operation is), asking and queries (what a request says), reading, commanding,
matters, organising, contacting, ruling, deadlines, batching, comparing, drafting, packaging, outgoing, accounting,
persons, evidence, bundling, proving, importing, upward_reports, wording, document_check, workbooks, archiving,
processing, securing and signing_in (the operations), answers and what ends in _answers, listings and telling (what is
answered), refusals and problems (how it is refused), openapi and tags (how all of it is described).
"""

from flask import Blueprint, Flask

from api import (
    accounting,
    archiving,
    batching,
    bundling,
    clause_register,
    commanding,
    comparing,
    contacting,
    deadlines,
    disclosing,
    disclosure_ruling,
    document_check,
    drafting,
    evaluating,
    evidence,
    finding,
    importing,
    inboxing,
    lives,
    matters,
    obliging,
    openapi,
    organising,
    outgoing,
    packaging,
    persons,
    problems,
    processing,
    proving,
    reading,
    recording,
    registering,
    ruling,
    sampling,
    securing,
    signing_in,
    upward_reports,
    watching,
    wording,
    workbooks,
)
from api.operations import serve_on

__all__ = [
    "accounting",
    "archiving",
    "batching",
    "bundling",
    "clause_register",
    "commanding",
    "comparing",
    "contacting",
    "deadlines",
    "disclosing",
    "disclosure_ruling",
    "document_check",
    "drafting",
    "evaluating",
    "evidence",
    "finding",
    "importing",
    "inboxing",
    "init_app",
    "lives",
    "matters",
    "obliging",
    "openapi",
    "organising",
    "outgoing",
    "packaging",
    "persons",
    "processing",
    "proving",
    "reading",
    "recording",
    "registering",
    "ruling",
    "sampling",
    "securing",
    "signing_in",
    "upward_reports",
    "watching",
    "wording",
    "workbooks",
]


def init_app(app: Flask) -> None:
    """Serve the API. identity.init_app comes first: it wires the ledger and closes what is not the API's."""
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
    serve_on(blueprint)
    problems.register(app, blueprint)
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
