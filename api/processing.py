"""The process log for tools: XES, OCEL, CloudEvents, CSV."""

from flask import Response
from marshmallow import fields as ma
from marshmallow import validate

import identity
from api import queries
from api.bundling import attached
from api.operations import operation
from api.reading import require_place
from documents import process_log
from documents.process_formats import FORMATS
from identity import acts
from workflow.messages import Actor
from workflow.sight import Place

SHORT = validate.Length(max=40, error="too_long")


class ProcessQuery(queries.Query):
    format = ma.String(
        required=True, validate=validate.OneOf(list(FORMATS), error="not_a_choice"),
        error_messages={"required": "required"}, metadata={"description": "The format of the file."},
    )  # fmt: skip
    begins = ma.String(
        load_default="", data_key="from", validate=SHORT,
        metadata={"description": queries.MOMENT + " Empty is the beginning of the log."},
    )  # fmt: skip
    ends = ma.String(
        load_default="", data_key="to", validate=SHORT,
        metadata={"description": queries.MOMENT + " Empty is the last position of the log."},
    )  # fmt: skip


@operation("GET", "/process-log", tag="log", query=ProcessQuery, refused=(403, 422))
def download_process_log(actor: Actor) -> Response:
    """Download the log of a period for tools of process mining.

    Every event in the caller's sight, masked: no free words, no names. XES (IEEE 1849) has a trace for each item, OCEL
    2.0 tells of items, notices, packages, units and more, CloudEvents and CSV have an event on each line. How many
    events are withheld stands in each file and in the header Events-Withheld; an empty `to` is the last position.
    """
    require_place(actor, Place.PROCESS)
    given = queries.asked(ProcessQuery)
    asked = FORMATS[given["format"]]
    content, told = process_log.spooled(identity.current_ledger(), actor, asked.write, given["begins"], given["ends"])
    name = f"log-{told.first}-{told.last}{asked.ending}"
    acts.done("exported", actor.account, name)
    response = attached(content, asked.content_type, name)
    response.headers["Events"], response.headers["Events-Withheld"] = str(told.events), str(told.withheld)
    return response
