"""A drafted notice: who writes it, who approves it, and what an approval issues, or leaves alone."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from events.event import Told
from tests import examples as x
from tests import said
from tests.spec import When
from workflow import draft_board, drafts, package_board
from workflow import messages as m
from workflow.audit import audit
from workflow.drafts import MAY, SAYS, Stage
from workflow.errors import (
    AlreadyExists,
    DueBeforeList,
    FigureAboveWhole,
    NoSuchItem,
    NotPermitted,
    ReasonMissing,
    Refusal,
    StaleVersion,
    UnknownArea,
    UnknownUnit,
)
from workflow.facts import Due, Figure, Kind
from workflow.history import life
from workflow.messages import draft as d
from workflow.messages.base import SYSTEM
from workflow.notice_errors import (
    DraftChanged,
    DraftEmpty,
    DraftFull,
    DraftingAccount,
    DraftSettled,
    NobodyNamed,
    NoSuchDraft,
    NoSuchProblem,
    NoticeTakenBack,
    NoticeUnderWay,
    NotIssued,
    ProblemThere,
    ReturnInPast,
)
from workflow.notice_preparation import item_of
from workflow.projections import DRAFTS, ITEMS, NOTICES
from workflow.subjects import DRAFT, NOTICE
from workflow.words import Role

ID, TODAY, RETURN = UUID(int=0xD1), date(2020, 3, 12), date(2020, 4, 8)
SECURITY = m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
HEAD = {"title": "2019年度问题整改通知", "year": 2020, "issuer": "市中心", "basis": "绩效评价标准", "meeting": "3月会",
        "plan": "整改方案", "leader": None, "listed_on": date(2020, 3, 10)}  # fmt: skip
begun = d.DraftBegun(unit="center", **HEAD)
revised = d.DraftRevised(**HEAD | {"title": "整改通知（修改）"})
added = d.ProblemAdded(
    matter=UUID(int=0xF1), bureaus=("baishi", "shiqiao"), area="system", kind=Kind.IMMEDIATE,
    problem="系统里登记的案件数同卷宗清点数对不上", due=x.DUE, requirement="逐案核对", figure=x.FIGURE, source="第三方",
    clause="2.1", lead="", remark="", amount=None,
)  # fmt: skip
dropped = d.ProblemDropped(matter=added.matter)
approved = d.DraftApproved(problems=1, items=2, return_by=RETURN)
discarded = d.DraftDiscarded(reason="并入另一份通知")


def command(kind, event, by=x.CENTER, **more):
    told = {name: getattr(event, name) for name in event.__slots__} | {"today": TODAY} | more
    return kind(command_id=uuid4(), subject=ID, by=by, at=x.NOON, **told)


BEGIN, REVISE = command(d.DraftNotice, begun), command(d.ReviseDraft, revised)
ADD, DROP = command(d.AddProblem, added), command(d.DropProblem, dropped)
APPROVE, DISCARD = command(d.ApproveDraft, approved, x.SECOND), command(d.DiscardDraft, discarded)
ON_IT = (REVISE, ADD, DROP, APPROVE, DISCARD)
ENOUGH = {APPROVE: (begun, added), DROP: (begun, added)}


class Given:
    """A draft's past, each event by an account: the first of the center unless it is said."""

    def __init__(self, *history):
        pairs = [one if isinstance(one, tuple) else (one, x.CENTER) for one in history]
        self.state = DRAFT.fold(Told(event, str(by), x.NOON, UUID(int=0)) for event, by in pairs)

    def when(self, asked):
        return When(DRAFT.decide, self.state, asked)


given = Given


def test_a_draft_is_begun_revised_filled_emptied_approved_or_discarded():
    given().when(BEGIN).then(begun)
    given(begun).when(REVISE).then(revised)
    given(begun, revised).when(ADD).then(added)
    given(begun, added).when(DROP).then(dropped)
    given(begun, added).when(APPROVE).then(approved)
    given(begun, added).when(DISCARD).then(discarded)
    state = given(begun, revised, added).state
    assert (state.title, state.unit, state.version) == ("整改通知（修改）", "center", 3)
    assert (state.items, state.bureaus) == (2, ("baishi", "shiqiao"))
    assert given(begun, added, dropped).state.problems == ()


