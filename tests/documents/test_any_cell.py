"""Whatever a cell holds, however long: the list is imported or its row refused, and a dry run says which."""

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from documents.drafts import Outcome
from documents.headers import Column
from documents.issue_list import import_list, register
from documents.issuing import Issuing
from documents.limits import COLUMN_OF, FIELDS, LIMITS
from documents.rectification_list import read_list
from events.dry_run import DryRunStore
from tests import examples as x
from tests.documents.lists import COLUMNS, TITLE, a_list, item
from tests.office import ITEM_FACTS, Office
from workflow import messages as m
from workflow import schemas

NEAR = sorted({most + step for most in (64, 200, 500, 5000) for step in (-1, 0, 1)})
ODD = (
    "字", "\u200b", "\u202e", "\u0301", "\u3000", "\ufdfa", "\ufffe", "\ue000", "\U0001f469\u200d\U0001f4bb",
    "\U00020000", "\x01", "\x7f", "\x85", "\u2028", "{0}", "%s", "=1+1", "'", "<b>", "\u0662", "\u2460", "-",
)  # fmt: skip
DATES = (
    "2020-13-xun1",
    "0000-01-xun1",
    "2020年2月30日",
    "99年99月99日",
    "十十月",
    "\u0662\u0660\u0662\u0660",
    1e300,
    -1,
)
REPEATED = st.builds(lambda text, length: (text * length)[:length], st.sampled_from(ODD), st.sampled_from(NEAR))
MIXED = st.lists(st.sampled_from(ODD), max_size=30).map("".join)
VALUES = st.one_of(
    REPEATED, MIXED, st.text(max_size=40), st.sampled_from(DATES), st.floats(allow_nan=False, allow_infinity=False)
)


@settings(
    max_examples=settings().max_examples // 8, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(column=st.sampled_from(COLUMNS), value=VALUES, title=MIXED)
@example("整改时限", "2020-13-xun1", "")
@example("问题来源", "字" * 501, "")
@example("联系电话", "\ufdfa" * 100, "")
@example("具体问题", "字", "\x01\u200b\x7f")
def test_no_cell_ends_an_import(sqlite_office: Office, column, value, title):
    data = a_list(item(**{column: value}), item(责任单位="石桥市司法局"), title=(title, *TITLE))
    dry = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx", dry_run=True)
    real = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx")
    assert replace(dry, written=real.written) == real


@pytest.mark.parametrize("column", [name for name in FIELDS if LIMITS[name] < 5000 and name is not Column.AMOUNT])
def test_the_command_takes_no_more_than_the_cell(column):
    facts = {**ITEM_FACTS, "notice": str(x.NOTICE)}
    asked = {"command_id": x.ITEM, "subject": x.ITEM, "by": x.CENTER, "at": x.NOON}
    schemas.load(m.IssueItem, {**facts, FIELDS[column]: "字" * LIMITS[column]}, **asked)
    with pytest.raises(ValidationError):
        schemas.load(m.IssueItem, {**facts, FIELDS[column]: "字" * (LIMITS[column] + 1)}, **asked)


def test_each_column_but_the_serial_number_is_a_field_of_the_command():
    asked = {field.name for field in fields(m.IssueItem) if "label" in field.metadata}
    assert set(COLUMN_OF) == asked - {"notice", "finding", "repeats"}
    assert set(FIELDS) == set(Column) - {Column.SERIAL}


def test_what_only_the_command_refuses_is_a_note_at_its_cell(sqlite_office: Office):
    """No list comes to this, since each cell is measured; if one did, its row would be refused, not the import."""
    with sqlite_office.ledger.database.reading() as connection:
        parsed = read_list(a_list(item(), item(责任单位="石桥市司法局")), "清单.xlsx", register(connection))
        first, second = parsed.rows
        first = replace(first, drafts=(replace(first.drafts[0], source="字" * 501),))
        run = Issuing(DryRunStore(connection), sqlite_office.ledger, x.CENTER, parsed, frozenset())
        rows = run.rows((first, second), lambda done: None)
    assert [row.outcome for row in rows] == [Outcome.REFUSED, Outcome.ACCEPTED]
    [note] = rows[0].notes
    assert (note.cell, note.column, len(note.given)) == ("B4", "问题来源", 200)
    assert note.reason.zh == "内容太长，请精简"
