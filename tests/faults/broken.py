"""Ways of carrying a command out: the product's, and wrong ones, which the checker must catch."""

from collections.abc import Callable
from typing import Any
from unittest import mock

from events import sealer
from events.rebuilding import rebuild_board
from events.store import EventStore
from workflow import service
from workflow.following import follow
from workflow.messages import Command
from workflow.projections import BY_KIND
from workflow.service import Ledger

Tell = Callable[[Any], None]


def product(ledger: Ledger, command: Command, tell: Tell) -> None:
    tell(service.handle(ledger, command))
    follow(ledger.database, ledger.clock)


def acknowledges_before_commit(ledger: Ledger, command: Command, tell: Tell) -> None:
    with ledger.database.writing() as connection:
        tell(service.carry_out(EventStore(connection), ledger, command))
    sealer.seal(ledger.database, ledger.clock)


class Forgetful(EventStore):
    """Keeps no answers, and finds none."""

    def answered(self, command_id: Any) -> None:
        return None

    def append(self, *args: Any, beside: Any, **said: Any) -> Any:
        return super().append(*args, beside=lambda recorded: beside(recorded)._replace(answer=None), **said)


def knows_no_command_again(ledger: Ledger, command: Command, tell: Tell) -> None:
    with mock.patch.object(service, "EventStore", Forgetful):
        product(ledger, command, tell)


class Unshown(EventStore):
    """Appends without the read model's row."""

    def append(self, *args: Any, beside: Any, **said: Any) -> Any:
        return super().append(*args, beside=lambda recorded: beside(recorded)._replace(line=None), **said)


def shows_in_a_second_transaction(ledger: Ledger, command: Command, tell: Tell) -> None:
    before = _count(ledger)
    with ledger.database.writing() as connection:
        done = service.carry_out(Unshown(connection), ledger, command)
    if _count(ledger) > before:
        rebuild_board(ledger.database, BY_KIND[command.stream_kind])
    tell(done)
    sealer.seal(ledger.database, ledger.clock)


def _count(ledger: Ledger) -> int:
    with ledger.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM events").scalar_one())


VARIANTS: dict[str, Callable[[Ledger, Command, Tell], None]] = {
    way.__name__: way
    for way in (product, acknowledges_before_commit, knows_no_command_again, shows_in_a_second_transaction)
}
