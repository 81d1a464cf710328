"""The format check: a document written by Paper passes whole, and one broken in one way gives that one finding."""

import pytest

from documents.official import checking, format_measured, rendering
from documents.official.checking import Checked, check
from documents.official.format_check import RULES, check_measures
from documents.official.headings import number_in
from documents.official.measured import Line, PageMeasure, summed
from documents.official.paper import Paper
from documents.official.tables import Column
from documents.official.unmeasured import LOADS, NO_RENDERER, UNASKED
from tests.documents.papers import FOOTER, GOOD, MADE, UNITS, broken, codes, found, headed, paragraph_of, seen

EVEN = "word/footer2.xml"
FANGSONG = 'w:eastAsia="仿宋_GB2312"'
FLUSH = '<w:ind w:left="0" w:right="0" w:firstLine="0"/>'
INDENTED = FLUSH.replace('firstLine="0"', 'firstLine="640"')
TEXT, TITLE = "白石县司法局已报送", "关于法律援助评价"
BLANK = f"<w:p><w:pPr>{FLUSH}</w:pPr></w:p>"
needs_office = pytest.mark.skipif(rendering.program() is None, reason="LibreOffice is not installed")

BROKEN = {
    "paper_size": lambda: broken('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'),
    "margins": lambda: broken('w:bottom="1984"', 'w:bottom="1440"'),
    "page_number": lambda: broken(" PAGE ", " DATE ", part=EVEN),
    "page_number_dashes": lambda: broken("— ", "- ", part=FOOTER),
    "page_number_side": lambda: broken('w:jc w:val="left"', 'w:jc w:val="center"', part=EVEN),
    "page_number_face": lambda: broken('<w:sz w:val="28"/>', '<w:sz w:val="18"/>', part=FOOTER),
    "table_header": lambda: broken("<w:tblHeader/>", "", count=1),
    "title": lambda: paragraph_of(TITLE, '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
    "title_face": lambda: paragraph_of(TITLE, 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"'),
    "text_face": lambda: paragraph_of(TEXT, FANGSONG, 'w:eastAsia="宋体"'),
    "text_size": lambda: paragraph_of(TEXT, '<w:sz w:val="32"/>', '<w:sz w:val="30"/>'),
    "text_indent": lambda: paragraph_of(TEXT, INDENTED, FLUSH),
    "heading_face": lambda: paragraph_of("关于信息化应用方面", 'w:eastAsia="楷体_GB2312"', 'w:eastAsia="宋体"'),
    "heading_mark": lambda: broken(">1.<", ">1、<"),
    "heading_width": lambda: broken(">（二）<", ">(二)<"),
    "addressee": lambda: broken("市民生工程办公室：", "市民生工程办公室:"),
    "enclosure_note": lambda: broken("2.整改台账", "2.整改台账。"),
    "enclosure_count": lambda: broken(">附件2<", ">其他<"),
    "date": lambda: broken(">2020年5月20日<", ">2020年05月20日<"),
    "date_place": lambda: paragraph_of(">2020年5月20日<", 'w:right="1280"', 'w:right="0"'),
    "spaces": lambda: broken(TEXT, f"　　{TEXT}"),
    "blank_lines": lambda: broken(
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/>', f'{BLANK}<w:p><w:pPr><w:pStyle w:val="Heading1"/>', count=1
    ),
}
ON_PAPER = {"lines_per_page", "characters_per_line", "text_block", "page_number_shown"}


def test_a_document_that_paper_writes_has_no_finding():
    assert found(GOOD) == []


@pytest.mark.parametrize("code", BROKEN)
def test_a_document_broken_in_one_way_has_that_one_finding(code):
    assert codes(BROKEN[code]()) == [code]


def test_every_rule_has_its_negative_control():
    assert {rule.code for rule in RULES} == set(BROKEN)
    assert {rule.code for rule in format_measured.RULES} == ON_PAPER


@pytest.mark.parametrize("code", BROKEN)
def test_a_finding_says_what_is_there_what_is_wanted_and_how_to_mend_it_in_both_languages(code):
    [one] = found(BROKEN[code]())
    assert all(words.zh and words.en for words in (one.there, one.wants, one.mend))
    assert one.count == len(one.places) == 1
    assert code in ("paper_size", "margins") or any(one.places[0][:4])


def test_what_is_the_same_at_many_places_is_said_once():
    [one] = found(broken(FANGSONG, 'w:eastAsia="宋体"'))[:1]
    assert (one.code, one.count, len(one.places)) == ("text_face", 17, 17)


def test_other_makers_names_of_the_official_faces_are_the_official_faces():
    other = broken("方正小标宋简体", "方正小标宋_GBK", docx=broken("仿宋_GB2312", "仿宋"))
    assert found(broken("黑体", "方正黑体_GBK", docx=broken("楷体_GB2312", "KaiTi", docx=other))) == []


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("1、", "1."),
        ("1．", "1."),
        ("(一)", "（一）"),
        ("（一)", "（一）"),
        ("(1)", "（1）"),
        ("一.", "一、"),
        ("（一）、", "（一）"),
        ("１.", "1."),
    ],
)
def test_a_heading_number_written_wrongly_is_read_as_what_it_should_be(written, proper):
    number = number_in(f"{written}关于档案")
    assert (number.written, number.proper) == (written, proper)


