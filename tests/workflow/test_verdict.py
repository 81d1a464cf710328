"""One sentence says what is wrong and since when, the worst first; or that all is well."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from events import keyfile, signing, tables
from events.event import EMPTY, Envelope
from events.reasons import reason, said
from events.signing import Notary
from events.store import EventStore
from events.witness import Witness
from tests import examples as x
from tests.events.positions import cut
from workflow.following import follow
from workflow.health import State, health
from workflow.recovery import recover
from workflow.verdict import WAITING, findings, verdict


def written(moment):
    return f"{moment:%H:%M:%S}"


def seen(office, after=timedelta()):
    with office.ledger.database.reading() as connection:
        return health(connection, office.clock.now() + after)


def told(office, after=timedelta()):
    return verdict(seen(office, after), written)


def works(office, tmp_path):
    office.issue()
    signer = keyfile.create(tmp_path / "key", "xiaohao")
    signing.sign_checkpoint(office.ledger.database, office.clock, signer, Witness(tmp_path / "witness"))
    follow(office.ledger.database, office.clock)


def changed(office, **values):
    with office.ledger.database.writing() as connection:
        connection.execute(tables.subscriptions.update().values(**values))


def test_all_is_well_and_was_never_read_only(office, tmp_path):
    works(office, tmp_path)
    words = told(office, timedelta(days=1))
    assert words.zh.startswith("一切正常")
    assert words.en == "Everything is in order; the log was never read-only."


def test_all_is_well_since_the_log_was_last_read_only(office, tmp_path):
    works(office, tmp_path)
    signing.suspend(office.ledger.database, office.clock, said("odd"))
    office.clock.advance(timedelta(hours=1))
    signer = keyfile.read(tmp_path / "key")
    notary = Notary(signer.verifier, Witness(tmp_path / "witness"), signer)
    recover(replace(office.ledger, notary=notary), "查过了")
    follow(office.ledger.database, office.clock)
    until = written(office.clock.now())
    words = told(office)
    assert (until in words.zh, words.en) == (True, f"Everything is in order; the log was last read-only until {until}.")


def test_a_read_only_log_is_the_worst_and_says_why_and_since_when(office, tmp_path):
    works(office, tmp_path)
    since = written(office.clock.now())
    signing.suspend(office.ledger.database, office.clock, reason("rewritten", size=5))
    words = told(office)
    assert words.zh.startswith(f"自 {since} 起台账只读")
    assert "改写" in words.zh
    assert words.zh.count("。") == 1
    assert words.en.startswith(f"Read-only since {since}")
    assert words.en.endswith("they were rewritten.")


def test_a_reason_in_plain_text_stands_in_both_sentences(office, tmp_path):
    works(office, tmp_path)
    signing.suspend(office.ledger.database, office.clock, said("an older copy."))
    assert all("an older copy" in words for words in told(office))


def test_what_waits_to_be_sealed_is_counted_with_the_oldest(office, tmp_path):
    works(office, tmp_path)
    with office.ledger.database.writing() as connection:
        envelope = Envelope(at=office.clock.now(), actor=str(x.CENTER), command_id=x.ITEM, correlation_id=x.ITEM)
        EventStore(connection).append("item-waits", [x.issued], expected=EMPTY, envelope=envelope)
    since = written(office.clock.now())
    assert told(office, timedelta(seconds=10)).en == f"Sealing is behind: 1 waiting, the oldest since {since}."
    assert told(office, timedelta(minutes=5)).en == f"Sealing has stopped: 1 waiting, the oldest since {since}."
    assert told(office, timedelta(minutes=5)).zh == f"封存已停止：1 条记录等待封存，最早的自 {since} 起等待。"


def test_several_things_are_said_worst_first_and_the_rest_counted(office, tmp_path):
    works(office, tmp_path)
    office.assign()
    changed(office, error="no such thing", failed_at=office.clock.now())
    found = seen(office, timedelta(minutes=2))
    assert [one.stage.name for one in findings(found, written)] == ["followed", "signed"]
    words = verdict(found, written)
    assert words.en.startswith(f"Since {written(office.clock.now())} the histories have been stopped before record @")
    assert (words.en.endswith(" 1 more not in order."), words.zh.endswith("另有 1 处异常。")) == (True, True)
    assert findings(found, written)[0].failed


def test_a_log_that_was_never_signed_says_so(office):
    office.issue()
    follow(office.ledger.database, office.clock)
    assert told(office, timedelta(days=2)).en.startswith("Nothing has been signed yet: 6 waiting, the oldest since ")


def test_what_is_signed_past_the_end_of_the_log_was_cut_off(office, tmp_path):
    works(office, tmp_path)
    with office.ledger.database.writing() as connection:
        cut(connection, 4)
        past = {"size": 9, "root": bytes(32), "note": "", "signed_at": office.clock.now()}
        connection.execute(insert(tables.signed_checkpoints), past)
    found = seen(office)
    assert [one.words.en for one in findings(found, written)] == [
        "Signed up to 9, past the end of the log: it was cut off.", "history is 2 past the end of the log.",
    ]  # fmt: skip
    assert [stage.waiting for stage in found.stages] == [0, 0, 0, 0]


def test_a_subscription_past_the_end_of_the_log_is_named(office, tmp_path):
    works(office, tmp_path)
    changed(office, position=tables.subscriptions.c.position + 5)
    assert told(office).en == "history is 5 past the end of the log."


@pytest.mark.parametrize("name", ["sealed", "signed", "followed"])
@pytest.mark.parametrize("state", [State.BEHIND, State.STOPPED])
def test_each_stage_that_waits_has_its_sentence(name, state):
    for words in WAITING[name, state]:
        assert "5" in words.format(n=5, since="noon")
        assert "noon" in words.format(n=5, since="noon")
