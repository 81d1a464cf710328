"""Archive packages of a real city: whole, numbered without a gap, proved by the verifier alone, the same each time."""

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select

from documents import archiving
from events.signing import length
from tests.archives import Made, manifest, pack, parts
from tests.city import City
from tests.keys import OTHER, SIGNER
from tests.office import PNG
from tests.signing import loaded, sign, verify
from workflow import archiving as recorded
from workflow.archive_errors import ArchiveDiffers, NothingToArchive, NoticeOrYear
from workflow.archives import fold
from workflow.errors import NotPermitted
from workflow.history import present
from workflow.log_errors import NotYetSigned
from workflow.projections import ITEMS

V = loaded()
FINGERPRINT = SIGNER.verifier.fingerprint


def notice_of(city: City, bureau: str = "baishi") -> UUID:

    with city.ledger.database.reading() as connection:
        return connection.scalar(select(ITEMS.now.c.notice_id).where(ITEMS.now.c.bureau == bureau).limit(1))


def live(city: City, folder: Path) -> City:
    """Items of two bureaus that went all their way, their texts marked, one that came from another; signed."""
    city.reach(city.items("baishi")[0], "closed", mark="ZQX-baishi")
    city.reach(city.items("shiqiao")[0], "closed", "shiqiao", mark="ZQX-shiqiao")
    city.do("transfer", "center1", city.items("baishi")[1], bureau="shiqiao", reason="ZQX-moved")
    sign(city, folder)
    return city


@pytest.fixture
def lived(city: City, tmp_path: Path) -> City:
    return live(city, tmp_path)


