"""One row per account: where its name and its mail address lie, whether it is disabled, and all it was ever granted."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, Index, Integer, Text

from events.codec import canonical
from events.event import Recorded
from events.tables import Id
from events.writing import Row
from workflow.accounts import NEW, Account, Grant, Handover, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("account_id", Id, nullable=False),
        Column("name_ref", Id, nullable=False),
        Column("existed", Integer, nullable=False),
        Column("disabled", Integer, nullable=False),
        Column("grants", Text, nullable=False),
        Column("handover", Text),
        Column("mail_ref", Id),
        Column("mail_language", Text),
        Index("ix_account_board_account_id", "account_id", unique=True),
    ]


def _step(account: Account, recorded: Recorded) -> Account:
    return evolve(account, recorded.event)


def _row(account: Account, recorded: Recorded) -> Row:
    assert account.name is not None
    return {
        "stream_id": recorded.stream, "version": account.version, "account_id": UUID(recorded.stream[8:]),
        "name_ref": account.name.ref, "existed": int(account.existed), "disabled": int(account.disabled),
        "grants": canonical(msgspec.to_builtins(account.grants)).decode(),
        "handover": canonical(msgspec.to_builtins(account.handover)).decode() if account.handover else None,
        "mail_ref": account.mail.ref if account.mail else None, "mail_language": account.mail_language,
    }  # fmt: skip


def granted(kept: str) -> tuple[Grant, ...]:
    """The grants of a row."""
    return msgspec.json.decode(kept, type=tuple[Grant, ...])


def handed(kept: str | None) -> Handover | None:
    """The handover of a row."""
    return msgspec.json.decode(kept, type=Handover) if kept else None


ACCOUNTS = Versioned("account", "account", _columns, _row, step=_step, new=NEW)
