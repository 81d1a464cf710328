"""One honest example of each message about what stands beside an item's way, for tests to vary with `replace`."""

from datetime import date

from tests import examples as x
from workflow.facts import FollowUp
from workflow.item import Happened
from workflow.machine import Owner
from workflow.messages import Actor, ItemEvent
from workflow.messages import matters as m
from workflow.messages import measure as of
from workflow.words import State

DAY, TODAY, NEXT = date(2020, 3, 10), date(2020, 3, 12), date(2020, 3, 20)
IN_HAND = {"leads_to": State.ASSIGNED}
FINANCE = "市财政局"

planned = of.MeasurePlanned(**IN_HAND, measure=1, what="补录漏登案件", measure_due=NEXT)
dropped = of.MeasureDropped(**IN_HAND, measure=1, reason="并入另一项")
completed = of.MeasureCompleted(**IN_HAND, measure=1, completion="已补录", attached=(x.PHOTO,))
accepted = of.MeasureVerified(**IN_HAND, measure=1, acceptance=of.Acceptance.ACCEPTED, reason="")
not_accepted = of.MeasureVerified(**IN_HAND, measure=1, acceptance=of.Acceptance.NOT_ACCEPTED, reason="还差两件")
progress = m.ProgressNoted(**IN_HAND, progress="已核对一半", attached=())
objected = m.ItemObjected(**IN_HAND, reason="数字另有口径")
answered = m.ObjectionAnswered(**IN_HAND, ruling=m.Ruling.REJECTED, answer="口径以通知为准")
transferred = m.ItemTransferred(
    leads_to=State.ISSUED, bureau=x.SHIQIAO, owner=Owner.BUREAU, reason="工作站已划转", moved_on=TODAY
)
awaited = m.WaitingBegun(**IN_HAND, awaiting=FINANCE, awaited="补贴资金拨付", contacted_on=DAY)
contacted = m.ContactedAgain(**IN_HAND, contacted_on=TODAY, contact_note="答复月底前拨付")
waited = m.WaitingEnded(**IN_HAND, wait_result="资金已到账")
passed = m.ItemFollowedUp(leads_to=State.CLOSED, followed_up=FollowUp.PASSED, checked_on=TODAY, reason="", new_due=None)
failed = m.ItemFollowedUp(
    leads_to=State.ASSIGNED, followed_up=FollowUp.FAILED, checked_on=TODAY, reason="又有漏登", new_due=None
)


def asked_by(actor: Actor) -> dict[str, object]:
    return {**x.asked_by(actor), "on": TODAY}


plan_measure = of.PlanMeasure(**asked_by(x.HANDLER), what="补录漏登案件", measure_due=NEXT)
drop_measure = of.DropMeasure(**asked_by(x.LEADER), measure=1, reason="并入另一项")
complete_measure = of.CompleteMeasure(**asked_by(x.HANDLER), measure=1, completion="已补录", attached=(x.PHOTO,))
verify_measure = of.VerifyMeasure(**asked_by(x.CENTER), measure=1, acceptance=of.Acceptance.ACCEPTED)
note_progress = m.NoteProgress(**asked_by(x.HANDLER), progress="已核对一半")
object_to = m.ObjectToItem(**asked_by(x.LEADER), reason="数字另有口径")
answer = m.AnswerObjection(**asked_by(x.CENTER), ruling=m.Ruling.REJECTED, answer="口径以通知为准")
transfer = m.TransferItem(**asked_by(x.CENTER), bureau=x.SHIQIAO, reason="工作站已划转", moved_on=TODAY)
wait_for = m.WaitFor(**asked_by(x.HANDLER), awaiting=FINANCE, awaited="补贴资金拨付", contacted_on=DAY)
contact_again = m.ContactAgain(**asked_by(x.LEADER), contacted_on=TODAY, contact_note="答复月底前拨付")
end_waiting = m.EndWaiting(**asked_by(x.CENTER), wait_result="资金已到账")
follow_up = m.FollowUpItem(
    **asked_by(x.CENTER), followed_up=FollowUp.PASSED, checked_on=TODAY, closed_on=date(2020, 3, 11)
)

COMMANDS = (
    plan_measure, drop_measure, complete_measure, verify_measure, note_progress, object_to, answer, transfer, wait_for,
    contact_again, end_waiting, follow_up,
)  # fmt: skip
WHO: dict[type[ItemEvent], Actor] = {
    of.MeasurePlanned: x.HANDLER, of.MeasureDropped: x.LEADER, of.MeasureCompleted: x.HANDLER,
    of.MeasureVerified: x.CENTER, m.ProgressNoted: x.HANDLER, m.ItemObjected: x.LEADER, m.ObjectionAnswered: x.CENTER,
    m.ItemTransferred: x.CENTER, m.WaitingBegun: x.HANDLER, m.ContactedAgain: x.LEADER, m.WaitingEnded: x.CENTER,
    m.ItemFollowedUp: x.CENTER,
}  # fmt: skip


def told(*events: ItemEvent | Happened) -> list[ItemEvent | Happened]:
    """The events, those about such matters by whom they usually are."""
    return [Happened(one, WHO[type(one)], x.NOON) if type(one) in WHO else one for one in events]
