"""The log's proofs, for monitors: the newest signed checkpoint, inclusion and consistency (RFC 9162)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Response
from sqlalchemy import Connection

import identity
from api import listings, queries, telling
from api.operations import operation
from documents import bundle
from documents.bundle import Signed, Viewer
from events import tiles, tree
from events.errors import NoSuchLeaves
from events.signing import length
from events.tree import Hashes
from workflow.log_errors import LogAltered, NoSuchPosition
from workflow.messages import Actor


@operation("GET", "/log/checkpoint", tag="log", answers=listings.CheckpointAnswer, query=queries.Query,
           refused=(409, 422))  # fmt: skip
def show_checkpoint(actor: Actor) -> Response:
    """Show the newest signed checkpoint.

    A signed note (C2SP) over the size and the root of the log. Keep it: a later one must be consistent with it.
    """
    queries.asked(queries.Query)
    with identity.current_ledger().database.reading() as connection:
        signed = _newest(connection)
    said = signed.checkpoint
    answer = listings.CheckpointAnswer(
        note=signed.note, origin=said.origin, size=said.size, root=said.root.hex(), signed_at=said.signed_at,
        key=signed.key.line, fingerprint=signed.key.fingerprint,
    )  # fmt: skip
    return telling.json(answer)


@operation("GET", "/log/inclusion", tag="log", answers=listings.Inclusion, query=queries.InclusionQuery,
           refused=(404, 409, 410, 422))  # fmt: skip
def prove_inclusion(actor: Actor) -> Response:
    """Prove that an event stands in the log.

    Its leaf and the hashes from there to the root of the first `size` positions. A bureau asks for the events of its
    own items.
    """
    given = queries.asked(queries.InclusionQuery)
    with _proving() as (connection, hashes):
        size, position = _size(connection, given["size"]), given["position"]
        bundle.require_sight(connection, Viewer.of(actor), position)
        if position >= size:
            raise NoSuchPosition
        said = listings.Inclusion(
            position=position, size=size, leaf=bytes(hashes(0, position, position + 1)[0]).hex(),
            proof=_hex(tree.inclusion_proof(hashes, position, size)), root=tree.root(hashes, size).hex(),
        )  # fmt: skip
    return telling.json(said)


@operation("GET", "/log/consistency", tag="log", answers=listings.Consistency, query=queries.ConsistencyQuery,
           refused=(404, 409, 410, 422))  # fmt: skip
def prove_consistency(actor: Actor) -> Response:
    """Prove that the log only grew.

    The hashes that show the tree of `second` positions to extend that of `first`.
    """
    given = queries.asked(queries.ConsistencyQuery)
    with _proving() as (connection, hashes):
        first, second = given["first"], _size(connection, given["second"])
        if first > second:
            raise NoSuchPosition
        said = listings.Consistency(
            first=first, second=second, proof=_hex(tree.consistency_proof(hashes, first, second)),
            first_root=tree.root(hashes, first).hex(), second_root=tree.root(hashes, second).hex(),
        )  # fmt: skip
    return telling.json(said)


@contextmanager
def _proving() -> Iterator[tuple[Connection, Hashes]]:
    """One view of the database and the tree's hashes in it; LogAltered where they are not all there."""
    with identity.current_ledger().database.reading() as connection:
        try:
            yield connection, tiles.reader(connection)
        except NoSuchLeaves as missing:
            raise LogAltered(where=str(missing)) from missing


def _size(connection: Connection, given: int | None) -> int:
    """The size asked for, which the log must have; without one, that of the newest signed checkpoint."""
    if given is None:
        return _newest(connection).checkpoint.size
    if given > length(connection):
        raise NoSuchPosition
    return given


def _newest(connection: Connection) -> Signed:
    return bundle.newest_signed(connection, identity.current_ledger().verifier)


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [bytes(one).hex() for one in hashes]
