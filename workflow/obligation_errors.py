"""What is said when an obligation, or what was done for one, will not be recorded as asked."""

from workflow.errors import Refusal, Words


class NoSuchObligation(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_obligation"
    says = Words("没有这项持续义务，请回到持续义务页面查找。", "There is no such obligation. Look it up in the list.")


class NoSuchPerformance(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_performance"
    says = Words(
        "没有这条完成记录，请回到这项义务的页面查找。",
        "There is no such record of what was done. Look it up on the obligation's page.",
    )


class AlreadyOwed(Refusal):
    code = "already_owed"
    says = Words(
        "{unit}已有一项内容相同的义务，没有重复设定；要改频次请在原来那项中办理。",
        "{unit} owes this already, so it was not set up twice. Change how often in the one that is there.",
    )


class WindowMissing(Refusal):
    code = "window_missing"
    says = Words(
        "“月均一次”要写明按几个月平均，请填写平均期。",
        "An average needs its months; say how many it is taken over.",
    )


class WindowNotAsked(Refusal):
    code = "window_not_asked"
    says = Words(
        "“{rule}”不按平均期计算，请不要填写平均期。", "“{rule}” is not averaged over anything; leave the months empty."
    )


class UntilBeforeSince(Refusal):
    code = "until_before_since"
    says = Words(
        "截止日 {until} 早于起始日 {since}，请改为起始日或以后的日期。",
        "It would end on {until}, before it begins on {since}. Give that day or a later one.",
    )


class SinceTooEarly(Refusal):
    code = "since_too_early"
    says = Words(
        "起始日 {given} 太早，请填 {earliest} 或以后的日期。",
        "It would begin on {given}. Give {earliest} or a later day.",
    )


class ObligationOver(Refusal):
    code = "obligation_over"
    says = Words(
        "这项义务自 {since} 起已经终止，不能再变更；需要时请重新设定一项。",
        "This obligation ended: from {since} on nothing is owed, so it cannot be changed. Set up another if need be.",
    )


class AlreadySuspended(Refusal):
    code = "already_suspended"
    says = Words(
        "这项义务自 {since} 起已经中止，可以恢复或终止。",
        "This obligation is suspended since {since}. It can be resumed or ended.",
    )


class NotSuspended(Refusal):
    code = "not_suspended"
    says = Words("这项义务没有中止，不用恢复。", "This obligation is not suspended, so there is nothing to resume.")


class ResumedInPast(Refusal):
    code = "resumed_in_past"
    says = Words(
        "恢复日期 {given} 已经过去；义务不向前追溯，请填今天或以后的日期。",
        "The day {given} is past. Nothing is owed looking back; resume it from today or from a later day.",
    )


class PerformedInFuture(Refusal):
    code = "performed_in_future"
    says = Words(
        "完成日期 {given} 还没有到，请在完成以后再登记。", "The day {given} has not come yet. Enter it once it is done."
    )


class NotOwedThen(Refusal):
    code = "not_owed_then"
    says = Words(
        "{given} 不在这项义务的期间内（{since} 至 {until}），请核对完成日期。",
        "Nothing was owed on {given}: the obligation runs from {since} to {until}. Check the day.",
    )


class StationMissing(Refusal):
    code = "station_missing"
    says = Words(
        "这项义务按工作站计算，请选择是哪个工作站完成的。",
        "This obligation is owed by each station; choose the one that did it.",
    )


class StationNotAsked(Refusal):
    code = "station_not_asked"
    says = Words("这项义务不按工作站计算，请不要选择工作站。", "This is not owed by station; leave the station empty.")


class StationNotYours(Refusal):
    code = "station_not_yours"
    says = Words(
        "“{given}”在那一天不是本单位的工作站，请从列表中选择。",
        "“{given}” was no station of this unit on that day. Choose one from the list.",
    )


class EvidenceOrReason(Refusal):
    code = "evidence_or_reason"
    says = Words(
        "请至少附一份佐证材料；确实没有的，请写明原因。",
        "Add at least one piece of evidence; if there is none, say why.",
    )


class AlreadyStruck(Refusal):
    code = "already_struck"
    says = Words("这条完成记录已经划掉，不再计数。", "This record was struck already; it does not count any more.")


class NotWhoEntered(Refusal):
    code = "not_who_entered"
    says = Words(
        "只有登记人和市中心能划掉这条完成记录，请与他们联系。",
        "Who entered this record may strike it, or the city center. Ask one of them.",
    )


class NotOngoing(Refusal):
    code = "not_ongoing"
    says = Words(
        "认定结论是“{conclusion}”，只有“持续整改”才能转为持续义务；现在可以：{allowed}。",
        "The conclusion is “{conclusion}”; only “ongoing” turns into an obligation. Allowed now: {allowed}.",
    )
