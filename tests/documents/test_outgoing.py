"""What goes out: each form read back by another library, of what happened and nothing else, in the reader's sight."""

import re
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from documents.official.checking import check
from documents.outgoing import registry
from documents.outgoing.forms import About
from documents.outgoing.refusals import HasNotOccurred, NoSuchDocument, NoSuchOccurrence
from events import tables
from tests import examples as x
from tests.documents.outgoing import ASKED, OTHER, looking, said, taken, words
from tests.office import Office
from workflow import messages as m
from workflow.errors import NoSuchItem
from workflow.messages.matters import TransferItem
from workflow.notice_errors import NoSuchPackage, NoticeTakenBack

PAPERS = [form.name for form in registry.about(About.ITEM)]


def test_every_paper_of_an_item_opens_and_names_its_fonts_officially(busy):
    for name in PAPERS:
        content = taken(busy, name, "docx", item=x.ITEM).content
        text = words(content, "docx")
        assert "系统里登记的案件数同卷宗清点数对不上" in text, name
        assert "根值" in text, name
        styles = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
        assert {"方正小标宋简体", "仿宋_GB2312", "黑体"} <= set(re.findall(r'w:eastAsia="([^"]+)"', styles)), name


def test_a_reminder_is_of_one_urging_the_last_unless_another_is_chosen(busy):
    last = said(busy, "urge", item=x.ITEM)
    assert "第2次催办" in last
    assert "再次催办" in last
    assert "请尽快办理" not in last
    first = said(busy, "urge", item=x.ITEM, version=2)
    assert "第1次催办" in first
    assert "请尽快办理" in first
    assert "白石县司法局" in first


def test_each_paper_says_what_its_event_said(busy):
    back = said(busy, "send-back", item=x.ITEM)
    assert all(word in back for word in ("照片看不清", "第1次退回"))
    assert "黄灯" in said(busy, "supervise", item=x.ITEM)
    assert "进度偏慢" in said(busy, "supervise", item=x.ITEM)
    verified = said(busy, "verify", item=x.ITEM)
    assert all(word in verified for word in ("已完成", "材料齐全", "逐案核对", "差异清零", "照片.png"))
    closed = said(busy, "close", item=x.ITEM)
    assert all(
        word in closed for word in ("三个不同账号", "经办人（白石县司法局）", "市中心（市法律援助中心）", "销号")
    )


def test_what_never_happened_has_no_paper_and_the_refusal_says_so(busy):
    for name in ("urge", "supervise", "send-back", "verify", "close"):
        with pytest.raises(HasNotOccurred, match="Nothing like"):
            taken(busy, name, "docx", item=OTHER)
    with pytest.raises(NoSuchOccurrence, match="Event 1"):
        taken(busy, "urge", "docx", item=x.ITEM, version=1)
    assert "卷宗没有编页码" in said(busy, "task", item=OTHER)


def test_a_paper_as_of_a_moment_knows_nothing_of_what_came_later(busy):
    before = "@" + str(sealed(busy, "item.urged"))
    assert "第1次催办" in said(busy, "urge", as_of=before, item=x.ITEM)
    with pytest.raises(HasNotOccurred):
        taken(busy, "close", "docx", as_of=before, item=x.ITEM)
    with pytest.raises(NoSuchItem):
        taken(busy, "task", "docx", as_of=before, item=OTHER)


def sealed(office: Office, name: str) -> int:
    """The position of the first event of a name."""
    with looking(office) as view:
        log, events = tables.log.c, tables.events.c
        joined = tables.log.join(
            tables.events, (log.stream_id == events.stream_id) & (log.version == events.version)
        )  # fmt: skip
        wanted = select(log.position).select_from(joined).where(events.name == name).order_by(log.position)
        return int(view.connection.scalars(wanted).first())


HERE = [form.name for form in registry.FORMS if form.about in ASKED]


