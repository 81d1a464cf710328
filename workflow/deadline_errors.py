"""What is said when a due date will not be moved, or a light not raised, as asked."""

from workflow.errors import Refusal, Words


class ExtensionTooLate(Refusal):
    code = "extension_too_late"
    says = Words(
        "整改时限 {due} 已过，不能再申请延期；请尽快上报，并在整改结果中说明逾期原因，或与市中心联系。",
        "The due date {due} has passed, so no extension can be asked for. Report as soon as you can and say in the "
        "result why it is late, or speak to the city center.",
    )


class ExtensionPending(Refusal):
    code = "extension_pending"
    says = Words(
        "延期到 {until} 的申请还没有答复，请等答复后再申请。",
        "An extension to {until} has been asked for and waits for an answer; ask again after that.",
    )


class NoExtensionAsked(Refusal):
    code = "no_extension_asked"
    says = Words("没有待批的延期申请。", "No extension has been asked for, so there is none to decide.")


class OwnExtension(Refusal):
    code = "own_extension"
    says = Words(
        "延期是您申请的，请由另一个账号批。", "You asked for this extension; another account has to decide it."
    )


class NotLater(Refusal):
    code = "extension_not_later"
    says = Words(
        "新时限 {given} 不晚于现行时限 {due}，请选更晚的日期。",
        "The new date {given} is not after the due date in force, {due}. Choose a later one.",
    )


class ExtensionGone(Refusal):
    code = "extension_gone"
    says = Words(
        "新时限 {given} 已经过去，请另定一个还没有到的日期，或不同意。",
        "The new date {given} has passed by now. Give one that is still to come, or refuse.",
    )


class NewDueMissing(Refusal):
    code = "new_due_missing"
    says = Words(
        "原整改时限 {due} 已过，请填写新的整改时限。",
        "The due date {due} has passed: give a new one for the round that begins.",
    )


class NewDueGone(Refusal):
    code = "new_due_gone"
    says = Words(
        "新的整改时限 {given} 已经过去，请另定一个还没有到的日期。",
        "The new due date {given} has passed by now. Give one that is still to come.",
    )


class NotAWorkingDay(Refusal):
    code = "not_a_working_day"
    says = Words(
        "{given}不是工作日，请选工作日；下一个工作日是 {next}。",
        "{given} is not a working day. Choose one that is; the next is {next}.",
    )


class TooManyExtensions(Refusal):
    code = "too_many_extensions"
    says = Words(
        "这一项已经延期 {number} 次，最多 {most} 次，不能再延；请按时限上报，或与市中心联系。",
        "This item was extended {number} times, and {most} is the most. Report by the due date, or speak to the city "
        "center.",
    )


class LightStands(Refusal):
    code = "light_stands"
    says = Words(
        "现在已是“{light}”，只能升级，不能重复或降级；上报、延期或销号后灯自行熄灭。",
        "The light is {light} already; it is only raised. It goes out when the item is reported, extended or closed.",
    )
