"""What is said when an account will not be changed as asked."""

from workflow.errors import Refusal, Words


class NoSuchAccount(Refusal):
    code = "no_such_account"
    says = Words("没有这个账号，请从账号列表中选择。", "There is no such account. Choose one from the list.")


class AlreadyDisabled(Refusal):
    code = "account_disabled"
    says = Words("这个账号已经停用；需要时先启用，再办理。", "The account is disabled. Enable it first if needed.")


class NotDisabled(Refusal):
    code = "account_not_disabled"
    says = Words("这个账号没有停用，不用启用。", "The account is not disabled; there is nothing to enable.")


class OwnAccount(Refusal):
    code = "own_account"
    says = Words(
        "不能给自己的账号办理“{trigger}”，请由另一名管理员办理。",
        "Nobody can do this to their own account: {trigger}. Another administrator has to do it.",
    )


class RoleDoesNotFit(Refusal):
    code = "role_does_not_fit"
    says = Words(
        "{org}不能有“{role}”账号；这个机构可以有的角色：{allowed}。",
        "{org} cannot have a {role}. Roles it can have: {allowed}.",
    )


class ExclusiveRoles(Refusal):
    code = "exclusive_roles"
    says = Words(
        "“{role}”不能与“{held}”由同一账号担任：系统管理员、安全管理员、审计人员三者分立，也不兼业务角色。"
        "请授予另一账号，或先撤销“{held}”。",
        "One account cannot be {role} and {held}: system administrator, security administrator and auditor are three "
        "accounts, and none of them has a part in the work. Grant it to another account, or revoke {held} first.",
    )


class AlreadyHolds(Refusal):
    code = "already_holds"
    says = Words(
        "这个账号在这个单位已有“{role}”（第 {grant} 号授权），日期有重叠；请先撤销，或从它结束之后起授予。",
        "The account is {role} of that unit already (grant {grant}) on some of these days. Revoke that first, or begin "
        "after it ends.",
    )


class NoSuchGrant(Refusal):
    code = "no_such_grant"
    says = Words(
        "没有第 {given} 号授权，或者已经撤销、到期；现有授权：{allowed}。",
        "There is no grant {given}, or it has ended. Grants that stand: {allowed}.",
    )


class LastOfUnit(Refusal):
    code = "last_of_unit"
    says = Words(
        "这是这个单位最后一个有效的“{role}”，撤掉之后没有人能办理；请先给另一账号授予这个角色。",
        "It is the last {role} of its unit; without it nobody could go on. Grant the role to another account first.",
    )


class DayIsOver(Refusal):
    code = "day_is_over"
    says = Words(
        "{given} 已经过去，授权不能倒签；请填今天（{today}）或以后。",
        "{given} is over, and no grant reaches back. Give today ({today}) or a later day.",
    )


class EndsBeforeItBegins(Refusal):
    code = "ends_before_it_begins"
    says = Words("截止日 {until} 早于起始日 {since}，请改填。", "The last day, {until}, is before the first, {since}.")


class LentTooLong(Refusal):
    code = "lent_too_long"
    says = Words(
        "委托代理最长 {most} 天；时间更长的请由安全管理员授予角色。",
        "A role is lent for {most} days at most. For longer, the security administrator grants it.",
    )


class NotToBeLent(Refusal):
    code = "not_to_be_lent"
    says = Words(
        "“{role}”不能委托他人代理，代理来的角色也不能再转委托；请由安全管理员授予。",
        "The role {role} cannot be lent, nor one that is lent already. The security administrator grants it.",
    )


class NotAColleague(Refusal):
    code = "not_a_colleague"
    says = Words(
        "只能委托给本单位的有效账号，请另选一人。",
        "A role is lent to an active account of the same unit. Choose another one.",
    )


class EyesNeedAMoment(Refusal):
    code = "eyes_need_a_moment"
    says = Words(
        "以他人视角查看要同时给出时刻（as_of），现在的视角请填今天的日期。",
        "To look through somebody's eyes give a moment (as_of), too; for the present, today's date.",
    )


class SightNotRecorded(Refusal):
    code = "sight_not_recorded"
    says = Words(
        "这个账号早于账号登记制度，当时能看到什么没有记录，不能按它的权限查看。请改看登记之后的时刻。",
        "The account is older than the record of accounts: what it saw at that moment was not recorded. Choose a later "
        "moment.",
    )


class SuccessorMissing(Refusal):
    code = "successor_missing"
    says = Words(
        "这个账号手上还有 {count} 项没有办结，请选定接手人。",
        "The account still has {count} open items. Choose who takes them over.",
    )


class SuccessorDoesNotFit(Refusal):
    code = "successor_does_not_fit"
    says = Words(
        "接手人不能为移交清单上的单位上报，请选这些单位的有效经办账号。",
        "Whoever takes over has to be able to report for the units of the list. Choose an active account of theirs.",
    )


class SignedAlready(Refusal):
    code = "handover_signed"
    says = Words("这份移交清单已经签收，不用再签。", "The handover list has been signed already.")


class StillActive(Refusal):
    code = "still_active"
    says = Words(
        "这个账号还在使用，姓名没有删除；请先撤销全部角色或停用账号。",
        "The account is still in use, so its holder's name was not erased. Revoke its roles or disable it first.",
    )


class NoMailAddress(Refusal):
    code = "no_mail_address"
    says = Words("这个账号没有登记邮箱，不用取消。", "The account has no mail address; there is nothing to take out.")
