"""The vocabulary: each command an actor may give, beside the event that records it; one module per kind of stream.

Commands are imperative, events past tense. A command `records` one kind of event, which takes the command's fields
of the same name. Stored names are for ever: to change an event's shape, raise its version and register an upcaster.
"""

from workflow.messages.account import (
    AccountCommand,
    AccountDisabled,
    AccountEnabled,
    AccountLeft,
    AccountOpened,
    DisableAccount,
    EnableAccount,
    GrantRole,
    HandoverSigned,
    LendRole,
    OpenAccount,
    PasswordReset,
    RecordLeaving,
    ResetPassword,
    RevokeRole,
    RoleGranted,
    RoleRevoked,
    TakeOver,
)
from workflow.messages.areas import Area, AreasPublished, PublishAreas
from workflow.messages.base import Actor, Command, DomainEvent
from workflow.messages.comparison import (
    ComparisonCommand,
    ComparisonPublished,
    ComparisonWithdrawn,
    PublishComparison,
    WithdrawComparison,
)
from workflow.messages.contact import (
    ChangePhone,
    CheckPhone,
    ContactChecked,
    ContactCommand,
    ContactEnded,
    ContactPhoneChanged,
    ContactRegistered,
    ContactReplaced,
    EndContact,
    RegisterContact,
    ReplaceContact,
)
from workflow.messages.item import (
    AssignItem,
    CloseItem,
    Evidence,
    HandOverItem,
    IssueItem,
    ItemCommand,
    ItemEvent,
    ReopenItem,
    ReportItem,
    SendBackItem,
    VerifyItem,
    WithdrawItem,
)
from workflow.messages.kinds import ROW_COMMANDS
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
from workflow.messages.person import ErasePerson, PersonErased
from workflow.messages.policy import PolicySet, SetPolicy
from workflow.messages.recovery import LogRecovered, RecoverLog
from workflow.messages.row import RowCommand
from workflow.messages.security import SealSecurityLog, SecurityLogSealed, SecurityLogTrimmed, TrimSecurityLog

ITEM_COMMANDS: dict[str, type[ItemCommand]] = {
    command.trigger: command
    for command in (
        IssueItem, AssignItem, HandOverItem, ReportItem, VerifyItem, SendBackItem, CloseItem, ReopenItem, WithdrawItem,
    )
}  # fmt: skip
ORGANISATION_COMMANDS: dict[str, type[OrganisationCommand]] = {
    command.trigger: command
    for command in (RegisterOrganisation, RenameOrganisation, MoveOrganisation, DissolveOrganisation)
}
ACCOUNT_COMMANDS: dict[str, type[AccountCommand]] = {
    command.trigger: command
    for command in (
        OpenAccount,
        GrantRole,
        LendRole,
        RevokeRole,
        DisableAccount,
        EnableAccount,
        RecordLeaving,
        TakeOver,
        ResetPassword,
    )
}
CONTACT_COMMANDS: dict[str, type[ContactCommand]] = {
    command.trigger: command for command in (RegisterContact, ReplaceContact, ChangePhone, CheckPhone, EndContact)
}
COMPARISON_COMMANDS: dict[str, type[ComparisonCommand]] = {
    command.trigger: command for command in (PublishComparison, WithdrawComparison)
}

__all__ = [
    "ACCOUNT_COMMANDS",
    "COMPARISON_COMMANDS",
    "CONTACT_COMMANDS",
    "ITEM_COMMANDS",
    "ORGANISATION_COMMANDS",
    "ROW_COMMANDS",
    "AccountCommand",
    "AccountDisabled",
    "AccountEnabled",
    "AccountLeft",
    "AccountOpened",
    "Actor",
    "Area",
    "AreasPublished",
    "AssignItem",
    "ChangePhone",
    "CheckPhone",
    "CloseItem",
    "Command",
    "ComparisonCommand",
    "ComparisonPublished",
    "ComparisonWithdrawn",
    "ContactChecked",
    "ContactCommand",
    "ContactEnded",
    "ContactPhoneChanged",
    "ContactRegistered",
    "ContactReplaced",
    "DisableAccount",
    "DissolveOrganisation",
    "DomainEvent",
    "EnableAccount",
    "EndContact",
    "ErasePerson",
    "Evidence",
    "GrantRole",
    "HandOverItem",
    "HandoverSigned",
    "IssueItem",
    "ItemCommand",
    "ItemEvent",
    "LendRole",
    "LogRecovered",
    "MoveOrganisation",
    "NoticeOpened",
    "OpenAccount",
    "OpenNotice",
    "OrganisationCommand",
    "OrganisationDissolved",
    "OrganisationKind",
    "OrganisationMoved",
    "OrganisationRegistered",
    "OrganisationRenamed",
    "PasswordReset",
    "PersonErased",
    "PolicySet",
    "PublishAreas",
    "PublishComparison",
    "RecordLeaving",
    "RecoverLog",
    "RegisterContact",
    "RegisterOrganisation",
    "RenameOrganisation",
    "ReopenItem",
    "ReplaceContact",
    "ReportItem",
    "ResetPassword",
    "RevokeRole",
    "RoleGranted",
    "RoleRevoked",
    "RowCommand",
    "SealSecurityLog",
    "SecurityLogSealed",
    "SecurityLogTrimmed",
    "SendBackItem",
    "SetPolicy",
    "TakeOver",
    "TrimSecurityLog",
    "VerifyItem",
    "WithdrawComparison",
    "WithdrawItem",
]
