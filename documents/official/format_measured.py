"""Rules on what the rendered pages measure; where nothing was rendered they find nothing, and the check says so.

Tolerance: none on the count of lines and characters, 1.5 mm on edges and page numbers, for rendering rounds.
"""

from collections.abc import Iterator

from documents.official.measured import BLOCK, HEIGHT, Line, Measures, running_pages
from documents.official.measures import CHARACTERS, LINE, LINES
from documents.official.rules import Hit, Place, Registry, both, rule
from workflow.errors import Words

RULES: Registry[Measures] = []
NEAR = 1.5
CHARACTER = 5.6  # mm
MEND = Words(
    f"把行距设为固定值 {LINE / 20:g} 磅、字符间距紧缩 0.25 磅，不用文档网格。",
    f"Set the line spacing to exactly {LINE / 20:g} pt and condense the characters by 0.25 pt, without a grid.",
)


@rule(RULES, "lines_per_page", Words(f"每面 {LINES} 行", f"{LINES} lines to a page"), MEND)
def lines_per_page(measures: Measures) -> Iterator[Hit]:
    """Counted on full pages; without one, how many lines so far apart would fit."""
    if measures.pitch is None:
        return
    found = measures.lines if measures.lines is not None else int(HEIGHT / measures.pitch + 0.01)
    if found != LINES:
        pages = running_pages(measures.pages)
        there = both("每面 {found} 行", "{found} lines to a page", found=found)
        yield Hit(Place(page=pages[0].number if pages else 1), there)


@rule(RULES, "characters_per_line", Words(f"每行 {CHARACTERS} 字", f"{CHARACTERS} characters to a line"), MEND)
def characters_per_line(measures: Measures) -> Iterator[Hit]:
    if measures.characters is not None and measures.characters != CHARACTERS:
        there = both("每行 {found} 字", "{found} characters to a line", found=measures.characters)
        yield Hit(Place(page=running_pages(measures.pages)[0].number), there)


@rule(
    RULES,
    "text_block",
    Words(
        "正文在版心之内：距左边 28 毫米、距右边 26 毫米",
        "The text within its block: 28 mm from the left, 26 mm from the right",
    ),
    Words("检查页边距和段落的左右缩进。", "Look at the margins and the paragraphs' left and right indents."),
)
def text_block(measures: Measures) -> Iterator[Hit]:
    if measures.left is None or measures.right is None or measures.characters is None:
        return
    if abs(measures.left - BLOCK[0]) > NEAR or measures.right > BLOCK[1] + NEAR:
        there = both(
            "正文左缘在 {left:g} 毫米、右缘在 {right:g} 毫米处",
            "the text begins at {left:g} mm and ends at {right:g} mm",
            left=measures.left,
            right=measures.right,
        )
        yield Hit(Place(page=running_pages(measures.pages)[0].number), there)


@rule(
    RULES,
    "page_number_shown",
    Words(
        "每页印出页码，单页居右、双页居左，各空一字", "Each page shows its number, odd at the right, even at the left"
    ),
    Words("检查每一节的页脚。", "Look at the footers of each section."),
)
def page_number_shown(measures: Measures) -> Iterator[Hit]:
    """Pages on their side, and those that are blank, are left out."""
    for page in measures.pages:
        if page.height < page.width or not page.lines:
            continue
        if page.folio is None:
            yield Hit(Place(page=page.number), Words("没有印出页码", "no page number is shown"))
        elif not _outside(page.folio, page.number, page.width):
            yield Hit(Place(page=page.number), Words("页码不在外侧", "the number is not at the outer side"))


def _outside(folio: Line, number: int, width: float) -> bool:
    """About one character in from the outer edge of the text."""
    inset = BLOCK[1] - folio.right if number % 2 else folio.left - BLOCK[0]
    return abs(inset - CHARACTER) <= CHARACTER and 0 < folio.right < width


def measured(measures: Measures) -> Words:
    """What was measured, in a sentence; what there was too little text for is said to be unmeasured."""
    lines = both("每面 {n} 行", "lines to a page: {n}", n=measures.lines)
    if measures.lines is None:
        lines = Words("每面行数未测（没有排满的一页）", "lines to a page were not measured (no full page)")
    characters = both("每行 {n} 字", "characters to a line: {n}", n=measures.characters)
    if measures.characters is None:
        characters = Words(
            "每行字数未测（排满的 3 号字行不到三行）",
            "characters to a line were not measured (fewer than three full lines in 3号)",
        )
    pages = both("共 {n} 页", "pages: {n}", n=len(measures.pages))
    return Words(
        "，".join(one.zh for one in (pages, lines, characters)), ", ".join(one.en for one in (pages, lines, characters))
    )
