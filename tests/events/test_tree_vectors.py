"""The tree against public vectors: each right proof is taken, each of the wrong ones made of it is not."""

import hashlib
import json
from pathlib import Path

import pytest

from events import tree

VECTORS = json.loads((Path(__file__).parent / "data" / "merkle.json").read_text("utf-8"))
ROOTS = [bytes.fromhex(root) for root in VECTORS["roots"]]
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in VECTORS["leaves"]]
EMPTY, SOME = bytes.fromhex(VECTORS["empty_root"]), bytes.fromhex(VECTORS["some_hash"])


def hashes(level, start, stop):
    assert not level
    return LEAVES[start:stop]


def flipped(proof, at, bit):
    changed = bytes([proof[at][0] ^ bit]) + proof[at][1:]
    return [*proof[:at], changed, *proof[at + 1 :]]


def inclusion():
    for one in VECTORS["inclusion"]:
        proof = [bytes.fromhex(step) for step in one["proof"]]
        yield LEAVES[one["index"]], one["index"], one["size"], proof, ROOTS[one["size"] - 1]


def wrong_inclusion():
    """Each case with one thing wrong, under the name its source gives it."""
    for leaf, index, size, proof, root in inclusion():
        for at in (index - 1, index + 1, index ^ 2):
            yield f"leaf {at} for {index} of {size}", (leaf, at, size, proof, root)
        wrong = {
            "treeSize * 2": (leaf, index, size * 2, proof, root),
            "treeSize / 2": (leaf, index, size // 2, proof, root),
            "wrong leaf": (b"WrongLeaf", index, size, proof, root),
            "empty root": (leaf, index, size, proof, EMPTY),
            "random root": (leaf, index, size, proof, SOME),
            "trailing garbage": (leaf, index, size, [*proof, b""], root),
            "trailing root": (leaf, index, size, [*proof, root], root),
            "preceding garbage": (leaf, index, size, [b"", *proof], root),
            "preceding root": (leaf, index, size, [root, *proof], root),
        }
        for at in range(len(proof)):
            wrong[f"modified proof[{at}] bit 3"] = (leaf, index, size, flipped(proof, at, 8), root)
        if proof:
            wrong["removed component"] = (leaf, index, size, proof[:-1], root)
            wrong["inserted component"] = (leaf, index, size, [proof[0], SOME, *proof[1:]], root)
        for what, case in wrong.items():
            yield f"{what}, leaf {index} of {size}", case


def consistency():
    for one in VECTORS["consistency"]:
        first, second = one["first"], one["second"]
        yield first, second, ROOTS[first - 1], ROOTS[second - 1], [bytes.fromhex(step) for step in one["proof"]]


def wrong_consistency():
    for first, second, old, new, proof in consistency():
        if first == second:
            continue
        for size in (first - 1, first + 1, first ^ 2):
            yield f"size1 {size} for {first} to {second}", (size, second, old, new, proof)
        wrong = {
            "size2 * 2": (first, second * 2, old, new, proof),
            "size2 / 2": (first, second // 2, old, new, proof),
            "wrong root1": (first, second, b"WrongRoot", new, proof),
            "wrong root2": (first, second, old, b"WrongRoot", proof),
            "swapped roots": (first, second, new, old, proof),
            "empty proof": (first, second, old, new, []),
            "truncated proof": (first, second, old, new, proof[:-1]),
        }
        for what, extra in {"garbage": b"", "root1": old, "root2": new, "proof[0]": proof[0]}.items():
            wrong[f"trailing {what}"] = (first, second, old, new, [*proof, extra])
            wrong[f"preceding {what}"] = (first, second, old, new, [extra, *proof])
        for at in range(len(proof)):
            wrong[f"modified proof[{at}] bit 4"] = (first, second, old, new, flipped(proof, at, 16))
        for what, case in wrong.items():
            yield f"{what}, {first} to {second}", case


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_eight_leaves(size):
    assert tree.root(hashes, size) == ([EMPTY, *ROOTS])[size]


@pytest.mark.parametrize("case", list(inclusion()), ids=lambda case: f"{case[1]} of {case[2]}")
def test_inclusion(case):
    _, index, size, proof, _ = case
    assert tree.inclusion_proof(hashes, index, size) == proof
    assert tree.verify_inclusion(*case)


@pytest.mark.parametrize("case", [pytest.param(case, id=what) for what, case in wrong_inclusion()])
def test_wrong_inclusion(case):
    assert not tree.verify_inclusion(*case)


@pytest.mark.parametrize("case", list(consistency()), ids=lambda case: f"{case[0]} to {case[1]}")
def test_consistency(case):
    first, second, _, _, proof = case
    assert tree.consistency_proof(hashes, first, second) == proof
    assert tree.verify_consistency(*case)


@pytest.mark.parametrize("case", [pytest.param(case, id=what) for what, case in wrong_consistency()])
def test_wrong_consistency(case):
    assert not tree.verify_consistency(*case)


ONE, TWO = b"don't care 1", b"don't care 2"
EDGES = [
    (0, 0, ONE, TWO, [], False),
    (1, 1, ONE, TWO, [], False),
    (0, 0, ONE, ONE, [], True),
    (0, 1, ONE, TWO, [], True),
    (1, 1, TWO, TWO, [], True),
    (1, 0, ONE, TWO, [], False),
    (2, 1, ONE, TWO, [], False),
    (1, 2, ONE, TWO, [], False),
    (0, 0, EMPTY, TWO, [], False),
    (1, 1, EMPTY, TWO, [], False),
    (0, 0, EMPTY, EMPTY, [EMPTY], False),
    (0, 1, EMPTY, EMPTY, [EMPTY], False),
    (1, 1, EMPTY, EMPTY, [EMPTY], False),
]


@pytest.mark.parametrize("case", EDGES, ids=str)
def test_edges_of_consistency(case):
    *given, taken = case
    assert tree.verify_consistency(*given) == taken


@pytest.mark.parametrize(("index", "size"), [(0, 0), (0, 1), (1, 0), (2, 1)])
@pytest.mark.parametrize(("leaf", "root"), [(SOME, b""), (b"", EMPTY), (SOME, EMPTY), (b"", LEAVES[0])])
def test_edges_of_inclusion(leaf, index, size, root):
    assert not tree.verify_inclusion(leaf, index, size, [], root)
