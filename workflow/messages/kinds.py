"""The kinds of registers, each by the command that records a row of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from workflow.errors import Words
from workflow.messages.payment import (
    ACCOUNT_TYPES,
    COST_USES,
    AccountType,
    CostUse,
    RecordCaseHandler,
    RecordPayment,
    RecordSharedCost,
    RecordVoucher,
)
from workflow.messages.publicity import (
    ADOPTERS,
    RECHECKS,
    Adopter,
    Recheck,
    RecordDisclosure,
    RecordNews,
    RecordStationActivity,
    RecordSystemData,
    RecordTraining,
)
from workflow.messages.row import RecordRow, RegisterKind

ROW_COMMANDS: dict[RegisterKind, type[RecordRow]] = {
    command.kind: command
    for command in (
        RecordPayment,
        RecordVoucher,
        RecordCaseHandler,
        RecordSharedCost,
        RecordDisclosure,
        RecordNews,
        RecordSystemData,
        RecordStationActivity,
        RecordTraining,
    )
}

COLUMN_WORDS: dict[type[StrEnum], Mapping[Any, Words]] = {
    AccountType: ACCOUNT_TYPES,
    CostUse: COST_USES,
    Recheck: RECHECKS,
    Adopter: ADOPTERS,
}
"""The words of what a column may hold."""
