"""Reports upward: one of the day by which the bureaus had to answer, approved; one that is being drafted."""

from dataclasses import replace
from typing import Any

from admin.story.stage import Scene, Stage, of
from workflow import upward_reports
from workflow.history import present
from workflow.messages.upward import ApproveReport, DraftReport
from workflow.upward import UpwardReport

FIRST, SECOND = of("report upward"), of("second report upward")
SAID = {"addressee": "市民生工程办公室", "issuer": "市司法局", "year": 2019}


def _draft(stage: Stage, report: Any, as_of: str, **more: str) -> None:
    notices = (stage.notice,)
    frozen = upward_reports.frozen(
        stage.ledger, replace(UpwardReport(unit="center"), year=2019, notices=notices, **more), as_of
    )
    stage.do(DraftReport, "center1", report, {**SAID, **more, "notices": [str(stage.notice)]}, **frozen)


def _first(stage: Stage) -> None:
    """Of the day by which the material was to be returned; what the list does not say stays open."""
    _draft(stage, FIRST, "2020-04-08")


def _approve(stage: Stage) -> None:
    with stage.ledger.database.reading() as connection:
        at = present(stage.clock.now(), stage.ledger.zone)
        report, _ = upward_reports.one(connection, stage.who["center2"], FIRST, at)
    said = {"unknown": report.unknown, "digest": report.digest}
    stage.do(ApproveReport, "center2", FIRST, said)


def _second(stage: Stage) -> None:
    """What the ledger does not know of the work, the drafter states."""
    _draft(stage, SECOND, "", basis="市民生工程办公室关于报送整改情况的通知（演示）", meeting="3月上旬专题会议",
           plan="分管领导牵头、中心汇总、各地落实的分工")  # fmt: skip


SCENES = (Scene("04-09", _first), Scene("04-10", _approve), Scene("05-19", _second))
