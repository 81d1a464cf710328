"""The figures of a report upward: counted, unknown where nobody knows, each changed by its own events alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.upward_examples import BUREAUS, FACTS, ITEMS, NOBODY, NOTICE, item, unit
from workflow.facts import Conclusion, Figure
from workflow.machine import Owner
from workflow.messages import OrganisationKind
from workflow.upward_counts import PARTITION, RESULTS, UNKNOWN
from workflow.upward_figures import figures
from workflow.upward_problems import lasting, problems
from workflow.upward_text import content
from workflow.wordings import BUILT_IN
from workflow.words import State

FOUND = figures(FACTS, NOBODY)


def of(area: str, problem: str, name: str) -> str:
    """The key of a problem's figure."""
    return f"problem:{area}:{lasting(f'{NOTICE} {problem}')}:{name}"


def value(key: str, facts=FACTS) -> str:
    return figures(facts, NOBODY)[key].value


def with_stated(stated: Figure | None):
    """The facts with another statement of how far 页码有误 goes; it was issued to two units."""
    items = tuple(replace(one, stated=stated) if one.problem == "页码有误" else one for one in ITEMS)
    return replace(FACTS, items=items)


def test_items_are_counted_by_how_they_stand():
    names = (
        "事项数",
        "销号数",
        "待销号数",
        "待核查数",
        "在办数",
        "逾期数",
        "等待外部数",
        "撤回数",
        "继续整改数",
        "转义务数",
    )
    assert [FOUND[f"whole:{name}"].value for name in names] == ["6", "1", "1", "1", "2", "1", "1", "1", "0", "0"]


def test_an_item_is_overdue_after_its_last_day_and_not_while_it_waits_for_others():
    assert value("area:files:逾期数") == "1"
    assert value("area:files:逾期数", replace(FACTS, today=date(2020, 4, 1))) == "0"


