"""People: contacts and calls, one who leaves and who takes over, a role that is lent, how the bureaus are compared."""

from uuid import UUID, uuid5

from admin.demo_contacts import load_contacts
from admin.story.stage import Scene, Stage, of
from documents.mapping import signature
from documents.workbook import Cell
from workflow.batch_preparation import mapping_id
from workflow.lookups import NAMESPACE
from workflow.messages import (
    ChangePhone,
    CheckPhone,
    EndContact,
    LendRole,
    PublishComparison,
    RecordLeaving,
    RememberMapping,
    ReplaceContact,
    TakeOver,
)
from workflow.messages.mapping import MappedColumn


def _entry(number: int) -> UUID:
    """An entry of the demonstration's register: three to a bureau, liaison, one in the know, liaison."""
    return uuid5(NAMESPACE, f"demo contact {number}")


def _register(stage: Stage) -> None:
    """Who was there before the rule is not late by it."""
    people = load_contacts(stage.ledger, stage.who["center1"], ruled_since="2020-03-01")
    stage.told["contact"] = stage.told.get("contact", 0) + people


def _call(stage: Stage) -> None:
    """A second round of calls: one that was dead answers, another is switched off."""
    calls = {0: "normal", 2: "normal", 3: "normal", 5: "normal", 9: "switched_off", 12: "dead_number", 15: "normal"}
    for number, result in calls.items():
        stage.do(CheckPhone, "evaluator", _entry(number), {"result": result, "checked_on": stage.today})


def _mend(stage: Stage) -> None:
    said = {"phone": "0000-7300002", "since": stage.today}
    stage.do(ChangePhone, "baishi_handler", _entry(2), said)


def _replace(stage: Stage) -> None:
    """One change is told in time, one long after."""
    said = {"name": "吕新安", "phone": "0000-7300003", "since": "2020-04-13", "reason": "轮岗"}
    stage.do(ReplaceContact, "qinglan_handler", _entry(3), said)
    said = {"name": "施新和", "phone": "0000-7300006", "since": "2020-03-02", "reason": "退休"}
    stage.do(ReplaceContact, "songkou_handler", _entry(6), said)
    stage.do(EndContact, "nanyu_leader", _entry(19), {"since": stage.today, "reason": "职责并入联络员"})


def _lend(stage: Stage) -> None:
    colleague = stage.who["meiling_handler"].account
    stage.do(LendRole, "meiling_leader", colleague, {"until": "2020-05-29", "reason": "外出培训"})


def _leave(stage: Stage) -> None:
    leaver, successor = (stage.who[f"beidu_{post}"].account for post in ("handler", "leader"))
    stage.do(RecordLeaving, "sysadmin", leaver, {"successor": str(successor), "reason": "调离"})


def _take_over(stage: Stage) -> None:
    """The list of what was in hand is signed, and its items go over."""
    stage.do(TakeOver, "beidu_leader", stage.who["beidu_handler"].account, {"reason": "清单核对无误"})


def _compare(stage: Stage) -> None:
    said = {"title": "5月上旬整改进度对比", "basis": "整改推进会（演示）"}
    stage.do(PublishComparison, "center2", of("comparison"), said)


def _remember(stage: Stage) -> None:
    """A bureau's own list has a header of its own; what its columns hold is said once."""
    header = {"序": "serial", "查出什么": "problem", "归哪一类": "area", "谁来改": "bureau", "怎么改": "requirement",
              "改到哪天": "due"}  # fmt: skip
    told = signature({place: Cell("", text) for place, text in enumerate(header, start=1)})
    columns = tuple(MappedColumn(column, place) for place, column in enumerate(header.values(), start=1))
    subject = mapping_id(stage.who["center2"].org, told)
    stage.do(RememberMapping, "center2", subject, {"signature": told}, columns=columns)


SCENES = (
    Scene("03-03", _register),
    Scene("04-13", _call),
    Scene("04-15", _mend),
    Scene("04-16", _replace),
    Scene("05-12", _compare),
    Scene("05-13", _remember),
    Scene("05-15", _lend),
    Scene("05-19", _leave),
    Scene("05-19", _take_over),
)
