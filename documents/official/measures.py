"""The numbers of GB/T 9704-2012, in the units of a .docx: twips (1/20 pt) and half points.

The text block is 156 × 225 mm. Twenty-eight characters of 16 pt are wider than that, so each is set 0.25 pt closer; 22
lines of exactly 28.95 pt fill its height. Rendered, these come to 22 × 28; a character grid does not in LibreOffice.
"""

from typing import NamedTuple

TWIPS_PER_MM = 1440 / 25.4


def twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)


class Margins(NamedTuple):
    """Millimetres of an A4 page around its text block."""

    top: float
    right: float
    bottom: float
    left: float


PAGE = (210.0, 297.0)
MARGINS = Margins(top=37, right=26, bottom=35, left=28)
LINES, CHARACTERS = 22, 28
LINE = 579  # twips from one line to the next, exactly
CLOSER = -5  # twips by which each character is set closer
FOOTER = 23.0  # mm from the page's edge, so that the number stands 7 mm below the text block

BODY, TITLE, NUMBER, SMALL = 32, 44, 28, 18  # half points: 3号, 2号, 4号, 小五

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
FACE_OF_LEVEL = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
RED = "FF0000"
TITLE_CHARACTERS = 20  # of a title that fit in one line
