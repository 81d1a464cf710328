"""What is said when a report upward, or its wording, will not be recorded as asked."""

from workflow.errors import Refusal, Words


class NoSuchReport(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_report"
    says = Words("没有这份整改情况汇报，请回到汇报列表查找。", "There is no such report. Look in the list.")


class ReportSettled(Refusal):
    code = "report_settled"
    says = Words(
        "这份汇报{did}，不能再{asked}；需要改动的请另起草一份。",
        "The report is {did}; “{asked}” is not possible any more. To change anything, draft another.",
    )


class NotApproved(Refusal):
    code = "report_not_approved"
    says = Words(
        "这份汇报还没有审核通过，不能印发；请先由起草人以外的账号审核。",
        "The report is not approved yet, so it is not issued. Another account than its drafter's has to approve it.",
    )


class DraftedByYou(Refusal):
    code = "drafted_by_you"
    says = Words(
        "这份汇报是您起草的，不能由您{asked}；请由另一个账号办理。",
        "You drafted this report, so another account has to do this: {asked}.",
    )


class ApprovedByYou(Refusal):
    code = "approved_by_you"
    says = Words(
        "这份汇报是您审核的，不能再由您印发；起草、审核、印发须是三个账号。",
        "You approved this report, so another account has to issue it: three accounts draft, approve and issue.",
    )


class ReportChanged(Refusal):
    code = "report_changed"
    says = Words(
        "汇报内容与您看到的不一致（重新取数，或所依据的资料有变）；请重新打开核对后再办理。",
        "It is not what you looked at: its figures were taken anew, or what they rest on has changed. Open it.",
    )


class UnknownToldWrong(Refusal):
    code = "unknown_miscounted"
    says = Words(
        "这份汇报有 {unknown} 个数字是【待核】，您填的是 {given}；请先看过待核清单再填。",
        "{unknown} figures of this report are known to nobody; you said {given}. Look through their list first.",
    )


class NoNotices(Refusal):
    code = "no_notices"
    says = Words(
        "请至少选一份整改通知；汇报里的数字都从所选通知的事项统计。",
        "Choose at least one notice: the figures of a report are counted from the items of the notices chosen.",
    )


class NoItemsThen(Refusal):
    code = "no_items_then"
    says = Words(
        "到 {as_of} 为止，所选通知没有下发任何事项，写不成汇报；请换一个截至时间或通知。",
        "As of {as_of} nothing had been issued under the notices chosen. Choose another moment, or other notices.",
    )


class NoticesNotThen(Refusal):
    code = "notices_not_then"
    says = Words(
        "所选通知中有 {missing} 份到 {as_of} 为止还没有，请去掉它们，或换一个截至时间。",
        "{missing} of the notices chosen were not there as of {as_of}. Leave them out, or choose another moment.",
    )


class NotOneLine(Refusal):
    code = "not_one_line"
    says = Words("“{label}”只能写一行，请去掉换行。", "“{label}” is one line; take the line ends out.")


class PagesTooSlow(Refusal):
    code = "pages_too_slow"
    says = Words(
        "汇报太长，没有在 {seconds} 秒内排出版式；请下载 .docx 自行打印。",
        "The report is so long that its pages were not made within {seconds} seconds. Print the .docx instead.",
    )


class UnknownPart(Refusal):
    code = "unknown_part"
    says = Words(
        "套话里没有“{given}”这一段；可以改写的是：{allowed}。", "No part is called “{given}”. The parts are: {allowed}."
    )


class DigitInWording(Refusal):
    code = "digit_in_wording"
    says = Words(
        "“{part}”里写了数字“{given}”。套话里不写数字：每个数都要从台账取，请改用占位。",
        "“{part}” states the number “{given}”. A wording holds no number: the ledger is asked for each; put a slot.",
    )


class UnknownSlot(Refusal):
    code = "unknown_slot"
    says = Words(
        "“{part}”里没有占位“{given}”；可以用的是：{allowed}。",
        "“{part}” has no slot “{given}”. It has: {allowed}.",
    )


class BadBrackets(Refusal):
    code = "bad_brackets"
    says = Words(
        "“{part}”的花括号或方括号没有成对；占位写在花括号里，可省的部分写在 [ ] 里，不能套用。",
        "The braces or brackets of “{part}” do not match. A slot stands in braces; what may go stands in [ ].",
    )


class WordingEmpty(Refusal):
    code = "wording_empty"
    says = Words("“{part}”是空的，请写一句话。", "“{part}” is empty. Write a sentence.")


class WordingTooLong(Refusal):
    code = "wording_too_long"
    says = Words("“{part}”超过 {most} 字，请精简。", "“{part}” is longer than {most} characters. Shorten it.")


class WordingSame(Refusal):
    code = "wording_same"
    says = Words("套话没有改动，不用发布新版本。", "Nothing of the wording differs, so there is no new version.")
