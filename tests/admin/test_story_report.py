"""The report upward of the story: the source's counts where it states them, the same bytes each time."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
import pypdfium2 as pdfium
import pytest
from docx import Document
from sqlalchemy import select

from documents.official import rendering
from documents.upward_docx import resting, write_report
from documents.upward_files import content_of, written
from documents.upward_xlsx import write_annexes
from events import tables
from tests.admin.conftest import AFTER
from workflow import upward_reports
from workflow.history import reading_at
from workflow.projections import NOTICES, UPWARD
from workflow.upward import UpwardReport
from workflow.upward_counts import UNKNOWN
from workflow.upward_figures import figures
from workflow.upward_reading import facts


@pytest.fixture(scope="session")
def notice(told):
    with told[1].database.reading() as connection:
        return connection.scalars(select(NOTICES.now.c.notice_id).where(NOTICES.now.c.title.startswith("2019"))).one()


@pytest.fixture(scope="session")
def report(told, spring, notice):
    """A report of the whole spring, the morning after."""
    said = UpwardReport(unit="center", addressee="市民生工程办公室", issuer="市司法局", year=2019, notices=(notice,))
    return replace(said, **upward_reports.frozen(spring.ledger, said, ""))


@pytest.fixture(scope="session")
def made(spring, report):
    return upward_reports.made(spring.ledger, report)


def text_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def printed(made, ending: str) -> list[str]:
    return [one.value for one in made.content.figures if one.key.endswith(f":{ending}")]


def test_it_has_the_counts_of_the_source(made):
    """Six of nine with the system's data, six with the rhythm of payment, one district, one city, nine of nine, 15."""
    extents = printed(made, "量化")
    assert "9个县（市、区）中的6个" in extents
    assert "6个县（市、区）" in extents
    assert [extents.count(words) for words in ("1个区", "1个市", "全部9个县（市、区）")] == [2, 1, 2]
    assert sum(words == "抽查15份，普遍" for words in extents) == 5
    text = [made.content.text(block) for block in made.content.blocks]
    assert any("抽取15份，已检查15份" in words for words in text)


def test_it_has_the_eight_areas_and_twenty_four_problems_of_the_list(made):
    kinds = [block.kind for block in made.content.blocks]
    assert [kinds.count(kind) for kind in ("h1", "h2", "h3")] == [3, 8, 24]
    assert [one.value for one in made.content.figures if one.key == "whole:事项数"] == ["82"]


def test_what_nobody_knows_prints_so_and_is_listed(made):
    known = {one.key: one for one in made.content.figures}
    unknown = {key for key, one in known.items() if one.value == UNKNOWN}
    assert unknown == {one.key for one in made.content.unknown}
    assert {"whole:依据", "whole:会议", "whole:方案"} < unknown
    assert all(known[key].why for key in unknown)
    text = "".join(made.content.text(block) for block in made.content.blocks)
    assert text.count(UNKNOWN) == len(unknown)


def test_the_reports_of_the_story_are_made_again_as_they_were(spring):
    with spring.ledger.database.reading() as connection:
        ids = connection.scalars(select(UPWARD.now.c.report_id)).all()
    assert len(ids) == 2
    for one in ids:
        with reading_at(spring.ledger.database, "", AFTER, spring.ledger.zone) as (connection, at):
            told, _ = upward_reports.one(connection, spring.actor("auditor"), one, at)
        assert upward_reports.made(spring.ledger, told).same


def test_the_files_of_one_moment_are_the_same_bytes(spring, report):
    first, again = written(spring.ledger, report), written(spring.ledger, report)
    assert first == again


def test_what_is_recorded_later_changes_nothing_of_it(spring, report, made):
    """Its figures are those after its position, whatever the log has come to."""
    earlier = replace(report, at_position=made.at.position - 300)
    then = upward_reports.made(spring.ledger, earlier).content
    assert then.digest == upward_reports.made(spring.ledger, earlier).content.digest
    assert then.digest != made.content.digest


