"""A worker that is killed at its work, and one that comes second."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from workflow import service, timers


class Died(BaseException):
    """The worker is killed."""


def due(ledger):
    """What is due, as a worker knows it that comes second."""
    with ledger.database.reading() as connection:
        tick = timers.Tick(ledger.clock.now(), ledger.zone)
        return [command for timer in timers.TIMERS for command in timer(connection, tick)]


@contextmanager
def dying_at(number: int) -> Iterator[list[int]]:
    """The worker dies when it has carried out so many commands; the list holds how many, if it did.

    It takes two in a transaction, so that it dies between two of them as well as within one.
    """
    died: list[int] = []
    left = iter(range(number))

    def mortal(store, ledger, command, **said):
        if next(left, None) is None:
            raise Died
        return service.carry_out(store, ledger, command, **said)

    with mock.patch.object(timers, "carry_out", mortal), mock.patch.object(timers, "AT_ONCE", 2):
        try:
            yield died
        except Died:
            died.append(number)
