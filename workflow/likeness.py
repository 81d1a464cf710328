"""How alike two statements of a problem are, by the pairs of letters they share. Pure.

It proposes; whether two are the same, a person says.
"""

from workflow.facts import normalise

ALIKE = 0.3


def likeness(one: str, other: str) -> float:
    """From 0 for nothing in common to 1 for the same words: of the shorter one's pairs of letters, how many both have,
    weighed by how different their lengths are."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def alike(one: str, other: str) -> bool:
    return likeness(one, other) >= ALIKE


def _pairs(text: str) -> frozenset[str]:
    plain = normalise(text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))
