"""Samples carried out: what is kept beside the log, who sees what and when, and what a check of the ledger finds."""

from dataclasses import replace
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from documents.drafts import Outcome
from documents.frame_list import VolumeList, VolumeRow
from documents.framing import Asked, bring, take_items
from tests import examples as x
from tests.events.positions import unguard
from tests.workflow.test_drawing import by_hand
from workflow import frames, sampling
from workflow import messages as m
from workflow.audit import audit
from workflow.drawing import FrameRow
from workflow.errors import NotPermitted
from workflow.following import follow
from workflow.frames import frame_rows
from workflow.history import reading_at
from workflow.sample_errors import NoSuchSample
from workflow.sampling import file_faults

ROWS = [FrameRow(unit, f"2019-{n:03}", "刑事") for unit, most in (("shiqiao", 4), ("baishi", 7)) for n in range(most)]


def asked(office, sample, by=x.EVALUATOR, reason="") -> Asked:
    return Asked(sample=sample, by=by, at=office.clock.now(), command_id=uuid4(), reason=reason)


def volumes(rows=ROWS) -> VolumeList:
    read = tuple(VolumeRow(row=n, outcome=Outcome.ACCEPTED, read=row) for n, row in enumerate(rows, start=2))
    return VolumeList(sheet="清单", header_row=1, ignored_columns=(), rows=read)


def plan(office, by=x.EVALUATOR, **said):
    sample = uuid4()
    office.do(m.PlanSample, by, sample, {"title": "卷宗抽查", "purpose": "绩效评价", "drawn_from": "volumes", **said})
    return sample


def frame_now(office, sample):
    return see(office, sample).sample.frame


def see(office, sample, by=x.EVALUATOR, at=""):
    with reading_at(office.ledger.database, at, office.clock.now(), office.ledger.zone) as (connection, moment):
        return sampling.one(connection, by, sample, moment)


def drawn(office, sizes="2", **said):
    sample = plan(office, **said)
    bring(office.ledger, asked(office, sample), volumes())
    office.do(m.DrawSample, x.EVALUATOR, sample, {"frame": frame_now(office, sample), "sizes": sizes})
    return sample


def check_all(office, sample, found="baishi"):
    for row in see(office, sample).rows:
        defects = ["binding", "altered"] if row.unit == found else []
        said = {"unit": row.unit, "row": row.row, "defects": defects, "checked_on": "2020-03-12"}
        office.do(m.CheckRow, x.CENTER, sample, said)


