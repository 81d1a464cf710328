"""The tree's roots and proofs against the definitions of RFC 9162, written here as they stand there."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import tree

LEAVES = [hashlib.sha256(b"\x00" + str(i).encode()).digest() for i in range(1100)]
SIZES = st.one_of(st.integers(0, 40), st.sampled_from([255, 256, 257, 511, 512, 513, 768, 1023, 1024, 1025, 1100]))


def split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]), RFC 9162 section 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]), section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b), section 2.1.4.1."""
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def hashes(level: int, start: int, stop: int) -> list[bytes]:
    assert (stop << (8 * level)) <= len(LEAVES), "asked for an entry that is not complete"
    if not level:
        return LEAVES[start:stop]
    return [mth(LEAVES[i << (8 * level) : (i + 1) << (8 * level)]) for i in range(start, stop)]


@given(size=SIZES)
def test_the_root_is_that_of_the_rfc(size):
    assert tree.root(hashes, size) == mth(LEAVES[:size])


@given(size=SIZES.filter(bool), data=st.data())
def test_an_inclusion_proof_is_the_path_of_the_rfc_and_leads_to_the_root(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(hashes, index, size)
    assert proof == path(index, LEAVES[:size])
    assert tree.verify_inclusion(LEAVES[index], index, size, proof, mth(LEAVES[:size]))


@given(second=SIZES.filter(bool), data=st.data())
def test_a_consistency_proof_is_the_subproof_of_the_rfc_and_leads_to_both_roots(second, data):
    first = data.draw(st.integers(1, second))
    proof = tree.consistency_proof(hashes, first, second)
    assert proof == subproof(first, LEAVES[:second], True)
    assert tree.verify_consistency(first, second, mth(LEAVES[:first]), mth(LEAVES[:second]), proof)


@given(size=SIZES.filter(bool), data=st.data())
def test_a_proof_with_one_bit_turned_leads_nowhere(size, data):
    index, root = data.draw(st.integers(0, size - 1)), mth(LEAVES[:size])
    proof = tree.inclusion_proof(hashes, index, size)
    changed = [LEAVES[index], root, *proof]
    place, bit = data.draw(st.integers(0, len(changed) - 1)), data.draw(st.integers(0, 255))
    changed[place] = (int.from_bytes(changed[place], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not tree.verify_inclusion(changed[0], index, size, changed[2:], changed[1])


@given(second=SIZES.filter(lambda size: size > 1), data=st.data())
def test_a_tree_with_one_old_leaf_changed_is_not_consistent(second, data):
    first = data.draw(st.integers(1, second - 1))
    old = list(LEAVES[:first])
    old[data.draw(st.integers(0, first - 1))] = bytes(32)
    proof = tree.consistency_proof(hashes, first, second)
    assert not tree.verify_consistency(first, second, mth(old), mth(LEAVES[:second]), proof)


@given(size=SIZES, data=st.data())
def test_leaves_and_their_cover_make_the_root(size, data):
    chosen = data.draw(st.sets(st.integers(0, max(size - 1, 0)), max_size=12)) if size else set()
    start = data.draw(st.integers(0, size))
    positions = sorted(chosen | set(range(start, data.draw(st.integers(start, size)))))
    cover = tree.cover(hashes, positions, size)
    assert tree.root_from({at: LEAVES[at] for at in positions}, cover, size) == mth(LEAVES[:size])
    if positions:
        changed = {at: LEAVES[at] for at in positions} | {data.draw(st.sampled_from(positions)): bytes(32)}
        assert tree.root_from(changed, cover, size) != mth(LEAVES[:size])


@given(size=SIZES.filter(bool), data=st.data())
def test_the_cover_of_one_leaf_holds_the_hashes_of_its_inclusion_proof(size, data):
    index = data.draw(st.integers(0, size - 1))
    assert sorted(tree.cover(hashes, [index], size)) == sorted(tree.inclusion_proof(hashes, index, size))


def test_no_proof_is_made_of_what_is_not_in_the_tree():
    with pytest.raises(ValueError, match="leaf 5 is not in a tree of 5"):
        tree.inclusion_proof(hashes, 5, 5)
    with pytest.raises(ValueError, match="a tree of 4 does not extend one of 5"):
        tree.consistency_proof(hashes, 5, 4)
    for wrong in ([5], [-1], [3, 3], [3, 2]):
        with pytest.raises(ValueError, match="positions ascend"):
            tree.cover(hashes, wrong, 5)


@pytest.mark.parametrize("cover", [[], [bytes(32)] * 2, [bytes(32)] * 4, [bytes(32), bytes(32), bytes(31)]])
def test_a_cover_of_another_shape_is_refused(cover):
    with pytest.raises(ValueError, match="do not cover a tree of 5 leaves"):
        tree.root_from({1: LEAVES[1]}, cover, 5)
