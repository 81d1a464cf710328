"""What the golden ledger tells of reports upward: a wording, and one that is returned, redrafted, issued, withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from documents import upward_files
from workflow import messages as m
from workflow import upward_reports
from workflow.history import present
from workflow.lookups import NAMESPACE
from workflow.messages import upward as u
from workflow.upward import UpwardReport
from workflow.wordings import wording_id

REPORT = uuid5(NAMESPACE, "golden report upward")
SAID = {"addressee": "市民生工程办公室", "issuer": "市司法局", "year": 2019, "basis": "市民生办通知"}
SHORTER = [{"name": "rest", "text": "其余{其余问题数}个问题见附件。"}]


def tell(story: Any, notices: Sequence[UUID]) -> None:
    """Three accounts: one drafts, one returns and approves, one issues."""
    ledger = story.office.ledger
    story.do(m.PublishWording, "center1", wording_id(NAMESPACE, "center"), {"parts": SHORTER, "reason": "改得简短些"})
    new = replace(UpwardReport(unit="center"), year=2019, basis=SAID["basis"], notices=tuple(notices))
    asked = {**SAID, "notices": [str(one) for one in notices]}
    story.do(u.DraftReport, "center1", REPORT, asked, **upward_reports.frozen(ledger, new, ""))
    story.do(u.ReturnReport, "center2", REPORT, {"reason": "会议没有写明"})
    said = {"meeting": "3月上旬专题会议"}
    again = upward_reports.frozen(ledger, replace(new, **said), "")
    story.do(u.RedraftReport, "center1", REPORT, asked | said, **again)
    looked = {"unknown": again["unknown"]}
    story.do(u.ApproveReport, "center2", REPORT, {**looked, "digest": again["digest"]})
    with ledger.database.reading() as connection:
        at = present(ledger.clock.now(), ledger.zone)
        report, _ = upward_reports.one(connection, story.who["center3"], REPORT, at)
    kept = upward_files.keep(ledger, story.who["center3"], report, "市司〔2020〕7号", looked["unknown"])
    story.do(u.IssueReport, "center3", REPORT, {"number": "市司〔2020〕7号", **looked}, **kept)
    story.do(u.WithdrawReport, "center1", REPORT, {"reason": "另报"})
