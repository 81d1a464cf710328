"""What samples are drawn from, who named a seed, and the kinds of defects that are looked for. Pure."""

from enum import StrEnum

from workflow.errors import Words


class DrawnFrom(StrEnum):
    """What a sample is drawn from: the volumes of a list that is brought, or the ledger's items after a position."""

    VOLUMES = "volumes"
    ITEMS = "items"


class SeedFrom(StrEnum):
    """Who named a seed: whoever planned the sample, before there was a frame; or the server, in the draw itself."""

    GIVEN = "given"
    SERVER = "server"


class Defect(StrEnum):
    """What is found wrong: the five kinds of volumes, and the one of items."""

    PAGE_NUMBERS = "page_numbers"
    FORM_INCOMPLETE = "form_incomplete"
    ALTERED = "altered"
    BINDING = "binding"
    NO_CATALOGUE = "no_catalogue"
    NOT_AS_RECORDED = "not_as_recorded"


FRAMES = {
    DrawnFrom.VOLUMES: Words("卷宗清单", "a list of volumes"),
    DrawnFrom.ITEMS: Words("台账事项", "items of the ledger"),
}
SEEDS = {
    SeedFrom.GIVEN: Words("计划中给定", "given in the plan"),
    SeedFrom.SERVER: Words("抽取时由系统生成", "made by the server in the draw"),
}
DEFECTS = {
    Defect.PAGE_NUMBERS: Words("页码编写有误", "pages numbered wrongly"),
    Defect.FORM_INCOMPLETE: Words("监督表填写不全", "supervision form incomplete"),
    Defect.ALTERED: Words("页号或日期有改动", "page number or date altered"),
    Defect.BINDING: Words("装订有问题", "bound badly"),
    Defect.NO_CATALOGUE: Words("目录未用专用格式", "special catalogue not used"),
    Defect.NOT_AS_RECORDED: Words("实际与台账记载不一致", "not as the ledger says"),
}
DEFECTS_OF = {
    DrawnFrom.VOLUMES: tuple(Defect)[:-1],
    DrawnFrom.ITEMS: (Defect.NOT_AS_RECORDED,),
}
