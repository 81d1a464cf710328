"""The API description (OpenAPI 3.1), made from the operations, the command schemas and the answer shapes."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response
from marshmallow import Schema

from api.answers import Answer
from api.operations import OPERATIONS, Operation, operation
from api.problem_answers import Problem
from api.tags import DOWNLOADS, TAGS, UPLOADS
from workflow import schemas, table_fields
from workflow.messages.row import RegisterKind

DESCRIPTION = """The ledger of rectification items: read it, also as it stood at an earlier moment, and give commands.

Sign in for a bearer token. A command carries the version it was decided on in If-Match and, to be sent again safely,
an Idempotency-Key. Every refusal is a problem document with a lasting code."""
ETAG_PATTERN = '^(W/)?"[0-9]{1,9}"$'
HEADERS: dict[str, dict[str, Any]] = {
    "If-Match": {
        "required": True,
        "description": "The version looked at: the ETag of the last answer, such as \"3\". A light that the clock "
                       "raised since does not count.",
        "schema": {"type": "string", "pattern": ETAG_PATTERN},
    },
    "If-None-Match": {
        "required": True, "description": "Always *: what is made must not exist yet.",
        "schema": {"type": "string", "const": "*"},
    },
    "Personal-Data": {
        "required": False,
        "schema": {"type": "string", "enum": ["intended"]},
        "description": "Says that what looks like personal data in a text (422 `looks_personal`) is meant to be there.",
    },
    "Idempotency-Key": {
        "required": False,
        "description": "Chosen by the caller; sent again under its key, a request is carried out once.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    },
}  # fmt: skip
LANGUAGE = {
    "name": "Accept-Language", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The language of `detail` and `message`: zh (default) or en.",
}  # fmt: skip
MEANS = {
    400: "The body or a header cannot be read.",
    401: "No token, or one that is not valid.",
    403: "Not open to this role, this account or this organisation.",
    404: "Absent, or not in the caller's sight; the two answers are the same bytes.",
    409: "The item's state does not allow it, or no signed checkpoint covers what is asked for yet.",
    410: "The file, or a part of the log, is missing or altered.",
    412: "Another version is current (see `current_version` and ETag), or the id is taken.",
    413: "The body is too large.",
    415: "The body's type is not taken.",
    422: "Understood and not valid; `errors` says what, field by field.",
    428: "If-Match or If-None-Match is missing.",
    429: "Too many attempts; Retry-After says when to try again.",
    503: "The database cannot answer now; Retry-After says when to try again.",
}
PROBLEM = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
FIGURE = {
    "type": ["object", "string", "null"], "description": "As stated in words, or in parts.",
    "properties": {"stated": {"type": "string", "maxLength": 200}, "count": {"type": ["integer", "null"]},
                   "of": {"type": ["integer", "null"]}, "unit": {"type": "string", "maxLength": 200},
                   "quantifier": {"type": ["string", "null"], "maxLength": 200}},
    "additionalProperties": False,
}  # fmt: skip
DUE = {"type": "string", "description": "2020-04-08, 2020-04-xun1 (the first ten days), 2020-04, 2020-Q2 or 2020.",
       "pattern": "^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-xun[1-3]|-[0-9]{2})?)?$"}  # fmt: skip
AREA = {
    "type": "object", "required": ["code", "zh", "en"], "additionalProperties": False,
    "properties": {**{name: {"type": "string", "minLength": 1, "maxLength": 100} for name in ("code", "zh", "en")},
                   "aliases": {"type": "array", "items": {"type": "string"}}},
}  # fmt: skip
CALENDAR_DAY = {
    "type": "object", "required": ["day", "type"], "additionalProperties": False,
    "properties": {"day": {"type": "string", "format": "date"}, "type": {"type": "string", "enum": ["off", "work"]}},
}  # fmt: skip
CLAUSE = {
    "type": "object", "required": ["code", "zh", "en", "area", "standard", "year"], "additionalProperties": False,
    "properties": {**{name: {"type": "string", "minLength": 1, "maxLength": most} for name, most in
                      (("code", 64), ("zh", 500), ("en", 500), ("area", 64), ("standard", 200))},
                   "year": {"type": "integer", "minimum": 1949, "maximum": 9999}},
}  # fmt: skip
MONEY = {"type": ["string", "integer", "null"], "description": "Yuan, with two decimals at most, such as 12345.60."}
REGISTER = {"type": "string", "enum": [kind.value for kind in RegisterKind]}
OWN_TYPES: dict[type, dict[str, Any]] = {
    schemas.DueField: DUE,
    schemas.FigureField: FIGURE,
    table_fields.AreaField: AREA,
    table_fields.CalendarDayField: CALENDAR_DAY,
    table_fields.ClauseField: CLAUSE,
    schemas.MoneyField: MONEY,
    schemas.EvidenceField: {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
}


@operation("GET", "/openapi.json", tag="description", public=True)
def describe_api() -> Response:
    """Show this description.

    It needs no token.
    """
    return Response(document_bytes(), mimetype="application/json")


@cache
def document_bytes() -> bytes:
    return msgspec.json.encode(document())


def document() -> dict[str, Any]:
    """The whole description, as plain values."""
    plugin = MarshmallowPlugin()
    spec = APISpec("销号 Xiaohao", "1", "3.1.0", plugins=[plugin], info={"description": DESCRIPTION})
    assert plugin.converter is not None
    plugin.converter.add_attribute_function(_own_type)  # type: ignore[no-untyped-call]
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for name, component in _shapes().items():
        spec.components.schema(name, component=component)
    for one in OPERATIONS:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/api/v1{one.path}")
        spec.path(path, operations={one.method.lower(): _operation(one, spec)})
    for name, says in TAGS.items():
        spec.tag({"name": name, "description": says})
    return spec.to_dict()


def _shapes() -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.schema_components(
        Answer.__subclasses__(), ref_template="#/components/schemas/{name}"
    )[1]
    return found


def _own_type(_: object, field: Any, **__: Any) -> dict[str, Any]:
    """What the plugin cannot know: our own kinds of field, and each field's label."""
    label = field.metadata.get("label")
    return {**OWN_TYPES.get(type(field), {}), **({"title": label.en} if label else {})}


