"""Days and due dates as people write them, no more precise than they were stated. Pure.

Due 2020-04-xun1      2020年4月上旬, early April 2020
"""

from datetime import date

from workflow.errors import Words
from workflow.facts import Due, Precision

XUN = (Words("上旬", "early"), Words("中旬", "mid"), Words("下旬", "late"))
QUARTERS = "一二三四"


def day_words(day: date) -> Words:
    """2020年4月8日, 8 Apr 2020."""
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%b} {day.year}")


def due_words(due: Due) -> Words:
    """The due date in words; the Chinese ones are those that lists use, and are read back by the import."""
    year, month = due.first.year, due.first.month
    match due.precision:
        case Precision.DAY:
            return day_words(due.first)
        case Precision.XUN:
            xun = XUN[due.first.day // 10]
            return Words(f"{year}年{month}月{xun.zh}", f"{xun.en} {due.first:%B} {year}")
        case Precision.MONTH:
            return Words(f"{year}年{month}月", f"{due.first:%B} {year}")
        case Precision.QUARTER:
            return Words(f"{year}年第{QUARTERS[month // 3]}季度", f"Q{month // 3 + 1} {year}")
        case Precision.YEAR:
            return Words(f"{year}年", str(year))
