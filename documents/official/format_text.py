"""Rules on type: the title, the text, headings by level. Source: GB/T 9704-2012, 7.3."""

import re
from collections.abc import Collection, Iterator

from documents.official.document import Paragraph, Run
from documents.official.faces import FANG, KAI, OF_LEVEL, XIAO, size_words
from documents.official.headings import Number, number_in
from documents.official.measures import BODY, FACE_OF_LEVEL, TITLE
from documents.official.parts import CHARACTER
from documents.official.rules import Hit, Registry, Seen, at, both, rule
from documents.official.structure import Part
from workflow.errors import Words

RULES: Registry[Seen] = []
CHINESE = re.compile("[㐀-鿿]")
RUNNING = (Part.TEXT, Part.ADDRESSEE, Part.ENCLOSURE, Part.UNIT, Part.DATE)
_FIRST, _FIRST_OF = re.compile("([一二三四五六七八九十]+)|([0-9]+)|([０-９]+)"), {1: "一", 2: "1", 3: "１"}
NEAR = 40  # twips of an indent that nobody sees


def _written(paragraph: Paragraph) -> Iterator[Run]:
    """Its runs of Chinese text."""
    return (run for run in paragraph.runs if CHINESE.search(run.text))


def _wrong_face(paragraph: Paragraph, faces: Collection[str]) -> Run | None:
    return next((run for run in _written(paragraph) if run.font not in faces), None)


def _said_in(run: Run) -> Words:
    font = run.font or "?"
    return both("字体是 {font}", "set in {font}", font=font)


@rule(
    RULES,
    "title",
    Words("有标题：2 号小标宋，居中", "A title: 2号 (22 pt) 小标宋, centred"),
    Words("在正文前写上标题，设为居中。", "Put a title before the text, and centre it."),
)
def title(seen: Seen) -> Iterator[Hit]:
    written = list(seen.of(Part.TITLE))
    if not written and any(not one.blank for one in seen.document.paragraphs):
        yield Hit(at(seen.document.paragraphs[0]), Words("没有找到标题", "no title was found"))
    for one in written:
        if one.look.align != "center":
            yield Hit(at(one), Words("标题没有居中", "the title is not centred"))


@rule(
    RULES,
    "title_face",
    Words("标题用 2 号（22 磅）小标宋", "The title in 小标宋, 2号 (22 pt)"),
    Words(
        "把标题设为方正小标宋简体二号；没有这种字体的，先安装。",
        "Set the title in 方正小标宋简体, 22 pt; install it if it is missing.",
    ),
)
def title_face(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.TITLE):
        if (run := _wrong_face(one, XIAO)) is not None:
            yield Hit(at(one), _said_in(run))
        elif one.first_run.size != TITLE:
            yield Hit(at(one), _sized(one.first_run))


def _sized(run: Run) -> Words:
    return both("字号是 {size}", "the size is {size}", size=size_words(run.size))


@rule(
    RULES,
    "text_face",
    Words("正文用仿宋_GB2312（或仿宋）", "The text in 仿宋_GB2312 (or 仿宋)"),
    Words(
        "选中这些段落，把中文字体设为仿宋_GB2312。",
        "Select these paragraphs and set their Chinese font to 仿宋_GB2312.",
    ),
)
def text_face(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(*RUNNING):
        if (run := _wrong_face(one, FANG)) is not None:
            yield Hit(at(one), _said_in(run))


@rule(
    RULES,
    "text_size",
    Words("正文和各级标题用 3 号（16 磅）", "Text and headings in 3号 (16 pt)"),
    Words("选中这些段落，把字号设为三号。", "Select these paragraphs and set their size to 16 pt."),
)
def text_size(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(*RUNNING, Part.HEADING):
        if (run := next((run for run in _written(one) if run.size != BODY), None)) is not None:
            yield Hit(at(one), _sized(run))


@rule(
    RULES,
    "text_indent",
    Words("每段首行缩进 2 字", "The first line of each paragraph two characters in"),
    Words("在段落格式里设首行缩进 2 字符，不用空格顶。", "Set a first-line indent of 2 characters; do not use spaces."),
)
def text_indent(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.TEXT, Part.HEADING, Part.ENCLOSURE):
        begins = one.look.left + one.look.first
        if abs(begins - 2 * CHARACTER) > NEAR and not one.look.automatic and not one.text.startswith((" ", "　", "\t")):
            found = round(begins / CHARACTER, 1)
            yield Hit(at(one), both("首行缩进 {found:g} 字", "first line {found:g} characters in", found=found))


@rule(
    RULES,
    "heading_face",
    Words(
        "一级标题黑体，二级标题楷体_GB2312，三、四级标题仿宋_GB2312",
        "Level 1 in 黑体, level 2 in 楷体_GB2312, levels 3 and 4 in 仿宋_GB2312",
    ),
    Words("按级别设标题的字体。", "Set the font of the headings by their level."),
)
def heading_face(seen: Seen) -> Iterator[Hit]:
    """A heading of level 2 and below may go on as text: only how it begins is looked at."""
    for one in seen.of(Part.HEADING):
        number = number_in(one.text)
        level = number.level if number else one.look.level
        run = next(_written(one), None)
        if run is None or run.font in OF_LEVEL[level] or (level > 2 and run.font in KAI):
            continue
        said = both("{level} 级标题用 {font}，应为 {wanted}", "level {level} in {font}, should be {wanted}",
                    level=level, font=run.font or "?", wanted=FACE_OF_LEVEL[level])  # fmt: skip
        yield Hit(at(one), said)


def _written_so(one: Paragraph, number: Number) -> Hit:
    """All numbers that are written alike are one finding, shown by the first of their kind."""
    written, proper = (
        _FIRST.sub(lambda found: _FIRST_OF[found.lastindex or 1], text) for text in (number.written, number.proper)
    )
    mend = both("“{written}”改为“{proper}”。", "Change “{written}” to “{proper}”.", written=written, proper=proper)
    return Hit(at(one), both("序数写作“{written}”", "numbers are written “{written}”", written=written), mend)


@rule(
    RULES,
    "heading_mark",
    Words("层次序数写作 一、 （一） 1. （1）", "Numbers of headings are written 一、 （一） 1. （1）"),
    Words("改成规定的写法。", "Write it as wanted."),
)
def heading_mark(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.HEADING):
        number = number_in(one.text)
        if number and number.written != number.proper and not number.narrow:
            yield _written_so(one, number)


@rule(
    RULES,
    "heading_width",
    Words(
        "层次序数的括号用全角，阿拉伯数字和点用半角",
        "Brackets of heading numbers are full-width, Arabic digits and the point half-width",
    ),
    Words("改成规定的写法。", "Write it as wanted."),
)
def heading_width(seen: Seen) -> Iterator[Hit]:
    for one in seen.of(Part.HEADING):
        number = number_in(one.text)
        if number and number.narrow:
            yield _written_so(one, number)
