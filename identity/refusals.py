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


class PasswordTooShort(Refusal):
    code = "password_too_short"
    says = Words("密码至少要 {least} 个字符，请加长。", "A password has at least {least} characters; use a longer one.")


class PasswordTooLong(Refusal):
    code = "password_too_long"
    says = Words("密码最多 {most} 个字符，请缩短。", "A password has at most {most} characters; use a shorter one.")


class PasswordEasy(Refusal):
    code = "password_easy"
    says = Words(
        "这个密码容易被猜到（含登录名、常用词、键盘或数字顺序，或字符太少），请换一个。",
        "This password is easily guessed: it is made of the login, of common words, of keys in a row or of few "
        "characters. Choose another one.",
    )


class PasswordPlain(Refusal):
    code = "password_plain"
    says = Words(
        "密码要有大写字母、小写字母、数字、其他字符中的至少 {kinds} 种，请补充。",
        "A password has at least {kinds} of: capitals, small letters, digits, other characters.",
    )


class PasswordSame(Refusal):
    code = "password_same"
    says = Words("新密码与现在的相同，请换一个。", "The new password is the present one. Choose another one.")


class PasswordsDiffer(Refusal):
    code = "passwords_differ"
    says = Words("两次输入的新密码不同，请重新输入。", "The new password was not typed the same twice. Type it again.")


class WrongPassword(Refusal):
    code = "wrong_password"
    says = Words("现在的密码不对，没有修改。", "The present password is wrong; nothing was changed.")


class PasswordMustChange(Refusal):
    code = "password_must_change"
    says = Words(
        "密码是一次性的，或者已满 90 天，请先在网页上登录并修改密码。",
        "The password is for one time, or 90 days old. Sign in on the page and change it first.",
    )


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


class SecondFactorMissing(Refusal):
    code = "second_factor_missing"
    says = Words(
        "这个账号的角色必须启用双因素，没有发给令牌；请先在网页上登录设置。",
        "The account's role has to have a second factor, so no token was issued. Sign in on the page and set it up "
        "first.",
    )
