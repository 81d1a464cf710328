"""A simulated spring on the sample list, for demonstrations: from 2 March to 19 May 2020, by commands alone.

The same people do and say the same at the same instants each time it is played. Only references to personal values,
their salts and the ids of events are drawn by chance, as they always are.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from admin import notary
from admin.story import disclosures, duties, found, items, offline, opening, packages, people, rows, upward
from admin.story.stage import OPENS, Scene, Stage
from config import Settings, UnsafeSettings
from events import tables
from workflow.following import follow
from workflow.projections import ITEMS
from workflow.service import Ledger

PARTS = (opening, people, duties, found, packages, items, rows, upward, disclosures, offline)
SCENES: tuple[Scene, ...] = tuple(
    sorted((scene for part in PARTS for scene in part.SCENES), key=lambda scene: scene.day)
)
NOT_NEW = (
    "数据库里已有整改事项，演示故事只能在新的数据库里开始。请另设 DATABASE_URL，迁移后再运行。 "
    "The database holds items already; a story begins in a new one. Set another DATABASE_URL, migrate, and run it "
    "there."
)
TOO_LATE = (
    "日志里已有晚于 2020-03-02 09:00 的记录，故事会显得都发生在那之后。请以 "
    "XIAOHAO_NOW=2020-03-02T08:00 迁移一个新的数据库。 "
    "The log goes on from later than 2020-03-02 09:00, so the story would seem to happen after that. Migrate a new "
    "database with XIAOHAO_NOW=2020-03-02T08:00."
)


@dataclass(frozen=True)
class Told:
    """What was told: how many acts of each kind, from which moment to which."""

    acts: dict[str, int]
    begins: datetime
    ends: datetime

    def __str__(self) -> str:
        counted = ", ".join(f"{kind} {count}" for kind, count in sorted(self.acts.items()))
        return f"story: {sum(self.acts.values())} acts from {self.begins:%F} to {self.ends:%F}: {counted}"


def play(settings: Settings, ledger: Ledger) -> Told:
    """Play it to a new database that was migrated; UnsafeSettings for production, and for one that is not new."""
    if settings.production:
        raise UnsafeSettings("the story belongs to demo mode; production refuses it")
    begins = datetime.combine(SCENES[0].date, OPENS, ledger.zone)
    require_new(ledger, begins)
    notary.make_demo(settings, ledger.database)
    stage = Stage.at(ledger, begins)
    for scene in SCENES:
        stage.comes(scene.date)
        scene.happens(stage)
    follow(stage.ledger.database, stage.clock)
    return Told(stage.told, begins, stage.clock.now().astimezone(ledger.zone))


def require_new(ledger: Ledger, begins: datetime) -> None:
    """UnsafeSettings where there are items, or the log is already past the beginning."""
    with ledger.database.reading() as connection:
        if connection.scalar(select(func.count()).select_from(ITEMS.now)):
            raise UnsafeSettings(NOT_NEW)
        newest = connection.scalar(select(func.max(tables.log.c.sealed_at)))
    if newest is not None and newest > begins:
        raise UnsafeSettings(TOO_LATE)
