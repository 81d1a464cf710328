"""Canonical bytes: equal to RFC 8785, the same whenever they are made, and read back to the same event."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from events import codec
from events.errors import NotCanonical, UnknownEventType
from events.event import EMPTY, EVENT_NAMES, Envelope, event
from events.rows import rows_of
from tests import examples as x
from workflow.facts import Due, Figure, Kind, Precision
from workflow.machine import Owner
from workflow.messages import Evidence, ItemEvent
from workflow.messages.item import ItemReported

ENVELOPE = Envelope(at=x.NOON, actor="a", command_id=UUID(int=1), correlation_id=UUID(int=1))
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner),
    max_leaves=12,
)


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value):
    assert codec.canonical(value) == rfc8785.dumps(value)


PAIRS = orjson.loads((Path(__file__).parent / "data" / "rfc8785.json").read_bytes())["pairs"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["output"][:20])
def test_the_pairs_of_rfc_8785(pair):
    assert codec.canonical(orjson.loads(pair["input"])).decode() == pair["output"]


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_has_no_canonical_bytes_is_refused(value):
    with pytest.raises(NotCanonical):
        codec.canonical({"a": value})


reports = st.builds(
    ItemReported, leads_to=st.just(x.reported.leads_to), measures=texts, result=texts,
    evidence=st.lists(st.builds(Evidence, texts, st.integers(0, 2**40), texts), max_size=3).map(tuple),
)  # fmt: skip
issues = st.builds(
    type(x.issued),
    **{f.name: st.just(getattr(x.issued, f.name)) for f in fields(x.issued)}
    | {
        "problem": texts, "kind": st.sampled_from(Kind), "owner": st.sampled_from(Owner),
        "due": st.builds(Due, st.sampled_from(Precision), st.dates(date(1950, 1, 1))),
        "figure": st.none() | st.builds(Figure, stated=texts, count=st.none() | st.integers(0, 999)),
    },
)  # fmt: skip


@given(reports | issues)
def test_an_event_reads_back_from_its_bytes(one):
    name, version, body = codec.encode(one)
    assert codec.decode(name, version, body) == one
    assert body == rfc8785.dumps(orjson.loads(body))


def test_every_event_of_an_item_has_a_lasting_name():
    assert {cls.__name__: name for cls, (name, _) in EVENT_NAMES.items() if issubclass(cls, ItemEvent)} == {
        "ItemIssued": "item.issued",
        "ItemAssigned": "item.assigned",
        "ItemHandedOver": "item.handed_over",
        "ItemReported": "item.reported",
        "ItemVerified": "item.verified",
        "ItemSentBack": "item.sent_back",
        "ItemClosed": "item.closed",
        "ItemReopened": "item.reopened",
        "ItemWithdrawn": "item.withdrawn",
        "ItemConverted": "item.converted",
        "ItemExtensionRequested": "item.extension_requested",
        "ItemExtensionDecided": "item.extension_decided",
        "ItemUrged": "item.urged",
        "ItemSupervised": "item.supervised",
        "MeasurePlanned": "item.measure_planned",
        "MeasureDropped": "item.measure_dropped",
        "MeasureCompleted": "item.measure_completed",
        "MeasureVerified": "item.measure_verified",
        "ProgressNoted": "item.progress_noted",
        "ItemObjected": "item.objected",
        "ObjectionAnswered": "item.objection_answered",
        "ItemTransferred": "item.transferred",
        "WaitingBegun": "item.waiting_begun",
        "ContactedAgain": "item.contacted_again",
        "WaitingEnded": "item.waiting_ended",
        "ItemFollowedUp": "item.followed_up",
    }


def test_a_name_nobody_claims_is_an_error():
    with pytest.raises(UnknownEventType):
        codec.decode("item.flown", 1, b"{}")


def test_an_event_may_not_hold_a_float(registry):
    @event("test.weighed")
    class Weighed:
        kilos: float

    with pytest.raises(NotCanonical, match="kilos"):
        codec.encode(Weighed(kilos=1.5))


ids = st.uuids().map(str)
whole = st.integers(-(2**53) + 1, 2**53 - 1)


@given(
    stream=texts, version=st.integers(1, 2**31), event_id=ids, name=texts, schema=st.integers(1, 999),
    body=st.binary(max_size=50), recorded_at=whole, effective_at=whole, actor=texts, command_id=ids, related=ids,
    because=st.none() | ids,
)  # fmt: skip
def test_the_envelope_as_it_is_written_out_is_the_canonical_one(
    stream, version, event_id, name, schema, body, recorded_at, effective_at, actor, command_id, related, because
):
    written = codec.enveloped(
        stream, version, event_id, name, schema, body, b"", recorded_at, effective_at, actor, command_id, related,
        because,
    )  # fmt: skip
    said = {
        "actor": actor, "body": hashlib.sha256(body).hexdigest(), "causation_id": because, "command_id": command_id,
        "correlation_id": related, "effective_at": effective_at, "event_id": event_id, "name": name,
        "recorded_at": recorded_at, "schema_version": schema, "stream": stream, "version": version,
    }  # fmt: skip
    assert written == rfc8785.dumps(said)


def test_a_moment_past_53_bits_has_no_envelope():
    late = rows_of("item-1", [x.issued], EMPTY, replace(ENVELOPE, effective_at=datetime(2300, 1, 1, tzinfo=UTC)))
    with pytest.raises(NotCanonical, match="53 bits"):
        list(late)
