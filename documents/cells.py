"""Text, phone, type and figure: the cells of a list that need no register and no date."""

import re
import unicodedata
from datetime import datetime

from documents.readings import Reading, asked, mended, refused, shown, taken
from workflow import money
from workflow.errors import Words
from workflow.facts import Figure, Kind
from workflow.words import KINDS

BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
KIND_NAMES = {words.zh: kind for kind, words in KINDS.items()}
# What offices also write. None of these is taken: the type decides how an item may be recognised as done.
KIND_HINTS = {
    Kind.IMMEDIATE: ("立即整改", "立即", "即知即改", "立改", "立查立改", "即行即改", "边查边改", "短期攻坚"),
    Kind.STAGED: ("分阶段", "限期整改", "阶段整改", "分步整改", "限时整改", "中期推进", "逐步整改"),
    Kind.ONGOING: ("持续", "长期整改", "长期坚持", "长期", "持续推进", "常态化", "常态整改"),
}  # fmt: skip
NUMBER = r"\d{1,9}"
MEASURE = r"[^\d\s,;中有占的%‰]{0,10}?"
OF_WHOLE = re.compile(rf"(?:共|在)?({NUMBER})({MEASURE})(?:之)?中?,?(?:有|占)?({NUMBER})({MEASURE})?")
FRACTION = re.compile(rf"({NUMBER})/({NUMBER})({MEASURE})")
SAMPLE = re.compile(
    rf"抽(?:查|检|取)?({NUMBER})({MEASURE})(?:[,;、]?(?:其中有|其中|发现|有)?({NUMBER})({MEASURE}))?"
    r"(?:[,;、]?(普遍|个别|少数|部分|多数|均))?"
)
COUNT = re.compile(rf"(?:有|共|计|涉及)?({NUMBER})({MEASURE})")
QUANTIFIER = re.compile(r"(个别|少部分|少数|部分|大部分|多数|普遍|各地|各县区|全部|均)([^\d\s,;]{0,10})")


def clean_text(value: object) -> tuple[str, bool]:
    """The cell as one line of text, and whether characters that cannot be seen had to be left out."""
    match value:
        case None:
            return "", False
        case bool():
            return ("是" if value else "否"), False
        case datetime():
            return (value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")), False
        case float() if value.is_integer():
            return str(int(value)), False
    plain = BREAKS.sub(" ", str(value))
    if plain.isprintable():
        return plain.strip(), False
    seen = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return seen.strip(), len(seen) < len(plain)


def parse_phone(text: str) -> Reading[str]:
    """The phone in half-width digits, else as written; leading zeros stay."""
    phone = " ".join(unicodedata.normalize("NFKC", text).split())
    if phone == text:
        return taken(phone)
    return mended(phone, f"全角数字已改为半角：{phone}。", f"Full-width digits were made half-width: {phone}.")


def parse_kind(text: str) -> Reading[Kind]:
    """One of the three types by its exact name; another word is asked about, with the type it resembles."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if kind := KIND_NAMES.get(plain):
        return taken(kind)
    names = "、".join(KIND_NAMES)
    close = next((kind for kind, hints in KIND_HINTS.items() if plain in hints), None)
    if not plain:
        return asked(f"没有写整改类型，请选定一种：{names}。", f"No type is given. Choose one: {names}.")
    if close is None:
        return asked(f"“{text[:40]}”不是整改类型，请选定一种：{names}。", f"“{text[:40]}” is no type. Choose: {names}.")
    name = KINDS[close].zh
    return asked(f"“{text}”不是整改类型，是否指“{name}”？可用的有：{names}。",
                 f"“{text}” is no type. Is “{name}” meant? There are: {names}.", name, close)  # fmt: skip


def parse_figure(text: str) -> Reading[Figure]:
    """The figure a cell states: numbers where it gives numbers, its quantifier where it gives one, else only its words.

    Refused: a count above its whole.
    """
    if not text:
        return taken(None)
    figure = _figure(text, unicodedata.normalize("NFKC", text).replace(" ", "").rstrip("。."))
    if figure.exceeds_whole:
        return refused(f"“{text}”里的数（{figure.count}）大于总数（{figure.of}），请核对。",
                       f"In “{text}” the count ({figure.count}) is above the whole ({figure.of}). Check.")  # fmt: skip
    return taken(figure)


def _figure(stated: str, plain: str) -> Figure:
    if found := QUANTIFIER.fullmatch(plain):
        return Figure(stated, unit=found[2], quantifier=found[1])
    if found := SAMPLE.fullmatch(plain):
        return Figure(stated, int(found[3]) if found[3] else None, int(found[1]), found[2], found[5])
    if "中" in plain and (found := OF_WHOLE.fullmatch(plain)):
        return Figure(stated, int(found[3]), int(found[1]), found[2])
    if found := FRACTION.fullmatch(plain):
        return Figure(stated, int(found[1]), int(found[2]), found[3])
    if found := COUNT.fullmatch(plain):
        return Figure(stated, int(found[1]), unit=found[2])
    return Figure(stated)


EACH = Words(
    "这一行有几个责任单位，金额会写到每个单位的事项上；是合计数的，请把各单位分行写。确认每个单位都是这个数的，勾选后下发。",
    "The row names several units, and the amount would stand on the item of each. If it is their total, give each unit "
    "a row of its own; if each has this amount, issue it.",
)
NO_AMOUNT = ("", "-", "–", "—", "/", "无")


def parse_amount(text: str, *, in_wan: bool) -> Reading[int]:
    """The amount in fen, exact; `in_wan` says that the column is in 万元 where the cell names no unit."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in NO_AMOUNT:
        return taken(None)
    scaled = in_wan and not plain.endswith(("元", "万"))
    try:
        amount = money.fen(f"{plain}万元" if scaled else plain)
    except ValueError:
        return refused(f"“{text[:40]}”不是准确的金额，请写成以元为单位、最多两位小数的数，如 12345.60，或 1.5万元。",
                       f"“{text[:40]}” is no exact amount. Write yuan with at most two decimals, such as 12345.60, or "
                       "1.5万元.")  # fmt: skip
    if scaled:
        said = money.yuan(amount)
        return shown(amount, f"本列以万元为单位，读作 {said} 元。", f"The column is in 万元: read as {said} yuan.")
    return taken(amount)
