"""What is owed again and again in spring: done, done late, left out."""

from functools import partial
from uuid import UUID

from admin.demo_obligations import DUTIES, NO_PHOTO, WITH
from admin.story.stage import Scene, Stage, of
from workflow.messages import RecordPerformance, SetUpObligation, StrikePerformance

SINCE = "2020-01-01"
LEFT_OUT = {("songkou", "02"), ("qinglan", "04")}
"""A bureau and a month in which nothing was disclosed."""


def owed(bureau: str, area: str) -> UUID:
    return of(f"obligation {bureau} {area}")


def _set_up(stage: Stage) -> None:
    for bureau in WITH:
        for area, duty, rule, window, basis in DUTIES:
            said = {"bureau": bureau, "area": area, "duty": duty, "rule": rule, "since": SINCE, "basis": basis}
            stage.do(SetUpObligation, "center1", owed(bureau, area), said | ({"window": window} if window else {}))


def _month(month: str, stage: Stage) -> None:
    """Disclosed with a picture, paid without one."""
    for number, bureau in enumerate(WITH):
        by, day = f"{bureau}_handler", f"2020-{month}-{6 + number:02}"
        if (bureau, month) not in LEFT_OUT:
            said = {"what": "公示栏张贴名单", "evidence": [stage.uploads(by, f"{month}月公示截图.png")]}
            _done(stage, by, owed(bureau, "disclosure"), f"{month}", {"performed_on": day, **said})
        said = {"performed_on": day, "what": "按发放表发放", "no_evidence": NO_PHOTO}
        _done(stage, by, owed(bureau, "finance"), f"{month}", said)


def _quarter(day: str, stations: tuple[str, ...], stage: Stage) -> None:
    for station in stations:
        bureau = station.partition("-")[0]
        said = {"performed_on": day, "what": "宣传咨询一场", "station": station, "no_evidence": NO_PHOTO}
        _done(stage, f"{bureau}_handler", owed(bureau, "stations"), f"{day} {station}", said)


def _done(stage: Stage, by: str, subject: UUID, which: str, said: dict[str, object]) -> None:
    stage.do(RecordPerformance, by, of(f"performance {subject} {which}"), said, obligation=subject)


def _twice(stage: Stage) -> None:
    """Something entered twice is struck."""
    subject = owed("baishi", "archives")
    said = {"performed_on": stage.today, "what": "整理归档一批", "no_evidence": NO_PHOTO}
    _done(stage, "baishi_handler", subject, "once", said)
    _done(stage, "baishi_handler", subject, "twice", said)
    stage.do(StrikePerformance, "baishi_handler", of(f"performance {subject} twice"), {"reason": "重复登记"})


FIRST = ("baishi-01", "baishi-02", "qinglan-01", "songkou-01", "songkou-02", "shiqiao-01", "shiqiao-02")
SCENES = (
    Scene("03-04", _set_up),
    Scene("03-05", partial(_month, "01")),
    Scene("03-05", partial(_month, "02")),
    Scene("03-20", partial(_month, "03")),
    Scene("03-26", partial(_quarter, "2020-03-24", FIRST)),
    Scene("04-17", _twice),
    Scene("04-28", partial(_month, "04")),
    Scene("05-13", partial(_month, "05")),
    Scene("05-14", partial(_quarter, "2020-05-12", FIRST[:2])),
)
