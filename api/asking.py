"""What a request says: whose token, which JSON, which version was seen. Refuses what cannot be read."""

import re
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from flask import request

import identity
from api.refusals import (
    BadHeader,
    BadToken,
    MalformedJson,
    MatchMissing,
    NoneMatchMissing,
    NotSignedIn,
    TokenReadsOnly,
    WrongContentType,
)
from identity.current import token_reads_only
from workflow.messages import Actor

READS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_JSON = 2 * 1024 * 1024
ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')  # proxies that compress make a strong tag weak
KEY = re.compile(r"[\x21-\x7e]{1,200}")


def signed_in() -> Actor:
    """The actor behind the bearer token. A session's cookie counts for nothing here."""
    actor = identity.token_actor()
    if actor is None:
        raise BadToken if "Authorization" in request.headers else NotSignedIn
    if token_reads_only() and request.method not in READS:
        raise TokenReadsOnly
    return actor


def json_body() -> Any:
    """The JSON of the body, to be judged by a schema. Refuses NaN, lone surrogates, more than 1024 levels."""
    if not request.is_json:
        raise WrongContentType(wanted="application/json")
    request.max_content_length = MAX_JSON
    try:
        return orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise MalformedJson from error


def version_seen() -> int:
    """The version in If-Match, which must be there. `*` says nothing of what was seen, so it is not enough."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        raise MatchMissing
    found = ETAG.fullmatch(given)
    if found is None:
        raise BadHeader(header="If-Match")
    return int(found[1])


def require_new() -> None:
    """If-None-Match: * must be there: what is made anew is never meant to replace anything."""
    if request.headers.get("If-None-Match", "").strip() != "*":
        raise NoneMatchMissing


def personal_seen() -> bool:
    """Whether the caller says of what looks like personal data that it is meant: `Personal-Data: intended`."""
    given = request.headers.get("Personal-Data")
    if given not in (None, "intended"):
        raise BadHeader(header="Personal-Data")
    return given is not None


def command_id(actor: Actor) -> tuple[UUID, bool]:
    """The id to carry the command out under, and whether the caller chose it: each account has keys of its own."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return uuid4(), False
    if not KEY.fullmatch(key):
        raise BadHeader(header="Idempotency-Key")
    return uuid5(actor.account, key), True
