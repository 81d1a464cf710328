"""Why a log is read-only is kept as a code with its values; older plain text is shown as it stands."""

import pytest

from events.errors import BadNote, NoSuchLeaves
from events.reasons import ENGLISH, SAID, Reason, kept, reason, said


def test_a_reason_is_kept_as_a_code_with_its_values():
    cut_off = reason("cut_off", there=41, vouched=51)
    assert cut_off.stored == '{"code":"cut_off","there":41,"vouched":51}'
    assert kept(cut_off.stored) == cut_off
    assert "restored from an older copy" in str(cut_off)


@pytest.mark.parametrize(
    "text",
    ["the log has 41 positions", "", "41", "[]", "null", "{}", '{"code":"of_tomorrow"}', '{"code":"cut_off"}',
     '{"code":["cut_off"]}', '{"code":"cut_off","there":1', '{"code":"cut_off","there":1}'],
)  # fmt: skip
def test_text_that_is_no_reason_of_ours_is_shown_as_it_stands(text):
    assert (kept(text), str(kept(text)), kept(text).stored) == (Reason(SAID, {"text": text}), text, text)


def test_what_someone_says_is_not_taken_for_a_template():
    assert str(kept("a {place} to %s fill in")) == "a {place} to %s fill in"
    assert said("by hand").stored == "by hand"


def test_the_errors_that_make_a_log_read_only_bring_their_codes():
    assert NoSuchLeaves(3, 9).reason == reason("gap", first=3, last=8)
    assert (BadNote("odd").code, BadNote("odd", "forged", key="k").key) == ("malformed", "k")
    assert {f"{which}_{BadNote('odd').code}" for which in ("witness", "checkpoint")} <= set(ENGLISH)
