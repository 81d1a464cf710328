"""What a disclosure list says of itself before its rows are looked at: its month, telephone and length. Pure."""

import re
from datetime import date

from workflow import published_patterns
from workflow.dates import due_words
from workflow.disclosure_errors import HotlineNotPublishable, MonthNotBegun, NobodyToDisclose, TooManyToDisclose
from workflow.facts import Due, Precision
from workflow.phones import is_phone
from workflow.public_table import MOST_PERSONS
from workflow.published_patterns import Published
from workflow.row_errors import NotAMonth


def require_month(month: Due, today: date | None) -> None:
    """A month, which has begun."""
    if month.precision is not Precision.MONTH:
        raise NotAMonth(field="month")
    if today is not None and month.first > today:
        raise MonthNotBegun(field="month", month=due_words(month))


def require_hotline(text: str) -> None:
    """An office's telephone, or none: no mobile, which would be a person's."""
    held = published_patterns.found(text)
    digits = "".join(c for c in published_patterns.plain(text) if c.isdigit())
    mobile = bool(re.fullmatch("0*(86)?0*1[0-9]{10}", digits))
    if text and (not is_phone(text) or mobile or Published.IDENTITY in held or Published.ACCOUNT in held):
        raise HotlineNotPublishable(field="hotline")


def require_persons(rows: int) -> None:
    if not rows:
        raise NobodyToDisclose(field="rows")
    if rows > MOST_PERSONS:
        raise TooManyToDisclose(field="rows", rows=rows, most=MOST_PERSONS)
