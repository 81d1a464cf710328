"""Canonical bytes: equal to RFC 8785, the same whenever they are made, and read back to the same event."""

from dataclasses import fields
from datetime import date

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from events import codec
from events.errors import NotCanonical, UnknownEventType
from events.event import EVENT_NAMES, event
from tests import examples as x
from workflow.facts import Due, Figure, Kind, Precision
from workflow.machine import Owner
from workflow.messages import Evidence, ItemEvent
from workflow.messages.item import ItemReported

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner),
    max_leaves=12,
)


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value):
    assert codec.canonical(value) == rfc8785.dumps(value)


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


def test_every_event_of_the_domain_has_a_lasting_name():
    assert {cls.__name__: name for cls, (name, _) in EVENT_NAMES.items() if issubclass(cls, ItemEvent)} == {
        "ItemIssued": "item.issued",
        "ItemAssigned": "item.assigned",
        "ItemReported": "item.reported",
        "ItemVerified": "item.verified",
        "ItemSentBack": "item.sent_back",
        "ItemClosed": "item.closed",
        "ItemReopened": "item.reopened",
        "ItemWithdrawn": "item.withdrawn",
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
