"""Go on with a log that was found not to be the one its witness file vouches for: a signed event says so for ever."""

from uuid import uuid4

from marshmallow import ValidationError
from sqlalchemy import Connection

from events import codec, note, sealer, signing, tiles
from events.checkpoint import Checkpoint, Claim, Recovery, statement
from events.errors import BadNote, NotConsistent
from events.reasons import reason as reason_of
from events.signing import Notary
from events.store import EventStore
from events.witness import Witness
from workflow import schemas
from workflow.log_errors import NoReason
from workflow.messages.base import SYSTEM
from workflow.messages.recovery import RECOVERIES, RecoverLog
from workflow.service import Ledger, carry_out


def recover(ledger: Ledger, reason: str) -> Checkpoint | None:
    """Record why the log as it is found is the log from here on, lift the suspension, and sign it.

    The one append that a suspension lets pass. Event and lifting are one transaction; then the recovery is added to the
    witness file, and a checkpoint behind it. NoSuchLeaves if the log found has gaps, NotConsistent if a note beside it
    was signed over more: another copy is needed then, and nothing is recorded.
    """
    notary = ledger.notary
    assert notary and notary.signer and notary.witness
    sealer.seal(ledger.database, ledger.clock)
    with notary.witness.alone():
        with ledger.database.writing() as connection:
            stated = _stated(connection, ledger, notary, " ".join(reason.split()))
            command = _command(stated, notary, ledger)
            carry_out(EventStore(connection, recovering=True), ledger, command)
            signing.lift(connection, command.at)
        sealer.seal(ledger.database, ledger.clock)
        notary.witness.add(notary.signer.sign(stated.text))
    return signing.sign_checkpoint(ledger.database, ledger.clock, notary.signer, notary.witness)


def _stated(connection: Connection, ledger: Ledger, notary: Notary, reason: str) -> Recovery:
    assert notary.witness
    size, newest = signing.length(connection), signing.newest_checkpoint(connection)
    if newest and newest.size > size:
        raise NotConsistent(reason_of("cut_in_place", there=size, signed=newest.size))
    found = Claim(size, tiles.root(connection, size))
    return Recovery(notary.verifier.name, _last(notary.witness), found, reason, ledger.clock.now())


def _last(witness: Witness) -> Claim:
    """What the last note says, whoever signed it: the recovery answers for that too. Nothing, if it is no note."""
    try:
        last = witness.last()
        return statement(note.parts(last)[0]).claim if last else signing.NOTHING
    except BadNote:
        return signing.NOTHING


def _command(stated: Recovery, notary: Notary, ledger: Ledger) -> RecoverLog:
    assert notary.signer
    known = {
        "origin": stated.origin, "vouched_size": stated.vouched.size, "vouched_root": stated.vouched.root.hex(),
        "found_size": stated.found.size, "found_root": stated.found.root.hex(),
        "stated_at": codec.microseconds(stated.at), "key": notary.verifier.fingerprint,
        "signature": note.encoded(notary.signer.signature(stated.text)),
    }  # fmt: skip
    shell = {"command_id": uuid4(), "subject": RECOVERIES, "by": SYSTEM, "at": ledger.clock.now()}
    try:
        return schemas.load(RecoverLog, {"reason": stated.reason}, **known, **shell)
    except ValidationError as error:
        raise NoReason from error