def faults(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def test_a_sample_lives_and_a_check_of_the_ledger_repeats_its_draws(office):
    sample = drawn(office, seed="3 17 21")
    said = {"frame": frame_now(office, sample), "sizes": "石桥=3", "reason": "重新确定数量"}
    office.do(m.DrawAgain, x.AUDITOR, sample, said)
    check_all(office, sample)
    office.do(m.ConcludeSample, x.CENTER, sample, {})
    follow(office.ledger.database, office.clock)
    seen = see(office, sample)
    first, second = seen.sample.draws
    assert (first.seed, first.seed_from, second.seed_from) == ("3 17 21", "given", "server")
    assert len(second.seed) == 32
    assert (first.number, second.number, second.reason) == (1, 2, "重新确定数量")
    assert [(row.unit, row.kind) for row in seen.rows] == [("shiqiao", "刑事")] * 3
    assert faults(office) == []
    with office.ledger.database.reading() as connection:
        files = [sampling.draw_file(connection, seen, number) for number in (1, 2)]
    assert [file_faults(file) for file in files] == [[], []]
    assert msgspec.json.decode(files[0])["frame"]["rows"][0] == ["baishi", "2019-000", "刑事"]


def test_the_same_seed_draws_the_same_on_both_databases(office):
    sample = drawn(office, seed="7", sizes="3")
    seen = see(office, sample)
    by_unit = {unit: [row.row for row in seen.rows if row.unit == unit] for unit in ("baishi", "shiqiao")}
    assert by_unit == by_hand(ROWS, "7", {"baishi": 3, "shiqiao": 3})
    assert by_unit["baishi"] == ["2019-003", "2019-000", "2019-006"]


def test_a_bureau_sees_its_own_results_once_it_is_concluded_and_the_others_counted(office):
    sample = drawn(office)
    check_all(office, sample)
    with pytest.raises(NoSuchSample):
        see(office, sample, x.LEADER)
    before = len(see(office, sample).recorded)
    office.do(m.ConcludeSample, x.CENTER, sample, {})
    follow(office.ledger.database, office.clock)
    mine = see(office, sample, x.LEADER)
    assert [row.unit for row in mine.rows] == ["baishi"] * 2
    assert (mine.found, dict(mine.others)) == (2, {"units": 1, "drawn": 2, "checked": 2, "found": 0})
    position = see(office, sample).recorded[before - 1].position
    with pytest.raises(NoSuchSample):
        see(office, sample, x.LEADER, f"@{position}")
    with pytest.raises(NoSuchSample):
        see(office, sample, x.ADMIN)
    with office.ledger.database.reading() as connection:
        [listed] = sampling.listed(connection, x.LEADER, office.now())
        assert (listed.drawn, listed.found, listed.draws) == (2, 2, 0)
        assert [one.drawn for one in sampling.listed(connection, x.AUDITOR, office.now())] == [4]
        assert sampling.listed(connection, x.ADMIN, office.now()) == []
        with pytest.raises(NoSuchSample):
            sampling.draw_file(connection, mine, 1)


def test_counts_are_by_kind_and_by_unit(office):
    sample = drawn(office)
    check_all(office, sample)
    seen = see(office, sample)
    assert {kind.value: n for kind, n in seen.by_kind.items() if n} == {"altered": 2, "binding": 2}
    assert seen.by_unit == {
        "baishi": {"drawn": 2, "checked": 2, "found": 2}, "shiqiao": {"drawn": 2, "checked": 2, "found": 0},
    }  # fmt: skip


def test_items_are_drawn_as_they_stood_at_a_position(office):
    office.issue()
    office.issue(uuid4(), problem="另一个问题")
    sample = plan(office, drawn_from="items")
    take_items(office.ledger, asked(office, sample), "", state="issued")
    seen = see(office, sample).sample
    assert (seen.strata[0].unit, seen.strata[0].rows, seen.at_position is None) == ("baishi", 2, False)
    assert "shiqiao" in seen.empty
    office.do(m.DrawSample, x.AUDITOR, sample, {"frame": seen.frame, "sizes": "白石=1", "in_all": 1})
    [row] = see(office, sample).rows
    assert row.row.startswith("〔2020〕1-白石-0")
    said = {"unit": row.unit, "row": row.row, "defects": ["not_as_recorded"], "checked_on": "2020-03-12"}
    office.do(m.CheckRow, x.EVALUATOR, sample, said)
    assert faults(office) == []
    with pytest.raises(NotPermitted):
        take_items(office.ledger, asked(office, sample, x.LEADER), "")
    with pytest.raises(NoSuchSample):
        bring(office.ledger, asked(office, uuid4()), volumes())


def test_a_frame_lies_there_once_and_the_database_refuses_to_change_it(office):
    for _ in range(2):
        sample = plan(office)
        bring(office.ledger, asked(office, sample), volumes())
    with office.ledger.database.reading() as connection:
        assert len(frames.rows_of(connection, frame_now(office, sample))) == len(ROWS)
    for statement in ("UPDATE frame_rows SET row = row", "DELETE FROM frame_rows"):
        with pytest.raises(DBAPIError, match="append-only"), office.ledger.database.writing() as connection:
            connection.execute(text(statement))


def test_a_sample_names_the_others_that_were_drawn_from_its_frame(office):
    first, second, third = drawn(office), drawn(office, title="再次抽查"), plan(office)
    follow(office.ledger.database, office.clock)
    seen = see(office, first)
    with office.ledger.database.reading() as connection:
        now = office.now()
        assert sampling.same_frame(connection, seen, now) == [(second, "再次抽查")]
        assert sampling.same_frame(connection, see(office, second), now) == [(first, "卷宗抽查")]
        assert sampling.same_frame(connection, see(office, third), now) == []
        before = office.then(f"@{seen.recorded[-1].position}")
        assert sampling.same_frame(connection, see(office, first), before) == []


ALTERED = {
    "a row altered": update(frame_rows).where(frame_rows.c.place == 3).values(row="x"),
    "a kind altered": update(frame_rows).where(frame_rows.c.place == 3).values(kind=""),
    "a row taken away": delete(frame_rows).where(frame_rows.c.place == 10),
    "two rows changed over": update(frame_rows).values(place=20 - frame_rows.c.place),
}


@pytest.mark.parametrize("what", ALTERED)
def test_a_frame_that_was_altered_is_named_and_not_drawn_from(office, what):
    sample = drawn(office)
    with office.ledger.database.writing() as connection:
        unguard(connection, "frame_rows")
        connection.execute(ALTERED[what])
    assert any("frame_rows" in fault and "not those of this digest" in fault for fault in faults(office))
    said = {"frame": frame_now(office, sample), "sizes": "1", "reason": "x"}
    with pytest.raises(Exception, match="are not the ones that the log tells of"):
        office.do(m.DrawAgain, x.EVALUATOR, sample, said)


def test_a_frame_that_is_missing_or_that_nobody_brought_is_named(office):
    drawn(office)
    with office.ledger.database.writing() as connection:
        connection.execute(insert(frame_rows), {"frame": "f" * 64, "place": 0, "unit": "a", "row": "1", "kind": ""})
    assert faults(office) == [f"frame_rows {'f' * 64}: no event refers to this frame"]
    with office.ledger.database.writing() as connection:
        unguard(connection, "frame_rows")
        connection.execute(delete(frame_rows))
    assert any("the rows of the frame are missing" in fault for fault in faults(office))


def test_a_draw_that_does_not_come_of_its_seed_is_known(office):
    sample = see(office, drawn(office)).sample
    with office.ledger.database.reading() as connection:
        rows = frames.rows_of(connection, sample.frame)
    event = sample.draws[0]
    assert frames.repeats(event, rows)
    others = (f"seed {n}" for n in range(40))  # of so few rows another seed draws the same now and then
    assert not all(frames.repeats(replace(event, seed=seed), rows) for seed in others)
    for changed in ({"digest": "0" * 64}, {"method": "dice/1"}, {"drawn": event.drawn[:1]}):
        assert not frames.repeats(replace(event, **changed), rows)
