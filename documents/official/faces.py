"""The names a face goes by, from one maker or another, as .docx files state them."""

from documents.official.measures import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG

FANG = frozenset({FANGSONG, "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋_GB2312", "方正仿宋简体"})
KAI = frozenset({KAITI, "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体_GB2312", "方正楷体简体"})
HEI = frozenset({HEITI, "SimHei", "方正黑体_GBK", "方正黑体简体", "方正黑体_GB18030"})
SONG = frozenset({SONGTI, "SimSun", "NSimSun", "新宋体", "方正书宋_GBK", "方正书宋简体", "宋体_GB2312"})
XIAO = frozenset((
    XIAOBIAOSONG, "方正小标宋_GBK", "方正小标宋_GB2312", "方正小标宋_GB18030", "方正小标宋", "小标宋", "小标宋体",
    "小标宋简体", "华文小标宋", "文星标宋", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05",
))  # fmt: skip
OF_LEVEL = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
NUMBERS = {44: "2号", 36: "小2号", 32: "3号", 30: "小3号", 28: "4号", 24: "小4号", 21: "5号", 18: "小5号"}


def size_words(half_points: int) -> str:
    """3号 (16 pt), as a reader knows it."""
    known = NUMBERS.get(half_points)
    return f"{known} {half_points / 2:g} pt" if known else f"{half_points / 2:g} pt"