def test_the_units_of_a_problem_are_told_in_the_words_of_their_kind():
    assert value(of("files", "页码有误", "涉及单位")) == "2个县（市、区）"
    assert {value(f"{one.key}:涉及单位") for one in problems(FACTS)["money"]} == {"1个县", "1个区", "1个市"}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (Figure("3个单位中有2个", count=2, of=3, unit="个单位"), "3个县（市、区）中的2个"),
        (Figure("2个", count=2, unit="个"), "2个县（市、区）"),
        (Figure("个别工作站", quantifier="个别", unit="工作站"), "个别工作站"),
        (Figure("抽15份，普遍", of=15, unit="份", quantifier="普遍"), "抽查15份，普遍"),
        (Figure("12份", count=12, unit="份"), "12份"),
        (Figure("2个司法局", count=2, unit="个司法局"), "2个县（市、区）"),
        (Figure("2个县(市、区)普遍", count=2, unit="个县(市、区)普遍"), "2个县（市、区）普遍"),
        (Figure("9个县均较差", count=9, unit="个县均较差"), UNKNOWN),
        (Figure("9个工作站", count=9, unit="个工作站"), "9个工作站"),
        (Figure("3个县，普遍", of=3, unit="个县", quantifier="普遍"), "3个县（市、区），普遍"),
        (Figure("9个县，普遍", of=9, unit="个县", quantifier="普遍"), UNKNOWN),
        (Figure("3个单位中有1个", count=1, of=3, unit="个单位"), UNKNOWN),
        (Figure("9个单位中有2个", count=2, of=9, unit="个单位"), UNKNOWN),
        (Figure("若干", unit=""), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_how_far_a_problem_goes_is_as_stated_or_nobody_knows_it(stated, words):
    assert value(of("files", "页码有误", "量化"), with_stated(stated)) == words


def test_a_dissolved_bureau_is_told_in_the_word_of_its_kind_and_counts_no_more():
    gone = tuple(replace(one, dissolved=one.code == "nanyu") for one in BUREAUS)
    found = figures(replace(FACTS, bureaus=gone), NOBODY)
    assert found[of("files", "页码有误", "涉及单位")].value == "2个县（市、区）"
    assert found["whole:单位数"].value == "2"


def test_whoever_is_no_bureau_is_a_unit():
    more = (*ITEMS, item(9, "center", "funding", "没有经费", State.ISSUED, owner=Owner.CITY))
    assert value(of("funding", "没有经费", "涉及单位"), replace(FACTS, items=more)) == "1个单位"


def test_items_of_a_problem_that_state_different_extents_are_not_told_by_one_of_them():
    other = Figure("3个单位中有3个", count=3, of=3, unit="个单位")
    found = figures(replace(FACTS, items=(replace(ITEMS[0], stated=other), *ITEMS[1:])), NOBODY)
    assert found[of("files", "页码有误", "量化")].value == UNKNOWN
    assert "3个单位中有3个" in found[of("files", "页码有误", "量化")].why


def test_a_bureau_that_owes_one_of_its_packages_has_not_returned_them():
    owed = replace(FACTS.packages[0], ref=FACTS.packages[0].ref._replace(stream="package-3"), acknowledged=False,
                   returned=False)  # fmt: skip
    found = figures(replace(FACTS, packages=(*FACTS.packages, owed)), NOBODY)
    assert [found[f"whole:{name}"].value for name in ("送达单位数", "签收单位数", "报回单位数")] == ["2", "1", "0"]


@pytest.mark.parametrize("n", range(len(BUREAUS)))
def test_an_event_of_a_unit_changes_only_what_rests_on_it(n):
    moved = replace(
        BUREAUS[n], what=OrganisationKind.COUNTY, ref=BUREAUS[n].ref._replace(version=2, position=239)
    )  # fmt: skip
    then = figures(replace(FACTS, bureaus=(*BUREAUS[:n], moved, *BUREAUS[n + 1 :])), NOBODY)
    for key, one in FOUND.items():
        rests = any(ref.stream == moved.ref.stream for ref in (*one.refs, *then[key].refs))
        assert rests == (then[key] != one), key


def test_a_count_of_all_units_says_all():
    more = (*ITEMS, item(7, "shiqiao", "files", "页码有误", State.ISSUED))
    stated = Figure("3个单位", of=3, unit="个单位")
    items = tuple(replace(one, stated=stated) if one.problem == "页码有误" else one for one in more)
    assert value(of("files", "页码有误", "量化"), replace(FACTS, items=items)) == "全部3个县（市、区）"


def test_what_disagrees_says_why():
    found = figures(with_stated(Figure("3个单位中有1个", count=1, of=3, unit="个单位")), NOBODY)[
        of("files", "页码有误", "量化")
    ]
    assert "3个单位中有1个" in found.why
    assert "2个单位" in found.why


def test_a_quantifier_is_never_made_a_number():
    found = next(one for one in problems(FACTS)["money"] if one.text == "没有活动")
    assert value(f"{found.key}:量化") == "个别工作站"


def test_what_the_ledger_does_not_know_the_drafter_may_state():
    assert {FOUND[f"whole:{name}"].value for name in ("依据", "会议", "方案")} == {UNKNOWN}
    said = figures(FACTS, NOBODY._replace(basis="民生办通知。"))["whole:依据"]
    assert (said.value, said.how, said.refs) == ("民生办通知", "起草汇报时填写", ())


def test_what_a_notice_was_drafted_with_goes_before_what_the_drafter_states():
    notice = replace(FACTS.notices[0], basis="评价反馈", drafted=FACTS.notices[0].ref)
    said = figures(replace(FACTS, notices=(notice,)), NOBODY._replace(basis="民生办通知"))["whole:依据"]
    assert (said.value, said.how) == ("评价反馈", "通知草稿所写")


def test_nothing_recorded_of_packages_is_unknown_and_not_nought():
    assert [FOUND[f"whole:{name}"].value for name in ("送达单位数", "签收单位数", "报回单位数")] == ["2", "2", "1"]
    none = figures(replace(FACTS, packages=()), NOBODY)
    assert {none[f"whole:{name}"].value for name in ("送达单位数", "报回单位数", "下发日期")} == {UNKNOWN}


def test_money_is_exact_and_unknown_where_no_item_states_any():
    assert FOUND["area:money:涉及金额"].value == "12.50"
    assert FOUND["area:files:涉及金额"].value == UNKNOWN


def test_half_width_commas_between_chinese_are_tidied_and_nothing_else():
    items = (replace(ITEMS[0], requirement="核对,改正。"), replace(ITEMS[1], requirement="2020,4 月A,b"))
    found = figures(replace(FACTS, items=items), NOBODY)[of("files", "页码有误", "整改要求")]
    assert found.value == "核对，改正；2020,4 月A,b"


def sums_hold(found) -> bool:
    """Each sum is the sum of its parts, and how items stand adds up to all of them."""
    counted = {key: int(one.value) for key, one in found.items() if one.value.isdecimal()}
    for key, one in found.items():
        if one.sums and key in counted and not key.endswith("问题类别数"):
            assert counted[key] == sum(counted[part] for part in one.sums), key
    scopes = {key.rpartition(":")[0] for key in found if key.endswith(":事项数")}
    for scope in scopes:
        assert counted[f"{scope}:事项数"] == sum(counted[f"{scope}:{name}"] for name in PARTITION), scope
    return True


def test_sums_are_sums():
    assert sums_hold(FOUND)


STANDING = st.tuples(
    st.sampled_from(list(State)), st.sampled_from([None, *Conclusion]), st.booleans(),
    st.dates(date(2020, 4, 1), date(2020, 4, 20)), st.sampled_from([None, 0, 5_000]),
)  # fmt: skip


@given(n=st.integers(0, len(ITEMS) - 1), standing=STANDING)
@settings(deadline=None)
def test_an_event_of_an_item_changes_exactly_the_figures_that_rest_on_it(n, standing):
    """What rests on the item, before or after, is at its new event; a sum moves by its parts; nothing else moves."""
    state, conclusion, awaiting, due, amount = standing
    before = ITEMS[n]
    after = replace(
        before, state=state, conclusion=conclusion, awaiting=awaiting, due_last=due, amount=amount,
        ref=before.ref._replace(version=before.ref.version + 1, position=241),
    )  # fmt: skip
    then = figures(replace(FACTS, items=(*ITEMS[:n], after, *ITEMS[n + 1 :])), NOBODY)
    assert then.keys() == FOUND.keys()
    for key, one in FOUND.items():
        now = then[key]
        rests = any(ref.stream == before.ref.stream for ref in (*one.refs, *now.refs))
        if one.sums:
            moved = any(FOUND[part].value != then[part].value for part in one.sums)
            assert moved or now.value == one.value, key
        else:
            assert rests == (now != one), key
    assert sums_hold(then)


def test_the_same_facts_have_the_same_digest_and_others_another():
    said = content(FACTS, NOBODY, BUILT_IN)
    assert said.digest == content(FACTS, NOBODY, dict(BUILT_IN)).digest
    moved = replace(ITEMS[0], ref=ITEMS[0].ref._replace(version=4))
    assert said.digest != content(replace(FACTS, items=(moved, *ITEMS[1:])), NOBODY, BUILT_IN).digest
    assert said.digest != content(FACTS, NOBODY, {**BUILT_IN, "closing": "完。"}).digest


def test_each_figure_that_is_printed_has_a_number_and_so_has_each_part_of_a_sum():
    said = content(FACTS, NOBODY, BUILT_IN)
    known = {one.key for one in said.figures}
    assert all(part in known for one in said.figures for part in one.sums)
    assert list(said.numbers.values()) == list(range(1, len(said.figures) + 1))


def test_what_may_be_left_out_is_left_out_where_it_is_nought():
    said = content(
        FACTS, NOBODY, {**BUILT_IN, "closing": "已销号{销号数}项[，转为义务{转义务数}项][，撤回{撤回数}项]。"}
    )
    assert said.text(said.blocks[-1]) == "已销号1项，撤回1项。"


def test_above_thirty_problems_of_an_area_the_rest_is_counted():
    many = tuple(item(n, "baishi", "files", f"问题{chr(0x4E00 + n)}", State.ISSUED) for n in range(1, 36))
    said = content(replace(FACTS, items=many), NOBODY, BUILT_IN)
    assert [said.text(block) for block in said.blocks if "其余" in said.text(block)] == [
        "本类其余5个问题、5项整改事项见附件。"
    ]


def test_a_unit_that_came_later_makes_a_stated_whole_disagree():
    more = replace(FACTS, bureaus=(*BUREAUS, unit("beidu", OrganisationKind.DISTRICT)))
    assert figures(more, NOBODY)[of("files", "页码有误", "量化")].value == UNKNOWN


def test_a_count_rests_on_as_many_items_as_it_counts():
    """Refs that are too wide move with every item, so that the test of single events does not see them."""
    names = set(RESULTS)
    counted = [one for key, one in FOUND.items() if key.rpartition(":")[2] in names and not one.sums]
    assert len(counted) >= 50
    assert [one.key for one in counted if int(one.value) != len(one.refs)] == []


def test_a_title_that_was_typed_is_a_figure_of_its_own():
    said = content(FACTS, NOBODY._replace(title="关于9个县的报告"), BUILT_IN)
    assert said.text(said.blocks[0]) == "关于9个县的报告"
    assert [one.how for one in said.figures if one.key == "whole:标题"] == ["起草时填写"]


def test_money_of_what_was_withdrawn_is_not_counted_and_rests_on_nothing_of_it():
    items = tuple(replace(one, amount=500) if one.state is State.WITHDRAWN else one for one in ITEMS)
    money = figures(replace(FACTS, items=items), NOBODY)["area:money:涉及金额"]
    assert (money.value, len(money.refs)) == ("12.50", 1)


def test_the_same_words_under_two_notices_are_two_problems():
    other = item(9, "baishi", "files", "页码有误", State.ISSUED, matter="another notice")
    assert value("area:files:问题数", replace(FACTS, items=(*ITEMS, other))) == "3"
    assert len(figures(replace(FACTS, items=(*ITEMS, other)), NOBODY)["area:files:问题数"].refs) == 4
