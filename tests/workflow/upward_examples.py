"""Facts for reports upward: a small city of three bureaus, two areas, and items that stand differently."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from workflow.facts import Conclusion, Figure
from workflow.machine import Owner
from workflow.messages import Area, OrganisationKind
from workflow.upward_facts import Facts, ItemFact, NoticeFact, PackageFact, Ref, SampleFact, UnitFact
from workflow.upward_figures import Drafted
from workflow.words import State

NOTICE = UUID(int=11)
TODAY = date(2020, 4, 8)
NOBODY = Drafted(year=2019, basis="", meeting="", plan="")


def unit(code: str, what: OrganisationKind) -> UnitFact:
    return UnitFact(Ref(f"organisation-{code}", 1, 1, code), code, f"{code}司法局", code, what)


def item(number: int, issued_to: str, area: str, problem: str, state: State, **more: object) -> ItemFact:
    """The n-th item; its last event is at ten times its number."""
    plain = ItemFact(
        ref=Ref(f"item-{number}", 3, 10 * number, f"〔2020〕1-{issued_to}-{number:02}"), notice=NOTICE,
        issued_to=issued_to, area=area, matter=f"{NOTICE} {problem}", problem=problem, requirement="逐案核对",
        source="第三方评价机构", owner=Owner.BUREAU, state=state, conclusion=None, due_last=date(2020, 4, 10),
        awaiting=False, amount=None, stated=Figure("3个单位中有2个", count=2, of=3, unit="个"),
    )  # fmt: skip
    return replace(plain, **more)


BUREAUS = (
    unit("baishi", OrganisationKind.COUNTY), unit("nanyu", OrganisationKind.DISTRICT),
    unit("shiqiao", OrganisationKind.COUNTY_CITY),
)  # fmt: skip
ONE = Figure("1个区", count=1, unit="个区")
FEW = Figure("个别工作站", quantifier="个别", unit="工作站")
DRAWN = Figure("抽15份，普遍", of=15, unit="份", quantifier="普遍")
ITEMS = (
    item(1, "baishi", "files", "页码有误", State.CLOSED),
    item(2, "nanyu", "files", "页码有误", State.ISSUED, due_last=date(2020, 4, 1)),
    item(3, "nanyu", "money", "分摊无依据", State.WITHDRAWN, stated=ONE),
    item(4, "shiqiao", "money", "付给律所", State.VERIFIED, conclusion=Conclusion.COMPLETED, stated=None, amount=1250),
    item(5, "baishi", "money", "没有活动", State.REPORTED, stated=FEW),
    item(6, "baishi", "files", "卷宗装订", State.ASSIGNED, stated=DRAWN, awaiting=True, due_last=date(2020, 4, 1)),
)
FACTS = Facts(
    at_position=240, as_of=datetime(2020, 4, 8, 15, 59, tzinfo=UTC), today=TODAY,
    notices=(NoticeFact(Ref("notice-11", 1, 9, "〔2020〕1"), NOTICE, "整改清单"),), items=ITEMS,
    packages=(
        PackageFact(Ref("package-1", 4, 100, "下发材料-白石"), "baishi", TODAY, date(2020, 3, 13), True, True),
        PackageFact(Ref("package-2", 2, 90, "下发材料-南屿"), "nanyu", TODAY, date(2020, 3, 13), True, False),
    ),
    samples=(SampleFact(Ref("sample-1", 5, 120, "卷宗抽查"), "卷宗抽查", 15, 15, 10),), bureaus=BUREAUS,
    names={one.code: one.short for one in BUREAUS},
    areas=(Area("money", "财务管理", "Finance", ()), Area("files", "档案管理", "Archives", ())),
    areas_ref=Ref("areas-1", 1, 2, "问题类别"), standards={2019: ("评价标准",)},
    standards_ref=Ref("clauses-1", 1, 3, "评价标准条款"),
)  # fmt: skip
