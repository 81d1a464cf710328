"""A due date as an office writes it, read into a `Due` or a question. Nothing vague is made a day in silence.

2020.4.8            2020-04-08, mended            4月上旬      the ten days from 1 April of the list's year, shown
2020年4月31日        refused: no such day          4月底        asked: 2020年4月30日?
43929 (a number)    2020-04-08, mended            立即          asked: no day is named
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from documents.readings import Reading, asked, mended, refused, shown, taken
from workflow.dates import day_words, due_words
from workflow.facts import Due, Precision

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
XUN = {"上": 1, "中": 11, "下": 21}
HALF = {"上": (6, 30), "下": (12, 31)}
Y = r"(?:(?P<year>\d{4})年?度?)?"
M = r"(?P<month>\d{1,2})月份?"
Parts = dict[str, str | None]
NO_SUCH_DAY: Reading[Due] = refused(
    "没有这一天，请核对年、月、日。", "There is no such day. Check year, month and day."
)


def parse_due(value: object, list_date: date | None) -> Reading[Due]:
    """The due date a cell states. The list's own date gives a missing year and is never after a due date."""
    match value:
        case datetime():
            reading = _moment(value)
        case date():
            reading = taken(_day(value.year, value.month, value.day))
        case bool():
            reading = _unclear()
        case int() | float():
            reading = _number(value)
        case _:
            reading = _words(str(value), list_date)
    return _within(reading, list_date)


def _day(year: int, month: int, day: int) -> Due:
    return Due(Precision.DAY, date(year, month, day))


def _moment(value: datetime) -> Reading[Due]:
    due = _day(value.year, value.month, value.day)
    if not (value.hour or value.minute or value.second):
        return taken(due)
    return mended(due, f"带有时刻，按日期 {due} 处理。", f"A time was given; the date {due} is taken.")


def _number(value: float) -> Reading[Due]:
    """A number is an Excel serial, a year, or a date run together (20200408); 4.8 or 2020.4 may mean two things."""
    if value in range(2000, 2100):
        return shown(Due(Precision.YEAR, date(int(value), 1, 1)), "按全年处理。", "Read as the whole year.")
    if 20_000_101 <= value <= 20_991_231 and value == int(value):
        return _words(str(int(value)), None)
    if SERIALS.start <= value < SERIALS.stop:
        day = EXCEL_EPOCH + timedelta(days=int(value))
        due = _day(day.year, day.month, day.day)
        return mended(due, f"表格的日期序号，按 {due} 处理。", f"A serial number of the spreadsheet, read as {due}.")
    return _unclear()


def _unclear() -> Reading[Due]:
    return asked(
        "没有写明可以核对的日期，请写成某年某月某日，如 2020年4月8日。",
        "No date that could be checked is named. Write a day, such as 2020-04-08.",
    )


def _words(text: str, list_date: date | None) -> Reading[Due]:
    plain = arabic_months(re.sub(r"\s+", "", _time_cut(unicodedata.normalize("NFKC", text))))
    if re.fullmatch(r"\d{4,5}", plain):
        return _number(int(plain))
    if re.fullmatch(r"\d{4}-\d\d-xun[1-3]", plain):
        return _written(plain)
    for pattern, read in FORMS:
        if found := re.fullmatch(pattern, plain):
            parts = found.groupdict()
            if parts.get("year") is None and list_date is None:
                return asked(
                    "没有写年份，清单也没有日期，请写明年份。",
                    "No year is given and the list has no date. Write the year.",
                )
            return _read(read, parts, text, list_date)
    return _unclear()


def _written(plain: str) -> Reading[Due]:
    try:
        return taken(Due.parse(plain))
    except ValueError:
        return NO_SUCH_DAY


def _read(read: "Read", parts: Parts, text: str, list_date: date | None) -> Reading[Due]:
    stated = parts.get("year")
    guessed = stated is None
    year = _year(stated, list_date)
    if year not in range(2000, 2100):
        return refused("年份不在 2000 至 2099 之间，请核对。", "The year is not between 2000 and 2099. Check it.")
    try:
        due = read(year, parts)
    except ValueError:
        return NO_SUCH_DAY
    if guessed and list_date and due.last < list_date:
        later = due_words(due).zh.replace(str(year), str(year + 1), 1)
        return asked(f"没有写年份，按清单日期的年份已过期，是否指 {later}?",
                     f"No year is given; in the list's year it is past already. Is {later} meant?",
                     later, parse_due(later, list_date).value)  # fmt: skip
    if read in ASKED_ABOUT:
        return asked(
            f"期限写得不够确定，是否指 {due_words(due).zh}?",
            f"The limit is not definite. Is {due_words(due).en} meant?",
            due_words(due).zh,
            due,
        )
    return _noted(due, text, guessed)


def _year(stated: str | None, list_date: date | None) -> int:
    if stated:
        return int(stated if len(stated) == 4 else f"20{stated}")
    return list_date.year if list_date else 0


