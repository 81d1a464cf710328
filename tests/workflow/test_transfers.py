"""Items that go from one unit to another: who sees them when, what each is told of the other, what is handed out."""

import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from documents import bundle, bundle_file
from events import tables
from tests import examples as x
from tests.city import City
from tests.keys import SIGNER
from tests.people import newest, seen
from tests.signing import of_item, of_period, opened, sign, verify, written
from workflow import history, reports, transfers
from workflow.audit import audit
from workflow.errors import NoSuchItem, Refusal, UnknownUnit
from workflow.history import reading_at
from workflow.log_errors import NoSuchCommand
from workflow.matter_errors import WholeLifeWithheld
from workflow.messages import Actor
from workflow.messages.matters import EndWaiting, NoteProgress, TransferItem, WaitFor
from workflow.reports import Filter
from workflow.sight import OTHER, Sight

BUREAUS = ("baishi", "shiqiao", "qinglan")


def transfer(city: City, item: UUID, bureau: str) -> None:
    city.do("transfer", "center1", item, bureau=bureau, reason="职责划转")


def assign(city: City, item: UUID, bureau: str) -> None:
    handler = str(city.actor(f"{bureau}_handler").account)
    city.do("assign", f"{bureau}_leader", item, handler=handler, internal_due="2020-04-01")


def life(city: City, item: UUID, login: str, asked: str = "") -> history.Life:
    ledger = city.ledger
    with reading_at(ledger.database, asked, city.clock.now(), ledger.zone) as (connection, at):
        return history.life(connection, item, city.actor(login), at)


def departed(city: City, login: str, asked: str = "") -> list[transfers.Departed]:
    ledger = city.ledger
    with reading_at(ledger.database, asked, city.clock.now(), ledger.zone) as (connection, at):
        return transfers.departed(connection, city.actor(login), at)


@pytest.fixture
def moved(city: City) -> tuple[UUID, str]:
    """An item that one bureau assigned, and another has and assigned now; and the moment before it went."""
    item = city.items("baishi")[0]
    assign(city, item, "baishi")
    before = newest(city)
    transfer(city, item, "shiqiao")
    assign(city, item, "shiqiao")
    return item, before


def test_from_the_transfer_on_the_one_sees_it_and_before_it_the_other_did(city: City, moved):
    item, before = moved
    assert life(city, item, "shiqiao_leader").item.bureau == "shiqiao"
    assert life(city, item, "baishi_leader", before).item.bureau == "baishi"
    for login, asked in (("baishi_leader", ""), ("shiqiao_leader", before), ("qinglan_leader", before)):
        with pytest.raises(NoSuchItem):
            life(city, item, login, asked)
    assert {life(city, item, "auditor", asked).item.bureau for asked in ("", before)} == {"baishi", "shiqiao"}


def test_to_each_the_other_is_another_unit_and_its_people_are_nobody(city: City, moved):
    item, _ = moved
    steps = life(city, item, "shiqiao_leader").steps
    assert [step.told for step in steps] == [False, False, True, True]
    assert [step.item.bureau for step in steps] == [OTHER, OTHER, "shiqiao", "shiqiao"]
    assert [step.item.handler for step in steps[:2]] == [None, None]
    assert (steps[0].recorded.event.bureau, steps[1].recorded.event.handler) == (OTHER, None)
    changed = {change.field: (change.before, change.after) for change in steps[2].changes}
    assert changed["bureau"] == (OTHER, "shiqiao")
    assert "handler" not in changed
    assert [(one.bureau, one.on) for one in steps[3].item.left] == [(OTHER, city.ledger.today)]
    whole = life(city, item, "center1").steps
    assert whole[1].item.handler == city.actor("baishi_handler").account
    assert {c.field: c.before for c in whole[2].changes}["bureau"] == "baishi"


