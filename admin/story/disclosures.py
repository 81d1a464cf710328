"""Disclosure lists of invented people: one that went all its way, one found incomplete once another office had posted
it, one that still waits for its leader."""

from functools import partial
from itertools import islice, product
from uuid import UUID

from admin.story.stage import Scene, Stage, of
from workflow.facts import Due
from workflow.messages.disclosure_list import (
    ApproveDisclosureList,
    HandOverDisclosureList,
    PrepareDisclosureList,
    PublishDisclosureList,
    RecheckDisclosureList,
    Recipient,
)
from workflow.public_table import made

UNITS = {"baishi": "白石县司法局", "beidu": "北渡区司法局"}
SURNAMES, FIRST, SECOND = "赵钱孙李周吴郑王", "甲乙丙丁戊", "一二三四"
MATTERS = ("请求支付劳动报酬", "工伤赔偿", "婚姻家庭", "交通事故", "赡养费")
WAYS = ("民事诉讼代理", "非诉讼代理", "劳动争议仲裁代理", "法律咨询")
TOWNS = ("临江镇", "东关镇", "城关街道", "柳塘乡")
HOTLINE = "0000-7000001"


def listed(bureau: str, month: str) -> UUID:
    return of(f"disclosure list {bureau} {month}")


def _rows(bureau: str, month: str, persons: int) -> tuple[Recipient, ...]:
    """So many invented people; the fifth is a minor, the ninth a victim."""
    agency = f"{UNITS[bureau].removesuffix('司法局')}法律援助中心"
    names = ("".join(parts) for parts in product(SECOND, FIRST, SURNAMES))
    return tuple(
        Recipient(
            number + 1,
            {
                "name": name[::-1], "matter": MATTERS[number % 5], "way": WAYS[number % 4],
                "accepted": f"{month}-{number % 27 + 1:02}", "agency": agency, "place": TOWNS[number % 4],
                "protected": {5: "未成年人", 9: "被害人"}.get(number, "否"),
            },
        )
        for number, name in enumerate(islice(names, persons), start=1)
    )  # fmt: skip


def _prepare(bureau: str, month: str, persons: int, stage: Stage) -> None:
    rows = _rows(bureau, month, persons)
    digest = made(UNITS[bureau], Due.parse(month), rows, ()).table.digest
    said = {"bureau": bureau, "month": month, "hotline": HOTLINE, "digest": digest}
    stage.do(PrepareDisclosureList, f"{bureau}_handler", listed(bureau, month), said, rows=rows)


def _publish(bureau: str, month: str, persons: int, stage: Stage) -> None:
    """Prepared, approved by the leader, posted and handed over the same day."""
    _prepare(bureau, month, persons, stage)
    rows, subject = _rows(bureau, month, persons), listed(bureau, month)
    digest = made(UNITS[bureau], Due.parse(month), rows, ()).table.digest
    stage.do(ApproveDisclosureList, f"{bureau}_leader", subject, {"digest": digest})
    by = f"{bureau}_handler"
    stage.do(PublishDisclosureList, by, subject, {"disclosed_on": stage.today, "place": "公示栏"})
    stage.do(HandOverDisclosureList, by, subject, {"handed_over_on": stage.today})


def _recheck(bureau: str, month: str, result: str, remark: str, stage: Stage) -> None:
    said = {"rechecked_on": stage.today, "result": result, "remark": remark}
    stage.do(RecheckDisclosureList, f"{bureau}_handler", listed(bureau, month), said)


SCENES = (
    Scene("04-07", partial(_publish, "baishi", "2020-03", 34)),
    Scene("04-09", partial(_publish, "beidu", "2020-03", 12)),
    Scene("04-10", partial(_recheck, "baishi", "2020-03", "complete", "")),
    Scene("04-20", partial(_recheck, "beidu", "2020-03", "incomplete", "民生办公示栏少两行")),
    Scene("05-18", partial(_prepare, "baishi", "2020-04", 18)),
)
