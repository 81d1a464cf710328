"""What goes out as it prints: by LibreOffice, which opens each form without mending it; measured in the pages."""

from collections import defaultdict
from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
from docx import Document

from documents.official.measures import CHARACTERS, LINES, MARGINS, PAGE
from documents.official.rendering import program, to_pdf
from documents.outgoing import registry
from tests import examples as x
from tests.documents.outgoing import ASKED, taken
from tests.documents.test_own_lists import DRAFT, HEAD, PROBLEM
from workflow.messages import draft as d

POINTS_PER_MM = 72 / 25.4
NEAR = 1.0  # mm: what a glyph may stand out of the text block
pytestmark = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed here; CI installs it")


def pages(content: bytes, medium: str) -> list[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(to_pdf(content, f"document.{medium}"))
    return list(document)


def lines(page: pypdfium2.PdfPage) -> list[list[tuple[float, float, float, float]]]:
    """The boxes (left, bottom, right, top in mm from the page's left and top) of Han letters, line by line."""
    text, height = page.get_textpage(), page.get_height()
    found = defaultdict(list)
    for n in range(text.count_chars()):
        if "\u4e00" <= text.get_text_range(n, 1) <= "\u9fff":
            left, bottom, right, top = (side / POINTS_PER_MM for side in text.get_charbox(n, loose=True))
            found[round(bottom)].append((left, height / POINTS_PER_MM - bottom, right, height / POINTS_PER_MM - top))
    return [sorted(boxes) for _, boxes in sorted(found.items(), reverse=True)]


def in_block(boxes: list[tuple[float, float, float, float]]) -> bool:
    left, right = MARGINS.left - NEAR, PAGE[0] - MARGINS.right + NEAR
    top, bottom = MARGINS.top - NEAR, PAGE[1] - MARGINS.bottom + NEAR
    return all(left <= one[0] and one[2] <= right and top <= one[3] and one[1] <= bottom for one in boxes)


def test_a_full_page_of_the_notice_has_22_lines_of_28_characters_within_the_text_block(sqlite_office):
    sqlite_office.do(d.DraftNotice, x.CENTER, DRAFT, {**HEAD, "basis": "整改依据" * 300})
    sqlite_office.do(d.AddProblem, x.CENTER, DRAFT, PROBLEM)
    sqlite_office.do(d.ApproveDraft, x.SECOND, DRAFT, {"problems": 1, "items": 2, "return_by": "2020-04-08"})
    content = taken(sqlite_office, "notice", "docx", notice=DRAFT, bureau="baishi").content
    made = pages(content, "docx")
    full = lines(made[1])
    assert [len(boxes) for boxes in full] == [CHARACTERS] * LINES
    assert all(in_block(boxes) for page in made for boxes in lines(page))
    fonts = {run.font.name for paragraph in Document(BytesIO(content)).paragraphs for run in paragraph.runs}
    assert {"仿宋_GB2312", "黑体", "方正小标宋简体"} <= fonts


@pytest.mark.big
def test_the_printed_ledger_is_an_a3_page_on_its_side(busy):
    [page, *_] = pages(taken(busy, "ledger", "xlsx").content, "xlsx")
    assert [round(side / POINTS_PER_MM) for side in page.get_size()] == [420, 297]
    assert "整改工作汇总台账" in page.get_textpage().get_text_range()


@pytest.mark.big
@pytest.mark.parametrize("name", [form.name for form in registry.FORMS if form.about in ASKED])
def test_every_form_opens_and_prints(busy, name):
    form = registry.OUTGOING[name]
    for medium in form.media:
        made = pages(taken(busy, name, medium, **ASKED[form.about]).content, medium)
        assert made
        if medium == "docx" and made[0].get_width() < made[0].get_height():
            assert all(in_block(boxes) for page in made for boxes in lines(page)), name


@pytest.mark.big
def test_a_problem_of_20000_characters_runs_over_pages(busy):
    busy.issue(UUID(int=4711), problem="很长的问题" * 4000)
    made = pages(taken(busy, "task", "docx", item=UUID(int=4711)).content, "docx")
    assert len(made) > 10
    assert all(in_block(boxes) for page in made for boxes in lines(page))