def test_the_unit_that_lost_it_keeps_a_line_and_who_sees_all_each_transfer(city: City, moved):
    item, before = moved
    number = life(city, item, "center1").item.number
    line = transfers.Departed(number, "baishi", city.ledger.today, OTHER, None)
    assert departed(city, "baishi_leader") == [line]
    assert departed(city, "baishi_leader", before) == departed(city, "shiqiao_leader") == []
    assert departed(city, "auditor") == [line._replace(to="shiqiao", item_id=item)]
    city.clock.advance(timedelta(days=1))
    transfer(city, item, "qinglan")
    assert departed(city, "baishi_leader") == [line]
    assert [one.to for one in departed(city, "center1")] == ["qinglan", "shiqiao"]
    transfer(city, item, "baishi")
    assert departed(city, "baishi_leader") == []
    assert [one.to for one in departed(city, "shiqiao_leader")] == [OTHER]


def test_a_bundle_of_a_bureau_begins_with_its_having_the_item(city: City, moved, tmp_path):
    item, _ = moved
    sign(city, tmp_path)
    viewer = bundle.Viewer.of(city.actor("shiqiao_leader"))
    path = written(city, tmp_path / "mine.zip", of_period(0, None, viewer))
    mine = [event for event in opened(path)[0]["events"] if event["stream"] == f"item-{item}"]
    assert [event["version"] for event in mine] == [3, 4]
    assert verify(path).status == 0
    with pytest.raises(WholeLifeWithheld):
        written(city, tmp_path / "item.zip", of_item(item, viewer))
    with pytest.raises(NoSuchItem):
        written(city, tmp_path / "lost.zip", of_item(item, bundle.Viewer.of(city.actor("baishi_leader"))))
    whole = written(city, tmp_path / "whole.zip", of_item(item))
    assert [event["version"] for event in opened(whole)[0]["events"]] == [1, 2, 3, 4]


def test_a_receipt_is_for_the_unit_that_has_the_item_and_of_its_own_time(city: City, moved, tmp_path):
    item, _ = moved
    sign(city, tmp_path)
    commands = commands_of(city, item)
    for login, open_to in (("baishi_leader", ()), ("shiqiao_leader", (2, 3)), ("center1", (0, 1, 2, 3))):
        viewer = bundle.Viewer.of(city.actor(login))
        assert [n for n in range(4) if receipt(city, commands[n], viewer)] == list(open_to), login


def commands_of(city: City, item: UUID) -> list[UUID]:
    events = tables.events.c
    wanted = select(events.command_id).where(events.stream_id == f"item-{item}").order_by(events.version)
    with city.ledger.database.reading() as connection:
        return list(connection.scalars(wanted))


def receipt(city: City, command: UUID, viewer: bundle.Viewer) -> bytes:
    with city.ledger.database.reading() as connection:
        try:
            return bundle_file.json_of(bundle.receipt(connection, viewer, command, SIGNER.verifier))
        except NoSuchCommand:
            return b""


def test_numbers_of_a_notice_are_not_given_twice_after_a_transfer(office):
    first, second, third = (uuid4() for _ in range(3))
    office.issue(first, problem="甲")
    office.issue(second, problem="乙")
    office.do(TransferItem, x.CENTER, first, {"bureau": "shiqiao", "reason": "职责划转"})
    office.issue(third, problem="丙")
    office.issue(uuid4(), bureau="shiqiao", problem="丁")
    with office.ledger.database.reading() as connection:
        page = reports.ledger(connection, x.CENTER, office.now(), Filter())
    assert [(row.number[-5:], row.bureau) for row in page.rows] == [
        ("白石-01", "shiqiao"), ("白石-02", "baishi"), ("白石-03", "baishi"), ("石桥-01", "shiqiao"),
    ]  # fmt: skip


