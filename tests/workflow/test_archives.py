"""Recording an archive package: who may, what has to be named, and who sees that it was made."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests import examples as x
from tests import said
from tests.spec import given_of
from workflow import archives
from workflow import messages as m
from workflow.archive_errors import NoticeOrYear
from workflow.errors import AlreadyExists, NotPermitted
from workflow.sight import in_archives
from workflow.subjects import ARCHIVE
from workflow.words import Role

MADE = {
    "at_position": 240, "size": 241, "manifest": "ab" * 32, "files": 12, "absent": 1, "items": 5, "open_items": 2,
    "withheld": 0, "release": "0.1.0", "schema": "0026",
}  # fmt: skip
COMMON = {"command_id": uuid4(), "subject": uuid4(), "by": x.CENTER, "at": x.NOON}
PACK = m.PackArchive(**COMMON, year=2020, **MADE)
packed = m.ArchivePacked(notice=None, year=2020, unit=None, **MADE)


def given(*history):
    return given_of(ARCHIVE, *history)


def test_it_is_recorded_once_of_a_notice_or_a_year():
    given().when(PACK).then(packed)
    notice = UUID(int=9)
    given().when(replace(PACK, year=None, notice=notice)).then(replace(packed, year=None, notice=notice))
    given(packed).when(PACK).then_refused(AlreadyExists)
    for wrong in (replace(PACK, year=None), replace(PACK, notice=notice)):
        given().when(wrong).then_refused(NoticeOrYear)


def test_what_was_recorded_stays_told():
    state = given(packed).state
    assert (state.version, state.year, state.manifest, state.open_items) == (1, 2020, "ab" * 32, 2)


@pytest.mark.parametrize("by", x.EVERYONE)
def test_center_auditors_and_bureaus_may_and_nobody_else(by):
    asked = replace(PACK, by=by)
    if by.role in archives.MAY:
        archives.require_asked(asked)
        given().when(asked).then(packed)
    else:
        given().when(asked).then_refused(NotPermitted)
        with pytest.raises(NotPermitted) as refused:
            archives.require_asked(asked)
        said.require(refused.value)


@pytest.mark.parametrize("by", x.EVERYONE)
def test_who_sees_all_sees_every_package_and_a_bureau_its_own_part(by):
    whole = by.role in (Role.CITY_CENTER, Role.AUDITOR)
    bureau = by.role in (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)
    assert in_archives(by, None) is whole
    assert in_archives(by, by.org) is (whole or bureau)
    assert in_archives(by, "nowhere") is whole