@pytest.mark.parametrize("actor", [*x.EVERYONE, SECURITY])
@pytest.mark.parametrize("asked", [BEGIN, *ON_IT], ids=lambda one: one.trigger)
def test_the_center_alone_drafts_and_approves(asked, actor):
    history = () if asked is BEGIN else ((begun, x.THIRD), (added, x.THIRD))
    asked = replace(asked, problem="另一个问题") if asked is ADD else asked
    when = given(*history).when(replace(asked, by=actor))
    if asked is APPROVE and actor == x.THIRD:
        when.then_refused(DraftingAccount)
    elif actor.role is Role.CITY_CENTER:
        assert len(DRAFT.decide(when.command, when.state)) == 1
    else:
        when.then_refused(NotPermitted, "Who may: city center")
    assert (MAY, set(SAYS)) == ((Role.CITY_CENTER,), set(m.DRAFT_COMMANDS))


@pytest.mark.parametrize("wrote", [begun, revised, added, dropped], ids=lambda one: type(one).__name__)
def test_whoever_wrote_any_of_it_does_not_approve_it(wrote):
    """Control: the same draft without that account's part in it goes through."""
    others = [(begun, x.CENTER), (replace(added, matter=UUID(int=9), problem="又一个"), x.CENTER), (added, x.CENTER)]
    counts = {"problems": 2, "items": 4} if wrote is not dropped else {"problems": 1, "items": 2}
    parts = [one for one in others if one[0] is not wrote] + ([(wrote, x.SECOND)] if wrote is not begun else [])
    parts = [(begun, x.SECOND), *parts] if wrote is begun else parts
    given(*parts).when(replace(APPROVE, **counts)).then_refused(DraftingAccount)
    given(*[(event, x.CENTER) for event, _ in parts]).when(replace(APPROVE, **counts)).then(replace(approved, **counts))


@pytest.mark.parametrize("end", [approved, discarded])
@pytest.mark.parametrize("asked", ON_IT, ids=lambda one: one.trigger)
def test_what_is_settled_is_not_changed(end, asked):
    given(begun, added, end).when(asked).then_refused(DraftSettled)
    given().when(asked).then_refused(NoSuchDraft)
    given(begun).when(BEGIN).then_refused(AlreadyExists)


def test_it_is_approved_on_what_was_looked_at():
    given(begun).when(APPROVE).then_refused(DraftEmpty)


def test_a_draft_holds_so_many_problems(monkeypatch):
    monkeypatch.setattr(drafts, "MOST_PROBLEMS", 1)
    another = replace(ADD, problem="目录缺页", command_id=uuid4())
    given(begun, added).when(another).then_refused(DraftFull, "A draft holds 1 problems at most")
    for counts in ({"problems": 2}, {"items": 3}):
        given(begun, added).when(replace(APPROVE, **counts)).then_refused(DraftChanged, "1 problems and 2 items")
    given(begun, added).when(replace(APPROVE, return_by=date(2020, 3, 11))).then_refused(ReturnInPast)
    given(begun, added).when(replace(APPROVE, return_by=TODAY)).then(replace(approved, return_by=TODAY))


def test_a_problem_names_units_is_new_to_each_and_due_after_the_list():
    given(begun).when(replace(ADD, bureaus=())).then_refused(NobodyNamed)
    again = replace(ADD, problem="系统里登记的案件数，同卷宗清点数对不上！", bureaus=("nanyu", "shiqiao"))
    given(begun, added).when(again).then_refused(ProblemThere, "shiqiao")
    apart = replace(again, bureaus=("nanyu",))
    given(begun, added).when(apart).then(replace(added, problem=again.problem, bureaus=("nanyu",)))
    given(begun).when(replace(ADD, due=Due.parse("2020-03-09"))).then_refused(DueBeforeList)
    given(replace(begun, listed_on=None)).when(replace(ADD, due=Due.parse("2019"))).then(
        replace(added, due=Due.parse("2019"))
    )
    given(begun).when(replace(ADD, figure=Figure("10/9", count=10, of=9))).then_refused(FigureAboveWhole)
    given(begun).when(DROP).then_refused(NoSuchProblem)
    given(begun).when(replace(DISCARD, reason=" ")).then_refused(ReasonMissing)


