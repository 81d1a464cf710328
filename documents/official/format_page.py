"""Rules on paper, margins, page numbers and tables, as the file states them. Source: GB/T 9704-2012."""

from collections.abc import Iterator

from documents.official.document import Footer, Section
from documents.official.faces import SONG
from documents.official.measures import MARGINS, NUMBER, PAGE, TWIPS_PER_MM
from documents.official.rules import Hit, Place, Registry, Seen, both, rule
from workflow.errors import Words

RULES: Registry[Seen] = []
TOLERANCE = 1.05  # mm: 1 mm of the standard, and what rounding to twips takes
LONG = 25  # rows of a table that will not stay on one page
SIDES = {
    "top": Words("上", "top"),
    "right": Words("右", "right"),
    "bottom": Words("下", "bottom"),
    "left": Words("左", "left"),
}
PLACE_ALIGNED = {"right": Words("居右", "at the right"), "left": Words("居左", "at the left"),
                 "center": Words("居中", "centred")}  # fmt: skip


def _mm(twips: int) -> float:
    return round(twips / TWIPS_PER_MM, 1)


def _of(seen: Seen, section: Section) -> Place:
    """The last paragraph of a section; nowhere in particular if it is the only one."""
    return Place(paragraph=section.ends if len(seen.document.sections) > 1 else 0)


def _upright(section: Section) -> bool:
    return section.height >= section.width


@rule(
    RULES,
    "paper_size",
    Words("A4 纸，210 × 297 毫米", "A4 paper, 210 × 297 mm"),
    Words("在页面设置里把纸张改为 A4。", "Set the paper to A4 in the page setup."),
)
def paper_size(seen: Seen) -> Iterator[Hit]:
    for section in seen.document.sections:
        sides = sorted((_mm(section.width), _mm(section.height)))
        if any(abs(side - wanted) > TOLERANCE for side, wanted in zip(sides, PAGE, strict=True)):
            size = f"{_mm(section.width):g} × {_mm(section.height):g}"
            yield Hit(_of(seen, section), both("纸张 {size} 毫米", "paper of {size} mm", size=size))


@rule(
    RULES,
    "margins",
    Words("上 37、下 35、左 28、右 26 毫米，允许 ±1 毫米", "top 37, bottom 35, left 28, right 26 mm, ±1 mm"),
    Words("在页面设置里改页边距。", "Change the margins in the page setup."),
)
def margins(seen: Seen) -> Iterator[Hit]:
    """Those of upright pages: a table on a page on its side has its own."""
    for section in filter(_upright, seen.document.sections):
        for side, wanted in MARGINS._asdict().items():
            found = _mm(getattr(section, side))
            if abs(found - wanted) > TOLERANCE:
                words = SIDES[side]
                there = Words(f"{words.zh}边距 {found:g} 毫米", f"{words.en} margin of {found:g} mm")
                yield Hit(_of(seen, section), there)


def _footers(section: Section, even: bool) -> dict[str, Footer]:
    """By what pages they stand on: all, or odd and even ones."""
    odd = section.footers.get("default")
    found = {"odd": odd, "even": section.footers.get("even") if even else odd}
    return {side: footer for side, footer in found.items() if footer is not None}


@rule(
    RULES,
    "page_number",
    Words("每页下方有页码", "A page number at the foot of every page"),
    Words(
        "在页脚插入页码；设了奇偶页不同的，两种页脚都要插入。",
        "Put a page number into the footer; into both where odd and even pages differ.",
    ),
)
def page_number(seen: Seen) -> Iterator[Hit]:
    for section in seen.document.sections[:1]:
        found = _footers(section, seen.document.even)
        if not any(footer.page for footer in found.values()):
            yield Hit(Place(page=1), Words("没有页码", "no page number"))
        elif len(found) < 2 or not all(footer.page for footer in found.values()):
            yield Hit(Place(page=2), Words("只有单页或双页有页码", "page numbers on odd or even pages only"))


@rule(
    RULES,
    "page_number_dashes",
    Words("页码左右各一条一字线：— 1 —", "The number between two dashes: — 1 —"),
    Words("在页码左右各加一条一字线（—）。", "Put a dash (—) on either side of the number."),
)
def page_number_dashes(seen: Seen) -> Iterator[Hit]:
    for _, footer in _numbered(seen):
        text = "".join(footer.text.split())
        before, _, after = text.partition("#")
        if not (before and after and before in "—–―" and after in "—–―" and len(text) == 3):
            shown = footer.text.strip().replace("#", "1")
            yield Hit(Place(page=1), both("页码写作“{shown}”", "the number is written “{shown}”", shown=shown))
            return


@rule(
    RULES,
    "page_number_side",
    Words("单页码居右、双页码居左，各空一字", "Odd numbers at the right, even ones at the left, one character in"),
    Words(
        "设置奇偶页不同，单页页脚右对齐右空一字，双页页脚左对齐左空一字。",
        "Let odd and even pages differ; align odd footers right and even ones left, one character in.",
    ),
)
def page_number_side(seen: Seen) -> Iterator[Hit]:
    for side, footer in _numbered(seen):
        wanted = "right" if side == "odd" else "left"
        align = footer.look.align if footer.look.align in PLACE_ALIGNED else "left"
        if align != wanted and not footer.look.outside:
            page, place = (1, "单页" if side == "odd" else "双页"), PLACE_ALIGNED[align]
            there = Words(f"{page[1]}页码{place.zh}", f"{side} page numbers {place.en}")
            yield Hit(Place(page=1 if side == "odd" else 2), there)


@rule(
    RULES,
    "page_number_face",
    Words("页码用 4 号半角宋体阿拉伯数字", "The number in 4号 (14 pt) half-width 宋体"),
    Words("选中页脚里的页码，设为宋体四号。", "Set the number in the footer to 宋体, 14 pt."),
)
def page_number_face(seen: Seen) -> Iterator[Hit]:
    for _, footer in _numbered(seen):
        run = footer.run
        if run.size != NUMBER or not (run.latin in SONG or run.font in SONG):
            font = run.latin or run.font or "?"
            yield Hit(Place(page=1), both("页码用 {font} {size:g} 磅", "the number in {font}, {size:g} pt",
                                          font=font, size=run.size / 2))  # fmt: skip
            return


def _numbered(seen: Seen) -> list[tuple[str, Footer]]:
    sections = seen.document.sections[:1]
    return [pair for one in sections for pair in _footers(one, seen.document.even).items() if pair[1].page]


@rule(
    RULES,
    "table_header",
    Words("跨页的表，表头每页重复", "A table over several pages repeats its header on each"),
    Words("选中表头行，设“在各页顶端以标题行形式重复出现”。", "Select the header row and let it repeat on each page."),
)
def table_header(seen: Seen) -> Iterator[Hit]:
    for table in seen.document.tables:
        if len(table.rows) > LONG and not table.repeated:
            there = both("表 {n} 有 {rows} 行，表头不重复", "table {n} has {rows} rows, its header is not repeated",
                         n=table.number, rows=len(table.rows))  # fmt: skip
            yield Hit(Place(table=table.number), there)