def _noted(due: Due, text: str, guessed: bool) -> Reading[Due]:
    """How much of the reading has to be told: nothing for a full official form, else what was made of it."""
    if text.strip() in (str(due), due_words(due).zh):
        return taken(due)
    if guessed:
        return shown(
            due,
            f"按 {due_words(due).zh} 处理，年份取自清单日期。",
            f"Read as {due_words(due).en}; the year is that of the list's date.",
        )
    if due.precision is Precision.DAY:
        return mended(due, f"按日期 {due} 处理。", f"Read as the date {due}.")
    return shown(due, f"按 {due_words(due).zh} 处理。", f"Read as {due_words(due).en}.")


def _within(reading: Reading[Due], list_date: date | None) -> Reading[Due]:
    due = reading.value
    if due is None:
        return reading
    if due.first.year not in range(2000, 2100):
        return refused("年份不在 2000 至 2099 之间，请核对。", "The year is not between 2000 and 2099. Check it.")
    if list_date is None or due.last >= list_date:
        return reading
    return refused(f"整改时限 {due_words(due).zh} 早于清单日期 {day_words(list_date).zh}，请改为清单日期以后。",
                   f"The due date {due} is before the list's own date {list_date}. Give a later one.")  # fmt: skip


def _time_cut(text: str) -> str:
    return re.sub(r"(?<=[\d日])[\sT]+\d{1,2}[:时]\d{1,2}分?(?::\d{1,2})?(?:\.\d+)?$", "", text.strip())


def arabic_months(text: str) -> str:
    """Chinese numerals before 年, 月 and 日 as digits: 二〇二〇年十二月三十一日 → 2020年12月31日."""
    text = re.sub(r"[〇零○一二三四五六七八九]{4}(?=年)", lambda found: found[0].translate(DIGITS), text)
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=月|日)", lambda found: _tens(found[0]), text)


DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _tens(text: str) -> str:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return text.translate(DIGITS)
    return (tens.translate(DIGITS) or "1") + (ones.translate(DIGITS) or "0")


def _number_of(parts: Parts, name: str) -> int:
    return int(parts[name] or 0)


def _read_day(year: int, parts: Parts) -> Due:
    return _day(year, _number_of(parts, "month"), _number_of(parts, "day"))


def _read_short(year: int, parts: Parts) -> Due:
    return _read_day(year, parts)


def _read_xun(year: int, parts: Parts) -> Due:
    return Due(Precision.XUN, date(year, _number_of(parts, "month"), XUN[parts["xun"] or ""]))


def _read_month(year: int, parts: Parts) -> Due:
    return Due(Precision.MONTH, date(year, _number_of(parts, "month"), 1))


def _read_quarter(year: int, parts: Parts) -> Due:
    number = "一二三四".find(parts["quarter"] or "") + 1 or int(parts["quarter"] or 0)
    return Due(Precision.QUARTER, date(year, number * 3 - 2, 1))


def _read_year(year: int, parts: Parts) -> Due:
    return Due(Precision.YEAR, date(year, 1, 1))


def _read_month_end(year: int, parts: Parts) -> Due:
    return Due(Precision.DAY, _read_month(year, parts).last)


def _read_year_end(year: int, parts: Parts) -> Due:
    return _day(year, 12, 31)


def _read_half(year: int, parts: Parts) -> Due:
    return _day(year, *HALF[parts["half"] or ""])


Read = Callable[[int, Parts], Due]
ASKED_ABOUT = (_read_month_end, _read_year_end, _read_half, _read_short)
BY = r"于?(?:在)?"
BEFORE = r"(?:之前|以前|前|止)?(?:完成|完成整改|整改到位|整改完成)?"
FORMS: tuple[tuple[str, Read], ...] = (
    (BY + r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?" + BEFORE, _read_day),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _read_day),
    (BY + Y + M + r"(?P<day>\d{1,2})[日号]" + BEFORE, _read_day),
    (r"(?P<year>\d\d)[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?" + BEFORE, _read_short),
    (r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})", _read_short),
    (Y + M + r"(?P<xun>[上中下])旬", _read_xun),
    (r"(?P<year>\d{4})[-./](?P<month>\d{1,2})", _read_month),
    (Y + M, _read_month),
    (Y + M + r"份?(?:月)?[底末]" + BEFORE, _read_month_end),
    (Y + r"第?(?P<quarter>[一二三四1-4])季度", _read_quarter),
    (r"(?:(?P<year>\d{4})年?-?)?[Qq](?P<quarter>[1-4])", _read_quarter),
    (r"(?P<year>\d{4})年?[底末]" + BEFORE, _read_year_end),
    (r"(?:本年|今年|年)[底末]" + BEFORE, _read_year_end),
    (Y + r"(?P<half>[上下])半年" + BEFORE, _read_half),
    (r"(?P<year>\d{4})(?:年|年度|年内)", _read_year),
    (r"(?:年内|本年内|今年内|本年度)" + BEFORE, _read_year_end),
)
