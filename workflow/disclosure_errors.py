"""What is said when a disclosure list will not be prepared, published or re-checked as asked."""

from workflow.errors import Refusal, Words


class NoSuchDisclosureList(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_disclosure_list"
    says = Words(
        "没有这份公示表，请回到公示表目录查找。", "There is no such disclosure list. Look it up in their list."
    )


class NobodyToDisclose(Refusal):
    code = "nobody_to_disclose"
    says = Words(
        "名单里没有受援人；请上传或填写至少一行，本月确无受援人的，请在登记表中登记人数为 0。",
        "The list names nobody. Bring in a row; of a month without recipients, record 0 persons in the register.",
    )


class TooManyToDisclose(Refusal):
    code = "too_many_to_disclose"
    says = Words(
        "名单有 {rows} 行，一份公示表最多 {most} 行，请分开公示。",
        "The list has {rows} rows; a disclosure list takes {most}. Disclose it in parts.",
    )


class NotPublishable(Refusal):
    code = "not_publishable"
    says = Words(
        "第 {row} 行“{column}”不能公布：{reason}。共 {cells} 个单元格要改，改好后再制作。",
        "Row {row}, “{column}”, cannot be published: {reason}. Cells to mend: {cells}; then prepare it.",
    )


class HotlineNotPublishable(Refusal):
    code = "hotline_not_publishable"
    says = Words(
        "监督电话应当是办公电话，如 0000-7000001；手机号码和其他内容不公布。",
        "The telephone for complaints is an office's, such as 0000-7000001. Mobiles and the rest are not published.",
    )


class ListChanged(Refusal):
    code = "disclosure_list_changed"
    says = Words(
        "公示表与您看过的不一致（校验值不同），没有办理；请重新核对后再办理。",
        "The list is not the one you looked at: its digest differs. Nothing was done; look at it again.",
    )


class ListThereAlready(Refusal):
    code = "disclosure_list_there"
    says = Words(
        "同一单位、同一月份已有内容相同的公示表，不重复制作；请打开那一份，或先撤回。",
        "The same list of the same unit and month is there already. Open that one, or withdraw it first.",
    )


class MonthNotBegun(Refusal):
    code = "month_not_begun"
    says = Words("{month}还没有到，不能制作公示表。", "{month} has not begun; its list cannot be prepared.")


class NotThatUnit(Refusal):
    code = "not_unit_to_disclose_for"
    says = Words(
        "“{given}”不是您的单位，只能制作本单位的公示表。",
        "“{given}” is not your unit. A unit prepares its own disclosure lists.",
    )


class PreparedIt(Refusal):
    code = "prepared_it"
    says = Words(
        "这份公示表是您制作的，不能由您审核；请由本单位另一位负责人审核。",
        "You prepared this list, so you do not approve it. Another leader of the unit does.",
    )


class ListStage(Refusal):
    code = "disclosure_list_stage"
    says = Words(
        "公示表现在是“{stage}”，不能{did}；请先{first}。",
        "The list is {stage}, so this cannot be done now: {did}. First: {first}.",
    )


class ListWithdrawn(Refusal):
    code = "disclosure_list_withdrawn"
    says = Words(
        "这份公示表已经撤回，不能再办理；需要时请重新制作。",
        "This list was withdrawn; nothing is done with it any more. Prepare it anew if it is needed.",
    )


class HandedOverAlready(Refusal):
    code = "handed_over_already"
    says = Words(
        "这份公示表已于{day}移交，不重复登记；登记有误请在登记表中更改。",
        "This list was handed over on {day}. If that is wrong, change it in the register.",
    )


class DayNotPossible(Refusal):
    code = "disclosure_day_not_possible"
    says = Words(
        "{given}不可能：不能晚于今天，也不能早于{earliest}；请改正日期。",
        "{given} is not possible: it is not after today, nor before {earliest}. Put the day right.",
    )


class FoundDiffers(Refusal):
    code = "found_differs"
    says = Words(
        "所见公示表与公布的校验值不同，不能认定为“完整”；请选“不完整”或“不便查询”，或重新核对文件。",
        "What was found posted has another digest than what was published, so it is not complete. Choose another "
        "result, or compare the right file.",
    )


class ResultWithoutRemark(Refusal):
    code = "recheck_without_remark"
    says = Words("请写明哪里不完整、怎样不便查询。", "Say what is missing, or why it is hard to look up.")


class ListThatDay(Refusal):
    code = "disclosed_that_day"
    says = Words(
        "登记表中已有同月、同日的另一份公示，请换一个公示日期，或先撤回那一份。",
        "The register has another list of that month and day already. Give another day, or withdraw that one first.",
    )


class NotADigest(Refusal):
    code = "not_a_digest"
    says = Words(
        "不是校验值：校验值是 64 位的 0–9、a–f，也可以只给开头 12 位以上。",
        "This is no digest: a digest is 64 characters 0–9 and a–f; its first 12 or more will do.",
    )


class NotADisclosureTable(Refusal):
    code = "not_a_disclosure_table"
    says = Words(
        "“{name}”里找不到公示表；请上传下载的 .xlsx 公示表，或含有它的文件。",
        "“{name}” holds no disclosure list. Upload the .xlsx that was downloaded here, or one that holds its table.",
    )


class TreatmentNotAllowed(Refusal):
    code = "treatment_not_allowed"
    says = Words(
        "“{column}”不能这样公布；可选：{allowed}。", "“{column}” cannot be published like that. There are: {allowed}."
    )


STANDING: dict[type[Refusal], int] = {
    PreparedIt: 403,
    **dict.fromkeys((ListChanged, ListThereAlready, ListStage, ListWithdrawn, HandedOverAlready, ListThatDay), 409),
}
"""What the list's own standing forbids, by the status it is answered with."""