@pytest.mark.parametrize(
    "text", ["1.5亿元", "2019年", "一、二季度共开展", "一是加强", "十五份卷宗", "3月上旬", "（试行）", "1.25倍"]
)
def test_what_only_looks_like_a_heading_number_is_none(text):
    assert number_in(text) is None


def test_numbers_written_alike_are_one_finding():
    [mark] = [one for one in found(headed((1, "一、甲"), (3, "1、乙"), (3, "2、丙"))) if one.code == "heading_mark"]
    assert (mark.there.zh, mark.mend.zh, mark.count) == ("序数写作“1、”", "“1、”改为“1.”。", 2)


# What is measured


@pytest.fixture(scope="module")
def rendered() -> Checked:
    """The good report as LibreOffice lays it out: one run for this file."""
    return check(GOOD, "报告.docx", UNITS, pictured=1)


@needs_office
def test_rendered_it_has_22_lines_of_28_characters_and_no_finding(rendered):
    assert (rendered.measures.lines, rendered.measures.characters) == (22, 28)
    assert (rendered.format, rendered.wording, rendered.clean) == ([], [], True)
    assert [rendered.measures.left, rendered.measures.right] == pytest.approx([28, 184], abs=0.5)


@needs_office
def test_rendered_its_page_numbers_stand_outside_7_mm_below_the_text(rendered):
    pages = rendered.measures.pages
    assert [page.folio.text for page in pages] == [f"— {page.number} —" for page in pages]
    for page in pages:
        inset = 184 - page.folio.right if page.number % 2 else page.folio.left - 28
        assert (inset, page.folio.size) == (pytest.approx(5.6, abs=0.3), 14)
        assert page.folio.base - page.folio.size * 25.4 / 72 * 0.88 - 262 == pytest.approx(7, abs=1)


@needs_office
def test_a_rendered_page_comes_back_as_a_picture(rendered):
    [picture] = rendered.pictures
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")


@needs_office
@pytest.mark.big
def test_plain_margins_and_28_points_give_27_characters_which_is_found():
    plain = broken('w:line="579"', 'w:line="600"', docx=broken('<w:spacing w:val="-5"/>', ""))
    checked = check(plain, "报告.docx", UNITS)
    assert (checked.measures.lines, checked.measures.characters) == (21, 27)
    assert [one.code for one in checked.format] == ["lines_per_page", "characters_per_line"]


def page(number: int, *, lines: int = 22, characters: int = 28, left: float = 28.0, folio: bool = True) -> PageMeasure:
    """A page of running text, as it would be measured."""
    text = "字" * characters
    told = [Line(text, 45 + n * 10.21, left, left + characters * 5.56, 16, "FangSong") for n in range(lines)]
    place = (164.8, 178.4) if number % 2 else (33.7, 47.3)
    return PageMeasure(number, 210, 297, told, Line(f"— {number} —", 272.6, *place, 14, "SimSun") if folio else None)


