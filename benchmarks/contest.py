"""Contestants measured in turn, round by round, and what is said of them: medians of paired ratios, their spread."""

import random
import statistics
from collections.abc import Callable, Mapping
from typing import NamedTuple

Contestant = Callable[[], float]
Results = dict[str, list[float]]


class Ratio(NamedTuple):
    """How many times the peer's figure ours is, round by round: the median, and the middle half of the rounds."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


def rounds(contestants: Mapping[str, Contestant], count: int, seed: int = 1) -> Results:
    """One figure of each contestant per round. Within a round the order is drawn anew, so that none is always first."""
    chance, results = random.Random(seed), {name: [] for name in contestants}
    for _ in range(count):
        for name in chance.sample(sorted(contestants), len(contestants)):
            results[name].append(contestants[name]())
    return results


def paired(ours: list[float], peer: list[float]) -> Ratio:
    """Ours over the peer's, each round's with that of the same round."""
    ratios = sorted(mine / other for mine, other in zip(ours, peer, strict=True))
    return Ratio(statistics.median(ratios), _quantile(ratios, 0.25), _quantile(ratios, 0.75))


def _quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def met(reached: bool) -> str:
    """How the tables say whether a goal is reached."""
    return "yes" if reached else "**no**"
