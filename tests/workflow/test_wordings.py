"""An office words its reports: slots of each part, brackets that match, and no number of its own."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests import examples as x
from tests.spec import given_of
from workflow import messages as m
from workflow.errors import NotPermitted
from workflow.subjects import WORDING
from workflow.upward_errors import (
    BadBrackets,
    DigitInWording,
    UnknownPart,
    UnknownSlot,
    WordingEmpty,
    WordingSame,
    WordingTooLong,
)
from workflow.wording_parts import PARTS, numbers_in, segments, slots_of
from workflow.wordings import BUILT_IN, require_sound
from workflow.words import Role

COMMON = {"command_id": uuid4(), "subject": uuid4(), "by": x.CENTER, "at": x.NOON}


def publish(**texts):
    parts = tuple(m.WordingPart(name, text) for name, text in texts.items())
    return m.PublishWording(**COMMON, parts=parts, reason="改得简短些")


def given(*history):
    return given_of(WORDING, *history)


SHORT = "其余{其余问题数}个问题见附件。"
whole = tuple(m.WordingPart(name, SHORT if name == "rest" else part.text) for name, part in PARTS.items())
published = m.WordingPublished(unit=x.CENTER.org, parts=whole, reason="改得简短些")


def test_a_part_is_worded_anew_and_the_others_stay():
    given().when(publish(rest=SHORT)).then(published)
    assert given(published).state.texts == {**BUILT_IN, "rest": SHORT}
    assert given(published).state.version == 1


def test_what_is_the_same_makes_no_version():
    given().when(publish(rest=BUILT_IN["rest"])).then_refused(WordingSame)
    given(published).when(publish(rest=SHORT)).then_refused(WordingSame)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("共82项", "82"),
        ("共８２项", "８２"),
        ("第①项", "①"),
        ("共六个", "六个"),
        ("十五份卷宗", "十五份"),
        ("两家单位", "两家"),
        ("〇", "〇"),
        ("归为三类", "三类"),
        ("共九 个", "九个"),
        ("共九\u200b个", "九个"),
        ("共六多个", "六多个"),
        ("叁项", "叁项"),
        ("百分之五十", "百分之五十"),
        ("二百五十", "二百"),
        ("於三月上旬", "三月"),
        ("九個縣", "九個"),
    ],
)
def test_no_number_is_written_in_it(text, number):
    assert number in numbers_in(text)
    given().when(publish(rest=text)).then_refused(DigitInWording)


@pytest.mark.parametrize(
    "text",
    [
        "逐一核查、统一部署，进一步规范",
        "一律按要求办理",
        "归为一类",
        "千万不可、万一",
        "{其余问题数}个问题见附件",
    ],
)
def test_words_that_state_no_number_are_taken(text):
    assert numbers_in(text) == ()
    require_sound("rest", text)


@pytest.mark.parametrize(
    "text", ["见{附件", "见附件}", "[见[附件]]", "见]附件[", "[见附件", "{{其余问题数}}", "{其余[问题]数}"]
)
def test_brackets_match(text):
    given().when(publish(rest=text)).then_refused(BadBrackets)


def test_a_slot_is_one_of_its_part():
    given().when(publish(rest="其余{销号数}个")).then_refused(UnknownSlot)


def test_a_part_is_one_of_the_report_and_says_something():
    given().when(publish(nowhere="x")).then_refused(UnknownPart)
    given().when(publish(rest="  ")).then_refused(WordingEmpty)
    given().when(publish(rest="字" * 1_001)).then_refused(WordingTooLong)


@pytest.mark.parametrize("by", [one for one in x.EVERYONE if one.role is not Role.CITY_CENTER])
def test_nobody_but_the_center_words_them(by):
    given().when(replace(publish(rest=SHORT), by=by)).then_refused(NotPermitted)


@pytest.mark.parametrize("name", PARTS)
def test_what_comes_with_the_program_is_sound(name):
    require_sound(name, PARTS[name].text)
    assert set(slots_of(PARTS[name].text)) <= set(PARTS[name].slots)


@drawn(st.text(alphabet="已销号{}[]数项，", max_size=30))
def test_any_text_is_taken_apart_whole_or_refused(text):
    try:
        found = list(segments(text))
    except ValueError:
        return
    told = ("".join(piece if n % 2 == 0 else "{" + piece + "}" for n, piece in enumerate(one.pieces)) for one in found)
    assert "".join(told) == text.replace("[", "").replace("]", "")
