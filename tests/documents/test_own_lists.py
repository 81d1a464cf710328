"""A list that went out from here comes back: imported again, all of it is there already."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook

from documents.issue_list import import_list
from tests import examples as x
from tests.documents.outgoing import said, taken
from workflow.facts import normalise
from workflow.messages import draft as d

DRAFT = UUID(int=501)
HEAD = {"title": "年度整改清单", "year": 2020, "basis": "评价标准", "meeting": "年初会议", "plan": "整改方案"}
PROBLEM = {
    "bureaus": ["baishi", "shiqiao"], "area": "archive", "kind": "staged", "problem": "=卷宗编页有误", "due": "2020-06",
    "requirement": "逐卷重编", "amount": "1234567.89", "figure": "抽15份，普遍",
}  # fmt: skip


@pytest.fixture
def office(sqlite_office):
    """A notice that was drafted and approved, and one that was opened by hand, each with items of two bureaus."""
    drafted = sqlite_office
    drafted.do(d.DraftNotice, x.CENTER, DRAFT, HEAD)
    drafted.do(d.AddProblem, x.CENTER, DRAFT, PROBLEM)
    drafted.do(d.ApproveDraft, x.SECOND, DRAFT, {"problems": 1, "items": 2, "return_by": "2020-04-08"})
    drafted.issue(x.ITEM, due="2020-04-xun1", remark="见附页")
    drafted.issue(UUID(int=9), problem="联系电话13812345678打不通", area="archive")
    return drafted


def again(office, notice, bureau="baishi", **options):
    content = taken(office, "list", "xlsx", notice=notice, bureau=bureau).content
    return import_list(office.ledger, x.CENTER, content, "整改清单.xlsx", **options)


@pytest.mark.parametrize(("notice", "items"), [(DRAFT, 1), (x.NOTICE, 2)])
def test_the_list_of_a_notice_imported_again_is_all_there_already(office, notice, items):
    report = again(office, notice, dry_run=True)
    assert (report.issued, report.there_already, len(report.left)) == (0, items, 0), report.left
    written = again(office, notice)
    assert (written.issued, written.there_already) == (0, items)


def test_what_was_closed_since_is_there_as_well_and_is_not_issued_anew(office):
    office.assign()
    office.report()
    office.verify()
    office.close()
    assert again(office, x.NOTICE, dry_run=True).there_already == 2


def test_a_row_that_was_added_to_it_is_issued_under_the_same_notice(office):
    content = taken(office, "list", "xlsx", notice=x.NOTICE, bureau="baishi").content
    book = load_workbook(BytesIO(content))
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    problem = [cell.value for cell in sheet[3]].index("具体问题")
    for column, value in enumerate(rows[0], start=1):
        sheet.cell(6, column, "另一个新问题" if column == problem + 1 else value)
    target = BytesIO()
    book.save(target)
    office.clock.advance(timedelta(seconds=1))
    report = import_list(office.ledger, x.CENTER, target.getvalue(), "整改清单.xlsx")
    assert (report.issued, report.there_already) == (1, 2)


def test_somebody_elses_list_under_such_a_number_is_not_taken_for_ours(office):
    content = taken(office, "list", "xlsx", notice=DRAFT, bureau="baishi").content
    book = load_workbook(BytesIO(content))
    book.active["A1"] = "别处的清单"
    target = BytesIO()
    book.save(target)
    report = import_list(office.ledger, x.CENTER, target.getvalue(), "整改清单.xlsx", dry_run=True)
    assert report.there_already == 0


def test_the_list_states_what_the_notice_is_and_names_nobody(office):
    page = load_workbook(BytesIO(taken(office, "list", "xlsx", notice=DRAFT, bureau="shiqiao").content)).active
    head = [cell.value for cell in page[3]]
    row = dict(zip(head, [cell.value for cell in page[4]], strict=True))
    assert (page["A1"].value, row["涉及金额（元）"], row["整改时限"]) == ("年度整改清单", 1234567.89, "2020年6月")
    assert normalise(str(row["具体问题"])) == normalise(str(PROBLEM["problem"]))
    assert not {"责任领导", "责任人", "联系电话"} & set(head)
    assert str(page["A5"].value).startswith("注：")


def test_the_notice_names_its_ground_where_a_draft_stated_it(office):
    text = said(office, "notice", notice=DRAFT, bureau="baishi").replace("\n", "")
    assert "根据评价标准，经年初会议研究，按照整改方案（整改方案）" in text
    assert "2020年4月8日前" in text
