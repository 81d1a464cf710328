"""The API description: complete, self-contained, and true of what is served, whatever is sent."""

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import examples as x
from tests.api.program import Desk
from workflow import messages as m
from workflow.machine import TRIGGERS
from workflow.schemas import schema_for

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATH = "/api/v1/openapi.json"


@pytest.fixture
def document(sqlite_desk: Desk) -> dict[str, Any]:
    return sqlite_desk.nobody.get("/openapi.json").json


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_it_is_open_to_all_and_names_no_other_place(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    assert "http://" not in json.dumps(document)
    assert "https://" not in json.dumps(document)


def test_every_operation_is_explained(document: dict[str, Any]):
    for operation in operations(document):
        assert operation["summary"].isascii()
        assert len(operation["description"]) > 10
        assert operation["responses"]
    names = [operation["operationId"] for operation in operations(document)]
    assert len(names) == len(set(names))


def test_every_trigger_has_an_operation_with_its_body_and_headers(document: dict[str, Any]):
    for trigger in TRIGGERS:
        operation = document["paths"][f"/api/v1/items/{{item_id}}/{trigger}"]["post"]
        headers = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "header"}
        assert {"Idempotency-Key", "If-None-Match" if trigger == "issue" else "If-Match"} <= headers
        schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert document["components"]["schemas"][schema]["additionalProperties"] is False


def test_every_route_is_described(sqlite_desk: Desk, document: dict[str, Any]):
    routes = [rule for rule in sqlite_desk.app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    described = {name for operation in operations(document) for name in [operation["operationId"]]}
    assert {rule.endpoint.removeprefix("api.") for rule in routes} == described


def test_every_shape_is_a_sound_json_schema(document: dict[str, Any]):
    shapes, drawn_up_by = document["components"]["schemas"], "https://json-schema.org/draft/2020-12/schema"
    unsound = [name for name, s in shapes.items() if not jsonschema_rs.meta.is_valid({"$schema": drawn_up_by, **s})]
    assert (unsound, len(shapes) > 30) == ([], True)


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    names = {part.split('"')[0] for part in json.dumps(document).split('"#/components/schemas/')[1:]}
    assert names <= set(document["components"]["schemas"])


def test_whatever_is_sent_is_answered_as_described(desk: Desk, big: bool):
    desk.office.whole_life()
    tokens = [desk.of(actor).token for actor in (x.CENTER, x.HANDLER, x.AUDITOR)]
    schema = schemathesis.openapi.from_wsgi(PATH, desk.app)
    cases = st.one_of([found.ok().as_strategy() for found in schema.get_all_operations()])

    @settings(max_examples=2000 if big else 40, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=cases, token=st.sampled_from(tokens), known=st.booleans())
    def send(case: schemathesis.Case, token: str, known: bool) -> None:
        if known and "item_id" in case.path_parameters:
            case.path_parameters["item_id"] = str(x.ITEM)
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    send()


KINDS: tuple[Any, ...] = (*m.ITEM_COMMANDS.values(), m.OpenNotice, m.PublishAreas)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PATHS = [f"/items/{x.ITEM}/{trigger}" for trigger in TRIGGERS] + [
    f"/notices/{x.NOTICE}/open",
    "/areas/publish",
    "/login",
]
FIELDS = sorted({name for kind in KINDS for name in schema_for(kind).fields} | {"login", "password"})
KNOWN = [
    str(x.NOTICE), str(x.HANDLER.account), "baishi", "system", "staged", "2020-04-08", "9999-12-31", "0001-01-01",
    "9999", "completed", ["ab" * 32], 2020, 2**63, -1, "\x00", "\ud800",
]  # fmt: skip
WEIRD = ANY_JSON | st.sampled_from(KNOWN)


def test_no_json_breaks_a_command(desk: Desk, big: bool):
    desk.office.issue()
    center = desk.of(x.CENTER)

    @settings(max_examples=3000 if big else 100, suppress_health_check=list(HealthCheck))
    @given(
        path=st.sampled_from(PATHS),
        said=ANY_JSON | st.dictionaries(st.sampled_from(FIELDS), WEIRD),
        version=st.integers(0, 3),
    )
    def send(path: str, said: Any, version: int) -> None:
        answer = center.post(path, said, If_Match=f'"{version}"', If_None_Match="*")
        assert answer.status_code < 500

    send()