def test_a_notice_is_withdrawn_before_anything_of_it_was_reported():
    opened = m.NoticeOpened(number="〔2020〕1", year=2020, sequence=1, title="x", issuer="", listed_on=None)
    withdrawn = m.NoticeWithdrawn(reason="依据有误")
    withdraw = m.WithdrawNotice(command_id=uuid4(), subject=ID, by=x.CENTER, at=x.NOON, reason="依据有误")

    def state(*history):
        return NOTICE.fold(Told(event, str(SYSTEM), x.NOON, UUID(int=0)) for event in history)

    When(NOTICE.decide, state(opened), withdraw).then(withdrawn)
    When(NOTICE.decide, state(opened, withdrawn), withdraw).then_refused(NoticeTakenBack)
    under_way = replace(withdraw, further=("〔2020〕1-白石-01", "〔2020〕1-白石-02"))
    When(NOTICE.decide, state(opened), under_way).then_refused(NoticeUnderWay, "白石-01, 〔2020〕1-白石-02")
    When(NOTICE.decide, state(opened), replace(withdraw, reason=" ")).then_refused(ReasonMissing)
    for actor in (x.LEADER, x.HANDLER, x.EVALUATOR, x.AUDITOR, x.ADMIN):
        When(NOTICE.decide, state(opened), replace(withdraw, by=actor)).then_refused(NotPermitted)


# with the service

SAID = {"title": HEAD["title"], "year": 2020, "issuer": "市中心", "basis": "绩效评价标准", "leader": "王五",
        "listed_on": "2020-03-10"}  # fmt: skip
PROBLEM = {"bureaus": ["baishi", "shiqiao"], "area": "system", "kind": "immediate", "problem": added.problem,
           "due": "2020-04-08", "requirement": "逐案核对", "figure": "9个单位中有6个"}  # fmt: skip
GO = {"problems": 1, "items": 2, "return_by": "2020-04-08"}


@pytest.fixture
def drafted(office):
    office.do(d.DraftNotice, x.CENTER, ID, SAID)
    office.do(d.AddProblem, x.CENTER, ID, PROBLEM)
    return office


def rows(office, table):
    with office.ledger.database.reading() as connection:
        return connection.execute(select(table.now)).all()