def test_the_document_opens_with_official_fonts_headings_and_figures_that_lead_to_their_source(report, made):
    content = write_report(report, made)
    document = Document(BytesIO(content))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "市民生工程办公室：" in text
    assert [one for one in text if re.match("[一二三]、", one)] == [
        "一、整改工作组织推进情况", "二、评价发现问题整改情况", "三、总体情况和下一步安排",
    ]  # fmt: skip
    assert sum(bool(re.match("（[一二三四五六七八]）关于", one)) for one in text) == 8
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
        dates = {entry.date_time for entry in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"} <= set(re.findall('w:eastAsia="([^"]+)"', xml))
    marks, leads = set(re.findall('w:bookmarkStart [^>]*w:name="([^"]+)"', xml)), re.findall('w:anchor="([^"]+)"', xml)
    assert set(leads) <= marks
    assert {f"F{n}" for n in range(1, len(made.content.figures) + 1)} <= marks


def test_no_digit_of_the_text_stands_outside_of_a_figure(made):
    """But for the numbers of headings, which number themselves."""
    for block in made.content.blocks:
        assert not [piece for piece in block.pieces if isinstance(piece, str) and re.search(r"\d", piece)], block


def test_the_annexes_list_every_figure_and_every_item(report, made):
    book = openpyxl.load_workbook(BytesIO(write_annexes(report, made)))
    assert book.sheetnames == ["数字来源", "事项与事件", "取数说明"]
    assert book["数字来源"].max_row == len(made.content.figures) + 1
    numbers = {row[0].value for row in book["事项与事件"].iter_rows(min_row=2)}
    assert {item.ref.name for item in made.facts.items} <= numbers
    said = {row[0].value: row[1].value for row in book["取数说明"].iter_rows(min_row=2)}
    assert said["日志树根"] == made.head
    assert said["内容校验值"] == made.content.digest
    assert said["待核数字"] == f"{len(made.content.unknown)} 个"


def test_what_the_annex_calls_a_sum_is_one(made):
    values = [figure.value for figure in made.content.figures]
    sums = [(one, rests) for one, rests in zip(made.content.figures, resting(made.content), strict=True) if one.sums]
    assert len(sums) > 40
    for one, rests in sums:
        parts = [int(values[int(n) - 1]) for n in re.findall(r"\d+", rests)]
        assert int(one.value) == (sum(parts) if rests.endswith("之和") else len(parts)), one.key


def test_parts_of_a_whole_stand_in_brackets_and_what_stands_beside_adds_up(made):
    """A reader who adds up what a sentence says comes to the whole: what is in brackets is counted before."""
    closing = made.content.text(made.content.blocks[-1])
    whole, *parts = map(int, re.findall(r"(\d+) ?项", re.sub("（[^）]*）", "", closing)))
    assert whole == sum(parts)


@pytest.mark.skipif(rendering.program() is None, reason="LibreOffice is not installed")
def test_its_pages_render_and_have_the_same_text_each_time(spring, report):
    pages, again = (text_of(content_of(spring.ledger, report, "pdf")) for _ in range(2))
    assert pages == again
    assert "整改工作组织推进情况" in pages[0]
    assert len(pages) > 10


def test_each_event_of_the_story_changes_exactly_the_figures_that_rest_on_it(spring, report, notice):
    """Event by event through the log, on one calendar day: what moved is what rests on the stream that moved."""
    ledger, drafted = spring.ledger, upward_reports.drafted_of(report)
    with ledger.database.reading() as connection:
        log = connection.execute(
            select(tables.log.c.position, tables.log.c.stream_id).where(tables.log.c.position > 250)
        ).all()

    def at(position: int):
        with reading_at(ledger.database, f"@{position}", AFTER, ledger.zone) as (connection, moment):
            return figures(facts(connection, replace(moment, today=made_on), (notice,)), drafted)

    made_on = ledger.today
    sample = log[:: max(1, len(log) // 60)]
    for position, stream in sample:
        before, after = at(position - 1), at(position)
        for key in before.keys() | after.keys():
            then, now = before.get(key), after.get(key)
            refs = {ref.stream for one in (then, now) if one for ref in one.refs}
            if now and now.sums:
                continue
            if key == "whole:截至日期":
                continue  # it names the position itself
            assert (then != now) == (stream in refs), (position, stream, key)
