"""Refusals that come from the state of the log itself: it is read-only, or something has not caught up with it."""

from workflow.errors import Refusal, Words


class ReadOnly(Refusal):
    """Raised while a suspension stands: nothing was written, and the same command may be sent again later."""

    code = "read_only"
    says = Words(
        "日志核对时发现问题（{reason}），台账暂时只能查看，没有保存；请联系系统管理员核查恢复后再办理。",
        "The log was found not to be as it was signed ({reason}); the ledger is read-only and nothing was saved. "
        "The administrator has to look into it and record the recovery; then try again.",
    )
