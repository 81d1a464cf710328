"""Refusals about what stands beside an item's way: measures, objections, transfers, waiting, follow-up checks."""

from workflow.errors import Refusal, Words


class MeasureAfterDue(Refusal):
    code = "measure_after_due"
    says = Words(
        "分项时限 {given} 晚于整改时限 {due}，请选不晚于整改时限的日期。",
        "The date of the measure, {given}, is after the due date {due}; choose a date not after it.",
    )


class NoSuchMeasure(Refusal):
    code = "no_such_measure"
    says = Words(
        "没有第 {given} 项措施，或者它现在不能这样办理；现在可以选的：{allowed}。",
        "There is no measure {given}, or it does not stand so that this can be done. To choose from now: {allowed}.",
    )


class NoMeasure(Refusal):
    code = "no_measure"
    says = Words(
        "现在不能{trigger}：没有办到这一步的措施；请先制定措施，或等上一步办完。",
        "There is no measure to do this to: {trigger}. Plan one first, or wait for the step before.",
    )


class MeasuresUnfinished(Refusal):
    code = "measures_unfinished"
    says = Words(
        "第 {numbers} 项措施还没有核验通过，不能销号；请先完成并核验，或写明理由取消。",
        "Of the measures, these are not accepted yet: {numbers}. Complete and verify them, or drop them with a reason.",
    )


class ObjectionOpen(Refusal):
    code = "objection_open"
    says = Words(
        "有一项异议还没有答复，答复以后才能{trigger}。",
        "An objection waits for an answer; this can be done after it is given: {trigger}.",
    )


class NoObjection(Refusal):
    code = "no_objection"
    says = Words("现在没有待答复的异议。", "No objection waits for an answer now.")


class SameUnit(Refusal):
    code = "same_unit"
    says = Words(
        "这一项本来就由这个单位办理，请选另一个单位。", "The item is this unit's already; choose another unit."
    )


class StillWaiting(Refusal):
    code = "still_waiting"
    says = Words(
        "已经登记在等“{party}”；请记录再次联系，或先结束等待。",
        "It is waiting for “{party}” already. Note another contact, or end that wait first.",
    )


class NotWaiting(Refusal):
    code = "not_waiting"
    says = Words("现在没有登记外部依赖，请先登记。", "It waits for no outside party now. Record that first.")


class DayInFuture(Refusal):
    code = "day_in_future"
    says = Words(
        "“{label}”{given} 还没有到，请填已经过去的日期。", "“{label}”, {given}, has not come yet; give a past day."
    )


class ContactBeforeLast(Refusal):
    code = "contact_before_last"
    says = Words(
        "联系日期 {given} 早于已记录的 {last}，请按先后记录。",
        "The contact of {given} is before the one of {last} that is recorded; record them in order.",
    )


class CheckedBeforeClosing(Refusal):
    code = "checked_before_closing"
    says = Words(
        "核查日期 {given} 早于销号日期 {closed}，回头看在销号以后进行。",
        "The day of the check, {given}, is before the day of closing, {closed}; an item is followed up after it.",
    )


class WholeLifeWithheld(Refusal):
    code = "whole_life_withheld"
    says = Words(
        "这一项由其他单位转来，转来以前的记录不交给贵单位，因此不能导出全程证据包；"
        "请导出时段证据包，其中有转来以后的记录。",
        "This item came from another unit, and what was recorded there is not handed to yours, so there is no bundle "
        "of its whole life. Export a period instead: it holds what was recorded since.",
    )


STANDING: tuple[type[Refusal], ...] = (
    NoMeasure, MeasuresUnfinished, ObjectionOpen, NoObjection, StillWaiting, NotWaiting, WholeLifeWithheld,
)  # fmt: skip
"""Those that come of how the item stands, whatever is said with the command."""
