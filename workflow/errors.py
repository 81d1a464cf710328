"""Refusals: what the workflow says when it will not do as asked, in Chinese and in English.

Each refusal has a lasting public `code`, a sentence in both languages, and says what is allowed now.
"""

from typing import ClassVar, NamedTuple


class Words(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The words in `language` ("zh…" is Chinese, everything else English)."""
        return self.zh if language.startswith("zh") else self.en


class Refusal(Exception):
    """Base of all refusals. `what` holds the values its sentence names; `field` the field at fault, if one is."""

    code: ClassVar[str] = "refused"
    says: ClassVar[Words] = Words("不能这样办理。", "This cannot be done.")

    def __init__(self, *, field: str | None = None, **what: Words | str | int):
        self.field, self.what = field, what
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """The sentence in `language`, its values filled in."""
        values = {k: v.say(language) if isinstance(v, Words) else v for k, v in self.what.items()}
        return self.says.say(language).format(**values)


class NoSuchItem(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_item"
    says = Words("没有这个整改事项，请回到台账查找。", "There is no such item. Look it up in the ledger.")


class NoSuchNotice(Refusal):
    code = "no_such_notice"
    says = Words("没有这份整改通知，请先建立通知。", "There is no such notice. Open the notice first.")


class AlreadyExists(Refusal):
    code = "already_exists"
    says = Words("这个编号已经用过，不会重复下发。", "This id is taken already; nothing is issued twice.")


class IllegalTransition(Refusal):
    code = "illegal_transition"
    says = Words(
        "事项现在是“{state}”，不能{trigger}；现在可以：{allowed}。",
        "The item is {state}; “{trigger}” is not possible. Allowed now: {allowed}.",
    )


class UnknownLife(Refusal):
    code = "unknown_life"
    says = Words(
        "这个事项是按较新版本的办理流程（{definition}…）立的，本版系统不认识；请升级系统后办理。",
        "The item was issued under a newer life ({definition}…) that this release does not know; upgrade to go on.",
    )


class NotPermitted(Refusal):
    code = "not_permitted"
    says = Words("{trigger}由{allowed}办理，{role}无权办理。",
                 "The {role} may not {trigger}. Who may: {allowed}.")  # fmt: skip


class NotTheHandler(Refusal):
    code = "not_the_handler"
    says = Words(
        "这个事项已分派给别的经办人；可以上报的是该经办人和本单位负责人。",
        "The item is assigned to another handler; that handler or the bureau's leader may report.",
    )


class SameAccount(Refusal):
    code = "same_account"
    says = Words(
        "您在本轮已经{did}过这个事项，不能再{trigger}；请由另一个账号办理。",
        "You have {did} this item in this round; another account has to do this: {trigger}.",
    )


class AnotherBegan(Refusal):
    code = "another_account_began"
    says = Words(
        "本轮已由另一个账号{did}过，请由同一账号{trigger}，留出第三个账号销号。",
        "Another account has {did} this item in this round; the same has to do this, to leave a third: {trigger}.",
    )


class ReasonMissing(Refusal):
    code = "reason_missing"
    says = Words("请填写“{label}”，写明理由。", "Fill in “{label}” and say why.")


class EvidenceMissing(Refusal):
    code = "evidence_missing"
    says = Words("上报至少要附一份佐证材料。", "A report needs at least one piece of evidence.")


class DateAfterDue(Refusal):
    code = "date_after_due"
    says = Words(
        "内部期限 {given} 晚于整改时限 {due}，请选不晚于时限的日期。",
        "The internal date {given} is after the due date {due}; choose a date not after it.",
    )


class SameHandler(Refusal):
    code = "same_handler"
    says = Words("这一项本来就由他经办，不用移交。", "The item is in these hands already; nothing is handed over.")


class UnknownHandler(Refusal):
    code = "unknown_handler"
    says = Words(
        "所选经办人不是责任单位的有效账号，请从名单中选择。",
        "The chosen handler is no active account of the responsible unit; choose one from the list.",
    )


class UnknownUnit(Refusal):
    code = "unknown_unit"
    says = Words(
        "责任单位 {given} 不在名录，请从机构名录中选择县（市、区）司法局或市中心。",
        "The responsible unit {given} is not in the register. Choose a bureau or the city center from it.",
    )


class UnknownArea(Refusal):
    code = "unknown_area"
    says = Words(
        "问题类别 {given} 不在现行目录，请从目录中选择。",
        "The problem area {given} is not in the register in force. Choose one from it.",
    )


class FigureAboveWhole(Refusal):
    code = "figure_above_whole"
    says = Words(
        "量化情况“{stated}”的数目大于总数，请核对。", "The figure “{stated}” counts more than its whole; check it."
    )


class NotCompleted(Refusal):
    code = "not_completed"
    says = Words(
        "认定结论是“{conclusion}”，只有“已完成”才能销号；现在可以：{allowed}。",
        "The conclusion is “{conclusion}”; only “completed” can be closed. Allowed now: {allowed}.",
    )


class StaleVersion(Refusal):
    code = "stale_version"
    says = Words(
        "您看到的是第 {expected} 版，事项已到第 {current} 版；请看过最新内容再办理，您填的内容还在。",
        "You looked at version {expected}; the item is at version {current} now. Look again; what you wrote is kept.",
    )


class CommandIdReused(Refusal):
    code = "command_id_reused"
    says = Words(
        "同一个办理号已用于另一项不同的办理；请换一个新的办理号。",
        "This command id was used for a different command; use a new one.",
    )


class UnknownTrigger(Refusal):
    code = "unknown_trigger"
    says = Words("没有“{trigger}”这个办理动作。", "There is no action “{trigger}”.")


class EmptyRegister(Refusal):
    code = "empty_register"
    says = Words("目录至少要有一个问题类别。", "The register needs at least one problem area.")


class NotAnInstant(Refusal):
    code = "not_an_instant"
    says = Words(
        "“{given}”不是日期或时刻；请写成 2020-04-08、2020-04-08T10:30 或 @序号。",
        "“{given}” is no date or instant; write 2020-04-08, 2020-04-08T10:30 or @position.",
    )


class FutureInstant(Refusal):
    code = "future_instant"
    says = Words(
        "“{given}”还没有到，只能查看已经过去的时刻。", "“{given}” has not come yet; only the past can be looked at."
    )


class NameTaken(Refusal):
    code = "name_taken"
    says = Words(
        "“{given}”已经是另一个机构的代码、名称或简称，请换一个。",
        "“{given}” is the code, name or short name of another organisation already; choose another.",
    )


class NumberTaken(Refusal):
    code = "number_taken"
    says = Words(
        "{number}号通知已经有了，请换一个序号，或不填由系统编号。",
        "Notice {number} exists already. Choose another sequence, or leave it out to be numbered.",
    )


class DueBeforeList(Refusal):
    code = "due_before_list"
    says = Words(
        "整改时限 {due} 早于清单日期 {listed_on}，请改为清单日期以后。",
        "The due date {due} is before the list's own date {listed_on}. Give a later one.",
    )


class AlreadyIssued(Refusal):
    code = "already_issued"
    says = Words(
        "同一份通知中，这个单位的这个问题已经下发（{number}），不重复下发；确是两件事，请在问题中写明区别。",
        "This unit's problem is issued under this notice already ({number}). If it is another, say how it differs.",
    )


class LooksPersonal(Refusal):
    """Raised by a shell before a command is given, unless who writes has seen it; what is recorded stays for ever."""

    code = "looks_personal"
    says = Words(
        "“{label}”里疑似有{what}，没有保存。写进台账的文字永久保留、不能删除；请改写，确需保留的请确认后再提交。",
        "“{label}” looks to hold {what}, so nothing was saved. What is written into the ledger stays for ever: "
        "write it otherwise, or confirm that it is meant to stand there.",
    )
