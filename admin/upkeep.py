"""What follows each append, done in the background: sealing and keeping histories, by any process that serves, and by
`xiaohao worker`; signing, by the one that holds the key; the daily mail, by one that knows the mail server. And lists
that are too long to wait for."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from documents import list_jobs
from events import sealer, signing
from events.checkpoint import Checkpoint
from events.errors import EventLogError, NotConsistent
from workflow import erasure, mailing, security, timers
from workflow.following import follow
from workflow.log_errors import KeysAway, ReadOnly
from workflow.service import Ledger
from workflow.suspensions import worded

LOOK_SECONDS = 1.0
POLL_SECONDS = 0.02
POST_SECONDS = 10.0
SIGN_SECONDS = timedelta(seconds=10)
LOGGER = logging.getLogger(__name__)
SUSPENDED = (
    "台账改为只读：%s请核查，然后运行 xiaohao log recover。 "
    "The log is read-only: %s Look into it; then run `xiaohao log recover`."
)

Step = Callable[[Ledger], int]


def seal_waiting(ledger: Ledger) -> int:
    """Look without a lock; seal only if something waits. How many events were sealed."""
    with ledger.database.reading() as connection:
        waiting = sealer.lag(connection)
    return sealer.seal(ledger.database, ledger.clock) if waiting else 0


def signs(ledger: Ledger) -> bool:
    """Whether this process holds what signing takes."""
    return bool(ledger.notary and ledger.notary.signer and ledger.notary.witness)


def sign(ledger: Ledger, *, wait: bool = True) -> Checkpoint | None:
    """Sign what is sealed, if it has grown. NotConsistent, and the log is read-only, if it was tampered with.

    BlockingIOError if another process is at the witness file and this one does not `wait`.
    """
    notary = ledger.notary
    assert notary and notary.signer and notary.witness
    try:
        return signing.sign_checkpoint(ledger.database, ledger.clock, notary.signer, notary.witness, wait=wait)
    except NotConsistent as found:
        signing.suspend(ledger.database, ledger.clock, found.reason)
        raise


def sign_now_and_then(ledger: Ledger) -> int:
    """Sign what is new where this process holds the key, every SIGN_SECONDS at most. How many positions that was."""
    if not signs(ledger):
        return 0
    with ledger.database.reading() as connection:
        newest, size = signing.newest_checkpoint(connection), signing.length(connection)
        if signing.suspension(connection) or (newest and not _due(ledger, newest, size)):
            return 0
    try:
        signed = sign(ledger, wait=False)
    except BlockingIOError:  # another process signs, or recovers: nothing here has to wait for that
        return 0
    return signed.size - (newest.size if newest else 0) if signed else 0


def _due(ledger: Ledger, newest: Any, size: int) -> bool:
    """There is something new since a while, or the newest note has not reached the witness file."""
    assert ledger.notary and ledger.notary.witness
    if size > newest.size and abs(ledger.clock.now() - newest.signed_at) >= SIGN_SECONDS:
        return True
    return not ledger.notary.witness.tells(newest.note)


def hold_to_witness(ledger: Ledger) -> None:
    """At start: a database that is not the one the witness file vouches for is made read-only, and that is said."""
    notary = ledger.notary
    if not (notary and notary.witness):
        return
    if reason := signing.standing(ledger.database, notary.verifier, notary.witness):
        signing.suspend(ledger.database, ledger.clock, reason)
        words = worded(reason)
        LOGGER.error(SUSPENDED, words.zh, words.en)


def keep_histories(ledger: Ledger) -> int:
    """Bring the histories that as-of pages are read from to what is sealed. How many events that took."""
    return follow(ledger.database, ledger.clock)


STEPS: tuple[tuple[str, Step], ...] = (
    ("security", security.keep), ("destroyed", erasure.destroy), ("fired", timers.fire_now_and_then),
    ("sealed", seal_waiting), ("followed", keep_histories), ("signed", sign_now_and_then),
)  # fmt: skip


POST_STEPS: tuple[tuple[str, Step], ...] = (("made", mailing.make_due), ("mailed", mailing.deliver))
"""The daily mail: a mail server may keep one waiting, so it is never done where events wait to be sealed."""


LIST_STEPS: tuple[tuple[str, Step], ...] = (("lists", list_jobs.work),)
"""Long lists, which take from seconds to a minute."""


def once(ledger: Ledger, steps: tuple[tuple[str, Step], ...] | None = None) -> dict[str, int]:
    """Do what waits; how much was done, by step. One that fails is logged, and done when it can be."""
    done = {}
    for name, step in STEPS if steps is None else steps:
        try:
            done[name] = step(ledger)
        except (
            SQLAlchemyError,
            OSError,
            ReadOnly,
            KeysAway,
        ):  # the database is away, or busy; the witness file cannot be written
            LOGGER.warning("%s: failed, and is tried again", name, exc_info=True)
        except NotConsistent as found:
            words = worded(found.reason)
            LOGGER.error(SUSPENDED, words.zh, words.en)
        except EventLogError:  # a log with a gap, say: the other steps and the pages go on
            LOGGER.exception("%s: the log is not as it should be; `xiaohao log verify` says where", name)
    return done


def keep_up(ledger: Ledger) -> Ledger:
    """The ledger with a thread behind it that is woken by every append, and looks now and then by itself."""
    woken = threading.Event()

    def run() -> None:
        while True:
            woken.wait(LOOK_SECONDS)
            woken.clear()
            once(ledger)

    threading.Thread(target=run, name="upkeep", daemon=True).start()
    post_in_background(ledger, lambda _: None)
    woken_ledger = replace(ledger, wake=woken)
    lists_in_background(woken_ledger, lambda _: None)
    return woken_ledger


def post_in_background(ledger: Ledger, say: Callable[[str], None]) -> None:
    """A thread of its own for the daily mail, where a mail server is set."""

    def run() -> None:
        while True:
            _tell(once(ledger, POST_STEPS), say)
            time.sleep(POST_SECONDS)

    if ledger.post:
        threading.Thread(target=run, name="post", daemon=True).start()


def lists_in_background(ledger: Ledger, say: Callable[[str], None]) -> None:
    """A thread of its own for long lists, so that events do not wait for them to be sealed."""

    def run() -> None:
        while True:
            done = once(ledger, LIST_STEPS)
            _tell(done, say)
            if not done.get("lists"):
                time.sleep(LOOK_SECONDS)

    threading.Thread(target=run, name="lists", daemon=True).start()


def run_for_ever(ledger: Ledger, say: Callable[[str], None]) -> None:
    """The same in the foreground, for what other processes appended and could not finish."""
    post_in_background(ledger, say)
    lists_in_background(ledger, say)
    while True:
        _tell(once(ledger), say)
        time.sleep(POLL_SECONDS)


def _tell(done: dict[str, int], say: Callable[[str], None]) -> None:
    for name, count in done.items():
        if count:
            say(f"{name} {count}")
