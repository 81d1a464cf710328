"""JSON over HTTP under /api/v1, for programs: read the ledger, give commands. Bearer tokens only, so no CSRF.

Read in this order: operations (what an operation is), asking and queries (what a request says), reading, commanding,
organising, contacting, comparing, registering, recording, accounting, persons, evidence, bundling, proving, importing,
securing and signing_in (the operations), answers, listings, organisation_answers, contact_answers, register_answers,
comparison_answers and telling (what is answered), refusals and problems (how it is refused), openapi (how all of it is
described).
"""

from flask import Blueprint, Flask

from api import (
    accounting,
    bundling,
    commanding,
    comparing,
    contacting,
    evidence,
    importing,
    lives,
    openapi,
    organising,
    persons,
    problems,
    proving,
    reading,
    recording,
    registering,
    securing,
    signing_in,
    watching,
)
from api.operations import serve_on

__all__ = [
    "accounting",
    "bundling",
    "commanding",
    "comparing",
    "contacting",
    "evidence",
    "importing",
    "init_app",
    "lives",
    "openapi",
    "organising",
    "persons",
    "proving",
    "reading",
    "recording",
    "registering",
    "securing",
    "signing_in",
    "watching",
]


def init_app(app: Flask) -> None:
    """Serve the API. identity.init_app comes first: it wires the ledger and closes what is not the API's."""
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
    serve_on(blueprint)
    problems.register(app, blueprint)
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
