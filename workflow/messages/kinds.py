"""The kinds of registers, each by the command that records a row of it."""

from workflow.messages.payment import RecordCaseHandler, RecordPayment, RecordSharedCost, RecordVoucher
from workflow.messages.publicity import (
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
