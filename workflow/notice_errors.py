"""What is said when a notice, its draft or a package will not be dealt with as asked."""

from workflow.errors import Refusal, Words


class NoSuchDraft(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_draft"
    says = Words("没有这份通知草稿，请回到草稿列表查找。", "There is no such draft. Look it up in the list of drafts.")


class DraftSettled(Refusal):
    code = "draft_settled"
    says = Words(
        "这份草稿已经{did}，不能再改动；要改请另起草稿。",
        "This draft was {did} and is not changed any more. Begin another draft.",
    )


class DraftingAccount(Refusal):
    code = "drafting_account"
    says = Words(
        "您参与了起草或修改，不能签发；请由市中心没有参与的另一个账号签发。",
        "You took part in drafting this, so another account of the center, which did not, has to approve it.",
    )


class DraftFull(Refusal):
    code = "draft_full"
    says = Words(
        "一份草稿最多 {most} 个问题，这份已经满了；请另起草一份通知。",
        "A draft holds {most} problems at most, and this one does. Draft another notice for the rest.",
    )


class DraftEmpty(Refusal):
    code = "draft_empty"
    says = Words(
        "草稿里还没有问题，请先添加问题再签发。", "The draft holds no problem yet. Add one before approving it."
    )


class DraftChanged(Refusal):
    code = "draft_changed"
    says = Words(
        "草稿现在是{problems}个问题、{items}个事项，与您看到的不一致；请重新核对后签发。",
        "The draft now holds {problems} problems and {items} items, which is not what you looked at. Look again, then "
        "approve it.",
    )


class ReturnInPast(Refusal):
    code = "return_in_past"
    says = Words(
        "返回材料期限 {given} 早于今天，请选今天或以后的日期。",
        "The day to return the material by, {given}, is past. Choose today or later.",
    )


class ProblemThere(Refusal):
    code = "problem_there"
    says = Words(
        "草稿里已有同样的问题下给{bureau}，不会重复下发；请改写问题，或去掉这个单位。",
        "The draft has the same problem for {bureau} already. Word it otherwise, or leave the unit out.",
    )


class NoSuchProblem(Refusal):
    code = "no_such_problem"
    says = Words("草稿里没有这个问题，可能已被移出；请重新打开草稿。",
                 "The draft holds no such problem; it may have been dropped. Open the draft again.")  # fmt: skip


class NobodyNamed(Refusal):
    code = "nobody_named"
    says = Words("请至少选一个责任单位。", "Choose at least one responsible unit.")


class NotIssued(Refusal):
    code = "draft_not_issued"
    says = Words(
        "没有签发，什么都没有下发。问题“{problem}”下给{bureau}时：{why}",
        "Nothing was approved or issued. Of the problem “{problem}” for {bureau}: {why}",
    )


class NoticeTakenBack(Refusal):
    code = "notice_withdrawn"
    says = Words(
        "这份通知已经撤回，不能再办理；请以新的通知为准。", "This notice was withdrawn; nothing more is done under it."
    )


class NoticeUnderWay(Refusal):
    code = "notice_under_way"
    says = Words(
        "有事项已经上报或办结，通知不能整份撤回：{numbers}。没有上报的事项可以逐项撤回。",
        "Items were reported already, so the notice is not withdrawn as a whole: {numbers}. Those not reported can be "
        "withdrawn one by one.",
    )


class NoSuchPackage(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_package"
    says = Words("没有这份下发材料，请回到整改通知查找。", "There is no such package. Look it up under its notice.")


class NotYetAcknowledged(Refusal):
    code = "not_yet_acknowledged"
    says = Words("请先签收这份通知，再返回材料。", "Sign for the notice first, then return the material.")


class ReturnedAlready(Refusal):
    code = "returned_already"
    says = Words(
        "材料已经返回，不用重复提交；市中心退回后可以再次提交。",
        "The material was returned already. It is returned again once the center has sent it back.",
    )


class NothingReturned(Refusal):
    code = "nothing_returned"
    says = Words("这个单位现在没有待退回的返回材料。", "There is no returned material to send back now.")


class PostNumberMissing(Refusal):
    code = "post_number_missing"
    says = Words("邮寄的请填写邮件编号。", "Fill in the number of the mail.")


class SentInFuture(Refusal):
    code = "sent_in_future"
    says = Words(
        "发出日期 {given} 还没有到，请填实际发出的日期。", "The day {given} has not come; say when it was sent."
    )


class FilesMissing(Refusal):
    code = "files_missing"
    says = Words("请附上“{label}”文件。", "Add the file “{label}”.")
