"""The Merkle tree of RFC 9162 over the log: roots, proofs and their verification. Pure: no storage, no keys.

    leaf    SHA-256(0x00 || envelope), made by `codec.leaf`
    node    SHA-256(0x01 || left || right)
    level   256 hashes of one level make one of the next: level 0 the leaves, level 1 the roots of 256 leaves, …

Hashes are asked of `hashes(level, start, stop)`, which answers the entries [start, stop) of a level, 32 bytes each;
it is never asked for an entry that is not complete. A proof asks for one range of at most 128 hashes a step.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

Hashes = Callable[[int, int, int], Sequence[bytes]]

BITS = 8
WIDTH = 1 << BITS
EMPTY_ROOT = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def over(hashes: Sequence[bytes]) -> bytes:
    """The root over one or more hashes; a lone last one of a level moves up as it is."""
    sha, row = hashlib.sha256, list(hashes)
    while len(row) > 1:
        lone = row[len(row) & ~1 :]
        row = [sha(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)] + lone
    return row[0]


def root(hashes: Hashes, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range(hashes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]), the leaf's sibling first; ValueError for a leaf that is not in the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return [_range(hashes, *sibling) for sibling in reversed(list(_siblings(index, index + 1, size)))]


def consistency_proof(hashes: Hashes, first: int, second: int) -> list[bytes]:
    """SUBPROOF(first, D[second], true); empty for an empty first tree; ValueError if it is larger than the second."""
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} does not extend one of {first}")
    if first in (0, second):
        return []
    low = first - (first & -first)  # the old tree's last whole subtree is [low, first)
    start = [_range(hashes, low, first)] if low else []
    return start + [_range(hashes, *sibling) for sibling in reversed(list(_siblings(low, first, second)))]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` leads from the leaf at `index` to the root of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, leaf
    for sibling in proof:
        if not last or len(sibling) != 32:
            return False
        if at & 1 or at == last:
            reached = node(sibling, reached)
            at, last = _past_lone(at, last)
        else:
            reached = node(reached, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `second` leaves extends that of `first` (RFC 9162, 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not proof and (first != second or old == new)
    steps = list(proof) if first & (first - 1) else [old, *proof]
    return bool(steps) and all(len(step) == 32 for step in steps) and _leads(first - 1, second - 1, steps, old, new)


def cover(hashes: Hashes, positions: Sequence[int], size: int) -> list[bytes]:
    """The hashes that, with the leaves at `positions` (ascending, no duplicates), make the root of `size` leaves.

    The tree is walked from the top, left before right: a subtree without any wanted position gives its root,
    a subtree that is wanted whole gives nothing, any other is entered. ValueError for a position not in the tree.
    """
    _check_positions(positions, size)
    return [_range(hashes, low, high) for low, high in _uncovered(positions, size)]


def root_from(leaves: Mapping[int, bytes], cover: Sequence[bytes], size: int) -> bytes:
    """The root of `size` leaves, of which some are known by position and `cover` stands for the others.

    ValueError if the cover is not of the shape that these positions ask for.
    """
    positions = sorted(leaves)
    _check_positions(positions, size)
    if len(cover) != sum(1 for _ in _uncovered(positions, size)) or any(len(one) != 32 for one in cover):
        raise ValueError(f"{len(cover)} hashes do not cover a tree of {size} leaves")
    return _made(leaves, positions, iter(cover), 0, size) if size else EMPTY_ROOT


def _range(hashes: Hashes, start: int, stop: int) -> bytes:
    """The root over the leaves [start, stop), a subtree of RFC 9162: whole subtrees, joined from the right."""
    parts = []
    while start < stop:
        bits = (stop - start).bit_length() - 1
        parts.append(_whole(hashes, start, bits))
        start += 1 << bits
    reached = parts.pop()
    while parts:
        reached = node(parts.pop(), reached)
    return reached


def _whole(hashes: Hashes, start: int, bits: int) -> bytes:
    """The root over 2**bits leaves from `start` on, out of the highest level that has them."""
    level, rest = divmod(bits, BITS)
    first = start >> (BITS * level)
    return over(hashes(level, first, first + (1 << rest)))


def _split(low: int, high: int) -> int:
    """Where RFC 9162 parts the leaves [low, high): after the largest power of two below their number."""
    return low + (1 << ((high - low - 1).bit_length() - 1))


def _siblings(low: int, high: int, size: int) -> Iterator[tuple[int, int]]:
    """The subtrees left aside on the way from the top down to the subtree [low, high)."""
    left, right = 0, size
    while (left, right) != (low, high):
        middle = _split(left, right)
        if low < middle:
            yield middle, right
            right = middle
        else:
            yield left, middle
            left = middle


def _past_lone(at: int, last: int) -> tuple[int, int]:
    """Up past the levels where a lone last node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _leads(at: int, last: int, steps: Sequence[bytes], old: bytes, new: bytes) -> bool:
    while at & 1:
        at, last = at >> 1, last >> 1
    reached_old = reached_new = steps[0]
    for sibling in steps[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            reached_old, reached_new = node(sibling, reached_old), node(sibling, reached_new)
            at, last = _past_lone(at, last)
        else:
            reached_new = node(reached_new, sibling)
        at, last = at >> 1, last >> 1
    return (reached_old, reached_new, last) == (old, new, 0)


def _check_positions(positions: Sequence[int], size: int) -> None:
    if any(not 0 <= at < size for at in positions[:1]) or any(a >= b for a, b in pairwise([*positions, size])):
        raise ValueError(f"positions ascend from 0 and stay below {size}")


def _uncovered(positions: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """The largest subtrees without any of `positions`, left before right."""
    waiting = [(0, size)] if size else []
    while waiting:
        low, high = waiting.pop()
        wanted = bisect_left(positions, high) - bisect_left(positions, low)
        if not wanted:
            yield low, high
        elif wanted < high - low:
            middle = _split(low, high)
            waiting += (middle, high), (low, middle)


def _made(leaves: Mapping[int, bytes], positions: list[int], cover: Iterator[bytes], low: int, high: int) -> bytes:
    first, last = bisect_left(positions, low), bisect_left(positions, high)
    if first == last:
        return next(cover)
    if last - first == high - low:
        return over([leaves[at] for at in positions[first:last]])
    middle = _split(low, high)
    left = _made(leaves, positions, cover, low, middle)
    return node(left, _made(leaves, positions, cover, middle, high))
