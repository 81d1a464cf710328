"""What is held against the events besides the log itself."""

from dataclasses import replace
from uuid import uuid4

import pytest

from events.event import EMPTY, Envelope
from events.store import Answer, Beside, EventStore
from tests import examples as x
from workflow.answers import done_of, kept
from workflow.audit import audit


@pytest.mark.parametrize("told", ["assigned", "closed"])
def test_the_answer_to_a_command_that_wrote_to_two_streams_is_held_against_all_its_events(office, told):
    first, second = sorted(f"other-{uuid4()}" for _ in range(2))
    command_id = uuid4()
    envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command_id, correlation_id=command_id)
    with office.ledger.database.writing() as connection:
        store = EventStore(connection)
        before = store.append(first, [x.sent_back], expected=EMPTY, envelope=envelope)

        def beside(recorded):
            done = replace(done_of((*before, *recorded)), state=told)
            return Beside(Answer(bytes(32), kept(done)))

        store.append(second, [x.sent_back], expected=EMPTY, envelope=envelope, beside=beside)
    wrong = f"commands {command_id} column answer: the answer is not the one its events lead to"
    with office.ledger.database.reading() as connection:
        found = [str(fault) for fault in audit(connection, office.ledger.files)]
    assert found == ([] if told == "assigned" else [wrong])
