"""Rules on the parts around the text: addressee, enclosures, date, blank lines. Source: GB/T 9704-2012, 7.3."""

import re
from collections.abc import Iterator

from documents.official.document import Paragraph
from documents.official.headings import number_in
from documents.official.parts import CHARACTER
from documents.official.rules import Hit, Place, Registry, Seen, at, both, rule
from documents.official.structure import ANNEX, ENCLOSED, UNDATED, Part
from workflow.errors import Words

RULES: Registry[Seen] = []
RIGHT_DAY = re.compile(r"[1-9]\d{3}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
GAPS = re.compile(r"[ 　]{2,}|\t")
SPACED = (Part.TEXT, Part.HEADING, Part.ADDRESSEE, Part.TITLE, Part.UNIT, Part.DATE)
WITHIN = (Part.TEXT, Part.HEADING, Part.ADDRESSEE)
MOST_BLANK = 5


@rule(
    RULES,
    "addressee",
    Words("主送机关顶格，末尾用全角冒号“：”", "The addressee flush left, with a full-width colon"),
    Words("取消缩进，把末尾的冒号改为全角。", "Take the indent away, and make the colon full-width."),
)
def addressee(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.ADDRESSEE):
        if one.look.left + one.look.first > 40 or one.look.align in ("center", "right"):
            yield Hit(at(one), Words("主送机关没有顶格", "the addressee is not flush left"))
        if one.text.rstrip().endswith(":"):
            yield Hit(at(one), Words("末尾是半角冒号", "it ends with a half-width colon"))


@rule(
    RULES,
    "enclosure_note",
    Words(
        "附件说明写作“附件：1.名称”，名称后不加标点，只有一个附件不编号",
        "附件：1.… , without punctuation at the end; a single one has no number",
    ),
    Words("按规定的写法改附件说明。", "Write the note of enclosures as wanted."),
)
def enclosure_note(seen: Seen) -> Iterator[Hit]:
    lines = list(seen.of(Part.ENCLOSURE))
    named = [ENCLOSED.sub("", one.text.strip()).strip(" 　\t") for one in lines]
    for n, (one, name) in enumerate(zip(lines, named, strict=True), start=1):
        if n == 1 and not one.text.strip().startswith("附件："):
            yield Hit(at(one), Words("没有写作“附件：”", "it does not begin with 附件："))
        if name.endswith(tuple("。；;，,、.")):
            yield Hit(at(one), Words("附件名称后加了标点", "punctuation after the name"))
        number = number_in(name)
        value = number.value if number and number.level == 3 else 0
        if value != (n if len(lines) > 1 else 0) or (number and value and number.written != number.proper):
            yield Hit(at(one), Words("附件的编号不对", "the number is not right"))


@rule(
    RULES,
    "enclosure_count",
    Words("附件说明列出每一个附件", "The note lists each annex"),
    Words("核对附件说明和所附的附件。", "Compare the note with what is annexed."),
)
def enclosure_count(seen: Seen) -> Iterator[Hit]:
    labels = [one for one in seen.of(Part.ANNEX) if ANNEX.fullmatch(one.text.strip())]
    listed = len(list(seen.of(Part.ENCLOSURE)))
    if labels and listed != len(labels):
        there = both(
            "列出 {listed} 个，附有 {found} 个", "{listed} listed, {found} annexed", listed=listed, found=len(labels)
        )
        yield Hit(at(labels[0]), there)


@rule(
    RULES,
    "date",
    Words(
        "成文日期用阿拉伯数字，月、日不编虚位：2020年5月8日",
        "The date in Arabic numerals without leading zeros: 2020年5月8日",
    ),
    Words("按规定的写法改成文日期。", "Write the date as wanted."),
)
def date_written(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.DATE):
        if not RIGHT_DAY.fullmatch(one.text.strip()) and not UNDATED.match(one.text.strip()):
            shown = one.text.strip()
            yield Hit(at(one), both("日期写作“{shown}”", "the date is written “{shown}”", shown=shown))


@rule(
    RULES,
    "date_place",
    Words(
        "成文日期右空四字（不盖章的署名右空二字）",
        "The date four characters from the right (two where nothing is sealed)",
    ),
    Words(
        "把日期右对齐，右缩进设为 4 字符，不用空格顶。",
        "Align it right with a right indent of 4 characters, not by spaces.",
    ),
)
def date_place(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.DATE):
        inset = one.look.right / CHARACTER
        if one.look.align != "right":
            yield Hit(at(one), Words("日期没有右对齐", "the date is not aligned right"))
        elif not 1.5 <= inset <= 5.5:
            yield Hit(at(one), both("日期右空 {inset:.1f} 字", "{inset:.1f} characters from the right", inset=inset))


@rule(
    RULES,
    "spaces",
    Words("缩进和对齐用段落格式，不用空格", "Indents and alignment by paragraph settings, not by spaces"),
    Words(
        "删去空格，改用首行缩进、居中或右缩进。",
        "Delete the spaces; use a first-line indent, centring or a right indent.",
    ),
)
def spaces(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(*SPACED):
        if one.text.startswith((" ", "　", "\t")):
            yield Hit(at(one), Words("段首用空格缩进", "indented by spaces"))
        elif GAPS.search(one.text.strip()):
            yield Hit(at(one), Words("段中连用空格或制表符", "several spaces or a tab in it"))


@rule(
    RULES,
    "blank_lines",
    Words("正文各段之间不空行", "No blank lines between the paragraphs of the text"),
    Words("删去空行。", "Delete the blank lines."),
)
def blank_lines(seen: Seen) -> Iterator[Hit]:
    """Blank lines around the title, enclosures, signature and tables have their place."""
    before: Part | None = None
    waiting: list[Paragraph] = []
    for kind, number in seen.document.order:
        one = seen.document.paragraphs[number - 1] if kind == "p" else None
        if one is not None and seen.parts[number - 1] is Part.BLANK:
            waiting.append(one)
            continue
        part = seen.parts[number - 1] if one is not None else None
        if waiting and (len(waiting) > MOST_BLANK or (before in WITHIN and part in WITHIN)):
            there = both("空了 {n} 行", "{n} blank lines", n=len(waiting))
            yield Hit(Place(paragraph=waiting[0].number, quote=one.text.strip()[:40] if one else ""), there)
        before, waiting = part, []
