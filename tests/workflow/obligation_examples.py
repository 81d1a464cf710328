"""Honest examples of the messages of obligations and performances, for tests to vary with `replace`."""

from datetime import date
from uuid import UUID, uuid4

from tests import examples as x
from workflow import messages as m
from workflow.messages.obligation import Rule

OWED, DONE = UUID(int=0x0B1), UUID(int=0x0D1)
FIRST, TODAY = date(2020, 1, 1), date(2020, 3, 12)
set_up = m.ObligationSetUp(
    bureau="baishi", area="disclosure", duty="受援人信息公示", rule=Rule.MONTHLY, window=None, since=FIRST, until=None,
    basis="公示办法", from_item=None, set_up_on=FIRST,
)  # fmt: skip
changed = m.ObligationChanged(
    rule=Rule.MONTHLY_AVERAGE, window=12, since=date(2020, 2, 1), reason="新办法", said_on=TODAY
)
suspended = m.ObligationSuspended(since=date(2020, 3, 1), reason="防疫")
resumed = m.ObligationResumed(since=date(2020, 4, 1), reason="复工")
ended = m.ObligationEnded(since=date(2020, 3, 1), reason="办法废止")
recorded = m.PerformanceRecorded(
    obligation=OWED, bureau="baishi", station=None, performed_on=date(2020, 3, 5), what="公示名单一份",
    evidence=(x.PHOTO,), no_evidence="", entered_on=TODAY,
)  # fmt: skip
struck = m.PerformanceStruck(reason="重复登记")


def command(kind, event, subject, by, **more):
    """The command that `event` records, by somebody."""
    asked = {name: getattr(event, name) for name in event.__slots__}
    return kind(command_id=uuid4(), subject=subject, by=by, at=x.NOON, **(asked | more))


def on_obligation(kind, event, **more):
    said = {"said_on": TODAY} | more
    return command(kind, event, OWED, x.CENTER, **said)


SET_UP = on_obligation(m.SetUpObligation, set_up)
CHANGE = on_obligation(m.ChangeObligation, changed)
SUSPEND = on_obligation(m.SuspendObligation, suspended)
RESUME = on_obligation(m.ResumeObligation, resumed)
END = on_obligation(m.EndObligation, ended)
RECORD = command(m.RecordPerformance, recorded, DONE, x.HANDLER, owed_from=FIRST)
STRIKE = command(m.StrikePerformance, struck, DONE, x.HANDLER)
