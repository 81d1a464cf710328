"""What identity says when it will not make an account or a token, in Chinese and in English."""

import math
from datetime import timedelta

from workflow.errors import Refusal, Words


class LoginTaken(Refusal):
    code = "login_taken"
    says = Words(
        "登录名 {given} 已有人使用，请换一个。",
        "The login name {given} is taken; choose another one.",
    )


class BadLogin(Refusal):
    code = "bad_login"
    says = Words(
        "登录名“{given}”不能用；请用 2 到 32 个小写英文字母、数字、点、横线或下划线，以字母开头。",
        "“{given}” is no login name. Use 2 to 32 lower-case letters, digits, dots, dashes or underscores, "
        "the first a letter.",
    )


class NameMissing(Refusal):
    code = "name_missing"
    says = Words("请填写姓名，不超过 {limit} 个字。", "Give the person's name, at most {limit} characters.")


class UnknownOrganisation(Refusal):
    code = "unknown_organisation"
    says = Words(
        "机构代码 {given} 不在名录，请先登记机构。",
        "The organisation {given} is not in the register; register it first.",
    )


class RoleDoesNotFit(Refusal):
    code = "role_does_not_fit"
    says = Words(
        "{org}不能有“{role}”账号；这个机构可以有的角色：{allowed}。",
        "{org} cannot have a {role}. Roles it can have: {allowed}.",
    )


class PasswordTooShort(Refusal):
    code = "password_too_short"
    says = Words("密码至少要 {least} 个字符，请加长。", "A password has at least {least} characters; use a longer one.")


class PasswordTooLong(Refusal):
    code = "password_too_long"
    says = Words("密码最多 {most} 个字符，请缩短。", "A password has at most {most} characters; use a shorter one.")


class DemoAccountRefused(Refusal):
    code = "demo_account_refused"
    says = Words(
        "正式运行时不能建立演示账号，请为本人建立账号。",
        "Production has no demo accounts; create an account for the person.",
    )


class BadTokenLifetime(Refusal):
    code = "bad_token_lifetime"
    says = Words("令牌有效期为 1 到 {most} 天，请改填。", "A token is valid for 1 to {most} days; choose within that.")


class TooManyGuesses(Refusal):
    """Said alike of logins that are known and of those that are not."""

    code = "too_many_guesses"
    says = Words(
        "试的次数太多了，请在 {minutes} 分钟后再登录。忘记密码请联系管理员。",
        "There were too many attempts. Sign in again in {minutes} minutes; if the password is lost, ask the "
        "administrator.",
    )

    def __init__(self, wait: timedelta):
        self.seconds = math.ceil(wait.total_seconds())
        super().__init__(minutes=math.ceil(self.seconds / 60))
