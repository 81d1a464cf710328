"""A merge of a reply workbook is recorded once, by the bureau's own people, and only if something came of it."""

from dataclasses import replace
from uuid import uuid4

from tests import examples as x
from tests.spec import given_of
from workflow import messages as m
from workflow.errors import AlreadyExists, NotPermitted
from workflow.subjects import WORKBOOK
from workflow.workbook_errors import OtherUnitsWorkbook

WHAT = {
    "bureau": x.BAISHI, "workbook": x.NOTICE, "issued_to": x.LEADER.account, "digest": "ab" * 32, "zip_digest": "",
    "items": (x.ITEM,), "files": 1, "already": 2, "stale": 3, "refused": 4, "untouched": 5,
}  # fmt: skip
MERGE = m.MergeWorkbook(command_id=uuid4(), subject=uuid4(), by=x.LEADER, at=x.NOON, **WHAT)
merged = m.WorkbookMerged(**WHAT)


def given(*history):
    return given_of(WORKBOOK, *history)


def test_it_is_recorded_once_with_what_came_of_the_rows():
    given().when(MERGE).then(merged)
    given().when(replace(MERGE, by=x.HANDLER)).then(merged)
    given(merged).when(MERGE).then_refused(AlreadyExists)
    assert given(merged).state.said == merged


def test_where_nothing_was_recorded_there_is_nothing_to_record():
    given().when(replace(MERGE, items=())).then()


def test_only_the_bureaus_own_people_merge():
    for by in (x.CENTER, x.EVALUATOR, x.AUDITOR, x.ADMIN):
        given().when(replace(MERGE, by=by)).then_refused(NotPermitted)
    given().when(replace(MERGE, by=x.STRANGER)).then_refused(OtherUnitsWorkbook)
