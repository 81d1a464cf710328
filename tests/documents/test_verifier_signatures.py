"""The verifier's own Ed25519, held to RFC 8032 and to a second library."""

import time

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.rfc8032 import VECTORS
from tests.signing import loaded

ORDER = 2**252 + 27742317777372353535851937790883648493
V = loaded()


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(public: str, message: str, signature: str):
    key, said, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert V.signed(key, said, signed)
    assert not V.signed(key, said + b"\x00", signed)
    for at in (0, 31, 32, 62):
        assert not V.signed(key, said, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])


def test_a_signature_has_one_spelling():
    """S is below the order of the base point, a point's y below p; a key of small order signs nothing."""
    key, said, signed = (bytes.fromhex(part) for part in VECTORS[1])
    s = int.from_bytes(signed[32:], "little")
    assert not V.signed(key, said, signed[:32] + (s + ORDER).to_bytes(32, "little"))
    assert not V.signed(key, said, signed[:63])
    assert not V.signed(key + b"\x00", said, signed)
    one = (1).to_bytes(32, "little")
    beyond = (2**255 - 19 + 1).to_bytes(32, "little")
    for small in (one, beyond, bytes(32), (2**255 - 20).to_bytes(32, "little")):
        assert not V.signed(small, said, one + bytes(32))


@given(seed=st.binary(min_size=32, max_size=32), said=st.binary(max_size=200), flip=st.integers(0, 511))
@settings(max_examples=60, deadline=None)
def test_signatures_are_judged_as_a_second_library_judges_them(seed: bytes, said: bytes, flip: int):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signed = private.public_key().public_bytes_raw(), private.sign(said)
    assert V.signed(key, said, signed)
    bent = bytearray(signed)
    bent[flip // 8] ^= 1 << flip % 8
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes(bent), said)
        good = True
    except InvalidSignature:
        good = False
    assert V.signed(key, said, bytes(bent)) is good


def test_a_signature_takes_less_than_50_ms():
    key, said, signed = (bytes.fromhex(part) for part in VECTORS[2])
    started = time.perf_counter()
    for _ in range(5):
        V.signed(key, said, signed)
    assert (time.perf_counter() - started) / 5 < 0.05
