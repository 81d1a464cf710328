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
from workflow.messages.archive import ArchivePacked, PackArchive
from workflow.messages.areas import Area, AreasPublished, PublishAreas
from workflow.messages.base import Actor, Command, DomainEvent
from workflow.messages.calendar import CalendarPublished, DayType, PublishCalendar, SpecialDay
from workflow.messages.clauses import Clause, ClausesPublished, PublishClauses
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
from workflow.messages.conversion import ConvertItem, ItemConverted
from workflow.messages.deadline import (
    DecideExtension,
    ItemExtensionDecided,
    ItemExtensionRequested,
    ItemSupervised,
    ItemUrged,
    RequestExtension,
    SuperviseItem,
    UrgeItem,
)
from workflow.messages.disclosure_list import DISCLOSURE_LIST_COMMANDS, DisclosureListCommand
from workflow.messages.disclosure_rule import DisclosureRuleSet, SetDisclosureRule
from workflow.messages.draft import DRAFT_COMMANDS, DraftCommand
from workflow.messages.finding import (
    CorrectFinding,
    EnterFinding,
    FindingCommand,
    FindingCorrected,
    FindingEntered,
    FindingLinked,
    FindingWithdrawn,
    LinkFinding,
    SayFinding,
    WithdrawFinding,
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
from workflow.messages.mail import ClearMailAddress, MailAddressCleared, MailAddressSet, SetMailAddress
from workflow.messages.matters import MATTERS
from workflow.messages.notice import NoticeOpened, NoticeWithdrawn, OpenNotice, WithdrawNotice
from workflow.messages.obligation import (
    ChangeObligation,
    EndObligation,
    ObligationChanged,
    ObligationCommand,
    ObligationEnded,
    ObligationResumed,
    ObligationSetUp,
    ObligationSuspended,
    PerformanceCommand,
    PerformanceRecorded,
    PerformanceStruck,
    RecordPerformance,
    ResumeObligation,
    SetUpObligation,
    StrikePerformance,
    SuspendObligation,
)
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
from workflow.messages.package import PACKAGE_COMMANDS, PackageCommand
from workflow.messages.person import ErasePerson, PersonErased
from workflow.messages.policy import PolicySet, SetPolicy
from workflow.messages.recovery import LogRecovered, RecoverLog
from workflow.messages.row import RowCommand
from workflow.messages.sample import (
    BringVolumes,
    CheckRow,
    ConcludeSample,
    CorrectCheck,
    DrawAgain,
    DrawSample,
    FrameCommand,
    PlanSample,
    SampleChecked,
    SampleCommand,
    SampleConcluded,
    SampleCorrected,
    SampleDrawn,
    SampleFramed,
    SamplePlanned,
    TakeItems,
)
from workflow.messages.security import SealSecurityLog, SecurityLogSealed, SecurityLogTrimmed, TrimSecurityLog
from workflow.messages.snapshot import (
    SnapshotCommand,
    SnapshotTaken,
    SnapshotWithdrawn,
    TakeSnapshot,
    WithdrawSnapshot,
)
from workflow.messages.upward import UPWARD_COMMANDS, PublishWording, UpwardCommand, WordingPart, WordingPublished
from workflow.messages.workbook import MergeWorkbook, WorkbookCommand, WorkbookMerged

ITEM_COMMANDS: dict[str, type[ItemCommand]] = {
    command.trigger: command
    for command in (
        IssueItem, AssignItem, HandOverItem, ReportItem, VerifyItem, SendBackItem, CloseItem, ReopenItem, WithdrawItem,
        RequestExtension, DecideExtension, UrgeItem, SuperviseItem,
        ConvertItem,
    )
} | MATTERS  # fmt: skip
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
        SetMailAddress,
        ClearMailAddress,
    )
}
CONTACT_COMMANDS: dict[str, type[ContactCommand]] = {
    command.trigger: command for command in (RegisterContact, ReplaceContact, ChangePhone, CheckPhone, EndContact)
}
COMPARISON_COMMANDS: dict[str, type[ComparisonCommand]] = {
    command.trigger: command for command in (PublishComparison, WithdrawComparison)
}
OBLIGATION_COMMANDS: dict[str, type[ObligationCommand]] = {
    command.trigger: command
    for command in (SetUpObligation, ChangeObligation, SuspendObligation, ResumeObligation, EndObligation)
}
SAMPLE_COMMANDS: dict[str, type[SampleCommand]] = {
    command.trigger: command
    for command in (
        PlanSample, BringVolumes, TakeItems, DrawSample, DrawAgain, CheckRow, CorrectCheck, ConcludeSample,
    )
}  # fmt: skip
FINDING_COMMANDS: dict[str, type[FindingCommand]] = {
    command.trigger: command for command in (EnterFinding, CorrectFinding, LinkFinding, WithdrawFinding)
}
SNAPSHOT_COMMANDS: dict[str, type[SnapshotCommand]] = {
    command.trigger: command for command in (TakeSnapshot, WithdrawSnapshot)
}
WORKBOOK_COMMANDS: dict[str, type[WorkbookCommand]] = {MergeWorkbook.trigger: MergeWorkbook}

