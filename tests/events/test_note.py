"""Notes and checkpoints: one way to write them, and every other way refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import note
from events.checkpoint import Checkpoint, Claim, Recovery, statement
from events.errors import BadNote
from events.note import Signer, Verifier

VECTORS = json.loads((Path(__file__).parent / "data" / "signed_note.json").read_text("utf-8"))
SIGNER = Signer("xiaohao", bytes(range(32)))
AT = datetime(2020, 4, 8, 7, 30, tzinfo=UTC)
CHECKPOINT = Checkpoint("xiaohao", 51, bytes(32), b"\xff" * 32, AT)
RECOVERY = Recovery("xiaohao", Claim(51, bytes(32)), Claim(48, b"\x01" * 32), "备份已恢复 restored", AT)


@pytest.mark.parametrize("one", VECTORS["notes"], ids=lambda one: one["source"])
def test_public_notes_open_under_their_keys(one):
    assert note.open(one["note"], Verifier.parse(one["verifier"])) == one["text"]
    assert Verifier.parse(one["verifier"]).line == one["verifier"]


@pytest.mark.parametrize("one", [one for one in VECTORS["notes"] if "signer" in one], ids=lambda one: one["source"])
def test_public_notes_are_signed_the_same_way_here(one):
    signer = Signer.parse(one["signer"])
    assert (signer.sign(one["text"]), signer.line, signer.verifier.line) == (
        one["note"],
        one["signer"],
        one["verifier"],
    )


def test_a_private_key_is_not_shown():
    assert note.encoded(SIGNER.key) not in repr(SIGNER)
    with pytest.raises(BadNote) as refused:
        Signer.parse(SIGNER.line[:-4])
    assert SIGNER.line.rpartition("+")[2][:10] not in str(refused.value)


lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(text=st.lists(lines, min_size=1, max_size=4).map(lambda rows: "\n".join(rows) + "\n"))
def test_what_is_signed_opens_again(text):
    assert note.open(SIGNER.sign(text), SIGNER.verifier) == text


@given(place=st.integers(0), other=st.characters(exclude_categories=("Cs",)))
def test_a_note_with_one_character_changed_does_not_open(place, other):
    signed = SIGNER.sign(CHECKPOINT.text)
    at = place % len(signed)
    changed = signed[:at] + other + signed[at + 1 :]
    if changed != signed:
        with pytest.raises(BadNote):
            note.open(changed, SIGNER.verifier)


def test_signatures_of_unknown_keys_are_passed_over():
    stranger = Signer("stranger", b"\x07" * 32)
    both = SIGNER.sign("text\n") + stranger.sign("text\n").partition("\n\n")[2]
    assert note.open(both, SIGNER.verifier) == note.open(both, stranger.verifier) == "text\n"
    with pytest.raises(BadNote, match="not signed by xiaohao"):
        note.open(both, Signer("xiaohao", b"\x08" * 32).verifier)


def test_one_bad_signature_of_a_known_key_spoils_the_note():
    twice = SIGNER.sign("text\n") + SIGNER.sign("other\n").partition("\n\n")[2]
    with pytest.raises(BadNote, match="is not that of this text"):
        note.open(twice, SIGNER.verifier)


GOOD = SIGNER.sign("text\n")
SIGNED_BY = GOOD.partition("\n\n")[2]
MALFORMED = {
    "nothing": "",
    "no signature": "text\n",
    "no blank line": "text\n" + SIGNED_BY,
    "no last newline": GOOD[:-1],
    "a carriage return": GOOD.replace("\n", "\r\n"),
    "a hyphen for the dash": GOOD.replace("\N{EM DASH}", "-"),
    "no name": f"text\n\n{note.DASH} {note.encoded(bytes(68))}\n",
    "a name with a plus": GOOD.replace("xiaohao", "xiao+hao"),
    "base64 with a space": GOOD[:-3] + " =\n",
    "base64 with loose bits": "text\n\n\N{EM DASH} xiaohao AAAAAAAAAAB=\n",
    "a signature of no bytes": "text\n\n\N{EM DASH} xiaohao AAAAAA==\n",
    "a trailing line": GOOD + "more\n",
    "too many signatures": "text\n\n" + SIGNED_BY * 101,
}


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_notes_are_refused(what):
    with pytest.raises(BadNote):
        note.open(MALFORMED[what], SIGNER.verifier)


@pytest.mark.parametrize("text", ["no newline", "", "a\ttab\n", "\x00\n"])
def test_no_note_is_made_of_what_cannot_be_one(text):
    with pytest.raises(BadNote):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "全角\u3000空格"])
def test_a_key_needs_a_plain_name(name):
    with pytest.raises(BadNote):
        Signer.generate(name)


def test_a_verifier_line_whose_id_is_not_its_keys_is_refused():
    name, _, key = SIGNER.verifier.line.split("+", 2)
    with pytest.raises(BadNote, match="id 00000000"):
        Verifier.parse(f"{name}+00000000+{key}")
    with pytest.raises(BadNote):
        Verifier.parse(SIGNER.line)


def test_a_checkpoint_is_written_like_this():
    root, seal = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "//////////////////////////////////////////8="
    assert CHECKPOINT.text == f"xiaohao\n51\n{root}\nseal {seal}\ntime 1586331000000000\n"


def test_what_is_stated_is_read_back():
    for stated in (CHECKPOINT, RECOVERY):
        assert statement(stated.text) == stated


OTHER_SPELLINGS = {
    "a leading zero": ("\n51\n", "\n051\n"),
    "a plus sign": ("\n51\n", "\n+51\n"),
    "digits of another script": ("\n51\n", "\n５１\n"),
    "no position": ("\n51\n", "\n0\n"),
    "a negative time": ("time ", "time -"),
    "a time past all calendars": ("time 1586331000000000", "time 9999999999999999999"),
    "a root of other length": ("AAAA=\n", "AA=\n"),
    "base64 with loose bits": ("AAA=\n", "AAB=\n"),
    "no seal": ("seal ", ""),
    "a line more": ("time ", "more\ntime "),
    "no last newline": ("1586331000000000\n", "1586331000000000"),
    "a space at a line's end": ("\n51\n", "\n51 \n"),
}


@pytest.mark.parametrize("what", OTHER_SPELLINGS)
def test_any_other_spelling_of_a_checkpoint_is_refused(what):
    changed = CHECKPOINT.text.replace(*OTHER_SPELLINGS[what], 1)
    assert changed != CHECKPOINT.text
    with pytest.raises(BadNote):
        Checkpoint.parse(changed)


def test_a_recovery_is_no_checkpoint_and_a_checkpoint_no_recovery():
    with pytest.raises(BadNote):
        Checkpoint.parse(RECOVERY.text)
    with pytest.raises(BadNote):
        Recovery.parse(CHECKPOINT.text)
