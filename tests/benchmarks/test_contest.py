"""What is said of measurements: ratios are of the same round, and no contestant is always first."""

from benchmarks.contest import paired, rounds


def test_a_ratio_is_the_median_of_those_of_each_round():
    ratio = paired([1.0, 10.0, 3.0], [2.0, 10.0, 1.0])
    assert ratio.median == 1.0
    assert (ratio.low, ratio.high) == (0.5, 3.0)


def test_each_contestant_has_one_turn_a_round_and_none_is_always_first():
    order = []
    results = rounds({name: lambda name=name: order.append(name) or 1.0 for name in "abc"}, 20)
    assert {name: len(figures) for name, figures in results.items()} == {"a": 20, "b": 20, "c": 20}
    assert {order[n] for n in range(0, 60, 3)} == {"a", "b", "c"}
    assert all(set(order[n : n + 3]) == {"a", "b", "c"} for n in range(0, 60, 3))


def test_a_machine_that_slows_down_for_a_round_does_not_change_the_ratio():
    slow = [1.0, 1.0, 50.0, 1.0, 1.0]
    assert paired([2 * s for s in slow], slow).median == 2.0
