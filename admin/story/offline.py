"""A bureau without network: its reply workbook was filled in on paper days, and is merged with its evidence."""

from functools import partial
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from admin.story.stage import Scene, Stage, picture
from documents.reply_merge import merge_reply, reply_workbook
from documents.reply_report import Came
from identity import accounts
from workflow.history import present
from workflow.reports import desk

BUREAUS, MOST = ("baishi", "qinglan"), 3
PROGRESS = "下乡期间没有网络，已逐站核对，记录见照片。"
PHOTO = "下乡核对.png"
TYPED = {
    "action": "填报进展", "happened_on": "2020-05-18", "note_progress.progress": PROGRESS,
    "note_progress.attached": PHOTO,
}  # fmt: skip


def _merged(bureau: str, stage: Stage) -> None:
    """Progress on what waits to be reported, as of the day before; the same handler fills it in and brings it back."""
    login = f"{bureau}_handler"
    ledger, by = stage.ledger, stage.who[login]
    with ledger.database.reading() as connection:
        people = accounts.handlers(connection, by.org, ledger.today)
        waiting = desk(connection, by, present(stage.clock.now(), ledger.zone), "report", size=MOST)
        kept = {row.item_id: TYPED for row in waiting.rows}
        data = reply_workbook(connection, ledger, by, people, "zh", kept)
    evidence = (_zipped(picture(f"{login} {stage.today}")), "佐证.zip")
    report = merge_reply(ledger, by, data, "答复表.xlsx", people, evidence=evidence)
    stage.told["workbook"] = stage.told.get("workbook", 0) + report.count(Came.RECORDED)


def _zipped(content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(PHOTO), content)
    return target.getvalue()


SCENES = tuple(Scene("05-19", partial(_merged, bureau)) for bureau in BUREAUS)
