"""Events to canonical bytes and back, and the digests over those bytes.

    body      {"handler":"6f…","internal_due":"2020-04-01","leads_to":"assigned"}      sorted keys, no spaces, UTF-8
    envelope  {"actor":…,"body":"<hex SHA-256 of the body>",…,"version":2}             likewise; times in microseconds
    digest    SHA-256(digest of the stream's previous event || envelope)
    leaf      SHA-256(0x00 || envelope), as RFC 9162 hashes a leaf
    seal      SHA-256(seal of the position before || position || leaf || sealed_at), numbers as 8 bytes

The bytes equal those of RFC 8785 as long as there are no floats, no integers past 53 bits and only ASCII keys;
the codec refuses everything else.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import orjson

from events.errors import BrokenUpcasters, NotCanonical, UnknownEventType
from events.event import EVENT_NAMES, EVENT_TYPES

Body = dict[str, Any]
Upcaster = Callable[[Body], Body]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}

_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
EXACT = 2**53 - 1
_PLACE = struct.Struct(">Q32sQ")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def canonical(value: Any) -> bytes:
    """The canonical JSON bytes of builtins; NotCanonical for what has none."""
    try:
        return orjson.dumps(value, option=_CANONICAL)
    except (orjson.JSONEncodeError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from error


def encode(event: Any) -> tuple[str, int, bytes]:
    """Name, schema version and body bytes of an event."""
    name, version = EVENT_NAMES[type(event)]
    cls: Any = type(event)
    _refuse_floats(cls)
    return name, version, canonical(msgspec.to_builtins(event))


def decode(name: str, schema_version: int, body: bytes) -> Any:
    """The event recorded as `name` and `body`, raised to its present shape."""
    return decoder(name, schema_version)(body)


def decode_all(names: Sequence[str], schema_versions: Sequence[int], bodies: Sequence[bytes]) -> list[Any]:
    """The events of several rows, each kind looked up once."""
    kinds = list(zip(names, schema_versions, strict=True))
    decoders = {kind: decoder(*kind) for kind in set(kinds)}
    return [decoders[kind](body) for kind, body in zip(kinds, bodies, strict=True)]


def decoder(name: str, schema_version: int) -> Callable[[bytes], Any]:
    """What makes an event of a body; UnknownEventType if there is none of that name and version."""
    cls = EVENT_TYPES.get(name)
    if cls is None:
        raise UnknownEventType(name, schema_version)
    present = EVENT_NAMES[cls][1]
    if schema_version == present:
        return _decoder(cls).decode
    return lambda body: msgspec.convert(_raised(name, schema_version, present, orjson.loads(body)), cls)


def upcaster(name: str, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Register a pure function that raises a body of `name` from `from_version` to the next one."""

    def register(function: Upcaster) -> Upcaster:
        if (name, from_version) in UPCASTERS:
            raise ValueError(f"two upcasters raise {name!r} version {from_version}")
        UPCASTERS[name, from_version] = function
        return function

    return register


def check_upcasters() -> None:
    """BrokenUpcasters unless every version of every event below its present one has an upcaster, and no other has."""
    wanted = {(name, below) for name, present in EVENT_NAMES.values() for below in range(1, present)}
    missing = [f"{name!r} version {version} has no upcaster" for name, version in sorted(wanted - UPCASTERS.keys())]
    idle = [f"nothing is raised from {name!r} version {version}" for name, version in sorted(UPCASTERS.keys() - wanted)]
    if missing or idle:
        raise BrokenUpcasters("; ".join(missing + idle))


def _raised(name: str, version: int, to: int, body: Body) -> Body:
    while version != to:
        raise_one = UPCASTERS.get((name, version))
        if raise_one is None:
            raise UnknownEventType(name, version)
        body, version = raise_one(body), version + 1
    return body


def envelope(row: Any) -> bytes:
    """The canonical envelope of an event row: every column but `digest`, the body by its SHA-256.

    `row` is anything with the columns of the table `events` as attributes.
    """
    recorded_at, effective_at = microseconds(row.recorded_at), microseconds(row.effective_at)
    if max(abs(recorded_at), abs(effective_at)) > EXACT:
        raise NotCanonical(f"{row.recorded_at} or {row.effective_at} is past 53 bits of microseconds")
    return enveloped(
        row.stream_id, row.version, str(row.event_id), row.name, row.schema_version, row.body, b"", recorded_at,
        effective_at, row.actor, str(row.command_id), str(row.correlation_id), _text(row.causation_id),
    )  # fmt: skip


def enveloped(
    stream_id: str, version: int, event_id: str, name: str, schema_version: int, body: bytes, _: bytes,
    recorded_at: int, effective_at: int, actor: str, command_id: str, correlation_id: str, causation_id: str | None,
) -> bytes:  # fmt: skip
    """The envelope of an event row in plain values: ids as lower-case text, moments as microseconds.

    The arguments are the columns in their order. It is written out: a dictionary would take three times as long.
    """
    because = "null" if causation_id is None else f'"{causation_id}"'
    return (
        f'{{"actor":{_quoted(actor)},"body":"{hashlib.sha256(body).hexdigest()}","causation_id":{because},'
        f'"command_id":"{command_id}","correlation_id":"{correlation_id}","effective_at":{effective_at},'
        f'"event_id":"{event_id}","name":{_quoted(name)},"recorded_at":{recorded_at},'
        f'"schema_version":{schema_version},"stream":{_quoted(stream_id)},"version":{version}}}'
    ).encode()


@lru_cache(maxsize=8192)
def _quoted(text: str) -> str:
    return canonical(text).decode()


def chained(previous: bytes, envelope_bytes: bytes) -> bytes:
    """The digest of an event, given the one before it in its stream."""
    return hashlib.sha256(previous + envelope_bytes).digest()


def leaf(envelope_bytes: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + envelope_bytes).digest()


def seal(previous: bytes, position: int, leaf_hash: bytes, sealed_at: datetime) -> bytes:
    """The digest that binds a position, its leaf and its time to all positions before it."""
    place = position.to_bytes(8, "big") + leaf_hash + microseconds(sealed_at).to_bytes(8, "big")
    return hashlib.sha256(previous + place).digest()


def sealed(previous: bytes, position: int, leaf_hash: bytes, sealed_at: int) -> bytes:
    """The same for stored values, the moment in microseconds; empty for values no sealer could have written."""
    try:
        place = _PLACE.pack(position, leaf_hash, sealed_at)
    except struct.error:
        return b""
    return hashlib.sha256(previous + place).digest() if len(leaf_hash) == 32 else b""


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    return _EPOCH + timedelta(0, 0, value)


def moments(values: Iterable[int]) -> list[datetime]:
    """The same of many, without a call for each."""
    return [_EPOCH + timedelta(0, 0, value) for value in values]


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@cache
def _decoder(cls: type) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cls)


@cache
def _refuse_floats(cls: Any) -> None:
    for name, hint in get_type_hints(cls).items():
        for part in _parts(hint):
            if part is float:
                raise NotCanonical(f"{cls.__name__}.{name} may hold a float; use whole units or text")
            if is_dataclass(part) and isinstance(part, type) and fields(part):
                _refuse_floats(part)


def _parts(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, UnionType, tuple, list, dict, frozenset):
        return [part for arg in get_args(hint) for part in _parts(arg)]
    return [hint]
