"""A sample is planned, framed, drawn, checked, concluded; each draw stays told, and what does not fit is refused."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests import examples as x
from tests import said
from tests.spec import given_of
from workflow import drawing
from workflow import messages as m
from workflow import sample_errors as e
from workflow.checklist import Defect, DrawnFrom, SeedFrom
from workflow.drawing import Drawn, FrameRow, Stratum, frame_digest, frame_of
from workflow.errors import AlreadyExists, LooksPersonal, NotPermitted, ReasonMissing
from workflow.messages.sample import SampleRow
from workflow.patterns import require_seen
from workflow.sample_decider import MAY, MOST_ROWS
from workflow.sample_preparation import require_sight
from workflow.sight import in_sample
from workflow.subjects import SAMPLE
from workflow.words import Role

ROWS = frame_of(FrameRow(unit, f"2019-{n:03}") for unit, most in (("baishi", 9), ("shiqiao", 2)) for n in range(most))
FRAME = frame_digest(ROWS)
NAMES = {"白石县司法局": "baishi", "白石": "baishi", "石桥市司法局": "shiqiao", "石桥": "shiqiao"}
COMMON = {"command_id": uuid4(), "subject": uuid4(), "by": x.EVALUATOR, "at": x.NOON, "today": date(2020, 3, 12)}
PLAN = m.PlanSample(**COMMON, title="卷宗抽查", purpose="绩效评价", drawn_from=DrawnFrom.VOLUMES)
BRING = m.BringVolumes(**COMMON, frame=FRAME, rows=ROWS, empty=("qinglan",), left=1)
DRAW = m.DrawSample(**COMMON, frame=FRAME, sizes="2", rows=ROWS, fresh="fresh", names=NAMES)
AGAIN = m.DrawAgain(**COMMON, frame=FRAME, sizes="2", rows=ROWS, fresh="fresh", names=NAMES, reason="一卷已移交")

planned = m.SamplePlanned(title="卷宗抽查", purpose="绩效评价", drawn_from=DrawnFrom.VOLUMES, seed="")
of_items = replace(planned, drawn_from=DrawnFrom.ITEMS)
framed = m.SampleFramed(
    frame=FRAME, strata=(Stratum("baishi", 9), Stratum("shiqiao", 2)), empty=("qinglan",), left=1, at_position=None,
    area="", state="", reason="",
)  # fmt: skip


def drawn_with(seed: str, number: int = 1, seed_from: SeedFrom = SeedFrom.SERVER, **changed) -> m.SampleDrawn:
    sizes = changed.get("sizes", (Stratum("baishi", 2), Stratum("shiqiao", 2)))
    found = drawing.draw(ROWS, seed, sizes)
    said = {"sizes": sizes, "each": 2, "in_all": None, "reason": "", **changed}
    return m.SampleDrawn(
        number=number, frame=FRAME, method="sha256-order/1", seed=seed, seed_from=seed_from, drawn=found,
        digest=drawing.draw_digest(found), **said,
    )  # fmt: skip


drawn = drawn_with("fresh")
FIRST, SECOND = drawn.drawn[0].rows
CHECK = m.CheckRow(
    **COMMON, unit="baishi", row=FIRST, defects=(Defect.BINDING, Defect.ALTERED), checked_on=date(2020, 3, 11)
)
CORRECT = m.CorrectCheck(**COMMON, unit="baishi", row=FIRST, checked_on=date(2020, 3, 12), reason="看错一卷")
CONCLUDE = m.ConcludeSample(**COMMON)
checked = m.SampleChecked(
    unit="baishi", row=FIRST, defects=(Defect.ALTERED, Defect.BINDING), remark="", checked_on=date(2020, 3, 11)
)
concluded = m.SampleConcluded(drawn=4, checked=4, found=1, missing=(), reason="")
ALL = (PLAN, BRING, DRAW, AGAIN, CHECK, CORRECT, CONCLUDE)
rest = tuple(
    m.SampleChecked(unit=one.unit, row=row, defects=(), remark="", checked_on=date(2020, 3, 12))
    for one in drawn.drawn for row in one.rows if (one.unit, row) != ("baishi", FIRST)
)  # fmt: skip


def given(*history):
    return given_of(SAMPLE, *history)


def test_it_is_planned_once_its_seed_one_line():
    given().when(PLAN).then(planned)
    given(planned).when(PLAN).then_refused(AlreadyExists)
    given().when(replace(PLAN, seed="3\n4")).then_refused(e.SeedNotPlain)


def test_its_frame_is_fixed_and_another_one_needs_a_reason():
    given(planned).when(BRING).then(framed)
    other = ROWS[:-1]
    changed = replace(BRING, rows=other, frame=frame_digest(other))
    given(planned, framed).when(BRING).then_refused(e.FrameStands)
    given(planned, framed).when(changed).then_refused(ReasonMissing)
    anew = replace(framed, frame=frame_digest(other), strata=(Stratum("baishi", 9), Stratum("shiqiao", 1)),
                   reason="补正")  # fmt: skip
    given(planned, framed).when(replace(changed, reason="补正")).then(anew)


def test_a_frame_is_what_it_is_told_to_be():
    given(planned).when(replace(BRING, rows=())).then_refused(e.FrameEmpty)
    given(planned).when(replace(BRING, frame="0" * 64)).then_refused(e.FrameNotAsTold)
    backwards = ROWS[::-1]
    given(planned).when(replace(BRING, rows=backwards, frame=frame_digest(backwards))).then_refused(e.FrameNotAsTold)
    many = tuple(FrameRow("baishi", f"{n:06}") for n in range(MOST_ROWS + 1))
    given(planned).when(replace(BRING, rows=many, frame=frame_digest(many))).then_refused(e.FrameTooLong)
    given(of_items).when(BRING).then_refused(e.OtherFrame)


def test_the_server_makes_the_seed_in_the_draw_itself():
    given(planned, framed).when(DRAW).then(drawn)
    given(planned).when(DRAW).then_refused(e.NoFrame)


def test_a_seed_that_was_given_is_that_of_the_first_draw_alone():
    seeded = replace(planned, seed="7 21 30")
    first = drawn_with("7 21 30", seed_from=SeedFrom.GIVEN)
    given(seeded, framed).when(DRAW).then(first)
    second = drawn_with("fresh", number=2, reason="一卷已移交")
    given(seeded, framed, first).when(AGAIN).then(second)


def test_drawing_again_needs_a_reason_and_keeps_what_was_drawn_before():
    given(planned, framed, drawn).when(DRAW).then_refused(e.DrawnAlready)
    given(planned, framed).when(AGAIN).then_refused(e.NotDrawn)
    second = drawn_with("other", number=2, reason="一卷已移交")
    given(planned, framed, drawn).when(replace(AGAIN, fresh="other")).then(second)
    assert given(planned, framed, drawn, second).state.draws == (drawn, second)


def test_nothing_is_drawn_from_another_frame_than_the_one_kept():
    given(planned, framed).when(replace(DRAW, frame="0" * 64)).then_refused(e.FrameChanged)
    given(planned, framed).when(replace(DRAW, rows=ROWS[:-1])).then_refused(e.FrameAltered)
    altered = (FrameRow("baishi", "x"), *ROWS[1:])
    given(planned, framed).when(replace(DRAW, rows=altered)).then_refused(e.FrameAltered)


@pytest.mark.parametrize(
    ("sizes", "in_all", "wanted", "each"),
    [
        ("2", None, (2, 2), 2),
        (" ２ ", 4, (2, 2), 2),
        ("白石=3\n石桥=1", 4, (3, 1), None),
        ("baishi: 3", None, (3, 0), None),
        ("石桥市司法局＝2，白石=0", None, (0, 2), None),
    ],
)
def test_the_size_is_a_number_for_each_unit(sizes, in_all, wanted, each):
    strata = (Stratum("baishi", wanted[0]), Stratum("shiqiao", wanted[1]))
    expected = drawn_with("fresh", sizes=strata, each=each, in_all=in_all)
    given(planned, framed).when(replace(DRAW, sizes=sizes, in_all=in_all)).then(expected)


@pytest.mark.parametrize(
    ("sizes", "in_all", "refusal", "saying"),
    [
        ("3", None, e.TooFewThere, "石桥市司法局 2"),
        ("白石=10", None, e.TooFewThere, "白石县司法局 9"),
        ("15份", None, e.BadSizes, "15份"),
        ("", None, e.NoneWanted, "."),
        ("0", None, e.NoneWanted, "."),
        ("青岚=1", None, e.NotInFrame, "白石县司法局, 石桥市司法局"),
        ("白石=1, baishi=2", None, e.UnitTwice, "baishi"),
        ("2", 15, e.SumDiffers, "add up to 4, and 15"),
    ],
)
def test_sizes_that_do_not_come_to_anything_are_refused(sizes, in_all, refusal, saying):
    given(planned, framed).when(replace(DRAW, sizes=sizes, in_all=in_all)).then_refused(refusal, saying)


def test_no_more_than_a_thousand_are_drawn_at_a_time():
    many = tuple(FrameRow("baishi", f"{n:06}") for n in range(1001))
    big = replace(framed, frame=frame_digest(many), strata=(Stratum("baishi", 1001),))
    wanted = replace(DRAW, frame=big.frame, rows=many, sizes="1001")
    given(planned, big).when(wanted).then_refused(e.SampleTooLarge)


def test_a_row_is_checked_once_and_then_corrected():
    given(planned, framed, drawn).when(CHECK).then(checked)
    given(planned, framed, drawn, checked).when(CHECK).then_refused(e.CheckedAlready)
    given(planned, framed, drawn).when(CORRECT).then_refused(e.NotChecked)
    corrected = m.SampleCorrected(
        unit="baishi", row=FIRST, defects=(), remark="", checked_on=date(2020, 3, 12), reason="看错一卷"
    )
    given(planned, framed, drawn, checked).when(CORRECT).then(corrected)
    state = given(planned, framed, drawn, checked, corrected).state
    assert (state.found, state.checks["baishi", FIRST].corrections, len(state.missing)) == (0, 1, 3)
    assert given(planned, framed, drawn, checked).state.found == 1


def test_what_was_not_drawn_has_no_check_and_no_day_to_come():
    given(planned, framed, drawn).when(replace(CHECK, row="2019-999")).then_refused(e.NotInSample)
    given(planned, framed, drawn).when(replace(CHECK, unit="shiqiao", row="x")).then_refused(e.NotInSample)
    given(planned, framed).when(CHECK).then_refused(e.NotInSample)
    given(planned, framed, drawn).when(replace(CHECK, checked_on=date(2020, 3, 13))).then_refused(e.CheckedInFuture)


def test_volumes_and_items_have_defects_of_their_own():
    wrong = replace(CHECK, defects=(Defect.NOT_AS_RECORDED,))
    given(planned, framed, drawn).when(wrong).then_refused(e.DefectDoesNotFit)
    given(of_items, framed, drawn).when(CHECK).then_refused(e.DefectDoesNotFit)
    given(of_items, framed, drawn).when(wrong).then(replace(checked, defects=(Defect.NOT_AS_RECORDED,)))


def test_it_is_concluded_whole_or_with_what_is_missing_named():
    given(planned, framed, drawn, checked, *rest).when(CONCLUDE).then(concluded)
    given(planned, framed, drawn, checked).when(CONCLUDE).then_refused(e.RowsMissing)
    lacking = tuple(SampleRow(one.unit, one.row) for one in rest)
    short = replace(concluded, checked=1, missing=lacking, reason="卷宗已移交")
    given(planned, framed, drawn, checked).when(replace(CONCLUDE, reason="卷宗已移交")).then(short)
    other = replace(framed, frame="1" * 64)
    for history in ((planned,), (planned, framed), (planned, framed, drawn, checked, *rest, other)):
        given(*history).when(CONCLUDE).then_refused(e.NotDrawn)


def test_a_check_of_what_is_drawn_again_still_stands():
    second = drawn_with("fresh", number=2, reason="补抽")
    assert given(planned, framed, drawn, checked, second).state.found == 1
    elsewhere = replace(second, drawn=(Drawn("shiqiao", ("2019-000",)),))
    assert given(planned, framed, drawn, checked, elsewhere).state.found == 0


@pytest.mark.parametrize("command", ALL[1:], ids=lambda one: one.trigger)
def test_concluded_it_changes_no_more_and_what_is_not_there_is_not_changed(command):
    given(planned, framed, drawn, checked, *rest, concluded).when(command).then_refused(e.SampleConcludedAlready)
    given().when(command).then_refused(e.NoSuchSample)


@pytest.mark.parametrize("by", x.EVERYONE)
@pytest.mark.parametrize("command", ALL, ids=lambda one: one.trigger)
def test_evaluators_center_and_auditors_draw_and_the_first_two_check(command, by):
    allowed = {Role.CITY_CENTER, Role.EVALUATOR, Role.AUDITOR}
    if command.trigger in ("check", "correct"):
        allowed.remove(Role.AUDITOR)
    assert set(MAY[command.trigger]) == allowed
    if by.role not in allowed:
        given(planned, framed, drawn).when(replace(command, by=by)).then_refused(NotPermitted)


def test_a_bureau_sees_it_once_concluded_if_some_of_its_own_were_drawn():
    mine = frozenset({"baishi"})
    for by in (x.LEADER, x.HANDLER):
        assert in_sample(by, concluded=True, units=mine)
        assert not in_sample(by, concluded=False, units=mine)
        assert not in_sample(by, concluded=True, units=frozenset({"shiqiao"}))
    for by in (x.CENTER, x.EVALUATOR, x.AUDITOR):
        assert in_sample(by, concluded=False, units=frozenset())
        assert not in_sample(replace(by, within=mine), concluded=False, units=mine)
        assert in_sample(replace(by, within=mine), concluded=True, units=mine)
    assert not in_sample(x.ADMIN, concluded=True, units=mine)


def test_to_who_does_not_see_it_a_command_finds_nothing():
    open_one, ended = (given(planned, framed, drawn, *more).state for more in ((), (checked, *rest, concluded)))
    require_sight(replace(CHECK, by=x.LEADER), ended)
    require_sight(replace(PLAN, by=x.LEADER), given().state)
    for by, state in ((x.LEADER, open_one), (x.ADMIN, ended), (x.CENTER, given().state)):
        with pytest.raises(e.NoSuchSample) as refused:
            require_sight(replace(CHECK, by=by), state)
        said.require(refused.value)


def test_a_digest_is_not_read_as_what_somebody_typed():
    """Among so many digits there is a phone number now and then."""
    digest = "a13800000001b" + "0" * 51
    require_seen(replace(DRAW, frame=digest), seen=False)
    with pytest.raises(LooksPersonal):
        require_seen(replace(AGAIN, reason="电话13800000001"), seen=False)
