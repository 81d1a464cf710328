"""The tree against another maker of it: roots and the hashes of proofs equal those of pymerkle."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_consistency

from events import tree

ENTRIES = [str(n).encode() for n in range(600)]
LEAVES = [hashlib.sha256(b"\x00" + entry).digest() for entry in ENTRIES]
OTHER = InmemoryTree.init_from_entries(ENTRIES, algorithm="sha256")
sizes = st.integers(1, len(ENTRIES))


def hashes(level, start, stop):
    return LEAVES[start:stop] if not level else [tree.over(LEAVES[n * 256 : n * 256 + 256]) for n in range(start, stop)]


def hexed(proof):
    return sorted(one.hex() for one in proof)


@given(size=sizes)
@settings(deadline=None)
def test_the_roots_are_the_same(size):
    assert tree.root(hashes, size) == OTHER.get_root(size)


@given(size=sizes, data=st.data())
@settings(deadline=None)
def test_an_inclusion_proof_holds_the_same_hashes(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = OTHER.prove_inclusion(index + 1, size).serialize()["path"]
    assert hexed([LEAVES[index], *tree.inclusion_proof(hashes, index, size)]) == sorted(path)


@given(second=sizes, data=st.data())
@settings(deadline=None)
def test_its_consistency_proofs_hold_between_our_roots(second, data):
    first = data.draw(st.integers(1, second))
    proof = OTHER.prove_consistency(first, second)
    verify_consistency(tree.root(hashes, first), tree.root(hashes, second), proof)
    with pytest.raises(InvalidProof):
        verify_consistency(tree.root(hashes, first), bytes(32), proof)
