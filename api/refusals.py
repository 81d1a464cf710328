"""What the edge itself refuses: headers, bodies, credentials. What commands are refused for is in workflow.errors."""

from workflow.errors import Refusal, Words


class NotSignedIn(Refusal):
    code = "not_signed_in"
    says = Words(
        "请先登录，并在 Authorization 头中带上令牌：Bearer …。",
        "Sign in first and send your token in the Authorization header: Bearer ….",
    )


class BadToken(Refusal):
    code = "bad_token"
    says = Words("令牌无效或已过期，请重新登录。", "The token is not valid or has expired. Sign in again.")


class WrongLogin(Refusal):
    """One answer for an unknown login, a wrong password and an account shut out for a while."""

    code = "wrong_login"
    says = Words(
        "登录失败：登录名、密码或动态码不对，或尝试过多；请核对后稍候再试。",
        "Signing in failed: wrong login, password or code, or too many attempts. Check them and try again later.",
    )


class TokenReadsOnly(Refusal):
    code = "token_reads_only"
    says = Words(
        "这个令牌只能查看，没有执行；需要办理请用可以办理的令牌。",
        "The token is for reading only, so nothing was done. Use one that may do all.",
    )


class PlaceClosed(Refusal):
    code = "not_permitted"
    says = Words("{role}不能使用这个功能；可以使用的是：{allowed}。",
                 "The {role} may not use this. Who may: {allowed}.")  # fmt: skip


class Missing(Refusal):
    code = "not_found"
    says = Words("没有这个地址，请对照接口说明。", "There is nothing here. See the API description.")


class MethodRefused(Refusal):
    code = "method_not_allowed"
    says = Words(
        "这个地址不支持这种方法，可用的见 Allow 头。", "This method is not supported here; Allow names those that are."
    )


class BadRequest(Refusal):
    code = "bad_request"
    says = Words("请求有误，请对照接口说明。", "The request is not well formed. See the API description.")


class MalformedJson(Refusal):
    code = "malformed_json"
    says = Words("正文不是有效的 JSON，请检查后重发。", "The body is not valid JSON. Check it and send it again.")


class WrongContentType(Refusal):
    code = "wrong_content_type"
    says = Words("正文类型应当是 {wanted}。", "The body should be sent as {wanted}.")


class TooLarge(Refusal):
    code = "too_large"
    says = Words("请求正文过大，请精简或拆分。", "The request body is too large; shorten or split it.")


class Invalid(Refusal):
    code = "invalid"
    says = Words("内容有误，请按 errors 逐项改正。", "Some of it is not valid; errors says what, field by field.")


class MatchMissing(Refusal):
    code = "precondition_required"
    says = Words(
        '请在 If-Match 头中写明您看到的版本，例如 If-Match: "3"。',
        'Say which version you looked at in the If-Match header, such as If-Match: "3".',
    )


class NoneMatchMissing(Refusal):
    code = "precondition_required"
    says = Words("新建请带上 If-None-Match: *。", "To make something new, send If-None-Match: *.")


class BadHeader(Refusal):
    code = "bad_header"
    says = Words(
        "请求头 {header} 写法有误，请对照接口说明。", "The header {header} cannot be read. See the API description."
    )


class Busy(Refusal):
    code = "try_again"
    says = Words(
        "数据库暂时不可用，没有答复的办理请用同一个 Idempotency-Key 稍候重发。",
        "The database cannot answer now. Send it again shortly, under the same Idempotency-Key.",
    )


class Trouble(Refusal):
    code = "internal_error"
    says = Words("系统出错，已记录；请联系系统管理员。", "Something failed here and was noted. Tell the administrator.")