@pytest.fixture(scope="module")
def seen(sqlite_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same, of which no test changes more than that packages were made."""
    folder = tmp_path_factory.mktemp("seen")
    shutil.copy(sqlite_demo, folder / "demo.db")
    with City.open(f"sqlite:///{folder / 'demo.db'}", folder / "files") as city:
        yield live(city, folder)


def test_a_years_package_is_whole_and_proved_and_says_what_is_open(lived: City, tmp_path: Path):
    made = pack(lived, "center1", year="2020")
    said, files = manifest(made.content), parts(made.content)
    numbered = [one for one in said["files"] if one["number"]]
    assert [one["number"] for one in numbered] == list(range(1, made.command.files + 1))
    assert list(files) == [*(one["path"] for one in said["files"]), "manifest.json"]
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == made.command.manifest
    assert len(said["items"]) - len(said["open"]) == 2
    assert (made.command.open_items, made.command.withheld) == (len(said["open"]), 0)
    verdict = verify(made.put(tmp_path / "year.zip"))
    assert verdict.status == 0, verdict.said
    assert made.command.manifest in verdict.said
    assert "已证明" in verify(tmp_path / "year.zip", FINGERPRINT, "--lang", "zh").said
    assert verify(tmp_path / "year.zip", OTHER.verifier.fingerprint).status == 1


def test_its_documents_tell_what_was_done_and_name_nobody(seen: City):
    files = parts(pack(seen, "auditor", notice=str(notice_of(seen))).content)
    [record] = [files[name].decode() for name in files if re.search("-白石-01_办理过程.html$", name)]
    for said in ("下发", "分派", "上报", "核查", "销号", "差异清零ZQX-baishi", "白石县司法局", "SHA-256"):
        assert said in record, said
    assert "<script" not in record
    rows = list(csv.reader(io.StringIO(files["目录.csv"].decode("utf-8-sig"), newline="")))
    assert rows[0] == ["顺序号", "文号", "责任者", "题名", "日期", "页数", "文件名", "备注"]
    assert sum("未销号" in row[7] for row in rows[1:] if "办理过程" in row[6]) > 0
    book = openpyxl.load_workbook(io.BytesIO(files["目录.xlsx"]))
    assert [str(cell.value) for cell in book.active["A"]][3:] == [row[0] for row in rows[1:]]
    documents = [name for name in files if name.startswith("文件/")]
    for title in ("整改台账", "整改通知", "整改清单", "三张清单", "汇总台账"):
        assert any(title in name for name in documents), title
    evidence = [name for name in files if name.startswith("佐证材料/")]
    assert {files[name] for name in evidence} == {PNG + b"ZQX-baishi", PNG + b"ZQX-shiqiao"}
    originals = {one["original"] for one in json.loads(files["manifest.json"])["files"]} - {""}
    assert originals == {"ZQX-baishi现场照片.png", "ZQX-shiqiao现场照片.png"}


def test_the_same_position_gives_the_same_bytes_and_the_log_may_go_on(lived: City, tmp_path: Path):
    one = pack(lived, "center1", year="2020")
    lived.reach(lived.items("baishi")[2], "closed")
    sign(lived, tmp_path)
    other = pack(lived, "auditor", year="2020", until=f"@{one.command.at_position}")
    assert one.content == other.content
    newer = pack(lived, "center1", year="2020")
    assert newer.command.at_position > one.command.at_position
    assert newer.command.open_items == one.command.open_items - 1
    assert verify(newer.put(tmp_path / "newer.zip")).status == 0


def again(city: City, made: Made, login: str) -> bytes:
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        archive, _ = recorded.one(connection, city.actor(login), made.archive_id, at)
    with archiving.again(city.ledger, city.actor(login), archive, made.archive_id) as file:
        return file.read()


def test_a_bureaus_part_holds_nothing_of_another_and_counts_the_rest(seen: City, tmp_path: Path):
    made = pack(seen, "shiqiao_leader", year="2020")
    said, files = manifest(made.content), parts(made.content)
    assert said["unit"] == made.command.unit == "shiqiao"
    assert said["withheld"] == made.command.withheld > 0
    everything = b"".join(files.values()) + "".join(files).encode()
    assert b"ZQX-shiqiao" in everything
    for hidden in (b"ZQX-baishi", b"baishi", "白石县司法局".encode()):
        assert hidden not in everything.replace("-白石-".encode(), b""), hidden
    verdict = verify(made.put(tmp_path / "part.zip"))
    assert verdict.status == 0, verdict.said
    assert "1 came from another unit" in verdict.said
    assert again(seen, made, "center1") == again(seen, made, "shiqiao_handler") == made.content


def test_what_is_gone_is_named_and_left_out_and_what_was_recorded_before_is_not_handed_out(lived: City, tmp_path: Path):
    before = pack(lived, "center1", year="2020")
    gone = next(one for one in manifest(before.content)["files"] if one["kind"] == "evidence")
    lived.ledger.files.path(gone["sha256"]).unlink()
    after = pack(lived, "center1", year="2020")
    [absent] = manifest(after.content)["absent"]
    assert (absent["sha256"], absent["original"]) == (gone["sha256"], gone["original"])
    assert after.command.absent == 1
    assert after.command.files == before.command.files - 1
    verdict = verify(after.put(tmp_path / "after.zip"))
    assert verdict.status == 0, verdict.said
    assert "1 more are gone" in verdict.said
    with pytest.raises(ArchiveDiffers):
        again(lived, before, "center1")


def test_what_cannot_be_packed_is_refused_and_nothing_is_recorded(seen: City, tmp_path: Path):
    for said in ({}, {"year": "2020", "notice": str(notice_of(seen))}):
        with pytest.raises(NoticeOrYear):
            pack(seen, "center1", **said)
    for said in ({"year": "1999"}, {"notice": str(UUID(int=7))}, {"year": "2020", "until": "@0"}):
        with pytest.raises(NothingToArchive):
            pack(seen, "center1", **said)
    for login in ("evaluator", "sysadmin"):
        with pytest.raises(NotPermitted):
            pack(seen, login, year="2020")
    pack(seen, "center1", year="2020")  # its own event is not signed yet
    with seen.ledger.database.reading() as connection:
        newest = length(connection) - 1
    with pytest.raises(NotYetSigned):
        pack(seen, "center1", year="2020", until=f"@{newest}")
    assert not fold([]).version