def _operation(one: Operation, spec: APISpec) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name, "summary": one.summary, "description": one.description, "tags": [one.tag],
        "parameters": _parameters(one), "responses": _responses(one),
    }  # fmt: skip
    if not one.public:
        described["security"] = [{"bearer": []}]
    if one.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _body(one.body, spec)}},
        }
    if one.name in UPLOADS:
        described["requestBody"] = _upload("file", *(("evidence",) if one.name.endswith("_reply_workbook") else ()))
    return described


def _body(schema: Schema, spec: APISpec) -> dict[str, str]:
    name = type(schema).__name__
    if name not in spec.components.schemas:
        spec.components.schema(name, schema=schema)
    return {"$ref": f"#/components/schemas/{name}"}


def _upload(*parts: str) -> dict[str, Any]:
    raw = {"type": "string", "format": "binary"}
    form = {"type": "object", "required": ["file"], "properties": dict.fromkeys(parts, raw)}
    content = {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": raw}}
    return {"required": True, "content": content}


def _parameters(one: Operation) -> list[Any]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": REGISTER if name == "kind" else _path_type(kind)}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", one.path)
    ]
    query = [{"in": "query", "schema": one.query}] if one.query is not None else []
    return [*path, *query, *({"name": name, "in": "header", **HEADERS[name]} for name in one.headers), LANGUAGE]


PATH_TYPES: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "string": {"type": "string", "pattern": "^[a-z_-]{1,64}$"},
    "int": {"type": "integer", "minimum": 0, "maximum": 9999},
}


def _path_type(kind: str) -> dict[str, Any]:
    return PATH_TYPES.get(kind, {"type": "string", "pattern": "^[0-9a-f]{64}$"})


def _responses(one: Operation) -> dict[str, Any]:
    statuses = {*one.refused, 503} if one.public else {*one.refused, 401, 503}
    refused = {str(status): _refused(status) for status in sorted(statuses)} if one.path != "/openapi.json" else {}
    return {str(one.status): _answered(one), **refused}


def _refused(status: int) -> dict[str, Any]:
    headers = {401: "WWW-Authenticate", 412: "ETag", 429: "Retry-After", 503: "Retry-After"}
    named = {headers[status]: {"schema": {"type": "string"}}} if status in headers else {}
    return {"description": MEANS[status], "content": PROBLEM, **({"headers": named} if named else {})}


def _answered(one: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    if one.answers is not None:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{one.answers.__name__}"}}}
    elif one.name in DOWNLOADS or one.tag == "outgoing":
        content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    headers = {"ETag": {"description": "The version.", "schema": {"type": "string"}}} if one.etag else {}
    described = {"description": HTTPStatus(one.status).phrase, "content": content}
    return {**described, "headers": headers} if headers else described
