"""What is kept of a person, and its erasure."""

from typing import Any

from flask import Response
from marshmallow import RAISE, Schema, validate
from marshmallow import fields as ma

import identity
from api import account_answers as a
from api import asking, telling
from api.operations import operation
from api.queries import UNKNOWN
from api.reading import require_place
from identity.persons import sought
from workflow import erasure
from workflow.erasure import Found
from workflow.messages import Actor
from workflow.sight import Place

TEXT: dict[str, Any] = {"required": "required", "null": "required", "invalid": "not_text"}


def _text(most: int, **options: Any) -> ma.String:
    return ma.String(validate=validate.Length(max=most, error="too_long"), error_messages=TEXT, **options)


class WhoSchema(Schema):
    """The holder of an account by `login`, or one whom a unit names by `unit` (its code) and `name`."""

    class Meta:
        unknown = RAISE

    error_messages = UNKNOWN

    login = _text(32, load_default="")
    unit = _text(64, load_default="")
    name = _text(64, load_default="")


class ErasureSchema(WhoSchema):
    """The same, and on what basis."""

    reason = _text(200, required=True)


@operation("POST", "/persons/find", tag="accounts", body=WhoSchema(), answers=a.KeptOf,
           refused=(400, 403, 404, 413, 415, 422))  # fmt: skip
def find_person(actor: Actor) -> Response:
    """Say what is kept of a person.

    How many values of each kind, none of them, and at which units: who asks at a bureau asks at its stations too. For
    security administrators; that they looked stands in the security log.
    """
    require_place(actor, Place.PERSONS)
    given = WhoSchema().load(asking.json_body())
    ledger = identity.current_ledger()
    found = erasure.find(ledger, actor, sought(ledger, **given).told)
    return telling.json(a.KeptOf(key=found.key_id, kinds=dict(found.kinds), units=_units(found)))


def _units(found: Found) -> list[str]:
    return [code for code in found.places if code != "account"]


@operation("POST", "/persons/erase", tag="accounts", body=ErasureSchema(), answers=a.Erased,
           refused=(400, 403, 404, 409, 413, 415, 422, 503))  # fmt: skip
def erase_person(actor: Actor) -> Response:
    """Erase a person.

    Destroys the keys that sealed what is found of them, in the ledger and in every backup, for good; proofs and bundles
    stay valid. 409 for the holder of an account that is in use.
    """
    require_place(actor, Place.PERSONS)
    given = ErasureSchema().load(asking.json_body())
    ledger, reason = identity.current_ledger(), given.pop("reason")
    whom = sought(ledger, **given)
    return telling.json(a.Erased(key=erasure.erase(ledger, actor, whom.told, reason, whom.account)))
