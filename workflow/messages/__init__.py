"""The vocabulary: each command an actor may give, beside the event that records it; one module per kind of stream.

Commands are imperative, events past tense. A command `records` one kind of event, which takes the command's fields
of the same name. Stored names are for ever: to change an event's shape, raise its version and register an upcaster.
"""

from workflow.messages.areas import Area, AreasPublished, PublishAreas
from workflow.messages.base import Actor, Command, DomainEvent
from workflow.messages.item import (
    AssignItem,
    CloseItem,
    Evidence,
    IssueItem,
    ItemCommand,
    ItemEvent,
    ReopenItem,
    ReportItem,
    SendBackItem,
    VerifyItem,
    WithdrawItem,
)
from workflow.messages.notice import NoticeOpened, OpenNotice
from workflow.messages.organisation import (
    DissolveOrganisation,
    MoveOrganisation,
    OrganisationCommand,
    OrganisationDissolved,
    OrganisationKind,
    OrganisationMoved,
    OrganisationRegistered,
    OrganisationRenamed,
    RegisterOrganisation,
    RenameOrganisation,
)
from workflow.messages.recovery import LogRecovered, RecoverLog

ITEM_COMMANDS: dict[str, type[ItemCommand]] = {
    command.trigger: command
    for command in (
        IssueItem, AssignItem, ReportItem, VerifyItem, SendBackItem, CloseItem, ReopenItem, WithdrawItem,
    )
}  # fmt: skip
ORGANISATION_COMMANDS: dict[str, type[OrganisationCommand]] = {
    command.trigger: command
    for command in (RegisterOrganisation, RenameOrganisation, MoveOrganisation, DissolveOrganisation)
}

__all__ = [
    "ITEM_COMMANDS",
    "ORGANISATION_COMMANDS",
    "Actor",
    "Area",
    "AreasPublished",
    "AssignItem",
    "CloseItem",
    "Command",
    "DissolveOrganisation",
    "DomainEvent",
    "Evidence",
    "IssueItem",
    "ItemCommand",
    "ItemEvent",
    "LogRecovered",
    "MoveOrganisation",
    "NoticeOpened",
    "OpenNotice",
    "OrganisationCommand",
    "OrganisationDissolved",
    "OrganisationKind",
    "OrganisationMoved",
    "OrganisationRegistered",
    "OrganisationRenamed",
    "PublishAreas",
    "RecoverLog",
    "RegisterOrganisation",
    "RenameOrganisation",
    "ReopenItem",
    "ReportItem",
    "SendBackItem",
    "VerifyItem",
    "WithdrawItem",
]
