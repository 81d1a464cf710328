"""The first days: accounts, the year's calendar, the rules, and the sample list."""

from sqlalchemy import select

from admin.demo import SAMPLE
from admin.story.stage import YEAR, Scene, Stage, of
from documents import issue_list
from identity import accounts, demo_accounts
from workflow.lookups import calendar_id, policy_id
from workflow.messages import PublishCalendar, SetPolicy
from workflow.messages.policy import Policy
from workflow.projections import ITEMS

FREE = (
    *(f"01-{day:02}" for day in (1, 24, 27, 28, 29, 30, 31)), "04-06", "05-01", "05-04", "05-05", "06-25", "06-26",
    *(f"10-{day:02}" for day in (1, 2, 5, 6, 7, 8)),
)  # fmt: skip
WORKED = ("01-19", "04-26", "05-09", "06-28", "09-27", "10-10")
NUMBERS = {Policy.SUPERVISE_BLUE_DAYS: 7, Policy.SUPERVISE_YELLOW_DAYS: 3, Policy.MAX_EXTENSIONS: 1,
           Policy.RAISED_ITEM_DAYS: 30}  # fmt: skip


def furnish(stage: Stage) -> None:
    """The demonstration's organisations and accounts; who acts is known by login."""
    demo_accounts.load(stage.ledger)
    with stage.ledger.database.reading() as connection:
        stage.who = {one.login: one.hats[0] for one in accounts.listed(connection, stage.ledger.today) if one.hats}


def rule(stage: Stage) -> None:
    days = [{"day": f"{YEAR}-{day}", "type": "off"} for day in FREE]
    days += [{"day": f"{YEAR}-{day}", "type": "work"} for day in WORKED]
    said = {"days": days, "basis": "节假日安排（演示）"}
    stage.do(PublishCalendar, "center1", calendar_id(YEAR), said, year=YEAR)
    for policy, number in NUMBERS.items():
        said = {"days": number, "since": f"{YEAR}-01-01", "reason": "整改督办办法（演示）"}
        stage.do(SetPolicy, "center1", policy_id(policy), said, policy=policy)


def bring_the_list(stage: Stage) -> None:
    """The sample list is imported as it is."""
    report = issue_list.import_list(stage.ledger, stage.who["center1"], SAMPLE.read_bytes(), SAMPLE.name,
                                    batch=of("batch of the list"))  # fmt: skip
    stage.rows = [item.item_id for row in report.rows for item in row.items]
    stage.notice = report.notice
    stage.told["item"] = stage.told.get("item", 0) + report.issued
    row = ITEMS.now.c
    with stage.ledger.database.reading() as connection:
        for one in connection.execute(select(row.item_id, row.bureau, row.due_last, row.area)):
            stage.bureaus[one.item_id], stage.dues[one.item_id] = one.bureau, one.due_last
            stage.areas[one.item_id] = one.area


SCENES = (Scene("03-02", furnish), Scene("03-02", rule), Scene("03-12", bring_the_list))
