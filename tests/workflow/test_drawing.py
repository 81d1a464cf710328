"""Drawing: the frame in one order, the draw that anybody repeats, every row as likely as any other."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from workflow import drawing
from workflow.drawing import Drawn, FrameRow, Stratum, draw, draw_digest, frame_digest, frame_of, is_frame
from workflow.sampling import file_faults

HOWTO = Path(__file__).parents[2] / "docs/howto.md"
FRAME = frame_of(FrameRow(unit, f"2019-{n:03}", "刑事") for unit in ("baishi", "shiqiao") for n in range(1, 21))
SIZES = (Stratum("baishi", 3), Stratum("shiqiao", 2))
# worked out with sha256sum and sort alone
VECTOR = (
    Drawn("baishi", ("2019-009", "2019-015", "2019-018")),
    Drawn("shiqiao", ("2019-016", "2019-005")),
)

rows = st.builds(
    FrameRow,
    st.sampled_from(["baishi", "shiqiao", "qinglan"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    st.sampled_from(["", "刑事"]),
)
frames = st.lists(rows, min_size=1, max_size=40).map(frame_of)
seeds = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def by_hand(frame, seed: str, sizes: dict[str, int]) -> dict[str, list[str]]:
    """The method as the decision record words it, written anew: count, for each row, how many come before it."""
    found = {}
    for unit, wanted in sizes.items():
        keys = {r.row: hashlib.sha256(b"\n".join(x.encode() for x in (seed, unit, r.row))).digest()
                for r in frame if r.unit == unit}  # fmt: skip
        ranks = {row: sum(other < key for other in keys.values()) for row, key in keys.items()}
        found[unit] = [row for rank in range(wanted) for row in ranks if ranks[row] == rank]
    return found


def test_a_known_frame_and_seed_give_the_known_draw():
    assert frame_digest(FRAME) == "21a7996cf1d397c0036a7f453cd9744e7e4501b3e1c5ca9b7958d378e107b57c"
    drawn = draw(FRAME, "2020-04-08 3 17 21 25 30 32", SIZES)
    assert drawn == VECTOR
    assert draw_digest(drawn) == "bacc9e5f94c7f059d568c0a897546ab9354757e5dec891fb3c3586dbc1daf25d"


@given(frames, seeds, st.data())
def test_the_draw_is_the_one_that_the_words_describe(frame, seed, data):
    there = {one.unit: one.rows for one in drawing.strata_of(frame)}
    sizes = {unit: data.draw(st.integers(1, most)) for unit, most in there.items()}
    drawn = draw(frame, seed, [Stratum(*size) for size in sizes.items()])
    assert {one.unit: list(one.rows) for one in drawn} == by_hand(frame, seed, sizes)


@given(st.lists(rows, min_size=1, max_size=30), st.randoms())
def test_the_order_in_which_rows_are_brought_changes_nothing(brought, chance):
    other = chance.sample(brought, len(brought)) + brought[:3]
    assert frame_of(other) == frame_of(brought)
    assert is_frame(frame_of(brought))


@given(frames, frames, seeds)
def test_what_other_units_have_changes_nothing_of_a_units_draw(frame, other, seed):
    mixed = frame_of([r for r in frame if r.unit == "baishi"] + [r for r in other if r.unit != "baishi"])
    wanted = [Stratum("baishi", 2)]
    assert draw(mixed, seed, wanted) == draw(frame, seed, wanted)


@given(frames, seeds)
def test_more_of_a_unit_begins_with_what_fewer_were(frame, seed):
    unit, there = (one := drawing.strata_of(frame)[0]).unit, one.rows
    everything = draw(frame, seed, [Stratum(unit, there)])[0].rows
    assert [draw(frame, seed, [Stratum(unit, n)])[0].rows for n in range(1, there)] == [
        everything[:n] for n in range(1, there)
    ]
    assert len(set(everything)) == there


@given(frames, st.data())
def test_a_frame_with_a_row_changed_has_another_digest(frame, data):
    place = data.draw(st.integers(0, len(frame) - 1))
    changed = (*frame[:place], FrameRow(frame[place].unit, frame[place].row + "x", frame[place].kind),
               *frame[place + 1 :])  # fmt: skip
    assert frame_digest(changed) != frame_digest(frame)
    assert frame_digest(frame[:-1]) != frame_digest(frame)


def test_every_row_is_as_likely_as_any_other():
    """Chi-square of how often each of 20 rows is among 5, over 2000 seeds; 43.8 is exceeded once in a thousand."""
    rows_of_one = FRAME[:20]
    times = dict.fromkeys((one.row for one in rows_of_one), 0)
    for seed in range(2000):
        for row in draw(rows_of_one, str(seed), [Stratum("baishi", 5)])[0].rows:
            times[row] += 1
    expected = 2000 * 5 / 20
    assert sum((found - expected) ** 2 / expected for found in times.values()) < 43.8


def test_ids_are_compared_without_width_blanks_and_what_cannot_be_seen():
    same = {"(2019)白法援字第7号", "（2019）白法援字第７号", " (2019) 白法援字第7号\u200b", "(2019)\u3000白法援字第7号"}
    assert {drawing.plain(text) for text in same} == {"(2019)白法援字第7号"}
    assert drawing.plain("第 7\t卷") == "第 7 卷"


def a_file(**changed) -> dict:
    drawn = draw(FRAME, "17", SIZES)
    return {
        "format": "xiaohao-draw/1", "method": "sha256-order/1", "seed": "17", "sizes": {"baishi": 3, "shiqiao": 2},
        "frame": {"digest": frame_digest(FRAME), "rows": [[r.unit, r.row, r.kind] for r in FRAME]},
        "drawn": {one.unit: list(one.rows) for one in drawn}, "digest": draw_digest(drawn), **changed,
    }  # fmt: skip


def test_the_script_of_the_documentation_repeats_a_draw_and_finds_another(tmp_path):
    script = re.search(r"```python\n(# repeat.*?)```", HOWTO.read_text("utf-8"), re.S)[1]
    assert len(script.strip().splitlines()) <= 14
    (tmp_path / "repeat.py").write_text(script, encoding="utf-8")
    other = {"baishi": ["2019-001", "2019-002", "2019-003"], "shiqiao": a_file()["drawn"]["shiqiao"]}
    for number, (said, status) in enumerate([(a_file(), 0), (a_file(drawn=other), 1), (a_file(seed="18"), 1)]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-I", str(tmp_path / "repeat.py"), str(path)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == status, ran.stderr
        assert file_faults(path.read_bytes()) == [] if status == 0 else file_faults(path.read_bytes())


def test_a_file_that_was_changed_anywhere_is_named():
    fewer = [[r.unit, r.row, r.kind] for r in FRAME[:-1]]
    wrong = {
        "the rows of the frame are not those of its digest": {"frame": {**a_file()["frame"], "rows": fewer}},
        "baishi: other rows are drawn": {"sizes": {"baishi": 2, "shiqiao": 2}},
        "qinglan: other rows are drawn": {"drawn": {**a_file()["drawn"], "qinglan": ["1"]}},
        "the digest is of other rows": {"digest": "0" * 64},
    }
    for what, changed in wrong.items():
        assert what in file_faults(json.dumps(a_file(**changed)).encode())
    assert file_faults(json.dumps(a_file(method="dice/1")).encode())[0].startswith("format and method")
    assert file_faults(b"{}")[0].startswith("it is no file of a draw")
