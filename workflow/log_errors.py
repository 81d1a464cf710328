"""Refusals that come from the state of the log itself: it is read-only, or something has not caught up with it."""

from workflow.errors import Refusal, Words


class ReadOnly(Refusal):
    """Raised while a suspension stands: nothing was written, and the same command may be sent again later."""

    code = "read_only"
    says = Words(
        "日志核对时发现问题，台账暂时只能查看，没有保存；请联系系统管理员核查恢复后再办理。",
        "The log was found not to be as it was signed; the ledger is read-only and nothing was saved. "
        "The administrator has to look into it and record the recovery; then try again.",
    )


class NotYetSigned(Refusal):
    """No signed checkpoint covers the events: the process that holds the signing key signs soon, this one cannot."""

    code = "not_yet_signed"
    says = Words(
        "要导出的记录还没有签名检查点（已签到 {signed} 条，需要 {needed} 条），不能证明，没有导出；签名由后台定时进行，"
        "请稍候再试，一直如此请联系系统管理员检查签名密钥。",
        "No signed checkpoint covers these events yet ({signed} are signed, {needed} are needed), so nothing was "
        "exported. Signing runs in the background: try again shortly, and tell the administrator if it stays so.",
    )


class NoPublicKey(Refusal):
    code = "no_public_key"
    says = Words(
        "没有配置日志的公钥，或检查点不是它签的，不能导出可以核验的文件；请联系系统管理员核对签名密钥的设置。",
        "The log's public key is not set, or did not sign the checkpoint, so nothing that could be checked was "
        "exported. Tell the administrator to look at the settings of the signing key.",
    )


class LogAltered(Refusal):
    """What stands in the database does not lead to the signed root."""

    code = "log_altered"
    says = Words(
        "所选记录（{where}）与签名时不一致，不予导出；请联系系统管理员运行 xiaohao log verify 核查。",
        "What was asked for ({where}) is not as it was signed, so it is not exported. "
        "Tell the administrator to run `xiaohao log verify`.",
    )


class BundleTooLarge(Refusal):
    code = "bundle_too_large"
    says = Words(
        "这个时段的内容超过一个证据包的上限（{events} 条记录、{megabytes} MB 文件），请缩短时段、分次导出。",
        "The period holds more than one bundle takes ({events} events, {megabytes} MB of files). "
        "Choose shorter periods and export them one by one.",
    )


class EmptyPeriod(Refusal):
    code = "empty_period"
    says = Words("这个时段里没有您可以查看的记录，请核对起止时间。",
                 "There is no event in your sight in this period. Check its beginning and its end.")  # fmt: skip


class NoSuchFormat(Refusal):
    code = "no_such_format"
    says = Words("没有“{given}”这种格式，可以选择：{known}。", "There is no format “{given}”. Choose one of: {known}.")


class NoSuchCommand(Refusal):
    """Absent, or about something out of the actor's sight: the two are told apart by nothing."""

    code = "no_such_command"
    says = Words("没有这次办理的记录，请核对回执编号。", "There is no record of this command. Check its id.")


class NoSuchPosition(Refusal):
    """Past what is sealed, or out of the actor's sight."""

    code = "no_such_position"
    says = Words("日志里没有这个位置，请核对序号。", "The log has no such position. Check the number.")


class NoReason(Refusal):
    """Raised for a recovery that does not say why, in at most 200 characters."""

    code = "no_reason"
    says = Words(
        "恢复日志必须说明原因（不超过200字）；请用 --reason 写明发生了什么、从哪份备份恢复。",
        "A recovery has to say why, in at most 200 characters: what happened, and which copy was restored (--reason).",
    )


class RestoreUnfinished(Refusal):
    """Nothing is read or written where a restore was begun and has not come to its end."""

    code = "restore_unfinished"
    says = Words(
        "{place} 的恢复正在进行，或者上次没有做完，内容不完整，不能使用；"
        "请重新运行 xiaohao restore 备份文件，会在原处从头恢复，成功后再启动。",
        "A restore into {place} is under way or was cut off: what is there is not whole and is not used. "
        "Run `xiaohao restore FILE` again, it begins anew in the same place; then start.",
    )


LAGGING = Words("后台正在整理", "they are being worked on")
FAILING = Words("下一条记录处理出错，已停在那里", "the record behind it cannot be worked on and is parked")


class HistoryBehind(Refusal):
    """The tables that as-of pages are read from have not come to the position asked for."""

    code = "history_behind"
    says = Words(
        "历史台账只整理到记录 @{reached}，还不能查看 @{asked} 的情况；原因：{why}。请稍候再试，"
        "或者先查看 @{reached} 及以前的情况；一直如此请联系系统管理员查看运行状况。",
        "The histories have come to record @{reached} only, so how things stood at @{asked} cannot be told yet: {why}. "
        "Try again shortly, or look at @{reached} or earlier; if it stays so, tell the administrator to look at the "
        "system's health.",
    )


class KeptTooShort(Refusal):
    code = "kept_too_short"
    says = Words(
        "安全日志至少保存 {days} 天，没有清理；请给出更早的日期。",
        "The security log is kept for {days} days at least, so nothing was taken away; give an earlier day.",
    )


class NoSuchPerson(Refusal):
    code = "no_such_person"
    says = Words(
        "没有这个人的信息，或者已经删除；请核对单位和姓名的写法。",
        "Nothing is kept of such a person, or it was erased already. Check the unit and how the name is written.",
    )


class KeysAway(Refusal):
    """Raised where a personal value would have to be sealed or opened, and the folder with the keys is not there."""

    code = "keys_away"
    says = Words(
        "个人信息的密钥目录不可用，没有保存；请联系系统管理员检查 XIAOHAO_KEYS 后再试。",
        "The keys of personal data are not at hand, so nothing was saved. Tell the administrator to look at "
        "XIAOHAO_KEYS, then try again.",
    )
