"""Commands and events of an account: that it was opened, what it was granted from which day to which, and its end.

A grant is a role in a unit, known by its number in the account. Days are inclusive, and not in the past; what someone
could do on a day that is over stays what it was.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked
from workflow.messages.organisation import OrganisationKind
from workflow.words import Role


@event("account.opened")
class AccountOpened(DomainEvent):
    """`existed`: it was there before accounts were recorded, and what it could do until then is not known."""

    name: PersonalRef
    existed: bool
    reason: str


@event("account.granted")
class RoleGranted(DomainEvent):
    """`until` is the last day, None for no end. `lent_by` is the account that lends its own role for that time."""

    grant: int
    role: Role
    org: str
    since: date
    until: date | None
    lent_by: UUID | None
    reason: str


@event("account.revoked")
class RoleRevoked(DomainEvent):
    """The grant ended at once, whatever its last day was to be."""

    grant: int
    reason: str


@event("account.disabled")
class AccountDisabled(DomainEvent):
    """It can do nothing any more, whatever it was granted."""

    reason: str


@event("account.enabled")
class AccountEnabled(DomainEvent):
    reason: str


@event("account.password_reset")
class PasswordReset(DomainEvent):
    """It was given a password for one time; the password itself is nowhere in the log."""

    reason: str


@event("account.left")
class AccountLeft(DomainEvent):
    """It can do nothing any more; its open items wait for `successor`, None where there are none."""

    successor: UUID | None
    items: tuple[UUID, ...]
    reason: str


@event("account.handed_over")
class HandoverSigned(DomainEvent):
    """The successor has signed for the items of the list."""

    successor: UUID
    items: tuple[UUID, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountCommand(Command):
    """What every command on an account carries. `today` is looked up for it, `left` too: how many others hold what
    the account would lose, by role and unit."""

    stream_kind = "account"
    today: date | None = None
    left: tuple[tuple[Role, str, int], ...] = ()
    says: ClassVar[Words]


WHY = Words("依据或原因", "Basis or reason")
UNTIL = Words("截止日（含）", "Last day")


@dataclass(frozen=True, kw_only=True)
class OpenAccount(AccountCommand):
    trigger = "open_account"
    records = AccountOpened
    says = Words("开户", "open an account")
    name: PersonalRef = asked(Words("姓名", "Name"), personal="name")
    reason: str = asked(WHY, max=500, rows=2)
    existed: bool = False


@dataclass(frozen=True, kw_only=True)
class GrantRole(AccountCommand):
    """`kind` is what the unit is, looked up."""

    trigger = "grant"
    records = RoleGranted
    holds_others = True
    says = Words("授予角色", "grant a role")
    role: Role = asked(Words("角色", "Role"))
    org: str = asked(Words("单位", "Unit"), max=64, choice="units")
    since: date | None = asked(Words("起始日", "First day"), default=None)
    until: date | None = asked(UNTIL, default=None)
    reason: str = asked(WHY, max=500, rows=2)
    lent_by: UUID | None = None
    unit: str = ""
    kind: OrganisationKind | None = None


@dataclass(frozen=True, kw_only=True)
class LendRole(AccountCommand):
    """Who is away lends the role in hand to a colleague of the unit. `own`: it is not lent to them already."""

    trigger = "lend"
    records = RoleGranted
    holds_others = True
    says = Words("委托代理", "lend a role")
    since: date | None = asked(Words("起始日", "First day"), default=None)
    until: date = asked(UNTIL)
    reason: str = asked(WHY, max=500, rows=2)
    own: bool = False

    @property
    def role(self) -> Role:
        return self.by.role

    @property
    def org(self) -> str:
        return self.by.org

    @property
    def lent_by(self) -> UUID:
        return self.by.account


@dataclass(frozen=True, kw_only=True)
class RevokeRole(AccountCommand):
    trigger = "revoke"
    records = RoleRevoked
    holds_others = True
    says = Words("撤销角色", "revoke a role")
    grant: int = asked(Words("授权序号", "Number of the grant"), min=1, max=100_000)
    reason: str = asked(WHY, max=500, rows=2)


@dataclass(frozen=True, kw_only=True)
class DisableAccount(AccountCommand):
    trigger = "disable"
    records = AccountDisabled
    holds_others = True
    says = Words("停用账号", "disable an account")
    reason: str = asked(WHY, max=500, rows=2)


@dataclass(frozen=True, kw_only=True)
class EnableAccount(AccountCommand):
    trigger = "enable"
    records = AccountEnabled
    says = Words("启用账号", "enable an account")
    reason: str = asked(WHY, max=500, rows=2)


@dataclass(frozen=True, kw_only=True)
class RecordLeaving(AccountCommand):
    """`items` are the account's open ones; `fits` says whether the successor can report for all of them."""

    trigger = "leave"
    records = AccountLeft
    holds_others = True
    says = Words("登记离岗", "record leaving")
    successor: UUID | None = asked(Words("接手人", "Who takes over"), default=None, choice="accounts")
    reason: str = asked(WHY, max=500, rows=2)
    items: tuple[UUID, ...] = ()
    fits: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeOver(AccountCommand):
    """By the successor; each item of the list that is still open is handed over with it."""

    trigger = "take_over"
    records = HandoverSigned
    holds_others = True
    says = Words("签收移交", "sign the handover")
    reason: str = asked(Words("签收意见", "Remark"), max=500, rows=2)
    items: tuple[UUID, ...] = ()

    @property
    def successor(self) -> UUID:
        return self.by.account


@dataclass(frozen=True, kw_only=True)
class ResetPassword(AccountCommand):
    trigger = "reset_password"
    records = PasswordReset
    says = Words("重置密码", "reset the password")
    reason: str = asked(WHY, max=500, rows=2)
