"""Official documents for tests: one that is right in every part, and ways to break it."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

from documents.official.docx_child import find_document
from documents.official.format_check import check_format
from documents.official.paper import Paper
from documents.official.parts import Slot
from documents.official.rules import Finding, Name, Seen
from documents.official.structure import parts_of
from documents.official.tables import Column
from documents.official.wording_check import check_wording

MADE = datetime(2020, 5, 20, tzinfo=UTC)
UNITS = (
    *map(Name, ("白石县司法局", "青岚县司法局", "南屿区司法局", "石桥市司法局", "市法律援助中心")),
    Name("白石区司法局", now="白石县司法局"),
    Name("旧渡县司法局", gone=True),
)
MAIN, FOOTER = "word/document.xml", "word/footer1.xml"
LONG = "各单位对照清单逐项整改，逐项核查，已经完成的及时销号，尚未完成的列出计划，明确专人负责，按期报送进展情况。"


def report() -> Paper:
    """A report with every part that a document can have; more than two pages of running text."""
    paper = Paper("关于法律援助评价问题整改情况的报告", created=MADE)
    paper.head("云岭市司法局", "云司〔2020〕7号")
    paper.title()
    paper.addressee("市民生工程办公室")
    paper.body("截至", Slot("4月8日", "f1", "a1"), "，已收到整改报告", Slot("9", "f2", "a2"), "份。")
    paper.heading(1, "组织推进情况")
    for _ in range(8):
        paper.body(LONG * 3)
    paper.heading(1, "整改情况")
    paper.heading(2, "关于信息化应用方面的问题")
    paper.heading(3, "系统数据与实际不一致")
    paper.body("白石县司法局已报送。", LONG * 4)
    paper.heading(4, "进展")
    paper.body(LONG * 5)
    paper.heading(2, "关于档案管理方面的问题")
    paper.body(LONG * 6)
    paper.enclosures(["数字来源", "整改台账"])
    paper.signed("云岭市司法局", date(2020, 5, 20))
    paper.enclosure(1, "数字来源")
    rows = [[Slot(str(n), f"a{n}" if n < 3 else ""), "怎么数的", "〔2020〕1-白石-01"] for n in range(1, 40)]
    paper.table([Column("序号", 1, True), Column("口径", 4), Column("事项", 6)], rows)
    paper.enclosure(2, "整改台账")
    paper.table([Column("单位", 3), Column("件数", 1, True)], [["白石县", "3"], ["南屿区", "4"], ["合计", "7"]])
    paper.colophon("云岭市司法局办公室", date(2020, 5, 20), "市法律援助中心")
    return paper


GOOD = report().bytes()


def telling(*sentences: str | Slot) -> bytes:
    """A document that says these sentences, a paragraph each, after one that has a figure with its source."""
    paper = Paper("关于整改情况的报告", created=MADE)
    paper.title()
    paper.body("现有", Slot("9", "f1"), "份。")
    for sentence in sentences:
        paper.body(sentence)
    return paper.bytes()


def headed(*headings: tuple[int, str]) -> bytes:
    """A document of headings as they were typed: the level decides the font, the text holds the number."""
    paper = Paper("关于整改情况的报告", created=MADE)
    paper.title()
    for level, text in headings:
        paper.heading(level, "此处")
        paper.body("正文。")
        paper._document.element.body[-3].xpath(".//w:t")[0].text = text
        for more in paper._document.element.body[-3].xpath(".//w:t")[1:]:
            more.text = ""
    return paper.bytes()


def replaced(docx: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The document with one part changed as text."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, change(content.decode()).encode() if name == part else content)
    return target.getvalue()


def broken(old: str, new: str, *, part: str = MAIN, count: int = -1, docx: bytes = GOOD) -> bytes:
    """The good report with one thing changed; it must be there to be changed."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return replaced(docx, part, change)


def paragraph_of(text: str, old: str, new: str, *, docx: bytes = GOOD) -> bytes:
    """The good report with one thing changed in the first paragraph that holds this text."""

    def change(xml: str) -> str:
        begins = xml.rindex("<w:p>", 0, xml.index(text))
        ends = xml.index("</w:p>", begins) + len("</w:p>")
        assert old in xml[begins:ends], old
        return xml[:begins] + xml[begins:ends].replace(old, new) + xml[ends:]

    return replaced(docx, MAIN, change)


def seen(docx: bytes) -> Seen:
    """As the rules see it, read in this process and not rendered."""
    document = find_document(docx, "公文.docx")
    return Seen(document=document, parts=parts_of(document), units=UNITS)


def found(docx: bytes) -> list[Finding]:
    one = seen(docx)
    return check_format(one) + check_wording(one)


def codes(docx: bytes) -> list[str]:
    """The codes of what is found, each once."""
    return list(dict.fromkeys(finding.code for finding in found(docx)))


def told(*sentences: str | Slot, code: str) -> list[str]:
    """What the rule of this code says is there, in Chinese."""
    return [finding.there.zh for finding in found(telling(*sentences)) if finding.code == code]