__all__ = [
    "ACCOUNT_COMMANDS",
    "COMPARISON_COMMANDS",
    "CONTACT_COMMANDS",
    "DISCLOSURE_LIST_COMMANDS",
    "DRAFT_COMMANDS",
    "FINDING_COMMANDS",
    "ITEM_COMMANDS",
    "OBLIGATION_COMMANDS",
    "ORGANISATION_COMMANDS",
    "PACKAGE_COMMANDS",
    "ROW_COMMANDS",
    "SAMPLE_COMMANDS",
    "SNAPSHOT_COMMANDS",
    "UPWARD_COMMANDS",
    "WORKBOOK_COMMANDS",
    "AccountCommand",
    "AccountDisabled",
    "AccountEnabled",
    "AccountLeft",
    "AccountOpened",
    "Actor",
    "ArchivePacked",
    "Area",
    "AreasPublished",
    "AssignItem",
    "BringVolumes",
    "CalendarPublished",
    "ChangeObligation",
    "ChangePhone",
    "CheckPhone",
    "CheckRow",
    "Clause",
    "ClausesPublished",
    "ClearMailAddress",
    "CloseItem",
    "Command",
    "ComparisonCommand",
    "ComparisonPublished",
    "ComparisonWithdrawn",
    "ConcludeSample",
    "ContactChecked",
    "ContactCommand",
    "ContactEnded",
    "ContactPhoneChanged",
    "ContactRegistered",
    "ContactReplaced",
    "ConvertItem",
    "CorrectCheck",
    "CorrectFinding",
    "DayType",
    "DecideExtension",
    "DisableAccount",
    "DisclosureListCommand",
    "DisclosureRuleSet",
    "DissolveOrganisation",
    "DomainEvent",
    "DraftCommand",
    "DrawAgain",
    "DrawSample",
    "EnableAccount",
    "EndContact",
    "EndObligation",
    "EnterFinding",
    "ErasePerson",
    "Evidence",
    "FindingCommand",
    "FindingCorrected",
    "FindingEntered",
    "FindingLinked",
    "FindingWithdrawn",
    "FrameCommand",
    "GrantRole",
    "HandOverItem",
    "HandoverSigned",
    "IssueItem",
    "ItemCommand",
    "ItemConverted",
    "ItemEvent",
    "ItemExtensionDecided",
    "ItemExtensionRequested",
    "ItemSupervised",
    "ItemUrged",
    "LendRole",
    "LinkFinding",
    "LogRecovered",
    "MailAddressCleared",
    "MailAddressSet",
    "MergeWorkbook",
    "MoveOrganisation",
    "NoticeOpened",
    "NoticeWithdrawn",
    "ObligationChanged",
    "ObligationCommand",
    "ObligationEnded",
    "ObligationResumed",
    "ObligationSetUp",
    "ObligationSuspended",
    "OpenAccount",
    "OpenNotice",
    "OrganisationCommand",
    "OrganisationDissolved",
    "OrganisationKind",
    "OrganisationMoved",
    "OrganisationRegistered",
    "OrganisationRenamed",
    "PackArchive",
    "PackageCommand",
    "PasswordReset",
    "PerformanceCommand",
    "PerformanceRecorded",
    "PerformanceStruck",
    "PersonErased",
    "PlanSample",
    "PolicySet",
    "PublishAreas",
    "PublishCalendar",
    "PublishClauses",
    "PublishComparison",
    "PublishWording",
    "RecordLeaving",
    "RecordPerformance",
    "RecoverLog",
    "RegisterContact",
    "RegisterOrganisation",
    "RenameOrganisation",
    "ReopenItem",
    "ReplaceContact",
    "ReportItem",
    "RequestExtension",
    "ResetPassword",
    "ResumeObligation",
    "RevokeRole",
    "RoleGranted",
    "RoleRevoked",
    "RowCommand",
    "SampleChecked",
    "SampleCommand",
    "SampleConcluded",
    "SampleCorrected",
    "SampleDrawn",
    "SampleFramed",
    "SamplePlanned",
    "SayFinding",
    "SealSecurityLog",
    "SecurityLogSealed",
    "SecurityLogTrimmed",
    "SendBackItem",
    "SetDisclosureRule",
    "SetMailAddress",
    "SetPolicy",
    "SetUpObligation",
    "SnapshotCommand",
    "SnapshotTaken",
    "SnapshotWithdrawn",
    "SpecialDay",
    "StrikePerformance",
    "SuperviseItem",
    "SuspendObligation",
    "TakeItems",
    "TakeOver",
    "TakeSnapshot",
    "TrimSecurityLog",
    "UpwardCommand",
    "UrgeItem",
    "VerifyItem",
    "WithdrawComparison",
    "WithdrawFinding",
    "WithdrawItem",
    "WithdrawNotice",
    "WithdrawSnapshot",
    "WordingPart",
    "WordingPublished",
    "WorkbookCommand",
    "WorkbookMerged",
]
