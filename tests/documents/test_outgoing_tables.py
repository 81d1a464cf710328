"""Tables that go out, hostile words in every form, progress, and the same bytes on both databases."""

import os
import re
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from docx import Document
from openpyxl import load_workbook

from documents.outgoing import registry, three_lists
from documents.outgoing.forms import About
from documents.outgoing.progress import KEPT, Progress, far
from documents.outgoing.refusals import NoSuchDocument, NothingToList, TooManyForPaper
from tests import examples as x
from tests.documents.outgoing import ASKED, OTHER, looking, said, taken
from tests.office import Office
from workflow import messages as m
from workflow.reports import Filter


def test_the_printed_ledger_has_sums_of_values_lights_in_words_and_masked_persons(busy):
    busy.do(m.SuperviseItem, x.CENTER, OTHER, {"light": "red", "note": "逾期未报"})
    sheet = load_workbook(BytesIO(taken(busy, "ledger", "xlsx").content)).worksheets[0]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, sheet.freeze_panes) == ("landscape", 8, "A4")
    assert (sheet.print_title_rows, sheet.auto_filter.ref) == ("$3:$3", f"A3:Z{sheet.max_row}")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    head = [cell.value for cell in sheet[3]]
    place = {name: n for n, name in enumerate(head)}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    sums = [row for row in rows if "计（" in str(row[place["具体问题"]])]
    assert [row[place["涉及金额（元）"]] for row in sums] == [12800.5, 0, 12800.5]
    assert "合计（3项）" in str(sums[-1])
    mine = next(row for row in rows if row[place["编号"]] == "〔2020〕1-白石-01")
    named = [mine[place[name]] for name in ("责任领导", "责任人", "联系电话")]
    assert named == ["乙*", "丁*", "000****0001"]
    assert [mine[place[name]] for name in ("整改措施", "核查意见", "进展情况")] == ["逐案核对", "材料齐全", "已销号"]
    assert "红灯（已逾期）" in {row[place["督办灯"]] for row in rows}


def test_the_ledger_is_filtered_as_the_list_is(busy):
    only = said(busy, "ledger", "xlsx", wanted=Filter(bureau="shiqiao"))
    assert "ZQX" in only
    assert "白石" not in only
    with pytest.raises(NothingToList):
        taken(busy, "ledger", "xlsx", wanted=Filter(text="没有这样的问题"))


def test_three_lists_name_roles_and_no_persons(busy):
    book = load_workbook(BytesIO(taken(busy, "three-lists", "xlsx").content))
    assert book.sheetnames == ["问题清单", "任务清单", "责任清单"]
    assert [sheet.max_row for sheet in book] == [6, 6, 6]
    text = said(busy, "three-lists", "docx")
    assert "单位主要负责人" in text
    assert "丁四" not in text


def test_a_paper_lists_no_more_than_can_be_read(busy, monkeypatch):
    monkeypatch.setattr(three_lists, "MOST", 2)
    with pytest.raises(TooManyForPaper, match="3 items are more than the 2"):
        taken(busy, "three-lists", "docx")


UNHAPPENED = ("supervise", "send-back", "verify", "close")
HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "\u202eabc\u202c",
    "🙂\U0001f468\u200d\U0001f469",
    "<w:t>&amp;</w:t>",
    "x\ty\nz",
    "字" * 20_000,
]


def test_hostile_words_break_no_form(busy):
    for n, text in enumerate(HOSTILE):
        busy.issue(UUID(int=900 + n), problem=text, requirement=text[:500], source="", figure=None, clause="")
    item = UUID(int=900)
    busy.do(m.UrgeItem, x.CENTER, item, {"note": "\u202e" + "=1" * 50})
    for form in registry.FORMS:
        if form.about not in ASKED or form.name in UNHAPPENED:
            continue
        asked = ASKED[form.about] | ({"item": item} if form.about is About.ITEM else {})
        for medium in form.media:
            content = taken(busy, form.name, medium, **asked).content
            if medium == "docx":
                assert Document(BytesIO(content)).paragraphs
            else:
                cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet for cell in row]
                assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink], form.name


def test_papers_are_in_english_for_who_reads_english(busy):
    for name in ("urge", "close", "task"):
        text = said(busy, name, language="en", item=x.ITEM)
        assert re.search("Unit|Problem", text), name
        assert "责任单位" not in text, name


def test_what_a_form_is_called_on_disk_names_form_and_number(busy):
    assert taken(busy, "urge", "docx", item=x.ITEM).name == "催办单-〔2020〕1-白石-01.docx"
    assert taken(busy, "ledger", "xlsx").name == "汇总台账.xlsx"


def test_progress_is_told_to_the_account_that_asked_and_forgotten(busy, tmp_path):
    chosen, mine, other = uuid4(), x.CENTER.account, x.SECOND.account
    files = busy.ledger.files
    assert far(files, mine, chosen) is None
    taken(busy, "ledger", "xlsx", progress=Progress(files, mine, chosen))
    assert far(files, mine, chosen) == (3, 3)
    assert far(files, other, chosen) is None
    [path] = list((files.root / "progress").iterdir())
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - KEPT - 60))
    Progress(files, mine, uuid4())
    assert far(files, mine, chosen) is None


def test_where_progress_cannot_be_noted_the_document_is_made(busy):
    (busy.ledger.files.root / "progress").parent.mkdir(parents=True, exist_ok=True)
    (busy.ledger.files.root / "progress").write_text("in the way")
    assert taken(busy, "ledger", "xlsx", progress=Progress(busy.ledger.files, x.CENTER.account, uuid4())).content


def test_every_form_is_registered_once_under_a_name_for_addresses():
    assert all(re.fullmatch("[a-z][a-z-]{2,63}", name) for name in registry.OUTGOING)
    assert len(registry.OUTGOING) == len(registry.FORMS)
    assert all(form.title.zh and form.title.en and form.purpose.zh and form.purpose.en for form in registry.FORMS)
    with pytest.raises(NoSuchDocument):
        registry.find("urge", "xlsx", About.ITEM)
    with pytest.raises(NoSuchDocument):
        registry.find("urge", "docx", About.PACKAGE)


def test_the_same_ledger_gives_the_same_bytes_on_both_databases(migrated_sqlite_url, migrated_postgres_url, tmp_path):
    made = []
    for n, url in enumerate((migrated_sqlite_url, migrated_postgres_url)):
        with Office.open(url, tmp_path / str(n)) as office:
            office.whole_life()
            office.issue(OTHER, problem="卷宗没有编页码")
            asked = {"ledger": {}, "three-lists": {}, "close": {"item": x.ITEM}, "totals": {}}
            made.append([
                taken(office, name, medium, headless=True, **more).content
                for name, more in asked.items() for medium in registry.OUTGOING[name].media
            ])  # fmt: skip
    assert made[0] == made[1]


def test_a_document_says_of_which_position_and_root_it_is(busy):
    with looking(busy) as view:
        head = view.head
    assert head is not None
    assert head.signed_size is None
    assert f"日志第{head.position}条，根值{head.root[:16]}" in said(busy, "urge", item=x.ITEM)