@pytest.mark.parametrize("name", HERE)
def test_the_same_moment_gives_the_same_bytes(busy, name):
    form = registry.OUTGOING[name]
    asked = ASKED[form.about]
    with looking(busy) as view:
        moment = view.at.at.isoformat()
    for medium in form.media:
        first = taken(busy, name, medium, as_of=moment, **asked).content
        busy.issue(uuid4(), problem=f"后来的问题{medium}")
        assert taken(busy, name, medium, as_of=moment, **asked).content == first, medium


def test_a_bureau_takes_documents_of_its_own_items_alone(busy):
    for name in PAPERS:
        with pytest.raises(NoSuchItem):
            taken(busy, name, "docx", x.STRANGER, item=x.ITEM)
    assert "请尽快办理" in said(busy, "urge", reader=x.HANDLER, item=x.ITEM, version=2)
    for name, medium in (("notice", "docx"), ("list", "xlsx"), ("tasks", "docx")):
        assert "ZQX" not in said(busy, name, medium, x.LEADER, notice=x.NOTICE, bureau=x.BAISHI)
        with pytest.raises(NoSuchPackage):
            taken(busy, name, medium, x.LEADER, notice=x.NOTICE, bureau=x.SHIQIAO)
    for name in ("three-lists", "ledger"):
        text = said(busy, name, "xlsx", x.LEADER)
        assert "ZQX" not in text
        assert "石桥" not in text
        assert "卷宗没有编页码" in text
    with pytest.raises(NoSuchDocument):
        taken(busy, "comparison", "docx", x.LEADER)
    for name in registry.OUTGOING:
        with pytest.raises(NoSuchDocument):
            taken(busy, name, registry.OUTGOING[name].media[0], x.ADMIN, item=x.ITEM)


def test_the_bureau_that_an_item_went_to_is_told_nothing_of_the_one_before(busy):
    busy.do(m.UrgeItem, x.CENTER, OTHER, {"note": "给白石的催办"})
    busy.do(TransferItem, x.CENTER, OTHER, {"bureau": "shiqiao", "reason": "职责划转"})
    with pytest.raises(HasNotOccurred):
        taken(busy, "urge", "docx", x.STRANGER, item=OTHER)
    busy.do(m.UrgeItem, x.CENTER, OTHER, {"note": "给石桥的催办"})
    mine = said(busy, "urge", reader=x.STRANGER, item=OTHER)
    assert "给石桥的催办" in mine
    assert "白石县" not in mine
    with pytest.raises(NoSuchItem):
        taken(busy, "urge", "docx", x.LEADER, item=OTHER)


def test_the_notice_says_what_is_known_and_marks_what_is_not(busy):
    text = said(busy, "notice", notice=x.NOTICE, bureau=x.BAISHI)
    assert "根据【待核】" in text.replace("\n", "")
    assert "承担整改事项2项" in text.replace("\n", "")
    assert "白石县司法局：" in text
    assert "市法律援助中心文件" in text
    busy.do(m.WithdrawItem, x.CENTER, OTHER, {"reason": "重复下发"})
    assert "承担整改事项1项" in said(busy, "notice", notice=x.NOTICE, bureau=x.BAISHI).replace("\n", "")


def test_of_a_withdrawn_notice_nothing_goes_out_any_more(sqlite_office):
    sqlite_office.issue()
    sqlite_office.do(m.WithdrawNotice, x.CENTER, x.NOTICE, {"reason": "重新制定"})
    with pytest.raises(NoticeTakenBack):
        taken(sqlite_office, "notice", "docx", notice=x.NOTICE, bureau=x.BAISHI)


@pytest.mark.parametrize("name", [form.name for form in registry.FORMS if form.about in ASKED and "docx" in form.write])
def test_our_own_check_finds_nothing_wrong_with_the_format(busy, name):
    content = taken(busy, name, "docx", **ASKED[registry.OUTGOING[name].about]).content
    assert check(content, f"{name}.docx", render=False).format == []
