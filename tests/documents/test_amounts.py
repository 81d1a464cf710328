"""The amount of money in a list: read to the fen in the unit that its column says, or refused; and out again."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from documents.cells import parse_amount
from documents.issue_list import import_list
from documents.readings import NoteKind
from tests import examples as x
from tests.documents.lists import COLUMNS, a_list, item
from workflow.projections import ITEMS

READ = {
    ("12,345.6", False): 1234560, ("1.5", True): 1500000, ("15000元", True): 1500000, ("1.5万元", False): 1500000,
    ("无", True): None, ("", False): None, ("０", False): 0,
}  # fmt: skip


@pytest.mark.parametrize(("given", "fen"), READ.items())
def test_a_cell_is_read_to_the_fen(given, fen):
    text, in_wan = given
    assert parse_amount(text, in_wan=in_wan).value == fen


@pytest.mark.parametrize("text", ["约5万元", "1.234", "个别", "5万多"])
def test_what_is_not_exact_is_refused(text):
    assert parse_amount(text, in_wan=False).kind is NoteKind.REFUSED


def amounts(office):
    with office.ledger.database.reading() as connection:
        return list(connection.scalars(select(ITEMS.now.c.amount).order_by(ITEMS.now.c.number)))


COLUMN = [("涉及金额", 1234.5, 123450), ("违规金额（万元）", 1.5, 1500000), ("金额(元)", "20", 2000)]


@pytest.mark.parametrize(("heading", "given", "fen"), COLUMN)
def test_a_list_states_it_under_any_of_its_names(sqlite_office, heading, given, fen):
    data = a_list(item(**{heading: given, "问题类别": "档案管理"}), columns=(*COLUMNS, heading))
    report = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx")
    assert (report.issued, amounts(sqlite_office)) == (1, [fen])


def test_an_amount_of_several_units_is_asked_about_for_it_would_count_for_each(sqlite_office):
    said = {"涉及金额": 1000, "问题类别": "档案管理", "责任单位": "白石县司法局、石桥市司法局"}
    data = a_list(item(**said), columns=(*COLUMNS, "涉及金额"))
    report = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx")
    assert (report.issued, [note.column for note in report.rows[0].notes if note.kind is NoteKind.ASKED]) == (
        0,
        ["涉及金额"],
    )
    ticked = import_list(
        sqlite_office.ledger, x.CENTER, data, "清单.xlsx", confirmed=frozenset({report.rows[0].read.row})
    )
    assert (ticked.issued, amounts(sqlite_office)) == (2, [100000, 100000])


def test_the_ledger_gives_it_back_exactly(sqlite_city):
    one = sqlite_city.items("baishi")[0]
    with sqlite_city.ledger.database.writing() as connection:
        connection.execute(ITEMS.now.update().where(ITEMS.now.c.item_id == one).values(amount=123456789012345))
    content = sqlite_city.browser("center1").get("/admin/ledger/export").data
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    column = rows[2].index("涉及金额（元）")
    assert "1234567890123.45" in [row[column] for row in rows[3:]]