def faults(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def test_an_approval_makes_the_notice_its_items_and_packages_at_once(drafted):
    command_id = uuid4()
    drafted.do(d.ApproveDraft, x.SECOND, ID, GO, command_id=command_id)
    found = {row.number: row for row in rows(drafted, ITEMS)}
    assert set(found) == {"〔2020〕2-白石-01", "〔2020〕2-石桥-01"}
    with drafted.ledger.database.reading() as connection:
        matters = {life(connection, row.item_id, x.CENTER, drafted.now()).item.matter for row in found.values()}
        lines = package_board.lines(connection, x.CENTER, drafted.now(), ID)
        basis = package_board.ground(connection, ID, drafted.now()).basis
    [matter] = matters
    assert {row.item_id for row in found.values()} == {item_of(matter, one) for one in ("baishi", "shiqiao")}
    assert [(one.bureau, one.items, one.return_by, one.acknowledged_at) for one in lines] == [
        ("baishi", 1, RETURN, None), ("shiqiao", 1, RETURN, None),
    ]  # fmt: skip
    assert (basis, lines[0].number, lines[0].title) == ("绩效评价标准", "〔2020〕2", HEAD["title"])
    again = drafted.do(d.ApproveDraft, x.SECOND, ID, GO, command_id=command_id)
    assert (again.version, len(rows(drafted, ITEMS))) == (3, 2)
    assert faults(drafted) == []


def test_a_refusal_of_one_item_undoes_everything_and_names_it(drafted):
    more = {**PROBLEM, "problem": "另一个问题", "bureaus": ["shiqiao"]}
    drafted.do(d.AddProblem, x.CENTER, ID, more)
    drafted.do(d.ReviseDraft, x.CENTER, ID, {**SAID, "listed_on": "2020-05-01"})
    before = (rows(drafted, ITEMS), rows(drafted, NOTICES), rows(drafted, DRAFTS))
    with pytest.raises(NotIssued, match="白石县司法局") as refused:
        drafted.do(d.ApproveDraft, x.SECOND, ID, {**GO, "problems": 2, "items": 3})
    assert added.problem in str(refused.value)
    said.require(refused.value)
    assert (rows(drafted, ITEMS), rows(drafted, NOTICES), rows(drafted, DRAFTS)) == before


def test_all_bureaus_are_those_there_are_and_units_and_areas_are_known(drafted):
    drafted.do(d.AddProblem, x.CENTER, ID, {**PROBLEM, "problem": "都有的问题", "bureaus": ["*"]})
    with drafted.ledger.database.reading() as connection:
        draft = draft_board.past(connection, x.AUDITOR, ID, drafted.now()).draft
    assert [one.bureaus for one in draft.problems] == [("baishi", "shiqiao")] * 2
    assert {code: len(found) for code, found in draft_board.preview(draft).items()} == {"baishi": 2, "shiqiao": 2}
    for wrong, refusal in (({"bureaus": ["nowhere"]}, UnknownUnit), ({"area": "nothing"}, UnknownArea)):
        with pytest.raises(refusal):
            drafted.do(d.AddProblem, x.CENTER, ID, {**PROBLEM, "problem": "新", **wrong})


def test_drafts_are_seen_by_center_and_auditors_and_by_no_bureau(drafted):
    at = drafted.now()
    with drafted.ledger.database.reading() as connection:
        for reader in (x.CENTER, x.AUDITOR):
            assert len(draft_board.listed(connection, reader, at)) == 1
            assert draft_board.past(connection, reader, ID, at).leader == "王*"
        narrowed = replace(x.AUDITOR, within=frozenset({"baishi"}))
        for reader in (x.LEADER, x.HANDLER, x.EVALUATOR, x.ADMIN, narrowed):
            assert draft_board.listed(connection, reader, at) == []
            with pytest.raises(NoSuchDraft):
                draft_board.past(connection, reader, ID, at)
        waiting = {one: draft_board.to_approve(connection, one, at) for one in (x.CENTER, x.SECOND, x.AUDITOR)}
    assert waiting == {x.CENTER: 0, x.SECOND: 1, x.AUDITOR: 0}
    for reader in (x.LEADER, x.EVALUATOR):
        for draft in (ID, UUID(int=0xDD)):
            with pytest.raises(NoSuchDraft):
                drafted.do(d.DiscardDraft, reader, draft, {"reason": "x"}, expected_version=9)
    with pytest.raises(StaleVersion):
        drafted.do(d.ApproveDraft, x.SECOND, ID, GO, expected_version=1)


def test_a_revised_draft_keeps_who_leads_and_stands_as_it_stood(drafted):
    newest = len_of(drafted)
    drafted.do(d.ReviseDraft, x.CENTER, ID, {"title": "改过", "year": 2020})
    drafted.do(d.DiscardDraft, x.THIRD, ID, {"reason": "并入另一份"})
    with drafted.ledger.database.reading() as connection:
        now = draft_board.past(connection, x.CENTER, ID, drafted.now())
    assert (now.draft.title, now.draft.stage, now.draft.basis, now.leader) == ("改过", Stage.DISCARDED, "", "王*")
    at = drafted.then(f"@{newest}")
    with drafted.ledger.database.reading() as connection:
        then = draft_board.past(connection, x.CENTER, ID, at)
        [row] = draft_board.listed(connection, x.CENTER, at)
    assert (then.draft.title, then.draft.stage, row.stage) == (HEAD["title"], Stage.OPEN, "open")
    assert faults(drafted) == []


def len_of(office):
    with office.ledger.database.reading() as connection:
        return max(one.position for one in draft_board.past(connection, x.CENTER, ID, office.now()).recorded)


def test_withdrawing_a_notice_withdraws_its_items_and_ends_it(drafted):
    drafted.do(d.ApproveDraft, x.SECOND, ID, GO)
    drafted.do(m.WithdrawNotice, x.CENTER, ID, {"reason": "依据有误"})
    assert {row.state for row in rows(drafted, ITEMS)} == {"withdrawn"}
    assert next(row for row in rows(drafted, NOTICES) if row.notice_id == ID).withdrawn_at
    with pytest.raises(NoticeTakenBack):
        drafted.issue(uuid4(), notice=str(ID))
    with drafted.ledger.database.reading() as connection:
        assert {one.waits for one in package_board.lines(connection, x.CENTER, drafted.now(), ID)} == {()}
    assert faults(drafted) == []


def test_a_notice_with_a_reported_item_is_not_withdrawn_and_nothing_of_it_is(office):
    office.issue()
    office.issue(UUID(int=8), bureau="shiqiao")
    office.assign()
    office.report()
    with pytest.raises(NoticeUnderWay, match="〔2020〕1-白石-01"):
        office.do(m.WithdrawNotice, x.CENTER, x.NOTICE, {"reason": "依据有误"})
    assert {row.state for row in rows(office, ITEMS)} == {"reported", "issued"}
    with pytest.raises(NoSuchItem), office.ledger.database.reading() as connection:
        life(connection, UUID(int=9), x.CENTER, office.now())
    assert issubclass(NoticeUnderWay, Refusal)
