"""Rows of the registers, with what is wrong in them: payments that do not agree, lists that nobody looked at again."""

from functools import partial
from typing import Any
from uuid import UUID

from admin.story.stage import Scene, Stage
from workflow import schemas
from workflow.messages.kinds import ROW_COMMANDS
from workflow.messages.row import RegisterKind, StrikeRow
from workflow.row_preparation import id_of

Said = tuple[RegisterKind, dict[str, Any]]
K = RegisterKind


def _case(bureau: str, number: int, **differs: str) -> tuple[Said, ...]:
    """A case in the three lists; `differs` are a payee, an account, an amount, a day that do not agree."""
    case, name = f"(2020){bureau}援字第{number}号", "周春明"
    paid = {"case_no": case, "name": differs.get("payee", name), "account_type": differs.get("account", "personal"),
            "amount": differs.get("amount", "1200"), "paid_on": "2020-03-25"}  # fmt: skip
    taken = {
        "case_no": case,
        "voucher_no": f"PZ{number:03}",
        "name": name,
        "amount": "1200",
        "received_on": "2020-03-25",
    }
    handled = {"case_no": case, "name": name, "file_passed_on": differs.get("passed", "2020-03-18")}
    return (K.PAYMENT, paid), (K.VOUCHER, taken), (K.CASE_HANDLER, handled)


def _disclosed(month: str, day: str, persons: int, rechecked: str = "", result: str = "") -> Said:
    """Disclosed and handed over on a day; looked at again, or not."""
    more = {"rechecked_on": rechecked, "result": result} if rechecked else {}
    said = {"month": month, "disclosed_on": day, "place": "公示栏", "persons": persons, "handed_over_on": day}
    return K.DISCLOSURE, said | more


def _news(title: str, day: str, by: str = "", adopted: str = "") -> Said:
    return K.NEWS, {"title": title, "submitted_on": day} | ({"adopted_by": by, "adopted_on": adopted} if by else {})


SHARED = {"cost_no": "FY-07", "use": "legal_aid", "total": "9000", "basis": "按案件数分摊"}
PAID: dict[str, tuple[Said, ...]] = {
    "baishi": (*_case("白", 1), *_case("白", 2), *_case("白", 3, passed="2020-04-02")),
    "shiqiao": (
        *_case("石", 1, account="law_firm"), *_case("石", 2, payee="吴夏生"), *_case("石", 3, amount="1500"),
        _case("石", 4)[0],
    ),
    "nanyu": (
        (K.SHARED_COST, {**SHARED, "project": "法律援助", "amount": "4000"}),
        (K.SHARED_COST, {**SHARED, "project": "普法宣传", "use": "other", "amount": "3000", "basis": ""}),
    ),
}  # fmt: skip
SHOWN: dict[str, tuple[Said, ...]] = {
    "baishi": (
        _disclosed("2020-02", "2020-03-06", 21, "2020-03-09", "complete"),
        _news("援助热线进社区", "2020-03-18", "city", "2020-03-25"),
        (K.STATION_ACTIVITY, {"station": "baishi-01", "held_on": "2020-03-24", "topic": "春季用工咨询", "people": 46}),
        (K.TRAINING, {"held_on": "2020-04-10", "topic": "卷宗整理", "host": "白石县司法局", "people": 12}),
    ),
    "beidu": (
        _disclosed("2020-02", "2020-03-10", 9),
        _news("窗口预约办理", "2020-04-14"),
    ),
    "qinglan": (
        _news("援助律师在线答疑", "2020-04-08", "media", "2020-04-12"),
        (K.TRAINING, {"held_on": "2020-04-16", "topic": "系统录入规范", "host": "市法律援助中心", "people": 27}),
        (K.SYSTEM_DATA, {
            "case_no": "(2020)青援字第5号", "field": "结案日期", "compared_on": "2020-04-14",
            "system_value": "2020-03-02", "found_value": "2020-03-20",
        }),
    ),
}  # fmt: skip


def _record(told: dict[str, tuple[Said, ...]], stage: Stage) -> None:
    for bureau, rows in told.items():
        for kind, said in rows:
            full = {"bureau": bureau, **said}
            stage.do(ROW_COMMANDS[kind], f"{bureau}_handler", _id(stage, kind, bureau, full), full)


def _correct(stage: Stage) -> None:
    """A payment is put right after it was paid anew; a row entered by mistake is struck."""
    kind, said = _case("石", 1)[0]
    full = {"bureau": "shiqiao", **said}
    stage.do(ROW_COMMANDS[kind], "shiqiao_handler", _id(stage, kind, "shiqiao", full), full, again=True)
    kind, said = _case("石", 4)[0]
    row = _id(stage, kind, "shiqiao", {"bureau": "shiqiao", **said})
    stage.do(StrikeRow, "shiqiao_leader", row, {"reason": "不是本单位的案件"})


def _id(stage: Stage, kind: RegisterKind, bureau: str, full: dict[str, Any]) -> UUID:
    """The id that the row's key makes."""
    nothing = UUID(int=0)
    shell = {"command_id": nothing, "subject": nothing, "by": stage.who[f"{bureau}_handler"]}
    return id_of(schemas.load(ROW_COMMANDS[kind], full, at=stage.clock.now(), **shell))


SCENES = (
    Scene("04-07", partial(_record, PAID)),
    Scene("04-21", partial(_record, SHOWN)),
    Scene("05-14", _correct),
)