def test_a_unit_that_does_not_answer_takes_nothing_and_the_center_takes_it_as_the_citys_own(office):
    office.issue()
    with pytest.raises(UnknownUnit):
        office.do(TransferItem, x.CENTER, x.ITEM, {"bureau": "nowhere", "reason": "职责划转"})
    office.do(TransferItem, x.CENTER, x.ITEM, {"bureau": "center", "reason": "属市本级"})
    office.assign(by=x.CENTER, handler=x.THIRD)
    office.report(by=x.THIRD)
    office.verify(by=x.EVALUATOR)
    office.close(by=x.SECOND)


def test_what_waits_outside_is_overdue_against_nobody(office):
    office.issue()
    office.assign()
    office.clock.advance(timedelta(days=60))
    assert counted(office) == (1, 0, ["overdue"])
    day = office.ledger.today.isoformat()
    said = {"awaiting": "市财政局", "awaited": "资金拨付", "contacted_on": day}
    office.do(WaitFor, x.HANDLER, x.ITEM, said)
    assert counted(office) == (0, 1, ["waiting"])
    office.do(EndWaiting, x.HANDLER, x.ITEM, {"wait_result": "已到账"})
    assert counted(office) == (1, 0, ["overdue"])


def counted(office) -> tuple[int, int, list[str]]:
    """Overdue and waiting in the matrix, and by which filters the ledger finds the item."""
    with office.ledger.database.reading() as connection:
        [cell] = reports.matrix(connection, x.CENTER, office.now()).values()
        filters = {"overdue": Filter(due="overdue"), "waiting": Filter(matter="waiting")}
        found = [n for n, one in filters.items() if reports.ledger(connection, x.CENTER, office.now(), one).total]
    return cell["overdue"], cell["waiting"], found


def test_a_file_of_a_note_is_the_units_own_and_is_audited(office):
    office.issue()
    office.assign()
    sha256 = office.upload(x.HANDLER, name="进度.png")
    with pytest.raises(Refusal):
        office.do(NoteProgress, x.HANDLER, x.ITEM, {"progress": "一半", "attached": ["ab" * 32]})
    office.do(NoteProgress, x.HANDLER, x.ITEM, {"progress": "一半", "attached": [sha256]})
    with office.ledger.database.reading() as connection:
        assert list(audit(connection, office.ledger.files)) == []
        office.ledger.files.path(sha256).unlink()
        assert [fault.row for fault in audit(connection, office.ledger.files)] == [sha256]


@dataclass
class Known:
    """The oracle: which bureau has each item, and had it at each moment; who lost it and has it not."""

    has: dict[UUID, str] = field(default_factory=dict)
    lost: dict[UUID, set[str]] = field(default_factory=dict)
    moments: list[tuple[str, dict[UUID, str], dict[UUID, set[str]]]] = field(default_factory=list)


