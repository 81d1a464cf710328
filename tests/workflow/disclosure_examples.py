"""Lists of invented recipients for tests, and the table they come to."""

from typing import Any

from workflow.facts import Due
from workflow.messages.disclosure_list import Recipient
from workflow.messages.disclosure_rule import ColumnRule
from workflow.public_table import Made, made

UNIT, MONTH = "白石县司法局", Due.parse("2020-02")
PLAIN = {
    "name": "张三丰", "matter": "工伤赔偿", "way": "非诉", "accepted": "2020-02-05", "agency": "白石县法律援助中心",
    "place": "白石县临江镇和平村8号",
}  # fmt: skip


def recipients(*rows: dict[str, str]) -> tuple[Recipient, ...]:
    """A row each, from row 2 of a sheet on; what is not said is as in PLAIN."""
    found = []
    for number, said in enumerate(rows, start=2):
        given = {**PLAIN, **said}
        cells = {name: f"{chr(65 + n)}{number}" for n, name in enumerate(given)}
        found.append(Recipient(number, given, cells))
    return tuple(found)


def table_of(*rows: dict[str, str], rules: tuple[ColumnRule, ...] = ()) -> Made:
    return made(UNIT, MONTH, recipients(*rows), rules)


def printed(**said: str) -> Any:
    """The cells of one row as they are printed, by column; the reasons why it is not."""
    found = table_of(said)
    shown = dict(zip(found.table.columns, found.table.rows[0], strict=True))
    return shown, [note.reason.zh for note in found.notes]