def measured(*pages: PageMeasure) -> list[str]:
    return [one.code for one in check_measures(summed(list(pages)))]


def test_measures_that_are_right_give_no_finding():
    assert measured(page(1), page(2), page(3, lines=5)) == []


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("lines_per_page", {"lines": 21}),
        ("characters_per_line", {"characters": 27}),
        ("text_block", {"left": 31.7}),
        ("page_number_shown", {"folio": False}),
    ],
)
def test_measures_that_are_wrong_in_one_way_give_that_one_finding(code, change):
    assert measured(page(1, **change), page(2, **change), page(3, **change | {"lines": 5})) == [code]


def test_a_page_number_at_the_inner_side_is_found():
    first, second = page(1), page(2)
    swapped = PageMeasure(1, 210, 297, first.lines, replace_line(second.folio))
    assert measured(swapped, second) == ["page_number_shown"]


def replace_line(line: Line) -> Line:
    return Line("— 1 —", line.base, line.left, line.right, line.size, line.font)


def test_tables_and_annexes_are_not_counted_as_running_text():
    small = PageMeasure(
        2, 210, 297, [Line("表" * 40, 45 + n * 5, 28, 180, 10.5, "FangSong") for n in range(40)], page(2).folio
    )
    annex = page(4)
    annex = PageMeasure(
        4, 210, 297, [Line("附件1", 45, 28, 43, 16, "SimHei"), *page(4, characters=20).lines], annex.folio
    )
    assert summed([page(1), small, page(3, lines=3), annex, page(5, lines=30, characters=20)]).characters == 28


def test_without_a_renderer_the_measures_are_said_to_be_missing_and_never_passed(monkeypatch):
    monkeypatch.setattr(rendering, "PROGRAMS", ())
    checked = check(GOOD, "报告.docx", UNITS)
    assert (checked.measures, checked.not_measured, checked.clean) == (None, NO_RENDERER, False)
    assert "未检查" in checked.not_measured.zh


def test_the_fast_way_reads_the_file_alone():
    assert check(GOOD, "报告.docx", UNITS, render=False).not_measured == UNASKED


def test_what_would_load_something_from_elsewhere_is_read_but_not_rendered():
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r>'
    field += '<w:r><w:instrText>PICTURE "http://evil.example/a.png"</w:instrText></w:r><w:sectPr'
    checked = check(
        broken("<w:sectPr", field.replace("<w:r>", "<w:p><w:r>", 1).replace("<w:sectPr", "</w:p><w:sectPr")), "a.docx"
    )
    assert (checked.measures, checked.not_measured) == (None, LOADS)
    outside = '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    outside += 'Target="http://evil.example/" TargetMode="External"/></Relationships>'
    part = "word/_rels/document.xml.rels"
    for kind, loads in (("image", True), ("attachedTemplate", True), ("hyperlink", False)):
        assert seen(broken("</Relationships>", outside.format(kind), part=part)).document.outside is loads, kind


def test_a_document_waits_for_its_turn_no_longer_than_a_while(monkeypatch):
    monkeypatch.setattr(rendering, "WAIT", 0.01)
    held = [rendering.ROOM.acquire(timeout=1) for _ in range(rendering.AT_ONCE)]
    try:
        assert all(held)
        assert check(GOOD, "报告.docx").not_measured == checking.BUSY
    finally:
        for _ in held:
            rendering.ROOM.release()


def test_a_note_in_small_type_may_stand_under_the_title_beside_a_table_and_after_the_date():
    paper = Paper("关于整改情况的说明", created=MADE)
    paper.title()
    paper.small("数字为第3条之后的情况。")
    paper.table([Column("单位", 1)], [["白石县"]])
    paper.small("说明见附件。")
    paper.signed("云岭市司法局", MADE.date())
    paper.small("本件由系统生成。")
    assert found(paper.bytes()) == []
    paper.body("正文。")
    paper.small("正文之间的小字不是附注。")
    assert codes(paper.bytes()) == ["text_size", "text_indent"]


def test_the_place_of_a_date_that_comes_with_issuing_is_kept_without_a_finding():
    assert found(broken(">2020年5月20日<", ">【印发时填写】<")) == []