class ItemsMove(RuleBasedStateMachine):
    """Items go to and fro between bureaus, while their people work on them."""

    city: City

    @initialize()
    def begin(self) -> None:
        self.rng, self.known = random.Random(0), Known()
        for bureau in BUREAUS:
            self.known.has |= dict.fromkeys(self.city.items(bureau), bureau)
        lost = {item: {b for b in BUREAUS if self._left(item, b)} for item in self.known.has}
        self.known.lost = {item: bureaus - {self.known.has[item]} for item, bureaus in lost.items()}

    def _left(self, item: UUID, bureau: str) -> bool:
        return any(one.bureau == bureau for one in life(self.city, item, "auditor").item.left)

    @rule(number=st.integers(0, 5), to=st.sampled_from(BUREAUS))
    def an_item_is_transferred(self, number: int, to: str) -> None:
        item = self._item(number)
        with suppress(Refusal):
            transfer(self.city, item, to)
            self.known.lost[item] = (self.known.lost[item] | {self.known.has[item]}) - {to}
            self.known.has[item] = to

    @rule(number=st.integers(0, 5), bureau=st.sampled_from(BUREAUS))
    def a_bureau_assigns_what_it_has(self, number: int, bureau: str) -> None:
        item = self._item(number)
        try:
            assign(self.city, item, bureau)
        except NoSuchItem:
            assert self.known.has[item] != bureau
        except Refusal:
            assert self.known.has[item] == bureau

    @rule(number=st.integers(0, 5), bureau=st.sampled_from(BUREAUS))
    def a_bureau_notes_progress(self, number: int, bureau: str) -> None:
        with suppress(Refusal):
            self.city.do("note_progress", f"{bureau}_leader", self._item(number), progress=f"进展{uuid4().hex[:8]}")

    def _item(self, number: int) -> UUID:
        """By its place: ids are new in each run."""
        return list(self.known.has)[number % len(self.known.has)]

    @invariant()
    def sight_is_what_the_oracle_says_now_and_at_every_moment_before(self) -> None:
        now = (dict(self.known.has), {item: set(lost) for item, lost in self.known.lost.items()})
        self.known.moments.append((newest(self.city), *now))
        for asked, has, lost in [("", *now), *self.rng.sample(self.known.moments, min(2, len(self.known.moments)))]:
            for bureau in BUREAUS:
                self._holds(asked, bureau, {i for i, b in has.items() if b == bureau}, lost)

    def _holds(self, asked: str, bureau: str, mine: set[UUID], lost: dict[UUID, set[str]]) -> None:
        reader, ledger = self.city.actor(f"{bureau}_leader"), self.city.ledger
        with reading_at(ledger.database, asked, self.city.clock.now(), ledger.zone) as (connection, at):
            page = reports.ledger(connection, reader, at, Filter(), size=500)
            assert {row.item_id for row in page.rows} == mine
            assert sum(reports.counts(connection, reader, at).values()) == len(mine)
            gone = {one.number for one in transfers.departed(connection, reader, at)}
            assert gone == {number(connection, item) for item, bureaus in lost.items() if bureau in bureaus}
            moved = [item for item, bureaus in lost.items() if bureaus]
            for item in moved[:4] + self.rng.sample(list(lost), 2):
                assert sees(connection, item, reader, at) == (item in mine)
                if item in mine:
                    assert not told_of_others(history.life(connection, item, reader, at), bureau)
        assert seen(self.city, reader.account, asked) == Sight(frozenset({bureau}))


def number(connection, item: UUID) -> str:
    return history.EventStore(connection).read(f"item-{item}").recorded[0].event.number


def sees(connection, item: UUID, reader: Actor, at: history.Moment) -> bool:
    try:
        return bool(history.life(connection, item, reader, at))
    except NoSuchItem:
        return False


def told_of_others(found: history.Life, bureau: str) -> list[str]:
    """What a life says of the other bureaus, who acted apart."""
    said: Iterable[object] = [(s.item, s.changes, s.recorded.event) for s in found.steps]
    return [other for other in BUREAUS if other != bureau and f"'{other}'" in repr(said)]


@pytest.mark.parametrize("where", ["sqlite_city", pytest.param("postgres_city", marks=pytest.mark.big)])
def test_items_move_between_bureaus(where: str, request: pytest.FixtureRequest, big: bool):
    ItemsMove.city = request.getfixturevalue(where)
    size = settings(
        max_examples=40 if big else 3, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(ItemsMove, settings=size)


def test_a_sight_by_the_unit_it_was_issued_to_is_caught(sqlite_city: City, monkeypatch: pytest.MonkeyPatch):
    """The check of the check: who had it first goes on seeing it."""
    steps = history._steps

    def first_owner(recorded, sight):
        return [step._replace(told=sight.sees(step.item.issued_to)) for step in steps(recorded, sight)]

    monkeypatch.setattr(history, "_steps", first_owner)
    ItemsMove.city = sqlite_city
    walk = ItemsMove()
    walk.begin()
    for to in ("shiqiao", "qinglan"):
        walk.an_item_is_transferred(0, to)
    with pytest.raises((AssertionError, NoSuchItem)):
        walk.sight_is_what_the_oracle_says_now_and_at_every_moment_before()
