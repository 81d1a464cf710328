"""When and why the log was read-only is told in both languages, and who lifted that."""

import string
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from events import signing, tables
from events.reasons import ENGLISH, kept, reason, said
from events.signing import Notary
from events.witness import Witness
from tests.events.positions import SIGNER
from workflow.messages.base import SYSTEM
from workflow.recovery import recover
from workflow.suspensions import CHINESE, Suspension, past_suspensions, suspension, worded

ODD = reason("rewritten", size=5)


@pytest.fixture
def desk(office, tmp_path):
    office.ledger = replace(office.ledger, notary=Notary(SIGNER.verifier, Witness(tmp_path / "witness"), SIGNER))
    office.issue()
    return office


def told(desk):
    with desk.ledger.database.reading() as connection:
        return suspension(connection), past_suspensions(connection)


def named(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_each_reason_has_a_chinese_sentence_with_the_same_values(code):
    technical = {"why"}  # what the parser of notes says is English
    assert named(CHINESE[code]) - {"key"} == named(ENGLISH[code]) - technical


def test_there_is_no_chinese_sentence_without_a_reason():
    assert set(CHINESE) == set(ENGLISH)


def test_a_reason_is_worded_in_both_languages_and_plain_text_as_it_stands():
    words = worded(reason("witness_unsigned", why="the note is not signed by odd+1", key="odd+1"))
    assert ("odd+1" in words.zh, "签" in words.zh) == (True, True)
    assert words.en == "the last note of the witness file cannot be trusted: the note is not signed by odd+1."
    assert set(worded(kept("an older copy"))) == {"an older copy"}


def test_a_suspension_that_lasts_is_told_with_its_reason(desk):
    assert told(desk) == (None, ())
    since = desk.clock.now()
    signing.suspend(desk.ledger.database, desk.clock, ODD)
    assert told(desk) == (Suspension(since, ODD), ())


def test_a_suspension_that_was_lifted_names_the_recovery_that_lifted_it(desk):
    for why in ("第一次核查", "第二次核查"):
        desk.clock.advance(timedelta(hours=1))
        since = desk.clock.now()
        signing.suspend(desk.ledger.database, desk.clock, ODD)
        desk.clock.advance(timedelta(hours=1))
        recover(desk.ledger, why)
        lasting, past = told(desk)
        assert (lasting, past[0].since, past[0].until, past[0].lifted.why) == (None, since, desk.clock.now(), why)
    assert [one.lifted.why for one in past] == ["第二次核查", "第一次核查"]
    lifted = past[0].lifted
    assert (lifted.by, lifted.key) == (SYSTEM, SIGNER.verifier.fingerprint)
    assert lifted.position == past[1].lifted.position + 1


def test_a_suspension_lifted_at_the_moment_it_was_found_names_its_recovery(desk):
    signing.suspend(desk.ledger.database, desk.clock, ODD)
    recover(desk.ledger, "第一次核查")
    signing.suspend(desk.ledger.database, desk.clock, said("by hand"))
    recover(desk.ledger, "第二次核查")
    _, past = told(desk)
    assert next(one.lifted.why for one in past) == "第二次核查"


def test_a_suspension_lifted_without_a_recovery_names_none(desk):
    signing.suspend(desk.ledger.database, desk.clock, ODD)
    recover(desk.ledger, "核查完毕")
    desk.clock.advance(timedelta(hours=1))
    row = {"found_at": desk.clock.now(), "reason": "an older copy", "lifted_at": desk.clock.now() + timedelta(hours=1)}
    with desk.ledger.database.writing() as connection:
        connection.execute(insert(tables.suspensions), row)
    _, past = told(desk)
    assert (past[0].reason, past[0].lifted, past[1].lifted.why) == (said("an older copy"), None, "核查完毕")
